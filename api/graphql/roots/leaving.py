"""What changes do, and who takes over."""

from datetime import date
from typing import Annotated

import strawberry
from strawberry import ID, argument, field

from api.graphql.connections import MOST, Connection
from api.graphql.handover_types import HandoverRules, HandoverShown, plan_page
from api.graphql.impact_types import ImpactLine
from api.graphql.inputs import After, First
from api.graphql.roots.base import Asked
from api.graphql.saved_types import SavedScenario, saved_page, what_if_saved
from api.graphql.scenario_inputs import Changes, ScenarioDay, scenario_from
from api.graphql.scenario_types import WhatIf, what_if, what_if_lines
from api.graphql.sees import about_one, question
from graph.errors import BadInput


@strawberry.type(description="What changes do, and who takes over.")
class Leaving:
    """What changes do, and who takes over."""

    @field(
        description="What would these changes do, taken together, to who knows each family? Nothing is stored.",
        metadata=question("staffing"),
    )
    async def what_if(self, info: Asked, changes: Changes, on: ScenarioDay = None) -> WhatIf | None:
        """What a scenario does in all."""
        return await what_if(info.context, scenario_from(changes), on)

    @field(description="The same child by child and family by family, the worst first.", metadata=question("staffing"))
    async def what_if_lines(
        self, info: Asked, changes: Changes, first: First, on: ScenarioDay = None, after: After = None
    ) -> Connection[ImpactLine] | None:
        """What a scenario does to each."""
        return await what_if_lines(info.context, scenario_from(changes), on, first, after)

    @field(description="Scenarios that are kept, by name; for those who see every agency.", metadata=question("plans"))
    async def saved_scenarios(self, info: Asked, first: First, after: After = None) -> Connection[SavedScenario] | None:
        """Saved scenarios."""
        return await saved_page(info.context, first, after)

    @field(description="What a saved scenario would do now.", metadata=about_one("plans"))
    async def what_if_saved(
        self, info: Asked, name: Annotated[str, argument(description="Its name.")], on: ScenarioDay = None
    ) -> WhatIf | None:
        """What a saved scenario does in all."""
        return await what_if_saved(info.context, name, on)

    @field(
        description="Who takes over from people who leave together: placed first, the worst losses first.", metadata=question("staffing")
    )
    async def handover_plan(
        self,
        info: Asked,
        leavers: Annotated[list[ID], argument(description="Ids of the professionals who leave, at most 100.")],
        first: First,
        on: Annotated[date | None, argument(description="The first day without them; none: today.")] = None,
        rules: Annotated[HandoverRules | None, argument(description="What it keeps to; none: a receiver for each family.")] = None,
        after: After = None,
    ) -> Connection[HandoverShown] | None:
        """A handover plan."""
        if len(leavers) > MOST:
            raise BadInput(f"at most {MOST} people leave at once: ask for fewer")
        return await plan_page(info.context, [str(p) for p in leavers], on, rules, first, after)
