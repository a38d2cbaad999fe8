"""An order in which those that share most stand together, from the figures that are shown: an order from others would tell these."""

from collections.abc import Mapping, Sequence
from math import log1p
from typing import Any

import numpy as np
from scipy.cluster import hierarchy  # pyright: ignore[reportMissingTypeStubs]

from queries.linking.wards import Pair
from queries.numbers.figures import FEW, Figure

SMALL = sum(FEW) / len(FEW)
"""What a figure that is hidden counts as, whatever it is."""


def weight(figure: Figure) -> float:
    """What a figure counts for."""
    return float(figure) if isinstance(figure, int) else SMALL


def totals(sides: Sequence[str], figures: Mapping[Pair, Figure]) -> dict[str, float]:
    """For every side what it shares with all others together; families shared with several count several times."""
    found = dict.fromkeys(sides, 0.0)
    for (a, b), figure in figures.items():
        found[a] += weight(figure)
        found[b] += weight(figure)
    return found


def most_joined(sides: Sequence[str], figures: Mapping[Pair, Figure], count: int) -> list[str]:
    """Those that share most, at most so many; equal ones in order of ids."""
    own = totals(sides, figures)
    return sorted(sides, key=lambda s: (-own[s], s))[:count]


def seriated(sides: Sequence[str], figures: Mapping[Pair, Figure]) -> list[str]:
    """Those that share much are neighbours (average linkage); of two groups the one that shares more comes first."""
    known, sums = sorted(sides), totals(sides, {p: f for p, f in figures.items() if p[0] in sides and p[1] in sides})
    if len(known) < 3:
        return sorted(known, key=lambda s: (-sums[s], s))
    most = max((weight(f) for f in figures.values()), default=0.0)
    far = [_far(figures.get((a, b), 0), most) for n, a in enumerate(known) for b in known[n + 1 :]]
    solver: Any = hierarchy
    merges: list[list[float]] = solver.linkage(np.array(far), method="average").tolist()
    groups = {n: [side] for n, side in enumerate(known)}
    for n, (one, other, *_) in enumerate(merges, len(known)):
        both = sorted((groups.pop(int(one)), groups.pop(int(other))), key=lambda g: (-sum(sums[s] for s in g) / len(g), g))
        groups[n] = [*both[0], *both[1]]
    [order] = groups.values()
    return order


def _far(figure: Figure, most: float) -> float:
    """0 for the most that any two share, 1 for nothing in common."""
    return 1 - log1p(weight(figure)) / log1p(most) if most else 1.0
