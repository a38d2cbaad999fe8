"""What the embedded store is asked for all that hides something: shields, openings and posts in sensitive services."""

import json
from datetime import date
from typing import Any, LiteralString

from graph.guarding import Kin, guarded_from
from graph.sqlite_connection import Connection
from graph.store import NEVER
from graph.veil import Guarded

_NOW: dict[str, str] = {"never": NEVER}
_SENSITIVE: LiteralString = """SELECT DISTINCT p.id, s.id, coalesce(o.id, '') FROM service f
  JOIN works_in w ON w.to_node = f.node AND w.retired >= :never JOIN node p ON p.key = w.from_node JOIN node s ON s.key = f.node
  LEFT JOIN part_of x ON x.from_node = f.node AND x.retired >= :never LEFT JOIN node o ON o.key = x.to_node
  WHERE f.retired >= :never AND f.sensitivity = 'sensitive' ORDER BY 1, 2, 3"""
_LOCAL: LiteralString = """SELECT DISTINCT p.id FROM works_in w JOIN node p ON p.key = w.from_node WHERE w.retired >= :never AND (
    EXISTS (SELECT 1 FROM service f WHERE f.node = w.to_node AND f.retired >= :never AND f.scale = 'ward')
    OR EXISTS (SELECT 1 FROM part_of x JOIN organisation o ON o.node = x.to_node AND o.retired >= :never
      WHERE x.from_node = w.to_node AND x.retired >= :never AND o.sector = 'school')
    OR EXISTS (SELECT 1 FROM serves x JOIN area a ON a.node = x.to_node AND a.retired >= :never
      WHERE x.from_node = w.to_node AND x.retired >= :never AND a.kind = 'ward'))"""
_SHIELDS: LiteralString = """SELECT n.id, f.subject_kind, f.subject_id, f.level, coalesce(f.users, '')
  FROM shield f JOIN node n ON n.key = f.node
  WHERE f.retired >= :never AND f.approved_by IS NOT NULL AND f.lifted_by IS NULL ORDER BY 1"""
_OPENINGS: LiteralString = """SELECT n.id, f.subject_kind, f.subject_id, f.kind, f.service_id, f.user, coalesce(f.since, ''),
    coalesce(f.until, :never) FROM opening f JOIN node n ON n.key = f.node WHERE f.retired >= :never AND f.decision = 'yes' ORDER BY 1"""
_KIN: LiteralString = """WITH asked(key) AS (
    SELECT n.key FROM json_each(:whom) j CROSS JOIN node n
      ON n.label = CASE j.value->>0 WHEN 'child' THEN 'Child' ELSE 'Family' END AND n.id = j.value->>1),
  own(asked, key) AS (SELECT key, key FROM asked
    UNION SELECT a.key, s.to_node FROM asked a JOIN same_as s ON s.from_node = a.key WHERE s.retired >= :never
    UNION SELECT a.key, s.from_node FROM asked a JOIN same_as s ON s.to_node = a.key WHERE s.retired >= :never
    UNION SELECT a.key, b.from_node FROM asked a JOIN same_as s ON s.from_node = a.key JOIN same_as b ON b.to_node = s.to_node
      WHERE s.retired >= :never AND b.retired >= :never),
  home(asked, key) AS (SELECT o.asked, o.key FROM own o JOIN node n ON n.key = o.key AND n.label = 'Family'
    UNION SELECT o.asked, m.to_node FROM own o JOIN member_of m ON m.from_node = o.key
      WHERE m.retired >= :never AND coalesce(m.until, :on) >= :on),
  member(asked, key) AS (SELECT h.asked, m.from_node FROM home h JOIN member_of m ON m.to_node = h.key
    WHERE m.retired >= :never AND coalesce(m.until, :on) >= :on),
  follows(asked, key) AS (SELECT * FROM home UNION SELECT * FROM member
    UNION SELECT m.asked, s.to_node FROM member m JOIN same_as s ON s.from_node = m.key WHERE s.retired >= :never
    UNION SELECT m.asked, s.from_node FROM member m JOIN same_as s ON s.to_node = m.key WHERE s.retired >= :never
    UNION SELECT m.asked, b.from_node FROM member m JOIN same_as s ON s.from_node = m.key JOIN same_as b ON b.to_node = s.to_node
      WHERE s.retired >= :never AND b.retired >= :never)
  SELECT a.label, a.id, n.label, n.id, 1 FROM own x JOIN node a ON a.key = x.asked JOIN node n ON n.key = x.key
  UNION ALL SELECT a.label, a.id, n.label, n.id, 0 FROM follows x JOIN node a ON a.key = x.asked JOIN node n ON n.key = x.key"""


def guarded(db: Connection, on: date) -> Guarded:
    """All that hides something; see the waist. Read anew when anyone wrote to the file, and for another day."""
    version: int = db.execute("PRAGMA data_version").fetchone()[0]
    if db.guarded is None or db.guarded[:2] != (version, on):
        db.guarded = version, on, _read(db, on)
    return db.guarded[2]


def _read(db: Connection, on: date) -> Guarded:
    shields, openings = [_rows(db, sql, _NOW) for sql in (_SHIELDS, _OPENINGS)]
    whom = json.dumps(sorted({(row[1], row[2]) for row in (*shields, *openings)}))
    kin: list[Kin] = _rows(db, _KIN, _NOW | {"whom": whom, "on": on.isoformat()}) if shields or openings else []
    placed = any(level == "location" for _, _, _, level, _ in shields)
    local = [i for (i,) in _rows(db, _LOCAL, _NOW)] if placed else []
    return guarded_from(_rows(db, _SENSITIVE, _NOW), local, shields, openings, kin)


def _rows(db: Connection, sql: LiteralString, bound: dict[str, str]) -> list[Any]:
    return db.execute(sql, bound).fetchall()
