"""What the embedded store is asked for a whole history: rows of few numbers, so that a million of them take a second or two."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, LiteralString

import numpy as np

from graph.history import CODES, Told, Wide
from graph.model import CONTACT_KINDS, CONTEXTS, Subject, View
from graph.sqlite_reads import STAFF, ask, parameters
from graph.store import NEVER

_STANDING: LiteralString = "f.recorded < :known AND f.retired >= :known"
_SEEN: LiteralString = f"""{_STANDING} AND (:everything OR f.from_node IN staff) AND (:everyone OR f.from_node IN (SELECT n.key
  FROM json_each(:ids) j CROSS JOIN node n ON n.label = 'Professional' AND n.id = j.value))"""


def _code(column: LiteralString, choices: Iterable[LiteralString]) -> LiteralString:
    """A choice as its place among all of them, or one beyond."""
    cases: list[LiteralString] = [f"WHEN '{choice}' THEN {code}" for choice, code in zip((*choices, ""), CODES, strict=False)]
    return f"CASE coalesce({column}, '') {' '.join(cases)} END"


def _day(column: LiteralString) -> LiteralString:
    """A day as an ordinal, 0 where there is none."""
    return f"coalesce(CAST(julianday({column}) - 1721424.5 AS INTEGER), 0)"


_TIES: LiteralString = f"""WITH {STAFF} SELECT f.from_node << 32 | f.to_node,
  ({_day("f.since")} << 22 | {_day("f.until")}) << 3 | {_code("f.context", CONTEXTS)} FROM knows f WHERE {_SEEN}"""
_CONTACTS: LiteralString = f"""WITH {STAFF} SELECT f.from_node << 32 | f.to_node,
  ({_day("f.day")} << 3 | {_code("f.kind", CONTACT_KINDS)}) << 31 | f.count, nullif(substr(f.at, 11), '') FROM met f WHERE {_SEEN}"""
_HOMES: LiteralString = f"""SELECT f.from_node << 32 | f.to_node, {_day("f.since")} << 22 | {_day("f.until")}
  FROM member_of f JOIN node n ON n.key = f.from_node AND n.label = 'Child' WHERE {_STANDING}"""
_SAME: LiteralString = f"SELECT f.from_node, f.to_node FROM same_as f WHERE {_STANDING}"
_NAMES: LiteralString = "SELECT key, label, id FROM node WHERE label IN ('Professional', 'Child', 'Family')"
_DESCRIBED: LiteralString = f"SELECT f.node FROM child f WHERE {_STANDING} UNION SELECT f.node FROM family f WHERE {_STANDING}"


def told(db: sqlite3.Connection, view: View, people: Sequence[str] | None, known: str) -> Told:
    """All that was told before an instant of these professionals' ties, or of all; see `graph.projection`."""
    bound = parameters(view, everyone=people is None, ids=json.dumps(list(people or ()))) | {"known": known}
    names = db.execute(_NAMES).fetchall()
    times: dict[str | None, int] = {}
    met = ((ends, how, times.setdefault(time, len(times))) for ends, how, time in ask(db, _CONTACTS, bound))
    return Told(
        {key: i for key, label, i in names if label == "Professional"},
        {key: Subject("child" if label == "Child" else "family", i) for key, label, i in names if label != "Professional"},
        [key for (key,) in ask(db, _DESCRIBED, bound)],
        dict(ask(db, _SAME, bound)),
        _ties(_numbers(ask(db, _TIES, bound), 2)),
        _contacts(_numbers(met, 3)),
        _homes(_numbers(ask(db, _HOMES, bound), 2)),
    )


def _numbers(rows: Iterable[tuple[int, ...]], columns: int) -> Wide:
    """Rows of whole numbers, none of them held as plain Python for long."""
    found: Any = np.fromiter(rows, np.dtype((np.int64, columns)))
    return found


def _ends(rows: Wide) -> tuple[Wide, Wide]:
    return rows[:, 0] >> 32, rows[:, 0] & 0xFFFFFFFF


def _low(numbers: Wide, bits: int) -> Wide:
    return numbers & ((1 << bits) - 1)


def _ties(rows: Wide) -> Wide:
    days = rows[:, 1] >> 3
    return np.column_stack((*_ends(rows), days >> 22, _low(days, 22), _low(rows[:, 1], 3)))


def _contacts(rows: Wide) -> Wide:
    how = rows[:, 1] >> 31
    return np.column_stack((*_ends(rows), how >> 3, _low(how, 3), _low(rows[:, 1], 31), rows[:, 2]))


def _homes(rows: Wide) -> Wide:
    return np.column_stack((*_ends(rows), rows[:, 1] >> 22, _low(rows[:, 1], 22)))


_CHANGED: LiteralString = """WITH fresh(key) AS (
    SELECT f.from_node FROM same_as f WHERE f.recorded > :since OR f.retired > :since AND f.retired < :never
    UNION SELECT f.to_node FROM same_as f WHERE f.recorded > :since OR f.retired > :since AND f.retired < :never),
  touched(key) AS (
    SELECT f.from_node FROM knows f WHERE f.recorded > :since OR f.retired > :since AND f.retired < :never
    UNION SELECT f.from_node FROM met f WHERE f.recorded > :since OR f.retired > :since AND f.retired < :never
    UNION SELECT f.from_node FROM fresh JOIN knows f ON f.to_node = fresh.key
    UNION SELECT f.from_node FROM fresh JOIN met f ON f.to_node = fresh.key)
  SELECT n.id FROM touched JOIN node n ON n.key = touched.key ORDER BY n.id"""


def changed(db: sqlite3.Connection, since: str) -> list[str]:
    """Everyone of whose ties or contacts anything was recorded or retired after an instant."""
    return [i for (i,) in db.execute(_CHANGED, {"since": since, "never": NEVER})]
