"""Who knows this family on a real Neo4j, beside the one Cypher statement behind it by the bare driver."""

import asyncio
import time
from dataclasses import replace

import neo4j

from benchmarks.graphql import over_http
from benchmarks.world import VIEW, World, load, told
from graph.model import Subject
from graph.neo4j_reads import AROUND, parameters
from graph.settings import Settings
from graph.store import open_store
from queries.knowing.who_knows import who_knows
from tests.neo4j_server import neo4j_server

ASKED = 150
WARM = 30


def run(world: World) -> None:
    """Print writes a second, both spreads in turn, and the ratio: at most 1.3 is the claim."""
    with neo4j_server() as server:
        settings = replace(world.settings, store=server.url, neo4j_user=server.user, neo4j_password=server.password)
        start = time.perf_counter()
        report = asyncio.run(load(world, settings))
        spent = time.perf_counter() - start
        print(f"kith load into Neo4j: {report.total('kept'):,} rows in {spent:.1f} s, {report.total('kept') / spent:,.0f} a second")
        ours, bare = asyncio.run(_in_turn(world.families(ASKED), settings))
        p50, peer = told("who knows this family, function, Neo4j", ours), told("its one Cypher statement, bare driver", bare)
        print(f"ratio function / bare driver: {p50 / peer:.2f} (claim: at most 1.3)")
        told("GraphQL over HTTP, Neo4j", over_http(world, settings))


async def _in_turn(families: list[Subject], settings: Settings) -> tuple[list[float], list[float]]:
    ours: list[float] = []
    bare: list[float] = []
    auth = (settings.neo4j_user, settings.neo4j_password)
    driver = neo4j.AsyncGraphDatabase.driver(  # pyright: ignore[reportUnknownMemberType]
        settings.store, auth=auth, notifications_min_severity="OFF"
    )
    async with open_store(settings.store, settings) as store, driver:
        for family in families:
            start = time.perf_counter()
            await who_knows(store, [family], VIEW)
            between = time.perf_counter()
            await _bare(driver, family)
            ours.append(between - start)
            bare.append(time.perf_counter() - between)
    return ours[WARM:], bare[WARM:]


async def _bare(driver: neo4j.AsyncDriver, family: Subject) -> None:
    async with driver.session(default_access_mode=neo4j.READ_ACCESS) as session:  # pyright: ignore[reportUnknownMemberType]

        async def ask(tx: neo4j.AsyncManagedTransaction) -> None:
            result = await tx.run(AROUND, parameters(VIEW, children=[], families=[family.id], past=False))
            await result.values()

        await session.execute_read(ask)
