"""Small numbers hidden, so that neither totals nor complements give one away.

A table has rows of a part and the rest, which make a whole; every table counts the same people, so that all share one row of
totals. A figure of 1 to 4 is FEW (the reader learns just that), others are OPEN or, where an open one would pin a hidden one to
a single value, HIDDEN (the reader learns nothing). What a reader can work out is exact: in each row, and for the totals, part,
rest and whole each lie between two bounds, and such sets of rows add up to one of the same kind.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import accumulate
from math import inf
from typing import Literal

Mark = Literal["open", "few", "hidden"]
Marks = tuple[Mark, Mark, Mark]
Figure = int | Literal["fewer than 5", "not shown"]
Counts = tuple[int, int]
Three = tuple[float, float, float]
FEW = range(1, 5)
"""Figures that are shown as fewer than 5."""
PART, REST, WHOLE = 0, 1, 2
_RATHER = (REST, PART, WHOLE)
"""Which figure of a row is hidden first for another's sake."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a reader knows of part, rest and whole: the least and the most that each can be."""

    least: Three
    most: Three

    def tightened(self) -> "Known":
        """With what follows from part + rest = whole."""
        (a, b, n), (x, y, m) = self.least, self.most
        return Known((max(a, n - y), max(b, n - x), max(n, a + b)), (min(x, m - b), min(y, m - a), min(m, x + y)))

    def plus(self, other: "Known") -> "Known":
        """What is known of a sum."""
        return Known(_each(self.least, other.least, 1), _each(self.most, other.most, 1))

    def minus(self, other: "Known") -> "Known":
        """What is known of a difference."""
        return Known(_each(self.least, other.most, -1), _each(self.most, other.least, -1))

    def both(self, other: "Known") -> "Known":
        """What is known where both hold."""
        (a, b, n), (c, d, m) = self.least, other.least
        (x, y, k), (v, w, j) = self.most, other.most
        return Known((max(a, c), max(b, d), max(n, m)), (min(x, v), min(y, w), min(k, j))).tightened()


def figure(count: int, mark: Mark) -> Figure:
    """A count as it is shown."""
    return count if mark == "open" else "fewer than 5" if mark == "few" else "not shown"


NOTHING = Known((0, 0, 0), (0, 0, 0))


def _each(one: Three, other: Three, sign: int) -> Three:
    return one[0] + sign * other[0], one[1] + sign * other[1], one[2] + sign * other[2]


@dataclass(slots=True)
class Row:
    """One row's figures, and how each is shown. Where the whole is shown `fixed` elsewhere, and not open, nothing else is told."""

    figures: tuple[int, int, int]
    fixed: Mark | None = None
    marks: list[Mark] = field(default_factory=list[Mark])

    def __post_init__(self) -> None:
        self.marks = ["few" if n in FEW else "open" for n in self.figures]
        if self.fixed:
            self.marks = [*self.marks[:WHOLE], "open"] if self.fixed == "open" else ["hidden", "hidden", self.fixed]
        self.hold()

    def free(self, which: int) -> bool:
        """Whether a figure may be hidden, for its own sake or for another's."""
        return self.fixed is None or which != WHOLE

    def known(self) -> Known:
        """What the row alone tells a reader."""
        bounds = [_bounds(n, mark) for n, mark in zip(self.figures, self.marks, strict=True)]
        (a, x), (b, y), (n, m) = bounds
        return Known((a, b, n), (x, y, m)).tightened()

    def pinned(self, known: Known) -> int | None:
        """A figure that is not open, and that a reader who knows this can tell all the same."""
        return next((i for i in range(3) if self.marks[i] != "open" and self.free(i) and known.least[i] == known.most[i]), None)

    def open(self) -> list[int]:
        """The figures that could be hidden for another's sake: rather not a 0, which tells of nobody."""
        return sorted((i for i in _RATHER if self.marks[i] == "open" and self.free(i)), key=lambda i: self.figures[i] == 0)

    def hide(self, which: int) -> None:
        """Hide one figure, and those that would give it away within the row."""
        self.marks[which] = "hidden"
        self.hold()

    def hold(self) -> None:
        """Hide figures until the row alone gives none away."""
        while self.pinned(self.known()) is not None:
            self.marks[(self.open() or [i for i in (WHOLE, PART, REST) if self.marks[i] == "few" and self.free(i)])[0]] = "hidden"


def _bounds(figure: int, mark: Mark) -> tuple[float, float]:
    return {"open": (figure, figure), "few": (FEW[0], FEW[-1]), "hidden": (0, inf)}[mark]


def suppressed(tables: Sequence[Sequence[Counts]]) -> tuple[list[list[Marks]], Marks]:
    """How each figure of these tables, and of their one row of totals, is shown: part, rest and whole.

    >>> suppressed([[(3, 40), (12, 60), (0, 30)]])
    ([[('few', 'hidden', 'open'), ('hidden', 'hidden', 'open'), ('open', 'open', 'open')]], ('open', 'open', 'open'))
    """
    rows = [[Row((part, rest, part + rest)) for part, rest in table] for table in tables]
    first = tables[0] if tables else ()
    part, rest = sum(c[PART] for c in first), sum(c[REST] for c in first)
    board = _Board(rows, Row((part, rest, part + rest)))
    board.hold()
    return [[_marks(row) for row in table] for table in rows], _marks(board.total)


def beside(table: Sequence[Counts], wholes: Sequence[Mark], whole: Mark) -> tuple[list[Marks], Marks]:
    """How another part of the same people is shown, and its totals, beside a table that shows the wholes, and all of them, like this.

    >>> beside([(3, 40), (12, 60), (0, 4)], ["open", "open", "few"], "open")
    ([('few', 'hidden', 'open'), ('open', 'open', 'open'), ('hidden', 'hidden', 'few')], ('open', 'open', 'open'))
    """
    rows = [Row((part, rest, part + rest), mark) for (part, rest), mark in zip(table, wholes, strict=True)]
    part, rest = sum(c[PART] for c in table), sum(c[REST] for c in table)
    board = _Board([rows], Row((part, rest, part + rest), whole))
    board.hold()
    return [_marks(row) for row in rows], _marks(board.total)


def alone(part: int, rest: int) -> Marks:
    """How the figures of one row are shown that adds up with no other.

    >>> alone(3, 40)
    ('few', 'hidden', 'open')
    """
    return _marks(Row((part, rest, part + rest)))


def _marks(row: Row) -> Marks:
    return row.marks[PART], row.marks[REST], row.marks[WHOLE]


@dataclass(slots=True)
class _Board:
    """Every table, and the totals that they share."""

    tables: list[list[Row]]
    total: Row

    def hold(self) -> None:
        """Hide figures until nothing gives another away."""
        while exposed := next(self.exposed(), None):
            self.protect(*exposed)

    def exposed(self) -> Iterator[tuple[list[Row], Row, int]]:
        """Figures that rows and totals together give away: their table, row and place."""
        sums = [_summed([row.known() for row in table]) for table in self.tables]
        whole = self.total.known()
        for known in sums:
            whole = whole.both(known)
        if (which := self.total.pinned(whole)) is not None:
            yield [], self.total, which
        for table in self.tables:
            yield from _exposed(table, whole)

    def protect(self, table: list[Row], row: Row, which: int) -> None:
        """Hide one more figure, so that this one can't be told."""
        row, which = next(self._candidates(table, row, which))
        row.hide(which)

    def _candidates(self, table: list[Row], row: Row, which: int) -> Iterator[tuple[Row, int]]:
        """What could be hidden, the best first: the smallest figure beside it, its total, then whatever is left."""
        if row is self.total and row.marks[which] == "few":
            yield row, which
        yield from _smallest((r, which) for r in table)
        if self.total.marks[which] == "open" and self.total.free(which):
            yield self.total, which
        yield from _smallest((r, which) for t in self.tables for r in t)
        yield from ((self.total, i) for i in self.total.open())
        yield from _smallest((r, i) for t in self.tables for r in t for i in _RATHER)
        yield from ((r, i) for r in self._rows() for i in _RATHER if r.marks[i] == "open" and r.free(i))
        yield from ((r, i) for r in self._rows() for i in (WHOLE, PART, REST) if r.marks[i] == "few" and r.free(i))

    def _rows(self) -> list[Row]:
        return [self.total, *(row for table in self.tables for row in table)]


def _smallest(places: Iterable[tuple[Row, int]]) -> Iterator[tuple[Row, int]]:
    """The open figures among these but 0, which tells of nobody; the smallest first."""
    found = (p for p in places if p[0].marks[p[1]] == "open" and p[0].figures[p[1]] and p[0].free(p[1]))
    yield from sorted(found, key=lambda p: p[0].figures[p[1]])


def _summed(known: Iterable[Known]) -> Known:
    return reduce(Known.plus, known, NOTHING)


def _exposed(table: list[Row], whole: Known) -> Iterator[tuple[list[Row], Row, int]]:
    """The figures of one table that its other rows and the totals give away."""
    known = [row.known() for row in table]
    before = list(accumulate(known, Known.plus, initial=NOTHING))
    after = list(accumulate(reversed(known), Known.plus, initial=NOTHING))[::-1]
    for n, row in enumerate(table):
        left = whole.minus(before[n].plus(after[n + 1]))
        if (which := row.pinned(known[n].both(left))) is not None:
            direct = row.pinned(left)
            yield table, row, which if direct is None else direct
