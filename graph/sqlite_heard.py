"""What the embedded store is asked for everything that was said."""

import json
import sqlite3
from typing import LiteralString

from graph.assembling import Found, assemble
from graph.model import Around, View
from graph.sqlite_reads import IN_CONFIDENCE, members_of, parameters, run, same_records, weights

_STATEMENTS: LiteralString = f"""
  SELECT n.id, f.kind, f.speaker_kind, f.speaker_id, f.about_professional_id, f.subject_kind, f.subject_id, f.answer, f.said_on,
    f.expires_on, f.question, f.visibility
  FROM statement f JOIN node n ON n.key = f.node
  WHERE f.recorded < :known AND f.retired >= :known AND f.said_on <= :on AND :everything
    AND (:professional IS NULL OR f.about_professional_id IS NOT :professional OR NOT {IN_CONFIDENCE})
  ORDER BY f.recorded DESC"""
_CONCERNED: LiteralString = """SELECT DISTINCT coalesce((SELECT s.to_node FROM same_as s WHERE s.from_node = n.key
    AND s.recorded < :known AND s.retired >= :known), n.key)
  FROM json_each(:ids) j JOIN node n ON n.label IN ('Child', 'Carer') AND n.id = j.value"""


def heard(db: sqlite3.Connection, view: View) -> Around:
    """Everything that was said, and who belonged to which family; see the waist."""
    statements = run(db, _STATEMENTS, parameters(view))
    ids = sorted({i for row in statements for i in (row[3], row[6]) if i})
    keys = [key for (key,) in run(db, _CONCERNED, parameters(view, ids=json.dumps(ids)))]
    belonged = [row[2:] for row in members_of(db, "child", keys, view)]
    return assemble(Found(belonged=belonged, same=same_records(db, keys, view), statements=statements, weights=weights(db, view)), view)
