"""Families whose live addresses are many, and how often agencies disagree, ward by ward.

A family is contested where its live claims, its children's among them, name two or more different places. It says something about
what agencies hold, not about the family: children may well live in two homes.
"""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass

from graph.model import Family, Subject, View
from graph.store import GraphReader
from queries.knowing.equity import EVERYONE, NOT_RECORDED
from queries.knowing.living import agency, by_family, live_places, said
from queries.numbers.figures import Figure, Mark, figure
from queries.numbers.hiding import hidden
from queries.numbers.tables import Marks, suppressed

MANY = 3
"""Live addresses from which on a family is on the list."""
BATCH = 1000
"""Families asked for at once."""
Size = tuple[int, Mark]
"""How many families there are, and how that is shown."""
HOW_COUNTED = "A family is contested where agencies name two or more different places for it, or for its children, now."


@dataclass(frozen=True, slots=True)
class Several:
    """A family with three or more live addresses: how many, from which agencies, and how many of them were confirmed in person."""

    family_id: str
    places: int
    confirmed: int
    agencies: tuple[str, ...]


async def several(reader: GraphReader, view: View) -> AsyncGenerator[Several]:
    """The families with three or more live addresses, by ascending id, as they are found."""
    after = ""
    while ids := await reader.subjects("family", view, after=after, first=BATCH):
        after = ids[-1]
        claims = await by_family(reader, view, ids)
        for family in sorted(claims):
            live = live_places(said(claims[family]), view.on)
            if len(live) >= MANY:
                confirmed = sum(any(c.confirmed_by for c in own) for own in live.values())
                yield Several(family.id, len(live), confirmed, tuple(sorted({agency(c) for own in live.values() for c in own})))


@dataclass(slots=True)
class Tally:
    """The families of one area, and how many of them are contested."""

    families: int = 0
    contested: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One area as it is shown; `share` is contested by families, where both are shown and there are any."""

    area: str
    families: Figure
    contested: Figure
    others: Figure
    share: float | None


async def wards(reader: GraphReader, view: View) -> dict[str, Tally]:
    """The true counts of every area, the totals under `all`."""
    claims = await by_family(reader, view)
    contested = {unit for unit, own in claims.items() if len(live_places(said(own), view.on)) > 1}
    found = {EVERYONE: Tally()}
    async for family in _families(reader, view):
        for tally in (found.setdefault(family.area_code or NOT_RECORDED, Tally()), found[EVERYONE]):
            tally.families += 1
            tally.contested += Subject("family", family.id) in contested
    return found


async def _families(reader: GraphReader, view: View) -> AsyncGenerator[Family]:
    after = ""
    while families := await reader.page(Family, view, after=after, first=BATCH):
        after = families[-1].id
        for family in families:
            yield family


async def sizes(reader: GraphReader, view: View) -> dict[str, Size]:
    """The families of every area, and of all, as boards see them: the same in whatever is told of areas."""
    found: dict[str, Tally] = {EVERYONE: Tally()}
    async for family in _families(reader, view):
        for area in (family.area_code or NOT_RECORDED, EVERYONE):
            found.setdefault(area, Tally()).families += 1
    return _sizes(_in_order(found))


def _sizes(ordered: Sequence[tuple[str, Tally]]) -> dict[str, Size]:
    figures = [tally.families for _, tally in ordered]
    whole = len(figures) - 1
    marks = hidden(figures, [((whole,), tuple(range(whole)))])
    return {area: (n, mark) for (area, _), n, mark in zip(ordered, figures, marks, strict=True)}


def true_lines(tallies: Mapping[str, Tally]) -> list[Line]:
    """Every area as it is, the totals last. For the store's administrator."""
    return [_line(area, t, ("open", "open", "open")) for area, t in _in_order(tallies)]


def shown(tallies: Mapping[str, Tally]) -> list[Line]:
    """Every area as boards see it, the totals last: small numbers hidden, and those that would give one away."""
    ordered = _in_order(tallies)
    table = [(t.contested, t.families - t.contested) for area, t in ordered if area != EVERYONE]
    tables, totals = suppressed([table], [mark for _, mark in _sizes(ordered).values()])
    return [_line(area, t, marks) for (area, t), marks in zip(ordered, [*tables[0], totals], strict=True)]


def _in_order(tallies: Mapping[str, Tally]) -> list[tuple[str, Tally]]:
    return sorted(tallies.items(), key=lambda x: (x[0] == EVERYONE, x[0] == NOT_RECORDED, x[0]))


def _line(area: str, tally: Tally, marks: Marks) -> Line:
    contested, others, families = marks
    return Line(
        area,
        figure(tally.families, families),
        figure(tally.contested, contested),
        figure(tally.families - tally.contested, others),
        tally.contested / tally.families if contested == families == "open" and tally.families else None,
    )
