"""What a reader can tell of figures where sums lead back to where they began, found by looking for other worlds (HiGHS, through SciPy)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import optimize, sparse  # pyright: ignore[reportMissingTypeStubs]

from queries.numbers.reckoning import Bounds, Sum

MOST = 400
"""Figures not shown beyond which it would take too long; among so many hardly any can be told by going in circles."""
AT_ONCE = 8
"""How often all figures are looked at together before those that are left are looked at one by one."""


def told_exactly(figures: Sequence[int], known: Sequence[Bounds], sums: Sequence[Sum], secret: Collection[int]) -> list[int]:
    """Which of these can be nothing else than they are: in no other world of whole numbers within bounds do the sums hold.

    Empty where more than 400 figures are open to doubt.
    """
    if sum(low != high for low, high in known) > MOST:
        return []
    worlds, chance, left = _Worlds.of(figures, known, sums), np.random.default_rng(0), set(secret)
    for _ in range(AT_ONCE):
        left -= worlds.apart({n: chance.uniform(-1, 1) for n in sorted(left)}) if left else set()
    for n in sorted(left):
        if any(n in worlds.apart({n: sign}) for sign in (1, -1)):
            left.discard(n)
    return sorted(left)


@dataclass(frozen=True, slots=True)
class _Worlds:
    """All that a reader could believe in."""

    figures: Any
    within: Any
    sums: Any

    @classmethod
    def of(cls, figures: Sequence[int], known: Sequence[Bounds], sums: Sequence[Sum]) -> "_Worlds":
        """Those in which figures lie within bounds, and sums hold."""
        cells = [(row, n, sign) for row, one in enumerate(sums) for side, sign in zip(one, (1, -1), strict=True) for n in side]
        row, column, sign = np.array(cells, np.int64).reshape(-1, 3).T
        matrix: Any = sparse.csr_array((sign, (row, column)), shape=(len(sums), len(figures)))
        low, high = np.array(known, np.float64).reshape(-1, 2).T
        return cls(np.array(figures), optimize.Bounds(low, high), optimize.LinearConstraint(matrix, 0, 0))  # pyright: ignore[reportArgumentType]

    def apart(self, wanted: Mapping[int, float]) -> set[int]:
        """The figures that are not what they are in a world which has the least of what is wanted; where there is no least, some other."""
        cost = np.zeros(len(self.figures))
        cost[list(wanted)] = list(wanted.values())
        near: Any = optimize.Bounds(np.maximum(self.within.lb, self.figures - _FAR), np.minimum(self.within.ub, self.figures + _FAR))
        found: Any = optimize.milp(cost, integrality=np.ones(len(cost)), bounds=near, constraints=self.sums)  # pyright: ignore[reportUnknownMemberType]
        return set(np.flatnonzero(np.rint(found.x) != self.figures).tolist()) if found.x is not None else set()


_FAR = 50
"""How far from what they are figures are looked for: another world nearby is another world."""
