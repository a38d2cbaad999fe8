"""Small seeded draws that come out the same on every machine and every Python from 3.11 on.

Only `Random.random()` and exact arithmetic (+, -, *, /) are used: `exp` and `log` may differ in the last
digit between C libraries, and `shuffle` or `gauss` between Python versions.
"""

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import TypeVar

T = TypeVar("T")

MONTH = 30
"""Days in a month of the simulation: long enough a step for people to leave posts, no calendar needed."""


def stream(seed: int, purpose: str) -> Random:
    """Chance of its own for one purpose, so that a change to one part doesn't reshuffle all the others."""
    return Random(f"kith demo {seed} {purpose}")  # noqa: S311 - made-up people, nothing secret


def happens(rng: Random, chance: float) -> bool:
    """Whether something of this chance (0 to 1) happens."""
    return rng.random() < chance


def between(rng: Random, low: int, high: int) -> int:
    """A whole number from low to high, both included; low when there is no room."""
    return low + int(rng.random() * max(1, high - low + 1))


def one_of(rng: Random, items: Sequence[T]) -> T:
    """Any of these, equally likely."""
    return items[int(rng.random() * len(items))]


def running_total(weights: Sequence[float]) -> list[float]:
    """Weights made ready for `by_weight`: their running total."""
    return list(accumulate(weights))


def by_weight(rng: Random, items: Sequence[T], totals: Sequence[float]) -> T:
    """One of these, as likely as its weight (given as running totals)."""
    return items[min(bisect(totals, rng.random() * totals[-1]), len(items) - 1)]


def skewed(rng: Random, low: float, high: float) -> float:
    """A number from low to high, mostly low: its mean lies a quarter of the way up."""
    draw = rng.random()
    return low + (high - low) * draw * draw * draw


def days_until(rng: Random, yearly_rate: float) -> int:
    """Days until something that comes along so many times a year (at most forty years)."""
    months = 0
    while months < 480 and rng.random() >= yearly_rate / 12:
        months += 1
    return months * MONTH + between(rng, 1, MONTH)
