"""How strongly two sides are joined: a family holds them together as well as the side that knows it less well."""

from typing import Any

import numpy as np

from graph.arrays import first_of_each, sorted_by
from queries.numbers.columns import Floats, Integers


def strengths(unit: Integers, person: Integers, strength: Floats, posts: Any) -> Floats:
    """For every two sides the sum over units of the smaller of their best strengths; `posts` is people by sides."""
    unit, side, best = _best(unit, person, strength, posts)
    size = posts.shape[1]
    left, right = within(unit)
    total: Any = np.bincount(side[left] * size + side[right], weights=np.minimum(best[left], best[right]), minlength=size * size)
    one_way = total.reshape(size, size)
    return one_way + one_way.T


def _best(unit: Integers, person: Integers, strength: Floats, posts: Any) -> tuple[Integers, Integers, Floats]:
    """The best strength with which each side knows each unit, by unit, then by side."""
    row, side = sides_of(person, posts)
    unit, value = unit[row], strength[row]
    order = sorted_by(unit, side)
    unit, side, value = unit[order], side[order], value[order]
    starts = np.flatnonzero(first_of_each(unit, side)) if len(unit) else np.arange(0)
    return unit[starts], side[starts], np.maximum.reduceat(value, starts) if len(starts) else value


def sides_of(person: Integers, posts: Any) -> tuple[Integers, Integers]:
    """The rows of people, each as often as they have sides, and the side; `posts` is people by sides."""
    many = np.diff(posts.indptr)[person]
    row = np.repeat(np.arange(len(person)), many)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
    return row, posts.indices[posts.indptr[person[row]] + nth].astype(np.int64)


def within(group: Integers) -> tuple[Integers, Integers]:
    """Every two rows of one group, the first before the second; rows come by group.

    >>> [rows.tolist() for rows in within(np.array([7, 7, 7, 9]))]
    [[0, 0, 1], [1, 2, 2]]
    """
    partners = np.searchsorted(group, group, side="right") - np.arange(len(group)) - 1
    left = np.repeat(np.arange(len(group)), partners)
    return left, left + 1 + np.arange(len(left)) - np.repeat(np.cumsum(partners) - partners, partners)
