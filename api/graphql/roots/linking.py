"""How agencies are joined."""

from typing import Annotated

import strawberry
from strawberry import ID, argument, field

from api.graphql.bridge_types import (
    AnchorShown,
    BridgeBy,
    BridgeShown,
    CommunitiesShown,
    PathsShown,
    anchor_page,
    bridge_page,
    communities_of,
    paths_of,
)
from api.graphql.connections import Connection
from api.graphql.inputs import After, First
from api.graphql.link_types import AgencyLink, link_page
from api.graphql.missing_types import MissingLink, missing_page
from api.graphql.roots.base import Asked
from api.graphql.school_types import HomeSchool, Hub, home_school_of, hub_of
from api.graphql.sees import about_one, question
from api.graphql.trend_types import LinkChange, Quarters, trend_page


@strawberry.type(description="How agencies are joined.")
class Linking:
    """How agencies are joined."""

    @field(
        description="How agencies are joined, pair by pair in order of ids; small numbers are hidden.", metadata=question("board_counts")
    )
    async def agency_links(self, info: Asked, first: First, after: After = None) -> Connection[AgencyLink] | None:
        """How agencies are joined."""
        return await link_page(info.context, first, after)

    @field(
        description="How links between agencies came and went, pair by pair and quarter by quarter, and why.",
        metadata=question("board_counts"),
    )
    async def link_trend(self, info: Asked, first: First, quarters: Quarters = 4, after: After = None) -> Connection[LinkChange] | None:
        """How links come and go."""
        return await trend_page(info.context, quarters, first, after)

    @field(
        description="Agencies that share families while nobody has met, those with most in common first.", metadata=question("board_counts")
    )
    async def missing_links(self, info: Asked, first: First, after: After = None) -> Connection[MissingLink] | None:
        """Missing links."""
        return await missing_page(info.context, first, after)

    @field(
        description="What joins organisations that nothing else joins, what parts the most pairs first.", metadata=question("board_counts")
    )
    async def bridges(
        self, info: Asked, by: Annotated[BridgeBy, argument(description="What to tell them by.")], first: First, after: After = None
    ) -> Connection[BridgeShown] | None:
        """Bridges."""
        return await bridge_page(info.context, by, first, after)

    @field(description="Who actually works together, whatever the organisation chart says.", metadata=question("board_counts"))
    async def communities(self, info: Asked) -> CommunitiesShown | None:
        """Communities."""
        return await communities_of(info.context)

    @field(description="Organisations by the ties between agencies that they hold, the most first.", metadata=question("board_counts"))
    async def anchors(self, info: Asked, first: First, after: After = None) -> Connection[AnchorShown] | None:
        """Anchors."""
        return await anchor_page(info.context, first, after)

    @field(description="How two people are connected; not for boards.", metadata=about_one("working_together"))
    async def connection(
        self,
        info: Asked,
        one: Annotated[ID, argument(description="Id of a professional.")],
        other: Annotated[ID, argument(description="Id of another.")],
    ) -> PathsShown | None:
        """Ways between two people."""
        return await paths_of(info.context, str(one), str(other))

    @field(description="How often no one person knows a child both at home and at school, by school.", metadata=question("board_counts"))
    async def home_school(self, info: Asked) -> HomeSchool | None:
        """Home and school."""
        return await home_school_of(info.context)

    @field(description="Who is present at a school; not for boards.", metadata=about_one("working_together"))
    async def hub(self, info: Asked, school: Annotated[ID, argument(description="Id of the school's service.")]) -> Hub | None:
        """A school as a hub."""
        return await hub_of(info.context, str(school))
