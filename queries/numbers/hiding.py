"""Small numbers hidden among figures that add up in any way: no sum or difference of what is shown tells a hidden one.

A reader knows of an open figure what it is, of one that is few that it is 1 to 4, and of a hidden one that it is not: for then it would be
few. What follows is reckoned exactly where no chain of sums leads back to where it began.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from queries.numbers.figures import FEW, Mark, mark_of
from queries.numbers.reckoning import ANYTHING, Bounds, Sum, both, bounds, is_told, places, reckoned, told_by
from queries.numbers.solving import told_exactly

NONE: Mapping[int, Mark] = {}
ANY: Mapping[int, Bounds] = {}


def hidden(
    figures: Sequence[int],
    sums: Sequence[Sum],
    *,
    elsewhere: Mapping[int, Mark] = NONE,
    within: Mapping[int, Bounds] = ANY,
    unsaid: frozenset[int] = frozenset(),
    exact: bool = False,
) -> list[Mark]:
    """How each figure is shown.

    Some are shown `elsewhere` too, and as they are there; of some a reader knows that they lie `within` bounds. Those at `unsaid` places
    are never shown, and must not be told either where they are 1 to 4. What follows already from what is known elsewhere is no secret,
    and may follow from what is shown here. Where sums lead in circles ask for it `exact`:
    slower, by integer programming, and only where at most 400 figures are not shown.

    >>> hidden([12, 3, 9], [((0,), (1, 2))], elsewhere={0: "open"})
    ['open', 'few', 'hidden']
    """
    marks: list[Mark] = [elsewhere.get(n, "hidden" if n in unsaid else mark_of(figure)) for n, figure in enumerate(figures)]
    if all(marks[n] == "open" or (n in unsaid and figure not in FEW) for n, figure in enumerate(figures)):
        return marks
    board = _Board(figures, sums, within, unsaid, marks)
    plain = board.told([elsewhere.get(n, "hidden") for n in range(len(figures))], range(len(figures)), exact=exact)
    board.free = frozenset(range(len(figures))) - elsewhere.keys() - plain
    board.hold([n for n, figure in enumerate(figures) if (figure in FEW or n not in unsaid) and n not in plain], exact=exact)
    return marks


@dataclass(slots=True)
class _Board:
    """Figures as they are shown so far, and those whose showing is `free` to change."""

    figures: Sequence[int]
    sums: Sequence[Sum]
    within: Mapping[int, Bounds]
    unsaid: frozenset[int]
    marks: list[Mark]
    free: frozenset[int] = frozenset()
    around: dict[int, list[Sum]] = field(default_factory=dict[int, list[Sum]])
    """The sums that each figure stands in, the shortest first."""

    def __post_init__(self) -> None:
        for one in sorted(self.sums, key=lambda s: len(s[0]) + len(s[1])):
            for n in places(one):
                self.around.setdefault(n, []).append(one)

    def alone(self, marks: Sequence[Mark]) -> list[Bounds]:
        """What each figure tells of itself where it is shown so: what is never shown tells nothing by that."""
        shown = (ANYTHING if n in self.unsaid else bounds(figure, marks[n]) for n, figure in enumerate(self.figures))
        return [both(one, self.within.get(n, ANYTHING)) for n, one in enumerate(shown)]

    def known(self, marks: Sequence[Mark]) -> list[Bounds]:
        """What can be reckoned of each."""
        return reckoned(self.alone(marks), self.sums)

    def told(self, marks: Sequence[Mark], secret: Sequence[int], *, exact: bool) -> set[int]:
        """Which of these are not open, and can be nothing else than they are."""
        known = self.known(marks)
        found = {n for n in secret if marks[n] != "open" and is_told(known[n])}
        if found or not exact:
            return found
        return set(told_exactly(self.figures, self.alone(marks), self.sums, [n for n in secret if marks[n] != "open"]))

    def hold(self, secret: Sequence[int], *, exact: bool) -> None:
        """Hide figures until nothing gives one of these away, or there is nothing left to hide."""
        while (told := self.told(self.marks, secret, exact=exact)) and self.protect(sorted(told)):
            pass

    def protect(self, told: Sequence[int]) -> bool:
        """Hide one more figure for each of these that can be told, but where what was just hidden for another bears on it; whether any was.

        What one sum tells by itself comes first, the shortest before all: the rest may have followed from that.
        """
        shown, known, fresh = self.alone(self.marks), self.known(self.marks), set[int]()
        alone = {n: telling for n in told if (telling := self._telling(n, shown))}
        found = alone or {n: self._telling(n, known) for n in told}
        for n, telling in sorted(found.items(), key=lambda x: len(x[1])):
            if fresh.isdisjoint(telling) and (place := next(self._candidates(n, telling), None)) is not None:
                self.marks[place] = "hidden"
                fresh |= {place, *telling}.union(*(places(s) for s in self.around.get(place, ()) if len(places(s)) <= len(telling)))
        return bool(fresh)

    def _telling(self, n: int, known: Sequence[Bounds]) -> set[int]:
        """The figures of the shortest sum that tells this one by itself."""
        for one, other in self.around.get(n, ()):
            mine, rest = (one, other) if n in one else (other, one)
            least, most = told_by(known, mine, rest)[mine.index(n)]
            if is_told(both(known[n], (least, most))):
                return {*one, *other}
        return set()

    def _candidates(self, n: int, telling: set[int]) -> Iterator[int]:
        """What to hide, the best first.

        An open figure that tells it, the smallest but 0; to say less of a few beside it, where that helps; then what is further off.
        """
        yield from self._marked(telling, "open")
        yield from (p for p in self._marked(telling, "few") if self._helps(n, p))
        linked = self._linked(n)
        yield from (*self._marked(linked, "open"), *self._marked(linked, "few"))
        yield from (*self._marked(self.free, "open"), *self._marked(self.free, "few"))

    def _helps(self, n: int, place: int) -> bool:
        """Whether a figure can be told no more once another is hidden."""
        marks = list(self.marks)
        marks[place] = "hidden"
        return not is_told(self.known(marks)[n])

    def _linked(self, told: int) -> set[int]:
        """All that bears on a figure: what stands beside it, and beside what is hidden there, and so on."""
        found, new = {told}, {told}
        while new:
            beside = {p for n in new for one in self.around.get(n, ()) for p in places(one)}
            new = {p for p in beside - found if self.marks[p] != "open"}
            found |= beside
        return found

    def _marked(self, near: Collection[int], mark: Mark) -> list[int]:
        found = (p for p in near if p in self.free and self.marks[p] == mark)
        return sorted(found, key=lambda p: (not self.figures[p], self.figures[p], p))
