"""Who takes whom: places for rows under capacity, as many as can be, worth as much as can be.

An assignment problem, each receiver as many columns as they have room. `scipy.optimize.linear_sum_assignment` solves
it exactly; at 1,500 rows and 100 receivers it took a quarter of the time of SciPy's HiGHS (`benchmarks/handover.py`
prints both).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import optimize  # pyright: ignore[reportMissingTypeStubs]

from queries.handover.equals import first_of_equals

GRAIN = 1e-9
"""Worth is compared in whole numbers of this, so that the order of summing decides nothing."""


def assigned(worth: Sequence[Mapping[str, float]], room: Mapping[str, int]) -> list[str | None]:
    """For each row its receiver, or None where no place is left for it.

    `worth` has the receivers that may take a row, each with what that is worth (0 upwards); `room` how many rows each
    can take. First as many rows as possible have a receiver, then the sum of what they are worth is the largest. Of
    equals it is the first by id: the first row has the first receiver it can have, then the second row, and so on.
    """
    receivers = sorted({r for own in worth for r in own if room.get(r, 0) > 0})
    if not receivers:
        return [None] * len(worth)
    table = _table(worth, receivers)
    places = np.array([min(room[r], len(worth)) for r in receivers])
    chosen = first_of_equals(table, places, _solved(table, places))
    return [receivers[c] if c < len(receivers) else None for c in chosen]


def _table(worth: Sequence[Mapping[str, float]], receivers: Sequence[str]) -> Any:
    """What each row is worth with each receiver, in whole grains; less than nothing where it may not be.

    The last column is nobody, worth 0. Any place at all counts more than what all rows together are worth.
    """
    place = {r: n for n, r in enumerate(receivers)}
    table = np.full((len(worth), len(place) + 1), -np.inf)
    for row, own in enumerate(worth):
        for receiver, value in own.items():
            if receiver in place:
                table[row, place[receiver]] = value
    table = np.rint(table / GRAIN)
    table += 1 + max(0.0, float(table.max())) * len(worth)
    table[:, -1] = 0
    return table


def _solved(table: Any, places: Any) -> Any:
    """For each row a column, so that the sum is the largest."""
    nobody = len(places)
    seats = np.repeat(np.arange(nobody), np.minimum(places, np.isfinite(table[:, :-1]).sum(axis=0)))
    rows, columns = optimize.linear_sum_assignment(np.maximum(table[:, seats], 0), maximize=True)  # pyright: ignore
    chosen = np.full(len(table), nobody)
    chosen[rows] = seats[columns]
    return np.where(np.isfinite(table[np.arange(len(table)), chosen]), chosen, nobody)
