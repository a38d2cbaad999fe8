"""What a reader can reckon of figures that are not shown, from those that are and from what adds up."""

from collections.abc import Sequence
from math import inf

from queries.numbers.figures import FEW, Mark

Side = tuple[int, ...]
Sum = tuple[Side, Side]
"""The figures at the places of the one side add up to as much as those of the other."""
Bounds = tuple[float, float]
"""The least and the most that a figure can be."""


ANYTHING: Bounds = (0, inf)


def both(one: Bounds, other: Bounds) -> Bounds:
    """What is known where both hold."""
    return max(one[0], other[0]), min(one[1], other[1])


def bounds(figure: int, mark: Mark) -> Bounds:
    """What a figure that is shown so tells of itself: open, all; few, that it is 1 to 4; hidden, that it is 5 or more.

    A reader errs in the last where not even that it is few is told, or it is 0: then nothing is known of it.
    """
    return {"open": (figure, figure), "few": (FEW[0], FEW[-1]), "hidden": (FEW.stop if figure >= FEW.stop else 0, inf)}[mark]


def reckoned(known: Sequence[Bounds], sums: Sequence[Sum]) -> list[Bounds]:
    """What follows from the sums."""
    now, before = list(known), list[Bounds]()
    while now != before:
        before = list(now)
        for one, other in sums:
            for n, told in [*zip(one, told_by(now, one, other), strict=True), *zip(other, told_by(now, other, one), strict=True)]:
                now[n] = both(now[n], told)
    return now


def told_by(known: Sequence[Bounds], one: Side, other: Side) -> list[Bounds]:
    """What one sum alone tells of each figure on one side of it."""
    least, most = (sum(known[n][side] for n in other) for side in (0, 1))
    mine = [known[n] for n in one]
    lows, highs = sum(low for low, _ in mine), sum(high for _, high in mine if high != inf)
    endless = sum(high == inf for _, high in mine)
    return [(least - (inf if endless > (high == inf) else highs - (0 if high == inf else high)), most - lows + low) for low, high in mine]


def is_told(known: Bounds) -> bool:
    """Whether a figure can be nothing else."""
    return known[0] == known[1]


def places(one: Sum) -> Side:
    """All that stands in a sum."""
    return one[0] + one[1]
