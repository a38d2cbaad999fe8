"""Who joins agencies, as GraphQL shows it: by role to boards, few people hidden; by person and service to those who can act on it."""

import asyncio
from enum import Enum
from typing import Self

import strawberry
from strawberry import ID, field

from api.graphql.connections import Connection, part
from api.graphql.enums import described
from api.graphql.list_types import FigureShown
from api.graphql.sees import ANY_VIEWER, any_viewer, only
from api.guarding.asking import Asking
from api.telling.bridge_rows import because
from graph.errors import BadInput
from queries.linking.anchors import FEWEST, anchors
from queries.linking.anchors_board import ShownAnchor, shown_anchors
from queries.linking.board import shown_count
from queries.linking.bridges import Bridge, By, bridges, for_board
from queries.linking.communities import Communities, communities
from queries.linking.links import links
from queries.linking.paths import Path, connection


@described(
    "What bridges are told by.",
    PERSON="One person; not for boards.",
    ROLE="All who hold posts of one role, or are of one profession.",
    SERVICE="All who work in one service; not for boards.",
)
class BridgeBy(Enum):
    """What bridges are told by."""

    PERSON = "person"
    ROLE = "role"
    SERVICE = "service"


@strawberry.type(description="Two organisations that would know no family in common without someone.")
class PartedPair:
    """One pair."""

    own: ID = field(description="Id of the organisation that knows these families through them alone.", metadata=ANY_VIEWER)
    other: ID = field(description="Id of the other one.", metadata=ANY_VIEWER)
    families: FigureShown = field(description="Families, and children without one, that both know now.", metadata=ANY_VIEWER)


@strawberry.type(description="A person, role or service that joins organisations which nothing else joins.")
class BridgeShown:
    """One bridge."""

    by: BridgeBy = field(description="What it is.", metadata=ANY_VIEWER)
    who: str = field(description="Id of the person or service, or the role.", metadata=ANY_VIEWER)
    people: FigureShown = field(description="How many people these are.", metadata=ANY_VIEWER)
    pairs: int = field(description="Pairs of organisations that would know no family in common without them.", metadata=ANY_VIEWER)
    parted: list[PartedPair] = field(description="Those pairs; empty to boards.", metadata=only("working_together", size=5))
    cut_off: int = field(description="People who would be joined to the rest no more; 0 for roles and services.", metadata=ANY_VIEWER)
    because: list[str] = field(description="Why, in plain sentences; empty to boards.", metadata=only("working_together", size=2))

    @classmethod
    def of(cls, one: Bridge, by: BridgeBy, *, board: bool) -> Self:
        """As this viewer sees it."""
        pairs = [PartedPair(own=ID(p.own), other=ID(p.other), families=FigureShown.of(shown_count(p.families))) for p in one.parted]
        return cls(
            by=by,
            who=one.who,
            people=FigureShown.of(shown_count(one.people)),
            pairs=len(one.parted),
            parted=[] if board else pairs,
            cut_off=0 if board else one.cut_off,
            because=[] if board else because(one),
        )


async def bridge_page(asking: Asking, by: BridgeBy, first: int, after: str | None) -> Connection[BridgeShown]:
    """One page of bridges, those that part the most pairs first. Errors: BadInput, also for boards that ask for more than roles."""
    board = not asking.may("working_together")
    if board and by is not BridgeBy.ROLE:
        raise BadInput("boards see bridges by role")
    asking.asks("bridges")
    view, wanted = asking.view(), _by(by)
    found = await asking.tables.bridges.of(asking.reader, (view, wanted), lambda: bridges(asking.reader, view, wanted))
    if by is BridgeBy.PERSON:
        asking.saw(one.who for one in found)
    shown = for_board(found) if board else found
    return part(asking, f"bridges by {wanted}", shown, lambda one: one.who, lambda one: BridgeShown.of(one, by, board=board), first, after)


def _by(by: BridgeBy) -> By:
    if by is BridgeBy.PERSON:
        return "person"
    return "role" if by is BridgeBy.ROLE else "service"


@strawberry.type(description="People who share families with each other more than with others.")
class CommunityShown:
    """One community."""

    people: FigureShown = field(description="How many they are.", metadata=ANY_VIEWER)
    organisations: list[ID] = field(
        description="Ids of the organisations where they work, those with most of them first.", metadata=any_viewer(size=20)
    )


@strawberry.type(description="Who actually works together, beside the organisation chart. Drawn by chance from several seeds.")
class CommunitiesShown:
    """All communities."""

    communities: list[CommunityShown] = field(description="The communities, the largest first.", metadata=any_viewer(size=20))
    modularity: float = field(description="How far ties stay inside communities, at most 1.", metadata=ANY_VIEWER)
    stability: float | None = field(description="How alike two drawings are: 1 the same, 0 by chance; null: nothing.", metadata=ANY_VIEWER)
    like_chart: float | None = field(description="How alike they are to the organisations, in the same way.", metadata=ANY_VIEWER)
    seeds: int = field(description="How often they were drawn.", metadata=ANY_VIEWER)


async def communities_of(asking: Asking) -> CommunitiesShown:
    """The communities, worked out once for a load; counts as boards see them."""
    asking.asks("communities")
    view = asking.view()
    found: Communities = await asking.tables.communities.of(asking.reader, view, lambda: communities(asking.reader, view))
    told = [
        CommunityShown(
            people=FigureShown.of(shown_count(len(one.people))),
            organisations=[ID(o) for o in sorted(one.organisations, key=lambda o: (-one.organisations[o], o))],
        )
        for one in found.found
        if len(one.people) >= FEWEST
    ]
    return CommunitiesShown(
        communities=told, modularity=found.modularity, stability=found.stability, like_chart=found.like_chart, seeds=found.seeds
    )


@strawberry.type(description="An organisation by the ties it holds to others, with the caveat of size.")
class AnchorShown:
    """One organisation."""

    organisation: ID = field(description="Id of the organisation.", metadata=ANY_VIEWER)
    people: FigureShown = field(description="Its people who know any family now.", metadata=ANY_VIEWER)
    ties: FigureShown = field(description="Pairs of one of them and someone elsewhere who know one family.", metadata=ANY_VIEWER)
    share: float | None = field(
        description="Share of the ties of all that are not too few to be told; null where they are.", metadata=ANY_VIEWER
    )
    share_by_size: float | None = field(description="Its share of their people; null where they are too few.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, one: ShownAnchor) -> Self:
        """As boards see it."""
        return cls(
            organisation=ID(one.organisation),
            people=FigureShown.of(one.people),
            ties=FigureShown.of(one.ties),
            share=one.share,
            share_by_size=one.by_size,
        )


async def anchor_page(asking: Asking, first: int, after: str | None) -> Connection[AnchorShown]:
    """One page of organisations, those that are shown to hold the most ties first. Errors: BadInput."""
    asking.asks("anchors")
    view = asking.view()

    async def work() -> list[ShownAnchor]:
        joined = await asking.tables.links.of(asking.reader, view, lambda: links(asking.reader, view))
        return await asyncio.to_thread(shown_anchors, await anchors(asking.reader, view), joined)

    found = await asking.tables.anchors.of(asking.reader, view, work)
    return part(asking, "anchors by ties", found, lambda one: one.organisation, AnchorShown.of, first, after)


@strawberry.type(description="A way from one person to another, by families that each two in turn both know.")
class PathShown:
    """One way."""

    people: list[ID] = field(description="Ids from the one to the other.", metadata=any_viewer(size=5))
    shared_families: list[int] = field(description="Families that each two in turn know.", metadata=any_viewer(size=5))

    @classmethod
    def of(cls, path: Path | None) -> Self | None:
        """As shown."""
        return cls(people=[ID(p) for p in path.people], shared_families=list(path.shared)) if path else None


@strawberry.type(description="How two people are connected; null where they are not.")
class PathsShown:
    """The shortest and the strongest way."""

    shortest: PathShown | None = field(description="The way with the fewest steps.", metadata=ANY_VIEWER)
    strongest: PathShown | None = field(description="The way whose steps have most families in common.", metadata=ANY_VIEWER)


async def paths_of(asking: Asking, one: str, other: str) -> PathsShown:
    """How two people are connected. Errors: UnknownId."""
    asking.asks("connection", one, other)
    found = await connection(asking.reader, one, other, asking.view())
    asking.saw({one, other, *(p for way in (found.shortest, found.strongest) if way for p in way.people)})
    return PathsShown(shortest=PathShown.of(found.shortest), strongest=PathShown.of(found.strongest))
