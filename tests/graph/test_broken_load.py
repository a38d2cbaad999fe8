"""A load that is killed leaves a store that reads, with whole batches and a run marked unfinished; the next run completes it."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

from graph.model import Load, Source
from graph.store import NEW, UNCHANGED, GraphStore, Row
from tests.conftest import Place

ROOT = Path(__file__).parents[2]
BATCH, KILLED_IN = 500, 4
SOURCE = Source("feed")
FIRST, SECOND = "2026-01-01T00:00:00.000000Z", "2026-01-02T00:00:00.000000Z"
LOADER = """
import asyncio, os
from graph.settings import from_environment
from graph.store import open_store
from tests.graph.test_broken_load import tell_until_killed
async def main():
    settings = from_environment(os.environ)
    async with open_store(settings.store, settings) as store:
        await tell_until_killed(store)
asyncio.run(main())
"""


def batch(number: int) -> list[Row]:
    return [(f"child{number * BATCH + n:06}", "Leo", f"Hartley{n}", "2015-01-02", None, None) for n in range(BATCH)]


async def tell_until_killed(store: GraphStore) -> None:
    """Begin a load, say which batch is being written, and never finish."""
    load = await store.begin_load(SOURCE, FIRST)
    for number in range(KILLED_IN + 1):
        print(number, flush=True)
        await store.upsert(load, "Child", batch(number))
    await asyncio.Event().wait()


def kill_a_load(place: Place) -> None:
    """Kill -9 in the middle of a batch."""
    user = {"KITH_NEO4J_USER": place.settings.neo4j_user, "KITH_NEO4J_PASSWORD": place.settings.neo4j_password}
    world = {**os.environ, **user, "KITH_STORE": place.url}
    loader = subprocess.Popen((sys.executable, "-c", LOADER), cwd=ROOT, env=world, stdout=subprocess.PIPE, text=True)
    assert loader.stdout
    with loader.stdout as said:
        while said.readline().strip() != str(KILLED_IN):
            assert loader.poll() is None, "the loader ended by itself"
        loader.send_signal(signal.SIGKILL)
    assert loader.wait(30) == -signal.SIGKILL


async def complete(store: GraphStore, batches: int) -> tuple[bytes, Load]:
    load = await store.begin_load(SOURCE, SECOND)
    said = b"".join([await store.upsert(load, "Child", batch(n)) for n in range(batches)])
    assert await store.retire_unseen(load, "Child") == 0
    return said, await store.finish_load(load, SECOND, read=len(said), kept=len(said), refused=0)


def test_a_killed_load_leaves_whole_batches_and_says_that_it_is_unfinished(place: Place) -> None:
    kill_a_load(place)

    async def work(store: GraphStore) -> None:
        assert [(run.number, run.finished, run.completed_by) for run in await store.loads()] == [(1, None, None)]
        held = await store.ids("Child")
        assert len(held) in (KILLED_IN * BATCH, (KILLED_IN + 1) * BATCH)
        assert held == {r[0] for n in range(len(held) // BATCH) for r in batch(n)}
        assert await store.faults() == []

    place.run(work)


def test_the_next_load_completes_a_killed_one_and_tells_nothing_twice(place: Place) -> None:
    kill_a_load(place)

    async def work(store: GraphStore) -> None:
        held = len(await store.ids("Child"))
        said, second = await complete(store, 10)
        assert said == bytes([UNCHANGED]) * held + bytes([NEW]) * (10 * BATCH - held)
        assert await store.ids("Child") == {r[0] for n in range(10) for r in batch(n)}
        assert [(run.number, run.finished, run.completed_by) for run in await store.loads()] == [(1, None, 2), (2, second.finished, None)]

    place.run(work)
