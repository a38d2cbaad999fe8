"""How Neo4j forgets for good: relationships in batches, then the nodes that nobody tells of any more; its indexes follow by themselves.

What the server keeps in transaction logs and in freed records of its files is the server's: see README, "Forgetting".
"""

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, LiteralString

from graph.erasing import LABELS, MENTIONS, REFERS, About, Chosen, Erasable, Node, Older, Refers, ToldBy, in_order
from graph.model import Child
from graph.rows import day
from graph.schema import BY_LABEL, KINDS, Kind, TieKind

Run = Callable[[LiteralString, dict[str, object]], Awaitable[list[list[Any]]]]
"""Runs one statement; one that erases does so in transactions of its own."""
NOTHING: LiteralString = "(false)"
"""No fact is chosen."""
BATCH = 10_000
"""Facts erased in one transaction."""
_LONE: dict[str, LiteralString] = {
    "SAME_AS": "(NOT EXISTS { (a)<-[:DESCRIBES]-() } OR NOT EXISTS { (b)<-[:DESCRIBES]-() })",
    "Address": "NOT EXISTS { (b)<-[:LIVES_AT]-() }",
}


def matched(kind: Kind | TieKind) -> LiteralString:
    """All facts of a kind, each as `r`; what it is of is `b`, a tie goes from `a` to it."""
    return f"MATCH (:Source)-[r:DESCRIBES]->(b:{kind.label})" if isinstance(kind, Kind) else f"MATCH (a)-[r:{kind.label}]->(b)"


def _named(name: LiteralString, refers: Refers) -> LiteralString:
    """A fact names one of the noted things."""
    cases: list[LiteralString] = [f"WHEN '{kind}' THEN '{label}'" for kind, label in LABELS.items()]
    label: LiteralString = f"'{refers.label}'" if refers.label else f"CASE r.{refers.kind} {' '.join(cases)} END"
    return f"coalesce(r.{refers.id} IN ${name}[{label}], false)"


def _touches(kind: Kind | TieKind, name: LiteralString) -> LiteralString:
    """A fact is of one of the noted things, or names it."""
    ends: tuple[LiteralString, ...] = ("b",) if isinstance(kind, Kind) else ("a", "b")
    parts: list[LiteralString] = [f"coalesce({end}.id IN ${name}[labels({end})[0]], false)" for end in ends]
    for refers in REFERS.get(kind.label, ()):
        parts.append(_named(name, refers))
    if kind.label in MENTIONS:
        parts.append(f"any(_q IN ${name}_quoted WHERE coalesce(r.{MENTIONS[kind.label]} CONTAINS _q, false))")
    return f"({' OR '.join(parts)})"


async def choose(run: Run, chosen: Sequence[Chosen], spared: Collection[Node]) -> dict[str, object]:
    """What the conditions bind: the things that are chosen and spared, with the statements and addresses that follow them."""
    about = await _with_statements(run, {node for one in chosen if isinstance(one, About) for node in one.nodes})
    kept = await _with_statements(run, set(spared))
    homes = await run("MATCH (a)-[:LIVES_AT]->(b) WHERE coalesce(a.id IN $noted[labels(a)[0]], false) RETURN DISTINCT b.id", _noted(kept))
    kept |= {("Address", i) for (i,) in homes}
    return {
        "sources": [one.source for one in chosen if isinstance(one, ToldBy)],
        "about": _by_label(about),
        "spared": _by_label(kept),
        "about_quoted": _quoted(about),
        "spared_quoted": _quoted(kept),
    }


async def _with_statements(run: Run, nodes: set[Node]) -> set[Node]:
    """The things, the carers who belong to no other family, and the statements that name any of them."""
    carers = await run(
        """UNWIND $families AS id MATCH (:Family {id: id})<-[:MEMBER_OF]-(c:Carer) WITH DISTINCT c
      WHERE NOT EXISTS { MATCH (c)-[:MEMBER_OF]->(f) WHERE NOT f.id IN $families } RETURN c.id""",
        {"families": sorted(name for label, name in nodes if label == "Family")},
    )
    nodes |= {("Carer", i) for (i,) in carers}
    named = " OR ".join(_named("noted", refers) for refers in REFERS["Statement"])
    said = await run(f"MATCH (:Source)-[r:DESCRIBES]->(b:Statement) WHERE {named} RETURN DISTINCT b.id", _noted(nodes)) if nodes else []
    return nodes | {("Statement", i) for (i,) in said}


def _noted(nodes: set[Node]) -> dict[str, object]:
    return {"noted": _by_label(nodes)}


def _by_label(nodes: Iterable[Node]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for label, name in sorted(nodes):
        found.setdefault(label, []).append(name)
    return found


def _quoted(nodes: Iterable[Node]) -> list[str]:
    return sorted({json.dumps(name, ensure_ascii=False) for _, name in nodes})


def wanted(kind: Kind | TieKind, chosen: Sequence[Chosen], bound: dict[str, object]) -> LiteralString:
    """Which of a kind's facts are chosen; what it binds is added."""
    parts: list[LiteralString] = ["false"]
    if any(isinstance(one, ToldBy) for one in chosen):
        parts.append("r.source IN $sources")
    if any(isinstance(one, About) for one in chosen):
        parts.append(_touches(kind, "about"))
    parts += _aged(kind, [one for one in chosen if isinstance(one, Older) and one.label == kind.label], bound)
    return f"({' OR '.join(parts)})"


def _aged(kind: Kind | TieKind, older: Iterable[Older], bound: dict[str, object]) -> Iterator[LiteralString]:
    names: dict[str, LiteralString] = {"recorded": "recorded", "retired": "retired"}
    for p in kind.properties:
        names[p.name] = p.name
    for n, one in zip(("0", "1", "2", "3", "4", "5", "6", "7"), older, strict=False):
        mark: LiteralString = f"before{n}"
        bound[mark] = one.before
        part: LiteralString = f"coalesce(r.{names[one.column]} < ${mark}, false) OR r.retired < ${mark}"
        yield part


async def erasable(run: Run, chosen: Sequence[Chosen], spared: Collection[Node], first: int) -> Erasable:
    """What would be erased; see the waist."""
    bound, facts, named, held = await choose(run, chosen, spared), dict[str, int](), dict[str, tuple[str, ...]](), 0
    for kind in in_order():
        which, kept = wanted(kind, chosen, bound), _touches(kind, "spared")
        if which == NOTHING:
            continue
        [[counted, stays]] = await run(f"{matched(kind)} WHERE {which} RETURN count(r), sum(CASE WHEN {kept} THEN 1 ELSE 0 END)", bound)
        held += stays
        if counted > stays:
            facts[kind.label] = counted - stays
            node: LiteralString = "b" if isinstance(kind, Kind) or kind.label in ("KNOWS", "MET") else "a"
            ids: LiteralString = (
                f"{matched(kind)} WHERE {which} AND NOT {kept} WITH DISTINCT {node}.id AS id ORDER BY id LIMIT $first RETURN id"
            )
            named[kind.label] = tuple(i for (i,) in await run(ids, {**bound, "first": first}))
    return Erasable(facts, named, held)


async def erase(run: Run, chosen: Sequence[Chosen], spared: Collection[Node]) -> dict[str, int]:
    """Erase what is chosen; see the waist. Run again after a crash it completes what that left."""
    bound, gone = await choose(run, chosen, spared), Counter[str]()
    for kind in in_order():
        which = wanted(kind, chosen, bound)
        if which != NOTHING:
            gone[kind.label] += await _delete(run, f"{matched(kind)} WHERE {which} AND NOT {_touches(kind, 'spared')}", bound)
    aged = any(isinstance(one, About | Older) for one in chosen)
    for label in ("SAME_AS", "Address") if aged else ("SAME_AS",):
        gone[label] += await _delete(run, f"{matched(BY_LABEL[label])} WHERE {_LONE[label]}", {})
    for kind in KINDS:
        nodes: LiteralString = f"MATCH (r:{kind.label}) WHERE NOT EXISTS {{ (r)--() }}"
        gone[f"({kind.label})"] += await _delete(run, nodes, {})
    return {label: rows for label, rows in gone.items() if rows}


async def _delete(run: Run, matched: LiteralString, bound: dict[str, object]) -> int:
    [[rows]] = await run(f"{matched} CALL (r) {{ DELETE r }} IN TRANSACTIONS OF $batch ROWS RETURN count(*)", {**bound, "batch": BATCH})
    return rows


async def children_told(run: Run) -> list[tuple[Child, str, str, str]]:
    """Every child as each source ever had it; see the waist."""
    rows = await run(
        """MATCH (s:Source)-[r:DESCRIBES]->(n:Child)
      RETURN n.id, r.given_name, r.family_name, r.date_of_birth, s.name, r.recorded, r.retired ORDER BY r.recorded, n.id, s.name""",
        {},
    )
    return [(Child(i, given, family, day(born)), source, recorded, retired) for i, given, family, born, source, recorded, retired in rows]
