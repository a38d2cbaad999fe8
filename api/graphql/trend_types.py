"""How links between agencies come and go, as boards see it: counts only, the small ones hidden, whoever asks."""

import asyncio
from datetime import date
from typing import Annotated, Self

import strawberry
from strawberry import ID, field

from api.graphql.connections import Connection, part
from api.graphql.list_types import FigureShown
from api.graphql.sees import ANY_VIEWER
from api.guarding.asking import Asking
from queries.linking.board import ShownChange, shown_changes
from queries.linking.quarters import quarter_ends
from queries.linking.trend import trend

Quarters = Annotated[int, strawberry.argument(description="How many of the last quarters that are over, 1 to 40.")]
_LOST = "Links lost because "


@strawberry.type(description="What became of the links of two organisations in one quarter. A link is one family that both know.")
class LinkChange:
    """One pair in one quarter."""

    a: ID = field(description="Id of the one organisation.", metadata=ANY_VIEWER)
    b: ID = field(description="Id of the other, after `a` in order of ids.", metadata=ANY_VIEWER)
    until: date = field(description="The last day of the quarter.", metadata=ANY_VIEWER)
    before: FigureShown = field(description="Links on the eve of the quarter.", metadata=ANY_VIEWER)
    links: FigureShown = field(description="Links on its last day.", metadata=ANY_VIEWER)
    gained: FigureShown = field(description="Links on the last day that were not there before.", metadata=ANY_VIEWER)
    lost: FigureShown = field(description="Links before that are not there on the last day.", metadata=ANY_VIEWER)
    family_closed: FigureShown = field(description=f"{_LOST}nobody works with the family any more.", metadata=ANY_VIEWER)
    funding_ended: FigureShown = field(description=f"{_LOST}the money for the post of who knew it ended.", metadata=ANY_VIEWER)
    left: FigureShown = field(description=f"{_LOST}who knew it left the post.", metadata=ANY_VIEWER)
    reallocated: FigureShown = field(description=f"{_LOST}the family was given to someone else.", metadata=ANY_VIEWER)
    other: FigureShown = field(
        description=f"{_LOST}a tie counts no more: disputed, hidden, or the child lives elsewhere.", metadata=ANY_VIEWER
    )

    @classmethod
    def of(cls, one: ShownChange) -> Self:
        """As shown."""
        closed, funding, left, reallocated, other = (FigureShown.of(figure) for figure in one.why)
        return cls(
            a=ID(one.a),
            b=ID(one.b),
            until=one.until,
            before=FigureShown.of(one.before),
            links=FigureShown.of(one.links),
            gained=FigureShown.of(one.gained),
            lost=FigureShown.of(one.lost),
            family_closed=closed,
            funding_ended=funding,
            left=left,
            reallocated=reallocated,
            other=other,
        )


async def changes_of(asking: Asking, quarters: int) -> list[ShownChange]:
    """Every pair in every quarter as boards see it, worked out once for a load. Errors: BadInput."""
    view = asking.view()
    quarter_ends(view.on, quarters)

    async def work() -> list[ShownChange]:
        return await asyncio.to_thread(shown_changes, await trend(asking.reader, view, quarters))

    return await asking.tables.trends.of(asking.reader, (view, quarters), work)


async def trend_page(asking: Asking, quarters: int, first: int, after: str | None) -> Connection[LinkChange]:
    """One page of the trend, by a, by b, then by quarter. Errors: BadInput."""
    asking.asks("linkTrend")
    found = await changes_of(asking, quarters)
    return part(asking, f"linkTrend {quarters} by a, b and quarter", found, _key, LinkChange.of, first, after)


def _key(one: ShownChange) -> str:
    return f"{one.a} {one.b} {one.until}"
