"""Tables of a part and the rest, which make a whole, with small numbers hidden."""

from collections.abc import Iterator, Mapping, Sequence

from queries.numbers.figures import Mark
from queries.numbers.hiding import hidden
from queries.numbers.reckoning import Sum

Counts = tuple[int, int]
"""A part and the rest."""
Marks = tuple[Mark, Mark, Mark]
"""How part, rest and whole are shown."""
PART, REST, WHOLE = 0, 1, 2
WIDTH = 3


def suppressed(tables: Sequence[Sequence[Counts]], wholes: Sequence[Mark] | None = None) -> tuple[list[list[Marks]], Marks]:
    """How each figure of these tables, and of the one row of totals that they share, is shown.

    Every table counts the same people. Where `wholes` are told, they say how the wholes of the one table and that of its totals are
    shown elsewhere, and are shown here.

    >>> suppressed([[(3, 40), (12, 60), (0, 30)]])
    ([[('few', 'hidden', 'open'), ('hidden', 'hidden', 'open'), ('open', 'open', 'open')]], ('open', 'open', 'open'))
    """
    rows = [row for table in tables for row in table]
    first = tables[0] if tables else ()
    rows.append((sum(part for part, _ in first), sum(rest for _, rest in first)))
    figures = [n for part, rest in rows for n in (part, rest, part + rest)]
    elsewhere: Mapping[int, Mark] = {n * WIDTH + WHOLE: mark for n, mark in enumerate(wholes or ())}
    marks = hidden(figures, [*across(0, len(figures)), *_down([len(t) for t in tables])], elsewhere=elsewhere)
    told = (_row(marks, n) for n in range(len(rows)))
    return [[next(told) for _ in table] for table in tables], next(told)


def _row(marks: Sequence[Mark], n: int) -> Marks:
    part, rest, whole = marks[n * WIDTH : (n + 1) * WIDTH]
    return part, rest, whole


def across(start: int, end: int) -> list[Sum]:
    """Part and rest make the whole in each row of the figures between these places."""
    return [((row + WHOLE,), (row + PART, row + REST)) for row in range(start, end, WIDTH)]


def down(start: int, end: int, total: int) -> list[Sum]:
    """The rows between these places make the totals, which begin at a place of theirs."""
    return [((total + at,), tuple(range(start + at, end, WIDTH))) for at in range(WIDTH)]


def _down(lengths: Sequence[int]) -> Iterator[Sum]:
    """The rows of each table make the totals, which come last."""
    total, start = sum(lengths) * WIDTH, 0
    for length in lengths:
        yield from down(start, start + length * WIDTH, total)
        start += length * WIDTH
