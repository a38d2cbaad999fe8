"""The smallest set of people without whom half of some families have nobody left: exactly, or greedily."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy import optimize, sparse  # pyright: ignore[reportMissingTypeStubs]

from queries.risk.cover import Incidence, incidence

Method = Literal["exact", "greedy"]
EXACT_PEOPLE = 250
"""Up to so many people who know the families the answer is exact."""
NODES = 10_000
"""Branches looked at before an exact search gives up: a count, not a time, so that the same question gets the same answer."""
AT_ONCE = 16
"""People put in order by one solve; 2^16 is exact in floating point, with room to spare."""


@dataclass(frozen=True, slots=True)
class Smallest:
    """A set of people by id, how it was found, and the share of the families, 0 to 1, that someone still knows without them.

    Exact: no smaller set will do, and of those of its size this is the first in order of ids. Greedy: a smaller one may exist.
    """

    people: tuple[str, ...]
    method: Method
    covered_after: float


def smallest(sets: Sequence[frozenset[str]], *, exact_people: int = EXACT_PEOPLE) -> Smallest:
    """The smallest set whose leaving orphans more than half of these families, each told by the set of those who know it.

    A family is orphaned once all who know it are in the set; families without anyone don't count. The covered share must fall
    below 0.5: at exactly half it goes on. Without families it is the empty set, and a share of 1.

    >>> smallest([frozenset("A"), frozenset("AB"), frozenset("C")]).people
    ('A', 'B')
    """
    known = [s for s in sets if s]
    if not known:
        return Smallest((), "exact", 1.0)
    who = incidence(known)
    found = _exact(who) if len(who.people) <= exact_people else None
    chosen = _greedy(who) if found is None else found
    people = tuple(p for p, taken in zip(who.people, chosen, strict=True) if taken)
    return Smallest(people, "greedy" if found is None else "exact", covered_without(known, people))


def covered_without(sets: Collection[frozenset[str]], gone: Collection[str]) -> float:
    """The share of families, 0 to 1, that someone still knows when these people are gone."""
    return sum(not s <= set(gone) for s in sets) / len(sets)


def _needed(who: Incidence) -> int:
    """How many families must be orphaned: more than half."""
    return int(who.weights.sum()) // 2 + 1


def _orphaned(who: Incidence, chosen: Any) -> int:
    return int(who.weights[(who.matrix @ ~chosen) == 0].sum())


# Exactly, by branch and bound (HiGHS, through scipy.optimize.milp)


def _exact(who: Incidence) -> Any:
    """Who leaves, as booleans; None where the solver gave up or its answer did not hold when counted again.

    Whole numbers x of people (1: leaves) and y of families (1: orphaned), y ≤ x of each who knows them; Σ weight · y must reach
    what is needed. First Σ x is made smallest; then, that sum fixed, the lowest ids are taken wherever they can be.
    """
    rows, people = who.matrix.shape
    alone = np.r_[np.zeros(rows), np.ones(people)]
    rules = _rules(who)
    first = _solve(alone, rules, np.zeros(rows + people), np.ones(rows + people))
    if first is None:
        return None
    size = int(np.rint(first[rows:]).sum())
    chosen = _first_by_id(rows, people, [*rules, optimize.LinearConstraint(alone[None], -np.inf, size)], size)
    return chosen if chosen is not None and chosen.sum() == size and _orphaned(who, chosen) >= _needed(who) else None


def _rules(who: Incidence) -> list[Any]:
    pairs = who.matrix.tocoo()
    count: int = pairs.nnz
    rows, people = who.matrix.shape
    each, one = np.arange(count), np.ones(count)
    both = (np.r_[one, -one], (np.r_[each, each], np.r_[pairs.row, rows + pairs.col]))
    only_whole = sparse.csr_array(both, shape=(count, rows + people))
    enough = np.r_[who.weights, np.zeros(people)][None]
    return [optimize.LinearConstraint(only_whole, -np.inf, 0), optimize.LinearConstraint(enough, _needed(who), np.inf)]


def _first_by_id(rows: int, people: int, rules: list[Any], size: int) -> Any:
    """Of all sets of this size the first in order of ids: a few people at a time, each worth twice the next."""
    low, high = np.zeros(rows + people), np.ones(rows + people)
    chosen = np.zeros(people, dtype=bool)
    for start in range(0, people, AT_ONCE):
        stop = min(people, start + AT_ONCE)
        worth = np.zeros(rows + people)
        worth[rows + start : rows + stop] = -(2.0 ** np.arange(stop - start - 1, -1, -1))
        found = _solve(worth, rules, low, high)
        if found is None:
            return None
        chosen[start:stop] = np.rint(found[rows + start : rows + stop]) == 1
        low[rows + start : rows + stop] = high[rows + start : rows + stop] = chosen[start:stop]
        if chosen.sum() == size:
            break
    return chosen


def _solve(cost: Any, rules: list[Any], low: Any, high: Any) -> Any:
    """The best whole numbers within bounds, or None where none were proved best."""
    options = {"mip_rel_gap": 0.0, "node_limit": NODES}
    whole = np.ones(len(cost))
    bounds = optimize.Bounds(low, high)
    found: Any = optimize.milp(  # pyright: ignore[reportUnknownMemberType]
        cost, constraints=rules, integrality=whole, bounds=bounds, options=options
    )
    return found.x if found.status == 0 else None


# Greedily


def _greedy(who: Incidence) -> Any:
    """Again and again whoever is the only one left of the most families; the lowest id of equals.

    Where no one alone orphans anybody, whoever has the largest Σ 2^−(those left) over their families: families close to having
    nobody come first.
    """
    of_people = who.matrix.T.tocsr()
    left = np.asarray(who.matrix.sum(axis=1)).ravel()
    chosen = np.zeros(len(who.people), dtype=bool)
    while who.weights[left == 0].sum() < _needed(who):
        gain = of_people @ (who.weights * (left == 1))
        if not gain.any():
            gain = of_people @ np.where(left > 0, who.weights * 2.0**-left, 0.0)
        best = int(np.where(chosen, -1.0, gain).argmax())
        chosen[best] = True
        left[of_people.indices[of_people.indptr[best] : of_people.indptr[best + 1]]] -= 1
    return chosen
