# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
"""Home and school over a whole authority: as a command asks it, as a running server does, and the same question in SQL and networkx.

The peers answer the half of it that takes longest: who in post knows each child, or its family.
"""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, LiteralString

import networkx as nx

from api.guarding.once import Once
from benchmarks.world import VIEW, World
from graph.store import GraphStore, open_store
from queries.knowing.everyone_counted import equity
from queries.knowing.removed import removed_ties
from queries.knowing.standing import members, standing
from queries.linking.home_school import bridged, home_school
from queries.linking.hub import hub
from queries.linking.pupils import Pupils, pupils

CLAIM_S = 5
"""Seconds that home and school may take of a history at hand, as promised."""
Known = set[tuple[str, str]]
"""A child's id and that of someone who knows it, or its family."""


def run(world: World) -> None:
    """Print each time, beside what was promised, and the ratios."""
    world.fill()
    asyncio.run(_on_sqlite(world))


async def _on_sqlite(world: World) -> None:
    start = time.perf_counter()
    async with open_store(world.settings.store) as store:
        cold, found = await _timed("cold: store opened, history read, worked out", lambda: home_school(store, VIEW), start)
        anew, _ = await _timed("worked out anew, history at hand", lambda: home_school(store, VIEW))
        await _timed("equity lens worked out anew, history at hand", lambda: equity(store, VIEW))
        kept = Once[Pupils]()
        held = await kept.of(store, VIEW, lambda: pupils(store, VIEW))
        school = max((x for x in found.schools if x.is_school), key=lambda x: x.children).school
        await _timed(f"hub of {school}, pupils at hand", lambda: hub(store, school, VIEW, held))
        await _timed("asked again of one load", lambda: _again(store, kept))
        known = {(p.child, who) for p in held.every for who in p.knowers}
        loop, networked = await _timed("networkx, from the same columns: who knows whom", lambda: _networked(store))
        assert networked == known, "networkx must find the same people"
        gone = [(p, s.kind.capitalize(), s.id) for p, s in await removed_ties(store, VIEW)]
    sql = _in_sql(world, known, gone)
    print(f"anew beside the promised {CLAIM_S} s: {anew / CLAIM_S:.2f}; cold: {cold / CLAIM_S:.2f}")
    print(f"SQL takes {sql / anew:.1f}, networkx {loop / anew:.1f} times as long for who knows whom alone")


async def _timed(name: str, work: Callable[[], Awaitable[Any]], start: float | None = None) -> tuple[float, Any]:
    began = time.perf_counter() if start is None else start
    found = await work()
    took = time.perf_counter() - began
    print(f"{name:50} {took * 1e3:10.2f} ms")
    return took, found


async def _again(store: GraphStore, kept: Once[Pupils]) -> object:
    return bridged(await kept.of(store, VIEW, lambda: pupils(store, VIEW)))


async def _networked(store: GraphStore) -> Known:
    """People, families and children as one graph, from each to those that are known by it."""
    stand = await standing(store, VIEW)
    names, graph = stand.history, nx.DiGraph()
    people, whom = stand.scores.person[stand.now].tolist(), stand.scores.subject[stand.now].tolist()
    graph.add_edges_from((names.people[p], names.subjects[s]) for p, s in zip(people, whom, strict=True))
    child, family = members(names, VIEW.on)
    graph.add_edges_from((names.subjects[f], names.subjects[c]) for c, f in zip(child.tolist(), family.tolist(), strict=True))
    found: Known = set()
    for own in (s for s, told in zip(names.subjects, names.described.tolist(), strict=True) if s.kind == "child" and told and s in graph):
        before = set(graph.predecessors(own))
        homes = [n for n in before if not isinstance(n, str)]
        found |= {(own.id, n) for n in before.union(*(graph.predecessors(f) for f in homes)) if isinstance(n, str)}
    return found


SQL: LiteralString = """
WITH same(record, stands) AS (SELECT from_node, to_node FROM same_as WHERE retired >= '9999'),
 tied(p, s) AS (
  SELECT from_node, to_node FROM knows WHERE retired >= '9999' AND (since IS NULL OR since <= :on) AND (until IS NULL OR until >= :on)
  UNION SELECT m.from_node, m.to_node FROM met m WHERE m.retired >= '9999' AND m.day <= :on AND NOT EXISTS (SELECT 1 FROM knows k
    WHERE k.to_node = m.to_node AND k.from_node = m.from_node AND k.retired >= '9999' AND (k.since IS NULL OR k.since <= :on))),
 counted(p, s) AS (SELECT p, coalesce(stands, s) FROM tied LEFT JOIN same ON record = s EXCEPT SELECT p, s FROM gone),
 home(c, f) AS (SELECT coalesce(stands, from_node), to_node FROM member_of LEFT JOIN same ON record = from_node
   WHERE retired >= '9999' AND (since IS NULL OR since <= :on) AND (until IS NULL OR until >= :on)),
 known(p, c) AS (SELECT p, s FROM counted UNION SELECT p, c FROM counted JOIN home ON f = s)
SELECT c.id, p.id FROM known k JOIN node c ON c.key = k.c AND c.label = 'Child' JOIN node p ON p.key = k.p
WHERE EXISTS (SELECT 1 FROM child f WHERE f.node = c.key AND f.retired >= '9999')
 AND (NOT EXISTS (SELECT 1 FROM works_in w WHERE w.from_node = k.p AND w.retired >= '9999')
  OR EXISTS (SELECT 1 FROM works_in w WHERE w.from_node = k.p AND w.retired >= '9999'
   AND (w.since IS NULL OR w.since <= :on) AND (w.until IS NULL OR w.until >= :on)))"""


def _in_sql(world: World, known: Known, gone: Iterable[tuple[str, str, str]]) -> float:
    """The same as one statement on the same file."""
    file = sqlite3.connect(world.settings.store.removeprefix("sqlite:///"))
    file.execute("CREATE TEMP TABLE gone (p, s)")
    place = "SELECT key FROM node WHERE label = ? AND id = ?"
    file.executemany(f"INSERT INTO gone SELECT ({place}), ({place})", [("Professional", p, kind, s) for p, kind, s in gone])
    start = time.perf_counter()
    found = set(file.execute(SQL, {"on": VIEW.on.isoformat()}))
    took = time.perf_counter() - start
    print(f"{'SQL on the same file: who knows whom':50} {took * 1e3:10.2f} ms")
    file.close()
    assert found == known, "SQL must find the same people"
    return took
