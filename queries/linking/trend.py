"""How links between agencies come and go, quarter by quarter, and why those that went did.

A link is one family that both know at the end of a quarter. What came and went within one quarter is not told.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from scipy import sparse  # pyright: ignore[reportMissingTypeStubs]

from graph.model import Funded, Post, View
from graph.store import GraphReader
from queries.knowing.joined import Joined, joined
from queries.linking.areas import living_in
from queries.linking.links import knowing
from queries.linking.losing import KEPT, REASONS, Quarter, Reason, reasons, unfunded
from queries.linking.quarters import quarter_ends
from queries.linking.sides import EVERYTHING, Which, names, working
from queries.numbers.columns import Flags, Integers

At = tuple[Joined, Flags | None]
"""Who knows whom on a day, and which units are counted; None: all."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of the links of two organisations (or services) in one quarter, `until` its last day.

    `links` are the families that both know on that day, `before` those on the eve of the quarter: links + lost = before + gained.
    `why` has for every reason how many were lost for it; they add up to `lost`.
    """

    a: str
    b: str
    until: date
    before: int
    links: int
    gained: int
    lost: int
    why: tuple[int, ...]

    def for_reason(self, reason: Reason) -> int:
        """How many were lost for a reason."""
        return self.why[REASONS.index(reason)]


async def trend(reader: GraphReader, view: View, quarters: int, which: Which = EVERYTHING) -> list[Change]:
    """Every pair in every quarter over by the day, by a, by b, then by quarter; pairs that never shared a family are left out.

    Errors: BadInput.
    """
    ends = quarter_ends(view.on, quarters)
    sides = await names(reader, view, which)
    days = [await _on(reader, _view(view, day), which) for day in ends]
    people = sorted({p for held, _ in days for p in held.people})
    posts, lines = await reader.posts(view, professionals=people) if people else [], await reader.fundings(view)
    turns = [
        await asyncio.to_thread(_between, then, now, sides, _quarter(posts, lines, since, until, which))
        for (then, now), (since, until) in zip(pairwise(days), pairwise(ends), strict=True)
    ]
    shared = np.logical_or.reduce([t.before + t.after > 0 for t in turns])
    pairs = [(a, b) for a, b in combinations(range(len(sides)), 2) if shared[a, b]]
    return [turn.change(sides, a, b, day) for a, b in pairs for turn, day in zip(turns, ends[1:], strict=True)]


def _view(view: View, day: date) -> View:
    return replace(view, on=day)


async def _on(reader: GraphReader, view: View, which: Which) -> At:
    held = await joined(reader, view)
    return held, await living_in(reader, held.units, view, which.area) if which.area else None


def _quarter(posts: Sequence[Post], lines: Sequence[Funded], since: date, until: date, which: Which) -> Quarter:
    before, after = (working(posts, day, which.between) for day in (since, until))
    return Quarter(before, after, unfunded(posts, lines, since, until, which.between))


@dataclass(frozen=True, slots=True)
class Turn:
    """Tables of pairs of sides: links before, links after, those that stayed, and those lost for each reason."""

    before: Integers
    after: Integers
    stayed: Integers
    why: tuple[Integers, ...]

    def change(self, sides: Sequence[str], a: int, b: int, until: date) -> Change:
        """What became of one pair."""
        before, after, stayed = int(self.before[a, b]), int(self.after[a, b]), int(self.stayed[a, b])
        why = tuple(int(table[a, b]) for table in self.why)
        return Change(sides[a], sides[b], until, before, after, after - stayed, before - stayed, why)


def _between(then: At, now: At, sides: Sequence[str], quarter: Quarter) -> Turn:
    """From one day to the next. A unit counts on a day if it is counted on that day."""
    return between_days(_counted(then), _counted(now), sides, quarter, now[0])


def between_days(old: Joined, new: Joined, sides: Sequence[str], quarter: Quarter, every: Joined | None = None) -> Turn:
    """From one day to the next; `every` are the ties of the later day, those of units that are not counted too."""
    knew, knows = knowing(old, quarter.before, sides), knowing(new, quarter.after, sides)
    code = _codes(knew, _aligned(knows, old, new), reasons(old, every or new, sides, quarter))
    at_least = [_pairs(code, n) for n in range(KEPT + 1)]
    why = tuple(one - other for one, other in pairwise(at_least))
    return Turn(at_least[0], (knows.T @ knows).toarray(), at_least[KEPT], why)


def _counted(at: At) -> Joined:
    """The ties as of the day, those of units that are not counted as of nobody now."""
    held, counted = at
    if counted is None:
        return held
    now = held.now & counted[held.unit]
    return Joined(held.on, held.units, held.people, held.unit, held.person, held.since, held.until, now, held.strength)


def _aligned(knows: Any, old: Joined, new: Joined) -> Any:
    """The later table, its rows in the earlier one's order of units."""
    place = {unit: n for n, unit in enumerate(new.units)}
    pairs = [(n, place[u]) for n, u in enumerate(old.units) if u in place]
    row, column = np.array(pairs, np.int64).reshape(-1, 2).T
    return sparse.csr_array((np.ones(len(row), np.int64), (row, column)), shape=(len(old.units), len(new.units))) @ knows


def _codes(knew: Any, keeps: Any, told: tuple[Integers, Integers, Integers]) -> Any:
    """For every unit a side knew the reason why it knows it no more, as its place plus one; `KEPT` plus one where it does."""
    unit, side, why = told
    width = knew.shape[1]
    code = np.full(knew.shape, KEPT, np.int64)
    np.minimum.at(code.reshape(-1), unit * width + side, why)
    kept = keeps.tocoo()
    code[kept.row, kept.col] = KEPT
    rows = knew.tocoo()
    return sparse.csr_array((code[rows.row, rows.col] + 1, (rows.row, rows.col)), shape=knew.shape)


def _pairs(code: Any, least: int) -> Integers:
    """For every two sides the units both knew, each with a code of at least so much."""
    rows = code.copy()
    rows.data = (rows.data > least).astype(np.int64)
    return (rows.T @ rows).toarray()
