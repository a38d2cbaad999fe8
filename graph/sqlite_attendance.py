"""What the embedded store is asked for who attends which service."""

import sqlite3
from typing import LiteralString

from graph.assembling import attendances as told
from graph.model import Attendance, View
from graph.sqlite_reads import SEEN, parameters, run

_OWN: LiteralString = """own(key) AS (SELECT p.from_node FROM part_of p JOIN node o ON o.key = p.to_node
    WHERE o.id IN (SELECT value FROM json_each(:organisations)) AND p.recorded < :known AND p.retired >= :known)"""
_ATTENDS: LiteralString = f"""WITH {SEEN}, {_OWN}
  SELECT n.id, s.id, a.since, a.until, a.attendance FROM attends a JOIN node s ON s.key = a.to_node
  JOIN node n ON n.key = coalesce((SELECT x.to_node FROM same_as x WHERE x.from_node = a.from_node
    AND x.recorded < :known AND x.retired >= :known), a.from_node)
  WHERE a.recorded < :known AND a.retired >= :known AND a.since <= :on AND (a.until IS NULL OR a.until >= :on)
    AND EXISTS (SELECT 1 FROM child f WHERE f.node = n.key AND f.recorded < :known AND f.retired >= :known)
    AND (:everything OR a.to_node IN own AND n.key IN seen)"""


def attendances(db: sqlite3.Connection, view: View) -> list[Attendance]:
    """Where children go on the day; see the waist."""
    return list(told(run(db, _ATTENDS, parameters(view))))
