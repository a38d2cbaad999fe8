"""10,000 draws of knowledge at risk for the whole authority and every service, beside the same in plain Python dicts, sets and `random`."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Mapping
from math import log, sqrt
from typing import Any

import numpy as np

from benchmarks.world import VIEW, World, timed
from graph.store import open_store
from queries.risk.at_risk import DRAWS, SEED, of_all, risked
from queries.risk.cover import Cover, cover, families_by, incidence
from queries.risk.exposure import groups_of
from queries.risk.hazards import NATIONAL, quarterly
from queries.risk.orphaning import drawn, shares, weights_of

CLAIM = 1.0
"""Seconds in about which the draws are made."""
ROUNDS = 3
"""Of which the best counts."""
MISSED = 1e-6
"""Two right ways of drawing disagree once in a million runs."""
Shares = list[Counter[int]]


def run(world: World) -> None:
    """Print the times and their ratio, and what the projection holds."""
    world.fill()
    asyncio.run(_read(world))


async def _read(world: World) -> None:
    async with open_store(world.settings.store, world.settings) as store:
        start = time.perf_counter()
        held = await cover(store, VIEW)
        print(f"who covers whom, read from the store: {time.perf_counter() - start:.1f} s; kept for each load, view and day by the server")
        start = time.perf_counter()
        await risked(store, held, VIEW)
        print(f"the whole answer from it, rates from history too: {time.perf_counter() - start:.2f} s")
    compare(held)


def compare(held: Cover) -> None:
    """Both ways, everyone at the national rate."""
    leave = dict.fromkeys(held.people, quarterly(NATIONAL))
    arrays = min(timed(lambda: of_all(held, leave, (), draws=DRAWS, seed=SEED)) for _ in range(ROUNDS))
    start = time.perf_counter()
    plain = plainly(held, leave)
    loops = time.perf_counter() - start
    assert _alike(plain[0], _whole(held, leave)), "the two must agree"
    who = incidence(held.knowers.values())
    size = sum(part.nbytes for part in (who.matrix.data, who.matrix.indices, who.matrix.indptr, who.weights))
    pairs = f"{who.matrix.nnz:,} pairs in {size / 1e6:.1f} MB"
    print(f"{len(held.knowers):,} families, {len(who.people):,} people, {len(plain) - 1} services; {pairs}")
    print(f"{DRAWS:,} draws: arrays {arrays:.2f} s, plain Python {loops:.2f} s; ratio {loops / arrays:.1f} (claim: about {CLAIM:g} s)")


def plainly(held: Cover, leave: Mapping[str, float]) -> Shares:
    """How often each number of families is orphaned, of the authority and of each service; only families of those gone are looked at."""
    known_to: dict[str, list[str]] = {}
    for family, people in held.knowers.items():
        for person in people:
            known_to.setdefault(person, []).append(family)
    services = families_by(held.knowers, groups_of(held.live, "service"))
    groups: dict[str, list[int]] = {}
    for n, families in enumerate(services.values(), 1):
        for family in families:
            groups.setdefault(family, []).append(n)
    found: Shares = [Counter() for _ in range(len(services) + 1)]
    chance = random.Random(SEED)
    for _ in range(DRAWS):
        gone = {p for p, p_leaves in leave.items() if chance.random() < p_leaves}
        orphaned = [f for f in {f for p in gone for f in known_to[p]} if held.knowers[f] <= gone]
        counts = Counter(n for f in orphaned for n in groups.get(f, ()))
        found[0][len(orphaned)] += 1
        for n in range(1, len(found)):
            found[n][counts[n]] += 1
    return found


def _whole(held: Cover, leave: Mapping[str, float]) -> Any:
    """The share of draws with each number of families orphaned, over the authority."""
    who = incidence(held.knowers.values())
    rows = weights_of([np.repeat(np.arange(len(who.weights)), who.weights).tolist()], len(who.weights))
    return shares(drawn(who, np.array([leave[p] for p in who.people]), rows, draws=DRAWS, seed=SEED)[0])


def _alike(plain: Counter[int], arrays: Any) -> bool:
    """No cumulative share differs by more than two times √(ln(2 / MISSED) / (2 · draws))."""
    most = max(len(arrays), max(plain) + 1)
    counted = np.array([plain[n] for n in range(most)]) / DRAWS
    off = np.abs(np.cumsum(counted) - np.cumsum(np.r_[arrays, np.zeros(most - len(arrays))])).max()
    return bool(off <= 2 * sqrt(log(2 / MISSED) / (2 * DRAWS)))
