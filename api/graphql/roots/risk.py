"""On whom it hangs, and what is known to end."""

from datetime import date
from typing import Annotated

import strawberry
from strawberry import argument, field

from api.graphql.connections import Connection
from api.graphql.horizon_types import Horizon, HorizonDay, HorizonEvent, Months, horizon_events, horizon_of
from api.graphql.inputs import After, First
from api.graphql.risk_types import (
    AtRisk,
    Exposure,
    ExposureBy,
    KnowledgeAtRisk,
    QuarterDay,
    exposure_page,
    knowledge_at_risk,
    services_at_risk,
)
from api.graphql.roots.base import Asked
from api.graphql.sees import question


@strawberry.type(description="On whom it hangs, and what is known to end.")
class Risk:
    """On whom it hangs, and what is known to end."""

    @field(description="On how few people the families of each service, agency or school hang, by id.", metadata=question("staffing"))
    async def exposure(
        self,
        info: Asked,
        by: Annotated[ExposureBy, argument(description="What to tell it by.")],
        first: First,
        on: Annotated[date | None, argument(description="The day in the world; none: today.")] = None,
        after: After = None,
    ) -> Connection[Exposure] | None:
        """Key-person exposure."""
        return await exposure_page(info.context, by, on, first, after)

    @field(
        description="How many families a quarter may leave with nobody who knows them, over the authority.", metadata=question("staffing")
    )
    async def knowledge_at_risk(self, info: Asked, on: QuarterDay = None) -> KnowledgeAtRisk | None:
        """Knowledge at risk."""
        return await knowledge_at_risk(info.context, on)

    @field(description="The same of each service, by ascending id.", metadata=question("staffing"))
    async def services_at_risk(self, info: Asked, first: First, on: QuarterDay = None, after: After = None) -> Connection[AtRisk] | None:
        """Knowledge at risk of each service."""
        return await services_at_risk(info.context, on, first, after)

    @field(description="What is at stake with all that is known to end in the months ahead.", metadata=question("staffing"))
    async def horizon(self, info: Asked, months: Months = 12, on: HorizonDay = None) -> Horizon | None:
        """The horizon."""
        return await horizon_of(info.context, months, on)

    @field(description="What is known to end in the months ahead, by day, and what each end puts at stake.", metadata=question("staffing"))
    async def horizon_events(
        self, info: Asked, first: First, months: Months = 12, on: HorizonDay = None, after: After = None
    ) -> Connection[HorizonEvent] | None:
        """The ends on the horizon."""
        return await horizon_events(info.context, months, on, first, after)
