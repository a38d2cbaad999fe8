"""What the embedded store hides from a viewer: one set filter before every read, so that no question can forget it.

Each table of people and ties is read through a view of the same name that leaves out what the viewer may not see.
"""

import json
import sqlite3
from collections.abc import Iterable
from functools import cache
from typing import Any, LiteralString

from graph.schema import Kind, TieKind, kind_of, tie_of
from graph.sqlite_connection import Connection
from graph.sqlite_schema import property_columns, table
from graph.veil import Node, Veil

_KEYED = ("closed", "placed", "guarded", "local", "opened")
_KEEPS: LiteralString = "source, load, seen, recorded, retired"
_FREE: LiteralString = "f.{0} NOT IN temp.veil_closed"
_PAIR: LiteralString = """{0} NOT IN temp.veil_closed
    AND ({1} NOT IN temp.veil_guarded OR ({1} << 32 | {0}) IN temp.veil_opened)
    AND ({0} NOT IN temp.veil_placed OR {1} NOT IN temp.veil_local)"""
_TIE: LiteralString = _PAIR.format("f.to_node", "f.from_node")
_PLACED: LiteralString = "f.{0} IN temp.veil_placed"
_BETWEEN: LiteralString = """NOT EXISTS (SELECT 1 FROM temp.veil_closed_names WHERE key = {0})
    AND (NOT EXISTS (SELECT 1 FROM temp.veil_guarded_names WHERE key = {1})
      OR EXISTS (SELECT 1 FROM temp.veil_opened_names WHERE key = {1} || '|' || {0}))
    AND NOT (EXISTS (SELECT 1 FROM temp.veil_placed_names WHERE key = {0})
      AND EXISTS (SELECT 1 FROM temp.veil_local_names WHERE key = {1}))"""
_SPEAKER: LiteralString = "coalesce(CASE f.speaker_kind WHEN 'child' THEN 'Child|' WHEN 'carer' THEN 'Carer|' END || f.speaker_id, '')"
_SUBJECT: LiteralString = f"""CASE WHEN f.subject_id IS NULL THEN {_SPEAKER} WHEN f.subject_kind = 'child' THEN 'Child|' || f.subject_id
    ELSE 'Family|' || f.subject_id END"""
_SAID: LiteralString = f"""NOT EXISTS (SELECT 1 FROM temp.veil_closed_names WHERE key = {_SPEAKER})
    AND {_BETWEEN.format(_SUBJECT, "coalesce(f.about_professional_id, '')")}"""
"""Statements and confirmations go by ids: some are by, or about, people of whom nothing else is held."""
_CONFIRMED: LiteralString = _BETWEEN.format("(SELECT label || '|' || id FROM node WHERE key = f.from_node)", "coalesce(f.confirmed_by, '')")
_UNSAID: dict[tuple[str, str], LiteralString] = {
    ("Family", "area_code"): f"CASE WHEN {_PLACED.format('node')} THEN NULL ELSE f.area_code END AS area_code",
    ("LIVES_AT", "confirmed_by"): f"CASE WHEN {_CONFIRMED} THEN f.confirmed_by END AS confirmed_by",
    ("LIVES_AT", "confirmed_on"): f"CASE WHEN {_CONFIRMED} THEN f.confirmed_on END AS confirmed_on",
}
"""Columns that some rows keep to themselves."""
_SHOWN: tuple[tuple[Kind | TieKind, LiteralString], ...] = (
    (kind_of("Child"), _FREE.format("node")),
    (kind_of("Carer"), _FREE.format("node")),
    (kind_of("Family"), _FREE.format("node")),
    (kind_of("Statement"), _SAID),
    (tie_of("KNOWS"), _TIE),
    (tie_of("MET"), _TIE),
    (tie_of("MEMBER_OF"), f"{_FREE.format('from_node')} AND {_FREE.format('to_node')}"),
    (tie_of("SAME_AS"), f"{_FREE.format('from_node')} AND {_FREE.format('to_node')}"),
    (tie_of("LIVES_AT"), f"{_FREE.format('from_node')} AND NOT {_PLACED.format('from_node')}"),
    (tie_of("ATTENDS"), f"{_FREE.format('from_node')} AND NOT {_PLACED.format('from_node')}"),
)


def _view(kind: Kind | TieKind, shown: LiteralString) -> LiteralString:
    ends: LiteralString = "f.node" if isinstance(kind, Kind) else "f.from_node, f.to_node"
    own: list[LiteralString] = []
    for p, name in zip(kind.properties, property_columns(kind), strict=True):
        unsaid: LiteralString = _UNSAID.get((kind.label, p.name), f"f.{name}")
        own.append(unsaid)
    return f"{table(kind)} AS NOT MATERIALIZED (SELECT f.fact, {ends}, {', '.join(own)}, {_KEEPS} FROM main.{table(kind)} f WHERE {shown})"


_VIEWS: tuple[LiteralString, ...] = tuple([_view(kind, shown) for kind, shown in _SHOWN])
VEIL: LiteralString = ",\n ".join(_VIEWS)

MEETS_HIDDEN: LiteralString = """SELECT key FROM temp.veil_guarded
  UNION SELECT h.from_node FROM temp.veil_closed v CROSS JOIN main.met h ON h.to_node = v.key
  UNION SELECT h.from_node FROM temp.veil_placed v CROSS JOIN main.met h ON h.to_node = v.key"""
"""Professionals some of whose contacts may be hidden: those of all others need no look at each."""


@cache
def behind(sql: LiteralString) -> LiteralString:
    """A read through the veil."""
    text: LiteralString = sql.strip()
    if text.startswith("WITH "):
        rest: LiteralString = text.removeprefix("WITH ")
        return f"WITH {VEIL}, {rest}"
    return f"WITH {VEIL} {text}"


def draw(db: sqlite3.Connection, veil: Veil) -> None:
    """Put what a veil names where `VEIL` looks it up: this connection's own tables, filled anew for another veil, or after a write."""
    version: int = db.execute("PRAGMA data_version").fetchone()[0]
    if isinstance(db, Connection):
        if db.version == version and (db.veil is veil or db.veil == veil):
            db.veil = veil
            return
        db.veil, db.version = veil, version
    for name, rows in {**_keyed(db, veil), **_named(veil)}.items():
        kind: LiteralString = "INTEGER" if name in _KEYED else "TEXT"
        db.execute(f"CREATE TEMP TABLE IF NOT EXISTS veil_{name} (key {kind} PRIMARY KEY) WITHOUT ROWID")
        db.execute(f"DELETE FROM temp.veil_{name}")
        db.executemany(f"INSERT INTO temp.veil_{name} VALUES (?)", [(row,) for row in rows])


def _keyed(db: sqlite3.Connection, veil: Veil) -> dict[LiteralString, list[int]]:
    """What a veil names by the keys of this file."""
    pairs = [(p, label, i) for p, label, i in veil.opened]
    keys = _keys(
        db, {*veil.closed, *veil.placed, *_staff(veil.guarded | veil.local), *_staff(p for p, *_ in pairs), *(n[1:] for n in pairs)}
    )
    return {
        "closed": _held(keys.get(n) for n in veil.closed),
        "placed": _held(keys.get(n) for n in veil.placed),
        "guarded": _held(keys.get(n) for n in _staff(veil.guarded)),
        "local": _held(keys.get(n) for n in _staff(veil.local)),
        "opened": _held(_shifted(keys.get(("Professional", p)), keys.get((label, i))) for p, label, i in pairs),
    }


def _named(veil: Veil) -> dict[LiteralString, list[str]]:
    """The same by ids."""
    return {
        "closed_names": ["|".join(node) for node in veil.closed],
        "placed_names": ["|".join(node) for node in veil.placed],
        "guarded_names": list(veil.guarded),
        "local_names": list(veil.local),
        "opened_names": ["|".join(pair) for pair in veil.opened],
    }


def _staff(ids: Iterable[str]) -> list[Node]:
    return [("Professional", i) for i in ids]


def _shifted(person: int | None, subject: int | None) -> int | None:
    return None if person is None or subject is None else person << 32 | subject


def _held(keys: Iterable[int | None]) -> list[int]:
    return [k for k in keys if k is not None]


def _keys(db: sqlite3.Connection, nodes: set[Node]) -> dict[Node, int]:
    rows: list[Any] = db.execute(
        """SELECT n.label, n.id, n.key FROM json_each(?) j
        CROSS JOIN node n ON n.label = j.value->>0 AND n.id = j.value->>1""",
        (json.dumps(sorted(nodes)),),
    ).fetchall()
    return {(label, i): key for label, i, key in rows}
