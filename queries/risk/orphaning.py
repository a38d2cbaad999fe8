"""How many families are orphaned when each person leaves by a chance of their own: the whole distribution, exactly or by drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse  # pyright: ignore[reportMissingTypeStubs]
from scipy.sparse import csgraph  # pyright: ignore[reportMissingTypeStubs]

from queries.risk.cover import Incidence

EXACT_PEOPLE = 16
"""Up to so many people linked by shared families the answer is exact: all 2^16 ways in which they can go are gone through."""
AT_ONCE = 500
"""Draws made together."""
CLOSE = 1e-9
"""Rule 39: the order of summing moves the last digit."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a distribution of orphaned families comes to, in families.

    `kar` (knowledge at risk) is the smallest number that is not exceeded with that chance, `es` (expected shortfall) the mean of the
    worst outcomes beyond that chance.
    """

    expected: float
    kar_95: int
    kar_99: int
    es_95: float
    es_99: float


def figures(p: Any) -> Figures:
    """The figures of a distribution, where p[x] is the chance that x families are orphaned.

    >>> figures(np.array([0.9, 0.04, 0.06])).kar_95
    2
    """
    return Figures(
        float(p @ np.arange(len(p))), at_risk(p, 0.95), at_risk(p, 0.99), expected_shortfall(p, 0.95), expected_shortfall(p, 0.99)
    )


def at_risk(p: Any, level: float) -> int:
    """The smallest x with P(X ≤ x) ≥ level (rule 55)."""
    return int(np.argmax(np.cumsum(p) >= level - CLOSE))


def expected_shortfall(p: Any, level: float) -> float:
    """The mean of the worst 1 − level, splitting the value at the edge q (rule 55).

    (Σ over x > q of x·p(x) + q·(1 − level − P(X > q))) / (1 − level).
    """
    edge = at_risk(p, level)
    beyond = p[edge + 1 :]
    worst = beyond @ np.arange(edge + 1, len(p)) + edge * (1 - level - beyond.sum())
    return float(worst / (1 - level))


def expected(who: Incidence, leave: Any) -> float:
    """The mean number of families orphaned, exactly whatever the size: Σ over families of Π of the chances of all who know it."""
    return float(who.weights @ np.multiply.reduceat(leave[who.matrix.indices], who.matrix.indptr[:-1]))


# Exactly


def exactly(who: Incidence, leave: Any, *, people: int = EXACT_PEOPLE) -> Any:
    """The chances of 0, 1, 2 … families orphaned; None where more people than can be enumerated are linked by shared families.

    Who is sure to go, and families known by someone sure to stay, are taken out first; those linked by shared families are then gone
    through in every way they can go, and independent groups joined by convolution.
    """
    sure = leave >= 1
    staying: Any = who.matrix @ (leave <= 0).astype(np.int32) > 0
    rows: Any = who.matrix[~staying][:, ~sure].tocsr()
    weights = who.weights[~staying]
    left = np.diff(rows.indptr)
    found = np.zeros(int(weights[left == 0].sum()) + 1)
    found[-1] = 1.0
    for members, own in _groups(rows[left > 0]):
        if len(members) > people:
            return None
        found = np.convolve(found, _enumerated(rows[left > 0][own][:, members], weights[left > 0][own], leave[~sure][members]))
    return np.r_[found, np.zeros(int(who.weights.sum()) + 1 - len(found))]


def _groups(rows: Any) -> list[tuple[Any, Any]]:
    """People and families by group, where a group shares no family with another; families without people are in none."""
    count, group = _components((rows.T @ rows).tocsr())
    of_row: Any = group[rows.indices[rows.indptr[:-1]]] if rows.shape[0] else np.zeros(0, dtype=int)
    return [(np.flatnonzero(group == g), np.flatnonzero(of_row == g)) for g in range(count) if (of_row == g).any()]


def _components(links: Any) -> Any:
    """How many groups there are, and which each person is in."""
    return csgraph.connected_components(links, directed=False)  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]


def _enumerated(rows: Any, weights: Any, leave: Any) -> Any:
    """One group: for each of the 2^n sets of people gone its chance and the families that it orphans."""
    n = rows.shape[1]
    masks: Any = rows @ (1 << np.arange(n, dtype=np.int64))
    orphaned = np.bincount(masks, weights=weights, minlength=1 << n)
    chance = np.ones(1)
    for bit in range(n):
        chance = np.concatenate([chance * (1 - leave[bit]), chance * leave[bit]])
        halves = orphaned.reshape(-1, 2, 1 << bit)
        halves[:, 1] += halves[:, 0]
    return np.bincount(np.rint(orphaned).astype(np.int64), weights=chance, minlength=int(weights.sum()) + 1)


# By drawing


def drawn(who: Incidence, leave: Any, groups: Any, *, draws: int, seed: int) -> Any:
    """How many families each draw orphans, a row for each group: `groups` has a row a group, families of it by set of people.

    The people gone are drawn some hundred draws at a time as a sparse matrix; times who knows whom it counts, for each family, how many
    of its people are gone: all of them means orphaned.
    """
    chance = np.random.default_rng(seed)
    knowers = np.diff(who.matrix.indptr)
    found: list[Any] = []
    for start in range(0, draws, AT_ONCE):
        size = (len(who.people), min(AT_ONCE, draws - start))
        lost: Any = sparse.csr_array(chance.random(size) < leave[:, None], dtype=np.int32)
        gone: Any = who.matrix @ lost
        gone.data = (gone.data == np.repeat(knowers, np.diff(gone.indptr))).astype(np.int32)
        gone.eliminate_zeros()
        found.append((groups @ gone).toarray())
    return np.hstack(found)


def shares(counts: Any) -> Any:
    """The share of draws in which 0, 1, 2 … families were orphaned."""
    return np.bincount(counts) / len(counts)


def weights_of(groups: Sequence[Sequence[int]], rows: int) -> Any:
    """A matrix of a row a group, each telling how many families of each set of people (given as its row) the group has."""
    ends = np.cumsum([0, *map(len, groups)])
    flat = np.array([row for group in groups for row in group], dtype=np.int32)
    found: Any = sparse.csr_array((np.ones(len(flat), np.int32), flat, ends), shape=(len(groups), rows))
    found.sum_duplicates()
    return found
