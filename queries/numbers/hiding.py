"""Small numbers hidden among figures that add up in any way: no sum or difference of what is shown tells a hidden one.

`suppression` does this for tables of parts and wholes; here the sums are given. A reader knows of an open figure what it is, of one
that is few that it is 1 to 4, of a hidden one that it is not negative. Exact where no chain of sums leads back to where it began.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import inf

from queries.numbers.suppression import FEW, Mark

Sum = tuple[tuple[int, ...], tuple[int, ...]]
"""The figures at the places of the one side add up to as much as those of the other."""
Bounds = tuple[float, float]


def hidden(
    figures: Sequence[int], sums: Sequence[Sum], *, firm: frozenset[int] = frozenset(), unsaid: frozenset[int] = frozenset()
) -> list[Mark]:
    """How each figure is shown.

    Those at `firm` places are hidden only if they are few themselves: other tables show them too. Those at `unsaid` places are never
    shown, and must not be told either where they are 1 to 4.

    >>> hidden([12, 3, 9], [((0,), (1, 2))], firm=frozenset({0}))
    ['open', 'few', 'hidden']
    """
    marks: list[Mark] = ["hidden" if n in unsaid else "few" if figure in FEW else "open" for n, figure in enumerate(figures)]
    secret = [n for n, figure in enumerate(figures) if figure in FEW or n not in unsaid]
    while (told := _told(figures, marks, sums, secret)) is not None:
        marks[next(_next(told, figures, marks, sums, firm))] = "hidden"
    return marks


def _told(figures: Sequence[int], marks: Sequence[Mark], sums: Sequence[Sum], secret: Sequence[int]) -> int | None:
    """A figure that is not open, and that follows from the others."""
    known = reckoned([_bounds(n, mark) for n, mark in zip(figures, marks, strict=True)], sums)
    return next((n for n in secret if marks[n] != "open" and known[n][0] == known[n][1]), None)


def _bounds(figure: int, mark: Mark) -> Bounds:
    return {"open": (figure, figure), "few": (FEW[0], FEW[-1]), "hidden": (0, inf)}[mark]


def reckoned(known: Sequence[Bounds], sums: Sequence[Sum]) -> list[Bounds]:
    """What follows from the sums: the least and the most that each figure can be."""
    now, before = list(known), list[Bounds]()
    while now != before:
        before = list(now)
        for one, other in sums:
            _tighten(now, one, other)
            _tighten(now, other, one)
    return now


def _tighten(known: list[Bounds], one: Sequence[int], other: Sequence[int]) -> None:
    """What one side of a sum says of each figure on it."""
    least, most = (sum(known[n][side] for n in other) for side in (0, 1))
    for n in one:
        low, high = known[n]
        rest = [known[m] for m in one if m != n]
        known[n] = max(low, least - sum(r[1] for r in rest)), min(high, most - sum(r[0] for r in rest))


def _next(told: int, figures: Sequence[int], marks: Sequence[Mark], sums: Sequence[Sum], firm: frozenset[int]) -> Iterator[int]:
    """What to hide so that a figure can't be told, the best first: an open one beside it, the smallest but 0; then saying less of few."""
    beside, around = _reached({told}, sums), _linked(told, marks, sums)
    for mark in ("open", "few"):
        for places in (beside, around):
            yield from _by_size((n for n in places if marks[n] == mark and n not in firm), figures)
    yield from _by_size((n for n, mark in enumerate(marks) if mark != "hidden"), figures)


def _reached(places: set[int], sums: Sequence[Sum]) -> set[int]:
    """All that stands in one sum with any of these."""
    return {n for one, other in sums if places & {*one, *other} for n in (*one, *other)}


def _linked(told: int, marks: Sequence[Mark], sums: Sequence[Sum]) -> set[int]:
    """All that bears on a figure: what stands beside it, and beside what is hidden there, and so on."""
    found, before = {told}, set[int]()
    while found != before:
        before = found
        found = found | _reached({n for n in found if marks[n] != "open"}, sums)
    return found


def _by_size(places: Iterable[int], figures: Sequence[int]) -> list[int]:
    return sorted(places, key=lambda n: (not figures[n], figures[n], n))
