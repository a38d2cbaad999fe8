"""A hundred people leave: their handover plan, beside the losses it rests on and the same in plain Python dicts.

The assignment alone is timed beside HiGHS too. The plan and its peer are told alike: losses and fits are compared one by one.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import optimize, sparse  # pyright: ignore[reportMissingTypeStubs]

from api.commands.everyone import collect_seldom
from benchmarks.leaving import alike, unspoken
from benchmarks.leaving_peer import Peer
from benchmarks.world import DAY, VIEW, World
from graph.model import Service
from graph.store import GraphReader, open_store
from queries.handover import handover
from queries.handover.assignment import assigned
from queries.handover.handover import Rules
from queries.knowing.posted import holds
from queries.knowing.removed import removed_ties
from queries.leaving.differences import Differences
from queries.leaving.leaving import departures

PEOPLE, CAPACITY = 100, 20
Worth = Sequence[Mapping[str, float]]


def run(world: World) -> None:
    """Print the times in turn and the ratios."""
    world.fill()
    collect_seldom()
    asyncio.run(_run(world, Peer(world.feed, DAY)))


async def _run(world: World, peer: Peer) -> None:
    kept: list[tuple[Worth, Mapping[str, int]]] = []

    def noting(worth: Worth, room: Mapping[str, int]) -> list[str | None]:
        kept.append((worth, room))
        return assigned(worth, room)

    async with open_store(world.settings.store, world.settings) as store:
        disputed = frozenset(p for p, _ in await removed_ties(store, VIEW))
        people = await _largest(store, disputed)
        start = time.perf_counter()
        held = await departures(store, people, VIEW, shown=handover.EVERYONE)
        losses = time.perf_counter() - start
        handover.assigned = noting
        try:
            start = time.perf_counter()
            plan = await handover.handover(store, people, VIEW, DAY, Rules(capacity=CAPACITY))
            whole = time.perf_counter() - start
        finally:
            handover.assigned = assigned
    worth, room = kept[0]
    print(f"{len(people)} people leave together: {len(held.losses):,} children and families lose someone")
    print(f"{len(worth):,} to hand over, {sum(map(len, worth)):,} fits; placed {len(plan.handovers):,}, {len(plan.without):,} left")
    print(f"the whole question {whole:.2f} s; the losses it rests on {losses:.2f} s (claim: about a second)")
    _beside(peer, people, held, room, whole, disputed)
    _assignment(worth, room)


def _beside(peer: Peer, people: Sequence[str], held: Differences, room: Mapping[str, int], whole: float, disputed: frozenset[str]) -> None:
    """The same in plain Python dicts: losses, fits, and the best fit first while there is room."""

    def plain() -> Any:
        lost = peer.leaving(people)
        homeless = (whom for whom in lost if whom[0] == "family" or whom[1] not in peer.home)
        _greedy([{p: fit for fit, p in lost[whom][3]} for whom in homeless], room)
        return lost

    took, lost = _timed(plain)
    same = [alike(loss, lost.get(loss.subject), handover.EVERYONE, disputed) for loss in held.losses if unspoken(loss)]
    assert all(same), "the two must agree"
    print(f"the same in plain Python dicts, greedily {took:.2f} s: ratio {whole / took:.2f}; {len(same):,} losses told alike by both")


async def _largest(store: GraphReader, but: frozenset[str]) -> list[str]:
    """A hundred people of the services with the most live posts: no service of the demo has as many."""
    services = [s.id for s in await store.page(Service, VIEW, first=10_000)]
    staff: dict[str, set[str]] = {}
    for post in await store.posts(VIEW, services=services):
        if holds(post, DAY) and post.professional_id not in but:
            staff.setdefault(post.service_id, set()).add(post.professional_id)
    largest = sorted(staff.values(), key=lambda own: (-len(own), sorted(own)))
    people = list(dict.fromkeys(p for own in largest for p in sorted(own)))
    return people[:PEOPLE]


def _assignment(worth: Worth, room: Mapping[str, int]) -> None:
    ours, chosen = _timed(lambda: assigned(worth, room))
    linear, best = _timed(lambda: _highs(worth, room))
    greedy, first = _timed(lambda: _greedy(worth, room))
    total = _total(worth, chosen)
    print(f"assignment alone: {ours:.3f} s, HiGHS {linear:.3f} s, greedy in dicts {greedy:.3f} s")
    print(f"ratio HiGHS / assignment: {linear / ours:.1f}; the same worth within {abs(best - total):.1e}")
    places = sum(c is not None for c in chosen), sum(c is not None for c in first)
    print(f"greedy places {places[1]:,} of {places[0]:,} and reaches {_total(worth, first) / total:.1%} of the worth")


def _timed(work: Any) -> tuple[float, Any]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def _total(worth: Worth, chosen: Sequence[str | None]) -> float:
    return sum(own[who] for own, who in zip(worth, chosen, strict=True) if who)


def _highs(worth: Worth, room: Mapping[str, int]) -> float:
    """The worth of the best plan that places as many as can be, as a linear programme."""
    people = {p: n for n, p in enumerate(sorted({p for own in worth for p in own}))}
    row = np.array([n for n, own in enumerate(worth) for _ in own])
    column = np.array([people[p] for own in worth for p in own])
    value = np.array([v for own in worth for v in own.values()])
    size = len(worth) + len(people), len(row)
    each, count = np.arange(len(row)), np.ones(len(row))
    rules = sparse.csr_array((np.tile(count, 2), (np.r_[row, len(worth) + column], np.tile(each, 2))), shape=size)
    limits = np.concatenate([np.ones(len(worth)), [room.get(p, 0) for p in people]])
    most = (1 + value.max()) * (len(worth) + 1)
    solved: Any = optimize.linprog(-(value + most), A_ub=rules, b_ub=limits, bounds=(0, 1), method="highs")  # pyright: ignore
    return float(value @ np.rint(solved.x))


def _greedy(worth: Worth, room: Mapping[str, int]) -> list[str | None]:
    """The best fit first, again and again, while there is room."""
    left = dict(room)
    chosen: list[str | None] = [None] * len(worth)
    for _, n, who in sorted((-value, n, who) for n, own in enumerate(worth) for who, value in own.items()):
        if chosen[n] is None and left.get(who, 0) > 0:
            chosen[n] = who
            left[who] -= 1
    return chosen
