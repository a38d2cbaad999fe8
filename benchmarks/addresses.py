"""Addresses over a whole authority: families with three or more live ones, and how often agencies disagree ward by ward.

Beside them the one read that both rest on, and plain SQL that counts claims by family: the least that any answer must do.
"""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from typing import Any, LiteralString

from benchmarks.world import VIEW, World
from graph.store import GraphStore, open_store
from queries.knowing.address_lists import several, shown, wards
from queries.knowing.equity import EVERYONE

SQL: LiteralString = """SELECT count(*), sum(n > 1) FROM (SELECT f.node, count(DISTINCT l.to_node) AS n FROM family f
  LEFT JOIN lives_at l ON l.from_node = f.node AND l.retired >= '9999' AND coalesce(l.first_seen, '') <= :on
  WHERE f.retired >= '9999' GROUP BY f.node)"""


def run(world: World) -> None:
    """Print each time and the ratios."""
    world.fill()
    asyncio.run(_on_sqlite(world))


async def _on_sqlite(world: World) -> None:
    async with open_store(world.settings.store) as store:
        read, claims = await _timed("claims read", lambda: store.address_claims(None, VIEW))
        many, found = await _timed("addresses --several", lambda: _several(store))
        wide, tallies = await _timed("addresses --wards", lambda: wards(store, VIEW))
    start = time.perf_counter()
    shown(tallies)
    print(f"{'small numbers hidden':50} {(time.perf_counter() - start) * 1e3:10.2f} ms")
    families, contested = tallies[EVERYONE].families, tallies[EVERYONE].contested
    sql = _in_sql(world, families)
    print(f"{len(claims):,} claims, {families:,} families, {contested:,} contested, {found:,} with three or more live addresses")
    print(f"the read alone is {read / many:.0%} of --several and {read / wide:.0%} of --wards")
    print(f"SQL takes {sql / wide:.0%} of --wards, and knows no place by the words of its address")


async def _several(store: GraphStore) -> int:
    return len([one async for one in several(store, VIEW)])


async def _timed(name: str, work: Callable[[], Awaitable[Any]]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = await work()
    took = time.perf_counter() - start
    print(f"{name:50} {took * 1e3:10.2f} ms")
    return took, found


def _in_sql(world: World, families: int) -> float:
    """How many different addresses are told of each family, however they are written."""
    file = sqlite3.connect(world.settings.store.removeprefix("sqlite:///"))
    start = time.perf_counter()
    [[counted, _]] = file.execute(SQL, {"on": VIEW.on.isoformat()}).fetchall()
    took = time.perf_counter() - start
    print(f"{'SQL on the same file: addresses by family':50} {took * 1e3:10.2f} ms")
    file.close()
    assert counted == families, "SQL must count the same families"
    return took
