"""What Neo4j is asked for a whole history: lists of numbers by professional, for a million rows of their own would take half a minute."""

from array import array
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, LiteralString

import numpy as np
from neo4j import AsyncManagedTransaction

from graph.arrays import Wide
from graph.history import CODES, Told
from graph.model import CONTACT_KINDS, CONTEXTS, Subject, View
from graph.neo4j_reads import parameters, run, staff
from graph.neo4j_veil import belongs, shown, stands, tied
from graph.store import NEVER

Transaction = AsyncManagedTransaction


def _code(name: LiteralString, choices: Iterable[LiteralString]) -> LiteralString:
    """A choice as its place among all of them, or one beyond."""
    cases: list[LiteralString] = [f"WHEN '{choice}' THEN {code}" for choice, code in zip((*choices, ""), CODES, strict=False)]
    return f"CASE coalesce({name}, '') {' '.join(cases)} END"


def _day(name: LiteralString) -> LiteralString:
    """A day as yyyymmdd, 0 where there is none."""
    return f"coalesce(toInteger(replace({name}, '-', '')), 0)"


_CHOSEN: LiteralString = f"(NOT $some OR p.id IN $ids) AND {staff('p')}"
_TIES: LiteralString = f"""MATCH (p:Professional) WHERE {_CHOSEN} MATCH (p)-[f:KNOWS]->(r) WHERE {tied("f")}
  WITH p, r, collect({_day("f.since")}) AS since, collect({_day("f.until")}) AS until, collect({_code("f.context", CONTEXTS)}) AS how
  RETURN p.id, collect([labels(r)[0], r.id, since, until, how])"""
_CONTACTS: LiteralString = f"""MATCH (p:Professional) WHERE {_CHOSEN} MATCH (p)-[f:MET]->(r) WHERE {tied("f")}
  WITH p, r, collect({_day("f.day")}) AS days, collect({_code("f.kind", CONTACT_KINDS)}) AS how, collect(f.count) AS counts,
    collect(substring(f.at, 10)) AS times
  RETURN p.id, collect([labels(r)[0], r.id, days, how, counts, times])"""
_HOMES: LiteralString = f"""MATCH (r:Child)-[f:MEMBER_OF]->(s:Family) WHERE {belongs("f")}
  RETURN collect(['Child', r.id, s.id, {_day("f.since")}, {_day("f.until")}])"""
_SAME: LiteralString = f"MATCH (r:Child)-[f:SAME_AS]->(s:Child) WHERE {stands('f')} RETURN collect([r.id, s.id])"
_DESCRIBED: LiteralString = f"""MATCH (n:Child|Family)<-[f:DESCRIBES]-() WHERE {stands("f")} AND {shown("n")}
  WITH DISTINCT n RETURN collect([labels(n)[0], n.id])"""
_BY_PERSON: tuple[LiteralString, ...] = (_TIES, _CONTACTS)


_EPOCH = date(1970, 1, 1).toordinal()


class _Places:
    """Numbers for names, in the order in which they come."""

    def __init__(self) -> None:
        self.people: dict[str, int] = {}
        self.subjects: dict[tuple[str, str], int] = {}
        self.times: dict[str, int] = {}

    def person(self, name: str) -> int:
        return self.people.setdefault(name, len(self.people))

    def subject(self, label: str, name: str) -> int:
        return self.subjects.setdefault((label, name), len(self.subjects))

    def moments(self, times: Sequence[str]) -> list[int]:
        return [self.times.setdefault(time, len(self.times)) for time in times]


async def told(tx: Transaction, view: View, people: Sequence[str] | None, known: str) -> Told:
    """All that was told before an instant of these professionals' ties, or of all; see `graph.projection`."""
    bound = {**parameters(view, some=people is not None, ids=list(people or ("",))), "known": known, "now": False}
    at = _Places()
    ties, contacts = [_rows(await run(tx, cypher, bound), at) for cypher in _BY_PERSON]
    [[homes]], [[same]], [[described]] = [await run(tx, cypher, bound) for cypher in (_HOMES, _SAME, _DESCRIBED)]
    home = [(at.subject(label, child), at.subject("Family", family), since, until) for label, child, family, since, until in homes]
    judged = {at.subject("Child", record): at.subject("Child", stand) for record, stand in same}
    own = [at.subject(label, name) for label, name in described]
    return Told(
        {n: name for name, n in at.people.items()},
        {n: Subject("child" if label == "Child" else "family", name) for (label, name), n in at.subjects.items()},
        own,
        judged,
        _dated(ties, (2, 3), 5),
        _dated(contacts, (2,), 6),
        _dated(np.array(home, np.int64), (2, 3), 4),
    )


def _rows(found: list[list[Any]], at: _Places) -> Wide:
    """A row for each place of the lists that a professional and a subject have between them."""
    columns: list[array[int]] = []
    for name, theirs in found:
        person = at.person(name)
        for label, subject, *lists in theirs:
            if isinstance(lists[-1][0], str):
                lists[-1] = at.moments(lists[-1])
            size = len(lists[0])
            columns = columns or [array("q") for _ in range(2 + len(lists))]
            for column, more in zip(columns, ([person] * size, [at.subject(label, subject)] * size, *lists), strict=True):
                column.extend(more)
    return np.ascontiguousarray(np.array(columns, np.int64).T)


def _dated(rows: Wide, days: Sequence[int], columns: int) -> Wide:
    """Rows with ordinals in place of days written yyyymmdd."""
    rows = rows.reshape(-1, columns)
    for n in days:
        rows[:, n] = _ordinals(rows[:, n])
    return rows


def _ordinals(days: Any) -> Any:
    years, months, dates = days // 10_000, days // 100 % 100, days % 100
    month = ((years - 1970) * 12 + np.maximum(months, 1) - 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return np.where(days > 0, month + dates - 1 + _EPOCH, 0)


_TOUCHED: LiteralString = "(f.recorded > $since OR f.retired > $since AND f.retired < $never)"
_CHANGED: LiteralString = f"""CALL () {{
    MATCH (p:Professional)-[f:KNOWS|MET]->() WHERE {_TOUCHED} RETURN p
    UNION MATCH (r:Child)-[f:SAME_AS]->(s:Child) WHERE {_TOUCHED} UNWIND [r, s] AS c MATCH (p:Professional)-[:KNOWS|MET]->(c) RETURN p }}
  RETURN collect(DISTINCT p.id)"""


async def changed(tx: Transaction, since: str) -> list[str]:
    """Everyone of whose ties or contacts anything was recorded or retired after an instant."""
    [[people]] = await run(tx, _CHANGED, {"since": since, "never": NEVER})
    return sorted(people)
