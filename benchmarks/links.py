# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
"""Agency links over the whole authority: the answer kept, the answer worked out anew, and the same question in SQL, Cypher and networkx.

The peers count shared families alone, which is the easiest of the five figures.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, LiteralString

import neo4j
import networkx as nx

from api.guarding.once import Once
from benchmarks.world import VIEW, World, load
from graph.settings import Settings
from graph.store import GraphStore, open_store
from queries.knowing.joined import Joined, joined
from queries.knowing.removed import removed_ties
from queries.linking.links import Link, links
from queries.linking.sides import works
from tests.neo4j_server import neo4j_server

CLAIM_MS = 50
"""Milliseconds that warm links may take, as promised."""
SMALL = 100_000
"""Ties up to which Neo4j is loaded and asked too: loading a whole authority takes it a quarter of an hour."""
Shared = dict[tuple[str, str], int]


def run(world: World) -> None:
    """Print each time and the ratios."""
    world.fill()
    found, ties, gone = asyncio.run(_on_sqlite(world))
    if ties <= SMALL:
        with neo4j_server() as server:
            settings = replace(world.settings, store=server.url, neo4j_user=server.user, neo4j_password=server.password)
            asyncio.run(_on_neo4j(world, settings, found, gone))


async def _on_sqlite(world: World) -> tuple[Shared, int, list[list[str]]]:
    async with open_store(world.settings.store) as store:
        await _timed("history read", lambda: store.history(VIEW))
        anew, found = await _timed("links worked out, history at hand", lambda: links(store, VIEW))
        kept = Once[list[Link]]()
        await kept.of(store, VIEW, lambda: links(store, VIEW))
        warm, _ = await _timed("links asked again of one load", lambda: kept.of(store, VIEW, lambda: links(store, VIEW)))
        shared = {(link.a, link.b): link.shared_families for link in found if link.shared_families}
        gone = [[p, s.kind, s.id] for p, s in sorted(await removed_ties(store, VIEW))]
        held = await joined(store, VIEW)
        loop, networked = await _timed("networkx, from the same columns", lambda: _networked(store, held))
        assert networked == shared, "networkx must count the same"
        sql = _in_sql(world, shared, gone)
        print(f"warm beside the promised {CLAIM_MS} ms: {warm * 1e3 / CLAIM_MS:.2f}")
        print(f"worked out anew, all five figures: SQL takes {sql / anew:.1f}, networkx {loop / anew:.1f} times as long for one of them")
        return shared, len((await store.history(VIEW)).ties.subject), gone


async def _timed(name: str, work: Callable[[], Awaitable[Any]]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = await work()
    took = time.perf_counter() - start
    print(f"{name:50} {took * 1e3:10.2f} ms")
    return took, found


async def _networked(store: GraphStore, held: Joined) -> Shared:
    """Organisations and the families that they know as a bipartite graph, projected."""
    where, both = await works(store, held.people, VIEW), nx.Graph()
    for unit, person in zip(held.unit[held.now].tolist(), held.person[held.now].tolist(), strict=True):
        for organisation in where.get(held.people[person], ()):
            both.add_edge(organisation, unit)
    agencies = sorted(n for n in both if isinstance(n, str))
    projected: Any = nx.bipartite.weighted_projected_graph(both, agencies)
    edges = ((a, b, data["weight"]) for a, b, data in projected.edges(data=True))
    return {(min(a, b), max(a, b)): int(weight) for a, b, weight in edges}


SQL: LiteralString = """
WITH same(record, stands) AS (SELECT from_node, to_node FROM same_as WHERE retired >= '9999'),
 tied(p, s) AS (
  SELECT from_node, to_node FROM knows WHERE retired >= '9999' AND (since IS NULL OR since <= :on) AND (until IS NULL OR until >= :on)
  UNION SELECT m.from_node, m.to_node FROM met m WHERE m.retired >= '9999' AND m.day <= :on AND NOT EXISTS (SELECT 1 FROM knows k
    WHERE k.to_node = m.to_node AND k.from_node = m.from_node AND k.retired >= '9999' AND (k.since IS NULL OR k.since <= :on))),
 counted(p, s) AS (SELECT p, coalesce(stands, s) FROM tied LEFT JOIN same ON record = s EXCEPT SELECT p, s FROM gone),
 known(p, u) AS (SELECT c.p, coalesce(m.to_node, c.s) FROM counted c LEFT JOIN member_of m ON m.from_node = c.s
   AND m.retired >= '9999' AND (m.since IS NULL OR m.since <= :on) AND (m.until IS NULL OR m.until >= :on)),
 works(p, o) AS (SELECT w.from_node, x.to_node FROM works_in w JOIN part_of x ON x.from_node = w.to_node AND x.retired >= '9999'
   WHERE w.retired >= '9999' AND (w.since IS NULL OR w.since <= :on) AND (w.until IS NULL OR w.until >= :on)),
 side(o, u) AS MATERIALIZED (SELECT DISTINCT o.id, k.u FROM known k JOIN works w ON w.p = k.p JOIN node o ON o.key = w.o)
SELECT a.o, b.o, count(*) FROM side a JOIN side b ON b.u = a.u AND b.o > a.o GROUP BY 1, 2"""


def _in_sql(world: World, shared: Shared, gone: list[list[str]]) -> float:
    """The question as one statement on the same file."""
    import sqlite3

    file = sqlite3.connect(world.settings.store.removeprefix("sqlite:///"))
    key = "SELECT key FROM node WHERE label = ? AND id = ?"
    file.execute("CREATE TEMP TABLE gone (p, s)")
    for p, kind, s in gone:
        [[person]], [[subject]] = (file.execute(key, of).fetchall() for of in (("Professional", p), (kind.capitalize(), s)))
        file.execute("INSERT INTO gone VALUES (?, ?)", (person, subject))
    start = time.perf_counter()
    found = {(a, b): n for a, b, n in file.execute(SQL, {"on": VIEW.on.isoformat()})}
    took = time.perf_counter() - start
    print(f"{'SQL on the same file':50} {took * 1e3:10.2f} ms")
    assert found == shared, "SQL must count the same"
    file.close()
    return took


CYPHER: LiteralString = """
MATCH (p:Professional)-[w:WORKS_IN]->(:Service)-[x:PART_OF]->(o:Organisation) WHERE w.retired >= '9999' AND x.retired >= '9999'
  AND (w.since IS NULL OR w.since <= $on) AND (w.until IS NULL OR w.until >= $on)
WITH DISTINCT p, o
CALL (p) {
  MATCH (p)-[k:KNOWS]->(s) WHERE k.retired >= '9999' AND (k.since IS NULL OR k.since <= $on)
    AND (k.until IS NULL OR k.until >= $on) RETURN s
  UNION MATCH (p)-[m:MET]->(s) WHERE m.retired >= '9999' AND m.day <= $on AND NOT EXISTS { MATCH (p)-[k:KNOWS]->(s)
    WHERE k.retired >= '9999' AND (k.since IS NULL OR k.since <= $on) } RETURN s }
WITH DISTINCT p, o, s WHERE NOT [p.id, toLower(labels(s)[0]), s.id] IN $gone
OPTIONAL MATCH (s)-[m:MEMBER_OF]->(f:Family) WHERE s:Child AND m.retired >= '9999'
  AND (m.since IS NULL OR m.since <= $on) AND (m.until IS NULL OR m.until >= $on)
WITH DISTINCT o, coalesce(f, s) AS unit
WITH unit, collect(o.id) AS sides
UNWIND sides AS a UNWIND sides AS b WITH a, b WHERE a < b RETURN a, b, count(*)"""


async def _on_neo4j(world: World, settings: Settings, shared: Shared, gone: list[list[str]]) -> None:
    """The same on a real Neo4j: ours from its history, and its own statement by the bare driver."""
    await load(world, settings)
    async with open_store(settings.store, settings) as store:
        await _timed("history read from Neo4j", lambda: store.history(VIEW))
        await links(store, VIEW)
        ours, found = await _timed("links worked out, history of Neo4j at hand", lambda: links(store, VIEW))
        assert {(link.a, link.b): link.shared_families for link in found if link.shared_families} == shared
    auth = (settings.neo4j_user, settings.neo4j_password)
    driver = neo4j.AsyncGraphDatabase.driver(settings.store, auth=auth)  # pyright: ignore[reportUnknownMemberType]
    async with driver:
        ask: Callable[[], Awaitable[Any]] = lambda: driver.execute_query(CYPHER, on=VIEW.on.isoformat(), gone=gone)  # noqa: E731
        await ask()
        theirs, result = await _timed("Cypher by the bare driver, planned before", ask)
    assert {(a, b): n for a, b, n in result.records} == shared, "Cypher must count the same"
    print(f"Cypher takes {theirs / ours:.1f} times as long for one of the five figures")
