"""The families that two agencies share by area, as boards see them: beside all that they share, and beside the families of each area."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from queries.knowing.address_lists import Size
from queries.knowing.equity import EVERYONE
from queries.linking.areas import NOWHERE
from queries.linking.wards import Pair
from queries.numbers.figures import FEW, Figure, Mark, figure, mark_of
from queries.numbers.hiding import hidden
from queries.numbers.reckoning import Sum


def listed(areas: Sequence[str], sizes: Mapping[str, Size]) -> list[str]:
    """All areas where a family lives, whether or not anyone ever knew it; those not recorded last."""
    return sorted({*areas, *sizes} - {EVERYONE}, key=lambda a: (a == NOWHERE, a))


def by_area_of(pairs: Mapping[Pair, Counter[str]], areas: Sequence[str], sizes: Mapping[str, Size]) -> dict[Pair, dict[str, Figure]]:
    """For every pair the families it shares by area, as boards see them beside the `sizes` of the areas."""
    return {pair: by_area(found.total(), {a: found[a] for a in areas}, sizes) for pair, found in pairs.items()}


def by_area(whole: int, parts: Mapping[str, int], sizes: Mapping[str, Size]) -> dict[str, Figure]:
    """The families that one pair shares, by area, as boards see them beside the figure for all of them.

    `sizes` says how many families live in each area, and in all, and how that is shown: two agencies can share no more, and where it is
    not shown nothing is told of whom they share there. Where no area is told they may share children without a family besides.

    >>> by_area(15, {"north": 3, "south": 12, "east": 0}, {})
    {'north': 'fewer than 5', 'south': 'not shown', 'east': 0}
    """
    system = _Areas(whole, parts, sizes)
    marks = system.near() if whole and any(area in sizes and system.bears(area) for area in parts) else system.far()
    return {area: figure(n, mark) for (area, n), mark in zip(parts.items(), marks[1:], strict=False)}


@dataclass(frozen=True, slots=True)
class _Areas:
    """The families that one pair shares, by area."""

    whole: int
    parts: Mapping[str, int]
    sizes: Mapping[str, Size]

    def bears(self, area: str) -> bool:
        """Whether how many families there are tells something of how many are shared: where it is hidden, or hardly more are there."""
        families, mark = self.sizes[area]
        return mark != "open" or (area != NOWHERE and families < self.whole + FEW.stop)

    def far(self) -> list[Mark]:
        """Beside all that the pair shares."""
        figures = [self.whole, *self.parts.values()]
        return hidden(figures, [((0,), tuple(range(1, len(figures))))], elsewhere={0: mark_of(self.whole)})

    def near(self) -> list[Mark]:
        """Beside the families of each area too, and of those whom the pair does not share there."""
        figures = [self.whole, *self.parts.values(), *(families for families, _ in self.sizes.values())]
        at = {area: len(self.parts) + n for n, area in enumerate(self.sizes, 1)}
        every = (n for area, n in at.items() if area != EVERYONE)
        sums: list[Sum] = [((0,), tuple(range(1, len(self.parts) + 1))), ((at[EVERYONE],), tuple(every))]
        unsaid = {n for n, area in enumerate(self.parts, 1) if area in at and self.sizes[area][1] != "open"}
        for n, area in enumerate(self.parts, 1):
            if area != NOWHERE and area in at:
                unsaid.add(len(figures))
                sums.append(((at[area],), (n, len(figures))))
                figures.append(figures[at[area]] - figures[n])
        told: dict[int, Mark] = {at[area]: mark for area, (_, mark) in self.sizes.items()}
        return hidden(figures, sums, elsewhere={0: mark_of(self.whole), **told}, unsaid=frozenset(unsaid), exact=True)
