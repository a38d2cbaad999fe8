"""Who knows this family, as a function on SQLite, one family at a time and all of them."""

import asyncio
import time

from api.commands.everyone import collect_seldom
from benchmarks.world import VIEW, World, told
from graph.store import open_store
from queries.knowing.who_knows import who_knows, who_knows_all

ASKED = 300
CLAIM = 2_000
"""Subjects a second that `kith who --all` promises on SQLite."""


def run(world: World) -> None:
    """Print the spread of single answers and the rate of all answers."""
    world.fill()
    asyncio.run(_run(world))


async def _run(world: World) -> None:
    async with open_store(world.settings.store, world.settings) as store:
        seconds: list[float] = []
        for family in world.families(ASKED):
            start = time.perf_counter()
            await who_knows(store, [family], VIEW)
            seconds.append(time.perf_counter() - start)
        told("who knows this family, function, SQLite", seconds[10:])
        collect_seldom()
        start, count = time.perf_counter(), 0
        async for _ in who_knows_all(store, VIEW):
            count += 1
        rate = count / (time.perf_counter() - start)
        print(f"who knows everyone, SQLite: {count:,} subjects, {rate:,.0f} a second; ratio to the promised {CLAIM:,}: {rate / CLAIM:.2f}")
