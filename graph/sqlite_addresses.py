"""What the embedded store is asked for where people are said to live."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Any, LiteralString

from graph.address_claims import AddressClaim, claimed
from graph.model import Subject, View
from graph.sqlite_reads import SEEN, parameters, run

_STANDS: LiteralString = """coalesce((SELECT s.to_node FROM same_as s WHERE s.from_node = {0}
      AND s.recorded < :known AND s.retired >= :known), {0})"""
_ASKED: LiteralString = f"""asked(key) AS (
    SELECT {_STANDS.format("n.key")} FROM json_each(:wanted) j CROSS JOIN node n ON n.label = j.value->>0 AND n.id = j.value->>1),
  whose(key) AS (SELECT key FROM asked UNION SELECT {_STANDS.format("m.from_node")}
    FROM asked a JOIN member_of m ON m.to_node = a.key JOIN node c ON c.key = m.from_node AND c.label = 'Child'
    WHERE m.recorded < :known AND m.retired >= :known AND (m.since IS NULL OR m.since <= :on) AND (m.until IS NULL OR m.until >= :on)),
  record(key, stands) AS (SELECT key, key FROM whose
    UNION SELECT s.from_node, w.key FROM whose w JOIN same_as s ON s.to_node = w.key WHERE s.recorded < :known AND s.retired >= :known)"""
_EVERYONE: LiteralString = f"""record(key, stands) AS (
    SELECT DISTINCT l.from_node, {_STANDS.format("l.from_node")} FROM lives_at l)"""
_SAID: LiteralString = """
  SELECT n.label, n.id, p.id, l.reported_by, (SELECT name FROM source WHERE key = l.source), l.first_seen, l.last_seen, l.confirmed_by,
    l.confirmed_on, :everything OR EXISTS (SELECT 1 FROM node w WHERE w.label = 'Professional' AND w.id = l.confirmed_by AND w.key IN staff)
  FROM record r CROSS JOIN lives_at l ON l.from_node = r.key JOIN node n ON n.key = r.stands JOIN node p ON p.key = l.to_node
  WHERE l.recorded < :known AND l.retired >= :known AND coalesce(l.first_seen, '') <= :on AND (:everything OR n.key IN seen)
    AND (EXISTS (SELECT 1 FROM child f WHERE f.node = n.key AND f.recorded < :known AND f.retired >= :known)
      OR EXISTS (SELECT 1 FROM family f WHERE f.node = n.key AND f.recorded < :known AND f.retired >= :known))"""
_PLACES: LiteralString = """SELECT n.id, f.uprn, f.address, f.postcode FROM json_each(:ids) j
  CROSS JOIN node n ON n.label = 'Address' AND n.id = j.value JOIN address f ON f.node = n.key
  WHERE f.recorded < :known AND f.retired >= :known ORDER BY f.recorded DESC, f.source"""


def address_claims(db: sqlite3.Connection, subjects: Sequence[Subject] | None, view: View) -> list[AddressClaim]:
    """Where they are said to live; see the waist."""
    records: LiteralString = _EVERYONE if subjects is None else _ASKED
    wanted = json.dumps([["Child" if s.kind == "child" else "Family", s.id] for s in subjects or ()])
    rows: list[Any] = run(db, f"WITH {SEEN}, {records} {_SAID}", parameters(view, wanted=wanted))
    described = run(db, _PLACES, parameters(view, ids=json.dumps(sorted({row[2] for row in rows}))))
    return claimed(rows, described, view)
