"""What is known to end in the months ahead, as GraphQL shows it. Ids only: names are looked up with the things themselves."""

from datetime import date
from enum import Enum
from typing import Annotated, Self

import strawberry
from strawberry import ID, field

from api.graphql.connections import Connection, part
from api.graphql.enums import described
from api.graphql.risk_types import covered
from api.graphql.sees import ANY_VIEWER, any_viewer
from api.guarding.asking import Asking
from graph.model import View
from queries.risk import horizon

Months = Annotated[int, strawberry.argument(description="How many months: 3, 6 or 12.")]
HorizonDay = Annotated[date | None, strawberry.argument(description="The first day; none: today.")]


@described(
    "Why a post ends.",
    LEAVING="Its last day is known.",
    CONTRACT="It is expected to end.",
    FUNDING="The money for it ends.",
)
class WhyItEnds(Enum):
    """Why a post ends."""

    LEAVING = "leaving"
    CONTRACT = "contract"
    FUNDING = "funding"


@strawberry.type(description="What is put at stake when some people go together: who knows families, never anything about a family.")
class AtStake:
    """What is at stake."""

    people: int = field(description="How many people go.", metadata=ANY_VIEWER)
    families: int = field(description="Families that one of them knows.", metadata=ANY_VIEWER)
    orphaned: int = field(description="Those of them left with nobody who knows them.", metadata=ANY_VIEWER)
    thinned: int = field(description="Those of them left with one person.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, stake: horizon.Stake) -> Self:
        """As it is."""
        return cls(people=stake.people, families=stake.families, orphaned=stake.orphaned, thinned=stake.thinned)


@strawberry.type(description="All who are known to go within some months, taken together.")
class Within:
    """Some months."""

    months: int = field(description="How many months.", metadata=ANY_VIEWER)
    until: date = field(description="Their last day.", metadata=ANY_VIEWER)
    stake: AtStake = field(description="What is at stake.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, one: horizon.Together) -> Self:
        """As they are."""
        return cls(months=one.months, until=one.until, stake=AtStake.of(one.stake))


@strawberry.type(description="A post that ends.")
class EndingPost:
    """A post."""

    professional: ID = field(description="Id of who holds it.", metadata=ANY_VIEWER)
    service: ID = field(description="Id of the service.", metadata=ANY_VIEWER)


@strawberry.type(description="One end that is known: of a post, or of a funding line with all posts that it takes along.")
class HorizonEvent:
    """One end."""

    why: WhyItEnds = field(description="Why it ends.", metadata=ANY_VIEWER)
    day: date = field(description="The last day in the post, or the day on which people go for want of money.", metadata=ANY_VIEWER)
    ends: date = field(description="The last day of the post or of the money.", metadata=ANY_VIEWER)
    funding: ID | None = field(description="Id of the funding line that ends.", metadata=ANY_VIEWER)
    posts: list[EndingPost] = field(description="The posts that end with it.", metadata=any_viewer(size=2))
    gone: list[ID] = field(description="Ids of those who hold no post any more from then on.", metadata=any_viewer(size=2))
    stake: AtStake = field(description="What they alone, going together, put at stake.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, event: horizon.Event) -> Self:
        """As it is."""
        return cls(
            why=WhyItEnds(event.why),
            day=event.day,
            ends=event.ends,
            funding=ID(event.funding_id) if event.funding_id else None,
            posts=[EndingPost(professional=ID(p.professional_id), service=ID(p.service_id)) for p in event.posts],
            gone=[ID(p) for p in event.gone],
            stake=AtStake.of(event.stake),
        )


@strawberry.type(description="What is known to end in the months ahead, and what it puts at stake.")
class Horizon:
    """The months ahead."""

    since: date = field(description="The first day looked at.", metadata=ANY_VIEWER)
    until: date = field(description="The last day looked at, included.", metadata=ANY_VIEWER)
    together: list[Within] = field(description="What is at stake within 3, 6 and 12 months.", metadata=any_viewer(size=3))
    weights: str = field(description="The version of the weights that made the scores.", metadata=ANY_VIEWER)
    calendar: str | None = field(
        description="Path of a calendar to subscribe to for a year: whoever holds it sees these ends, so keep it safe. Boards: null.",
        metadata=ANY_VIEWER,
    )


async def horizon_of(asking: Asking, months: int, on: date | None) -> Horizon:
    """What is at stake in the months ahead. Errors: BadInput."""
    asking.asks("horizon")
    found = await _seen(asking, months, asking.view(on))
    return Horizon(
        since=found.ahead.first,
        until=found.ahead.last,
        together=[Within.of(t) for t in found.totals],
        weights=found.weights,
        calendar=asking.calendar() if asking.calendar else None,
    )


async def horizon_events(asking: Asking, months: int, on: date | None, first: int, after: str | None) -> Connection[HorizonEvent]:
    """One page of what ends in the months ahead. Errors: BadInput."""
    asking.asks("horizonEvents")
    view = asking.view(on)
    found = await _seen(asking, months, view)
    shown = part(asking, f"horizon of {months} months from {view.on}", found.events, _key, HorizonEvent.of, first, after)
    asking.saw(str(p.professional) for edge in shown.edges for p in edge.node.posts)
    return shown


async def _seen(asking: Asking, months: int, view: View) -> horizon.Horizon:
    horizon.months_known(months)

    async def work() -> horizon.Horizon:
        return await horizon.seen_ahead(asking.reader, await covered(asking, view), view, months)

    return await asking.tables.horizons.of(asking.reader, (months, view), work)


def _key(event: horizon.Event) -> str:
    """What no two events share."""
    named = event.funding_id or " ".join((event.posts[0].service_id, event.posts[0].professional_id))
    return f"{event.why} {event.day} {event.ends} {named}"
