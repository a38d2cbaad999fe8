"""Families with many live addresses, the contested share by area, and what changed, as GraphQL shows them: no address in any of it."""

from datetime import date
from enum import Enum
from typing import Self

import strawberry
from strawberry import ID, field

from api.graphql.connections import Connection, check_length
from api.graphql.enums import SubjectKind, described
from api.graphql.keyset import after_key
from api.graphql.list_types import FigureShown
from api.graphql.sees import ANY_VIEWER, any_viewer
from api.guarding.asking import Asking
from queries.knowing.address_changes import Change, address_changes
from queries.knowing.address_lists import HOW_COUNTED, Line, Several, several, shown, wards
from queries.knowing.equity import HOW_SUPPRESSED


@strawberry.type(description="A family with three or more live addresses, its children's among them.")
class ContestedAddresses:
    """A family on the list."""

    family: ID = field(description="Kith's own id of the family.", metadata=ANY_VIEWER)
    places: int = field(description="How many different places live claims name.", metadata=ANY_VIEWER)
    confirmed: int = field(description="How many of them someone has confirmed in person.", metadata=ANY_VIEWER)
    reported_by: list[str] = field(description="Ids of the agencies that name them, or of feeds.", metadata=any_viewer(size=4))

    @classmethod
    def of(cls, one: Several) -> Self:
        """A family as shown."""
        return cls(family=ID(one.family_id), places=one.places, confirmed=one.confirmed, reported_by=list(one.agencies))


@strawberry.type(description="How often agencies disagree on where the families of one area live.")
class WardAddressesLine:
    """One area's figures."""

    area: str = field(description="Area code; or: not recorded, all.", metadata=ANY_VIEWER)
    families: FigureShown = field(description="Families of the area.", metadata=ANY_VIEWER)
    contested: FigureShown = field(description="Those for whom live claims name two or more places.", metadata=ANY_VIEWER)
    others: FigureShown = field(description="The others.", metadata=ANY_VIEWER)
    share: float | None = field(description="Contested by families, 0 to 1; null: hidden, or no families.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, line: Line) -> Self:
        """A line as shown."""
        return cls(
            area=line.area,
            families=FigureShown.of(line.families),
            contested=FigureShown.of(line.contested),
            others=FigureShown.of(line.others),
            share=line.share,
        )


@strawberry.type(description="How often agencies disagree on where families live, by area, with small numbers hidden.")
class WardAddresses:
    """The figures of every area."""

    on: date = field(description="The day it is for.", metadata=ANY_VIEWER)
    lines: list[WardAddressesLine] = field(description="The areas, and all families last.", metadata=any_viewer(size=50))
    caption: list[str] = field(description="How to read it, in plain sentences.", metadata=any_viewer(size=2))


@described(
    "What changed in where someone is said to live.",
    CLAIMED="An agency names a place that nobody named before.",
    ENDED="An agency named a place that nobody names any more.",
    CONTESTED="Two or more places are named now, where it was fewer.",
    SETTLED="Fewer than two places are named now, where it was more.",
)
class AddressChangeKind(Enum):
    """What changed."""

    CLAIMED = "claimed"
    ENDED = "ended"
    CONTESTED = "contested"
    SETTLED = "settled"


@strawberry.type(description="Something that changed in where a family, or a child without one, is said to live: ids only.")
class AddressChange:
    """A change."""

    subject_kind: SubjectKind = field(description="A child or a family.", metadata=ANY_VIEWER)
    subject_id: ID = field(description="Kith's own id of the child or family.", metadata=ANY_VIEWER)
    what: AddressChangeKind = field(description="What changed.", metadata=ANY_VIEWER)
    reported_by: str | None = field(description="Id of the agency, or the feed where none is named; null: several.", metadata=ANY_VIEWER)
    day: date | None = field(
        description="First day the new place was said, last day the old one was; null: not known, or no one day.", metadata=ANY_VIEWER
    )

    @classmethod
    def of(cls, change: Change) -> Self:
        """A change as shown."""
        return cls(
            subject_kind=SubjectKind(change.subject.kind),
            subject_id=ID(change.subject.id),
            what=AddressChangeKind(change.what),
            reported_by=change.reported_by,
            day=change.day,
        )


async def contested_page(asking: Asking, first: int, after: str | None) -> Connection[ContestedAddresses]:
    """One page of the families with three or more live addresses, by ascending id; worked out once for a load. Errors: BadInput."""
    check_length(first)
    asking.asks("contestedAddresses")
    view = asking.view()

    async def work() -> list[Several]:
        return [one async for one in several(asking.reader, view)]

    found = await asking.tables.addresses.several.of(asking.reader, view, work)
    page = after_key(asking, "contestedAddresses by id", found, lambda s: (s.family_id,), ContestedAddresses.of, first, after)
    asking.saw(edge.node.family for edge in page.edges)
    return page


async def ward_addresses(asking: Asking) -> WardAddresses:
    """The contested share by area, suppressed whoever asks."""
    asking.asks("wardAddresses")
    view = asking.view()
    tallies = await asking.tables.addresses.wards.of(asking.reader, view, lambda: wards(asking.reader, view))
    return WardAddresses(on=view.on, lines=[WardAddressesLine.of(x) for x in shown(tallies)], caption=[HOW_COUNTED, HOW_SUPPRESSED])


async def change_page(asking: Asking, since: date, first: int, after: str | None) -> Connection[AddressChange]:
    """One page of what changed since a day; worked out once for a load. Errors: BadInput."""
    check_length(first)
    asking.asks("addressChanges")
    view = asking.view()
    found = await asking.tables.addresses.changes.of(asking.reader, (view, since), lambda: address_changes(asking.reader, view, since))
    order = f"addressChanges since {since.isoformat()}"
    page = after_key(asking, order, found, lambda c: c.key, AddressChange.of, first, after)
    asking.saw(edge.node.subject_id for edge in page.edges)
    return page
