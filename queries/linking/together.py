"""Who has worked together: pairs of people whose ties to one family overlapped."""

from collections.abc import Iterator

import numpy as np

from graph.arrays import distinct
from queries.knowing.joined import Joined
from queries.numbers.columns import Flags, Integers

AT_ONCE = 4_000_000
"""Pairs of ties looked at in one go: about 100 MB."""


def met_before(held: Joined, one: Integers, other: Integers) -> Flags:
    """Of these pairs of people (`one` before `other`), which ever worked together for a family that they do not both know now.

    Together: their ties to it overlapped on some day before the day asked for (small print, rule 37).
    """
    wanted = one * len(held.people) + other
    met = np.zeros(len(wanted), np.bool_)
    order = np.argsort(wanted)
    known = _known_now(held)
    for left, right in _pairs_of_ties(held):
        kept = ~(known[left] & known[right]) & (held.person[left] != held.person[right]) & _overlap(held, left, right)
        a, b = held.person[left[kept]], held.person[right[kept]]
        found = distinct(np.minimum(a, b) * len(held.people) + np.maximum(a, b))
        at = np.searchsorted(wanted[order], found)
        at, found = at[at < len(wanted)], found[at < len(wanted)]
        met[order[at[wanted[order[at]] == found]]] = True
    return met


def _overlap(held: Joined, left: Integers, right: Integers) -> Flags:
    """Whether two ties overlapped before the day."""
    last = np.minimum(np.minimum(held.until[left], held.until[right]), held.on.toordinal() - 1)
    return np.maximum(held.since[left], held.since[right]) <= last


def _known_now(held: Joined) -> Flags:
    """Of each tie, whether its person knows its unit now, by this tie or another."""
    who = held.unit * len(held.people) + held.person
    return np.isin(who, who[held.now])


def _pairs_of_ties(held: Joined) -> Iterator[tuple[Integers, Integers]]:
    """Every two ties to one unit, some at a time."""
    count = len(held.unit)
    end = np.searchsorted(held.unit, held.unit, side="right")
    partners = end - np.arange(count) - 1
    total = np.concatenate(([0], np.cumsum(partners)))
    start = 0
    while start < count:
        stop = max(start + 1, int(np.searchsorted(total, total[start] + AT_ONCE, side="right")) - 1)
        some = partners[start:stop]
        left = np.repeat(np.arange(start, stop), some)
        right = left + 1 + np.arange(len(left)) - np.repeat(total[start:stop] - total[start], some)
        yield left, right
        start = stop
