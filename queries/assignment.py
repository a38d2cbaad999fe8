"""Who takes whom: places for rows under capacity, as many as can be, worth as much as can be.

An assignment problem, each receiver as many columns as they have room. `scipy.optimize.linear_sum_assignment` solves
it exactly. At 1,500 rows and 100 receivers who all fit everyone it took 0.2 s, SciPy's sparse matching 0.7 s and HiGHS
2.5 s; with a dozen fits a row all three take less than 0.3 s (`benchmarks/handover.py` prints them).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import optimize  # pyright: ignore[reportMissingTypeStubs]

from queries.equals import first_of_equals

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
    chosen = _best(_table(worth, receivers), np.array([min(room[r], len(worth)) for r in receivers]))
    return [receivers[c] if c < len(receivers) else None for c in chosen]


def _table(worth: Sequence[Mapping[str, float]], receivers: Sequence[str]) -> Any:
    """What each row is worth with each receiver, in whole grains; less than anything where it may not be.

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


def _best(table: Any, places: Any) -> Any:
    """For each row a column: the largest sum, and of equals the first. Only rows that compete for places need solving."""
    roomy = _cut(table, places)
    chosen = table.argmax(axis=1)
    rows = np.flatnonzero(~roomy[chosen])
    columns = np.flatnonzero(np.isfinite(table[rows]).any(axis=0))
    if len(rows):
        part = table[np.ix_(rows, columns)]
        room = places[columns[:-1]]
        chosen[rows] = columns[first_of_equals(part, room, _solved(part, room))]
    return chosen


def _cut(table: Any, places: Any) -> Any:
    """Take out of each row whom it never needs: all who are worth less to it than one who has room for every row that asks.

    The rows that no longer ask leave more room to others, again and again. Returns which columns have room for all.
    """
    while True:
        asked = np.isfinite(table)
        roomy = np.append(places, len(table)) >= asked.sum(axis=0)
        sure = np.where(roomy, table, -np.inf)
        first = sure.argmax(axis=1)
        least = sure[np.arange(len(table)), first][:, None]
        needed = (table > least) | ((table == least) & (np.arange(table.shape[1]) <= first[:, None]))
        needed[:, -1] = True
        if needed[asked].all():
            return roomy
        table[~needed] = -np.inf


def _solved(table: Any, places: Any) -> Any:
    """For each row a column, so that the sum is the largest."""
    nobody = len(places)
    seats = np.repeat(np.arange(nobody), np.minimum(places, np.isfinite(table[:, :-1]).sum(axis=0)))
    rows, columns = optimize.linear_sum_assignment(np.maximum(table[:, seats], 0), maximize=True)  # pyright: ignore
    chosen = np.full(len(table), nobody)
    chosen[rows] = seats[columns]
    return np.where(np.isfinite(table[np.arange(len(table)), chosen]), chosen, nobody)
