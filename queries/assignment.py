"""Who takes whom: places for rows under capacity, as many as can be, worth as much as can be.

An assignment problem, each receiver as many columns as they have room. `scipy.optimize.linear_sum_assignment` solves
it exactly; at 1,500 rows and 100 receivers it took a quarter of the time of SciPy's HiGHS (`benchmarks/handover.py`
prints both).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy import optimize  # pyright: ignore[reportMissingTypeStubs]


def assigned(worth: Sequence[Mapping[str, float]], room: Mapping[str, int]) -> list[str | None]:
    """For each row its receiver, or None where no place is left for it.

    `worth` has the receivers that may take a row, each with what that is worth (0 upwards); `room` how many rows each
    can take. First as many rows as possible have a receiver, then the sum of what they are worth is the largest. The
    order in which receivers are named makes no difference, so that the same rows give the same answer.
    """
    seats = _seats(worth, room)
    if not seats:
        return [None] * len(worth)
    taken = {int(row): seats[int(column)] for row, column in _solved(_table(worth, seats))}
    return [taken.get(n) if taken.get(n) in own else None for n, own in enumerate(worth)]


def _solved(table: Any) -> Iterable[tuple[Any, Any]]:
    """The places, row and column, whose sum is the largest."""
    return zip(*optimize.linear_sum_assignment(table, maximize=True), strict=True)  # pyright: ignore


def _seats(worth: Sequence[Mapping[str, float]], room: Mapping[str, int]) -> list[str]:
    """A receiver for every row that they could and may take, by id."""
    wanted: dict[str, int] = {}
    for own in worth:
        for receiver in own:
            wanted[receiver] = wanted.get(receiver, 0) + 1
    return [r for r in sorted(wanted) for _ in range(min(room.get(r, 0), wanted[r]))]


def _table(worth: Sequence[Mapping[str, float]], seats: Sequence[str]) -> Any:
    """What each row is worth in each seat; what may not be stands so far below that no gain elsewhere makes up for it."""
    place = {r: n for n, r in enumerate(dict.fromkeys(seats))}
    per = np.full((len(worth), len(place)), -np.inf)
    for row, own in enumerate(worth):
        for receiver, value in own.items():
            if receiver in place:
                per[row, place[receiver]] = value
    may_not = -(1 + max(0.0, float(per.max()))) * (len(worth) + 1)
    return np.maximum(per, may_not)[:, [place[r] for r in seats]]
