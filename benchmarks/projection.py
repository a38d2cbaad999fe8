"""The history in memory: reading it, refreshing it, its size; and the scores of everyone at once beside family by family."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from benchmarks.world import CLOCK, VIEW, World
from graph.history import History
from graph.model import Source
from graph.store import GraphStore, open_store
from queries.knowing.answering import Answering
from queries.knowing.standing import standing
from queries.knowing.who_knows import batches

CLAIM_MB = 100
"""Megabytes a million ties, as promised."""
SAMPLE = 10
"""Batches of 200 families that the slower way answers; its time is that of as many as there are."""


def run(world: World) -> None:
    """Print times, ratios and memory."""
    world.fill()
    asyncio.run(_measure(world))


async def _measure(world: World) -> None:
    async with open_store(world.settings.store) as store:
        anew = await _timed("read anew", lambda: store.history(VIEW))
        held = await store.history(VIEW)
        ties, contacts = len(held.ties.subject), len(held.contacts.day)
        per_million = held.size / max(ties, 1)
        print(
            f"{ties:,} ties, {contacts:,} days of contact: {held.size / 1e6:.1f} MB, {per_million:.0f} MB a million ties (claim {CLAIM_MB})"
        )
        await _timed("asked again", lambda: store.history(VIEW))
        await _tell(store, held, 1)
        one = await _timed("refreshed after one contact", lambda: store.history(VIEW))
        await _tell(store, held, len(held.people) // 100)
        some = await _timed("refreshed after contacts of 1 % of all people", lambda: store.history(VIEW))
        print(f"refresh beside reading anew: {anew / one:.1f} and {anew / some:.1f} times as fast")
        await _scores(store)


async def _tell(store: GraphStore, held: History, people: int) -> None:
    """One more contact of each of some people, as one load."""
    load = await store.begin_load(Source("benchmark"), CLOCK().isoformat(timespec="microseconds").replace("+00:00", "Z"))
    whom = next(s for s in held.subjects if s.kind == "family")
    day = VIEW.on.isoformat()
    rows = [("Professional", p, "Family", whom.id, day, "call", day, 1) for p in held.people[: max(people, 1)]]
    await store.upsert(load, "MET", rows)
    await store.finish_load(load, load.started, read=len(rows), kept=len(rows), refused=0)


async def _scores(store: GraphStore) -> None:
    """Everyone's scores in columns, beside `Answering`, which answers for one family."""
    await standing(store, VIEW)
    at_once = await _timed("every tie scored, history at hand", lambda: standing(store, VIEW))
    days, done, start = await store.contact_days(None, VIEW), 0, time.perf_counter()
    async for batch in batches(store, VIEW, "family"):
        answering = Answering(await store.around(batch, VIEW, bare=True), VIEW.on, days)
        for subject in batch:
            for claim in answering.claims_of(subject):
                answering.score(claim)
        done += len(batch)
        if done >= SAMPLE * 200:
            break
    families = sum([len(batch) async for batch in batches(store, VIEW, "family")])
    alone = (time.perf_counter() - start) * families / done
    print(f"family by family, from {done:,} of {families:,}: {alone:.1f} s; ratio {alone / at_once:.0f}")


async def _timed(name: str, work: Callable[[], Awaitable[object]]) -> float:
    start = time.perf_counter()
    await work()
    took = time.perf_counter() - start
    print(f"{name:50} {took:8.3f} s")
    return took
