"""A hundred people leave at once: their handover plan, beside the store reads that it needs; and the assignment alone.

The assignment is timed as the store has it and at full size (1,500 rows, 100 receivers, every fit), beside SciPy's sparse
matching, HiGHS, and a greedy choice in plain Python dicts.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import optimize, sparse  # pyright: ignore[reportMissingTypeStubs]
from scipy.sparse import csgraph  # pyright: ignore[reportMissingTypeStubs]

from api.commands.everyone import collect_seldom
from benchmarks.leaving import Recording
from benchmarks.world import DAY, VIEW, World
from graph.model import Service
from graph.store import GraphReader, open_store
from queries import handover
from queries.assignment import assigned
from queries.who_knows import holds

PEOPLE, ROWS, RECEIVERS, EACH = 100, 1500, 100, 15
Worth = Sequence[Mapping[str, float]]


def run(world: World) -> None:
    """Print the times in turn and the ratios."""
    world.fill()
    collect_seldom()
    asyncio.run(_run(world))
    drawn = np.random.default_rng(41).random((ROWS, RECEIVERS)).tolist()
    names = [f"p{n:03}" for n in range(RECEIVERS)]
    print(f"\nat full size, {ROWS:,} rows, {RECEIVERS} receivers with room for {EACH}, every fit drawn")
    _assignment([dict(zip(names, row, strict=True)) for row in drawn], dict.fromkeys(names, EACH))


async def _run(world: World) -> None:
    kept: list[tuple[Worth, Mapping[str, int]]] = []

    def noting(worth: Worth, room: Mapping[str, int]) -> list[str | None]:
        kept.append((worth, room))
        return assigned(worth, room)

    handover.assigned = noting
    try:
        async with open_store(world.settings.store, world.settings) as store:
            people = await _leavers(store)
            recording = Recording(store)
            await handover.handover(recording, people, VIEW, DAY)  # type: ignore[arg-type]
            start = time.perf_counter()
            plan = await handover.handover(store, people, VIEW, DAY)
            whole = time.perf_counter() - start
            reads = await _replayed(store, recording)
    finally:
        handover.assigned = assigned
    worth, room = kept[-1]
    print(f"{len(people)} people leave: {len(worth):,} families to hand over, {sum(map(len, worth)):,} fits")
    print(f"placed {len(plan.handovers):,}, {len(plan.without):,} left")
    print(f"the whole question {whole:.2f} s; the store reads it needs {sum(reads.values()):.2f} s: ", end="")
    print(", ".join(f"{name} {seconds:.2f}" for name, seconds in sorted(reads.items(), key=lambda x: -x[1]) if seconds >= 0.01))
    _assignment(worth, room)


async def _replayed(store: GraphReader, recording: Recording) -> dict[str, float]:
    """Seconds that the reads of a question take by themselves, by kind of read."""
    found: dict[str, float] = {}
    for name, args, kwargs in recording.calls:
        start = time.perf_counter()
        await getattr(store, name)(*args, **kwargs)
        found[name] = found.get(name, 0.0) + time.perf_counter() - start
    return found


async def _leavers(store: GraphReader) -> list[str]:
    """A hundred people of the services with the most live posts, the largest service first."""
    services = [s.id for s in await store.page(Service, VIEW, first=10_000)]
    staff: dict[str, set[str]] = {}
    for post in await store.posts(VIEW, services=services):
        if holds(post, DAY):
            staff.setdefault(post.service_id, set()).add(post.professional_id)
    largest = sorted(staff, key=lambda s: (-len(staff[s]), s))
    return list(dict.fromkeys(p for s in largest for p in sorted(staff[s])))[:PEOPLE]


def _assignment(worth: Worth, room: Mapping[str, int]) -> None:
    ours, chosen = _timed(lambda: assigned(worth, room))
    total = _total(worth, chosen)
    print(f"assignment alone {ours:.3f} s")
    for name, work in (("SciPy's sparse matching", _matched), ("HiGHS", _highs)):
        seconds, best = _timed(lambda work=work: work(worth, room))
        print(f"{name} {seconds:.3f} s, {seconds / ours:.1f} times as long; the same worth within {abs(best - total):.1e}")
    seconds, first = _timed(lambda: _greedy(worth, room))
    places = sum(c is not None for c in chosen), sum(c is not None for c in first)
    print(f"greedy in dicts {seconds:.3f} s: places {places[1]:,} of {places[0]:,}, {_total(worth, first) / total:.1%} of the worth")


def _timed(work: Any) -> tuple[float, Any]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def _total(worth: Worth, chosen: Sequence[str | None]) -> float:
    return sum(own[who] for own, who in zip(worth, chosen, strict=True) if who)


def _pairs(worth: Worth, room: Mapping[str, int]) -> tuple[Any, Any, Any, Any]:
    """Row, receiver and worth of every fit, and the room of each receiver."""
    people = {p: n for n, p in enumerate(sorted({p for own in worth for p in own}))}
    row = np.array([n for n, own in enumerate(worth) for _ in own])
    column = np.array([people[p] for own in worth for p in own])
    value = np.array([v for own in worth for v in own.values()])
    return row, column, value, np.array([room.get(p, 0) for p in people])


def _matched(worth: Worth, room: Mapping[str, int]) -> float:
    """The worth of the best plan that places as many as can be, as a sparse matching of rows and single places."""
    row, column, value, limits = _pairs(worth, room)
    seats = np.minimum(limits, np.bincount(column, minlength=len(limits)))
    begin = np.cumsum(seats) - seats
    many = seats[column]
    seat = np.repeat(begin[column] - np.cumsum(many) + many, many) + np.arange(many.sum())
    most = (1 + value.max()) * (len(worth) + 1)
    rows = np.concatenate([np.repeat(row, many), np.arange(len(worth))])
    columns = np.concatenate([seat, seats.sum() + np.arange(len(worth))])
    gain = np.concatenate([np.repeat(value, many) + most, np.full(len(worth), 1e-9)])
    pairs = sparse.csr_array((gain, (rows, columns)), shape=(len(worth), seats.sum() + len(worth)))
    found: Any = csgraph.min_weight_full_bipartite_matching(pairs, maximize=True)
    taken = np.asarray(pairs[found]).ravel()
    return float((taken[taken >= most] - most).sum())


def _highs(worth: Worth, room: Mapping[str, int]) -> float:
    """The worth of the best plan that places as many as can be, as a linear programme."""
    row, column, value, limits = _pairs(worth, room)
    size = len(worth) + len(limits), len(row)
    each, count = np.arange(len(row)), np.ones(len(row))
    rules = sparse.csr_array((np.tile(count, 2), (np.r_[row, len(worth) + column], np.tile(each, 2))), shape=size)
    most = (1 + value.max()) * (len(worth) + 1)
    bounds = np.concatenate([np.ones(len(worth)), limits])
    solved: Any = optimize.linprog(-(value + most), A_ub=rules, b_ub=bounds, bounds=(0, 1), method="highs")  # pyright: ignore
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
