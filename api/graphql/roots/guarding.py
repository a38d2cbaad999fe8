"""Who is guarded, and who asked to see all the same."""

from typing import Annotated

import strawberry
from strawberry import argument, field

from api.graphql.alarm_types import AlarmShown, alarms_of
from api.graphql.connections import Connection
from api.graphql.inputs import After, First
from api.graphql.roots.base import Asked
from api.graphql.sees import question
from api.graphql.shield_types import OpeningShown, OpeningsOnly, ShieldShown, ShieldsOnly, openings_of, shields_of


@strawberry.type(description="Who is guarded, and who asked to see all the same.")
class Guarding:
    """Who is guarded, and who asked to see all the same."""

    @field(description="Shields: those that wait, stand, or should be looked at again.", metadata=question("shielding"))
    async def shields(
        self, info: Asked, only: Annotated[ShieldsOnly, argument(description="Which.")], first: First, after: After = None
    ) -> Connection[ShieldShown] | None:
        """Shields."""
        return await shields_of(info.context, only, first, after)

    @field(description="Requests to see what is hidden, and glasses broken in emergencies.", metadata=question("shielding"))
    async def openings(
        self, info: Asked, only: Annotated[OpeningsOnly, argument(description="Which.")], first: First, after: After = None
    ) -> Connection[OpeningShown] | None:
        """Requests and broken glasses."""
        return await openings_of(info.context, only, first, after)

    @field(description="Who looked at unusually many people within an hour, the newest first.", metadata=question("alarms"))
    async def alarms(self, info: Asked, first: First, after: After = None) -> Connection[AlarmShown] | None:
        """Alarms."""
        return await alarms_of(info.context, first, after)
