"""Who knows whom, how well, and by which numbers."""

from datetime import date
from typing import Annotated

import strawberry
from strawberry import argument, field

from api.graphql.answer_types import WhoKnowsShown, answered
from api.graphql.connections import Connection
from api.graphql.continuity_types import ContinuityShown, Counted, WorkerBy, measured
from api.graphql.inputs import After, First, SubjectBy
from api.graphql.list_types import ActOn, ActOnFilter, Equity, EquityBy, ToAct, equity_of, to_act_on
from api.graphql.roots.base import Asked, subject_of
from api.graphql.sees import about_one, question
from api.graphql.weights_types import WeightsShown, weights_shown
from graph.errors import BadInput
from queries.continuity.window import Window, twelve_months_to


@strawberry.type(description="Who knows whom, how well, and by which numbers.")
class Knowing:
    """Who knows whom, how well, and by which numbers."""

    @field(
        description="Who knows this child or family, who is to be asked first and why, or that nobody knows them.",
        metadata=about_one("summary"),
    )
    async def who_knows(
        self,
        info: Asked,
        subject: Annotated[SubjectBy, argument(description="The child or family.")],
        on: Annotated[date | None, argument(description="The day in the world; none: today.")] = None,
        known_at: Annotated[date | None, argument(description="Only what had been told by the end of this day; none: all.")] = None,
    ) -> WhoKnowsShown | None:
        """Answer for one child or family."""
        asking = info.context
        asked = subject_of(subject)
        return await answered(asking, "whoKnows", asked, asking.view(on, known_at, about=asked))

    @field(description="A list for people who act: by kind, then by ascending id.", metadata=question("people_lists"))
    async def to_act_on(
        self,
        info: Asked,
        wanted: Annotated[ActOn, argument(name="list", description="Which list.")],
        first: First,
        only: Annotated[ActOnFilter | None, argument(name="filter", description="Which entries; none: all.")] = None,
        after: After = None,
    ) -> Connection[ToAct] | None:
        """A list for people who act."""
        return await to_act_on(info.context, wanted, only, first, after)

    @field(description="How often nobody knows a child, by group, with small numbers hidden.", metadata=question("board_counts"))
    async def equity(self, info: Asked, by: Annotated[EquityBy, argument(description="What to count by.")]) -> Equity | None:
        """The equity lens."""
        return await equity_of(info.context, by)

    @field(description="How much of the contact of a child or family in a window was with the same people.", metadata=about_one("summary"))
    async def continuity(
        self,
        info: Asked,
        subject: Annotated[SubjectBy, argument(description="The child or family.")],
        since: Annotated[date | None, argument(description="The first day; none: twelve months that end on the last.")] = None,
        until: Annotated[date | None, argument(description="The last day, included; none: today.")] = None,
        by: Annotated[WorkerBy | None, argument(description="Who counts as one worker; none: each person.")] = None,
        counted: Annotated[Counted | None, argument(description="What is counted; none: contacts.")] = None,
    ) -> ContinuityShown | None:
        """Measure the continuity of one child or family."""
        last = until or info.context.today
        first = since or twelve_months_to(last)
        if first > last:
            raise BadInput("since is after until: put the earlier day first")
        return await measured(info.context, subject_of(subject), _window(first, last, by, counted))

    @field(description="The numbers that the scores use: which, what each is, who set them and why.", metadata=question("how_it_works"))
    async def weights(
        self, info: Asked, on: Annotated[date | None, argument(description="The day in the world; none: today.")] = None
    ) -> WeightsShown | None:
        """The weights in force on a day."""
        return await weights_shown(info.context, on)


def _window(first: date, last: date, by: WorkerBy | None, counted: Counted | None) -> Window:
    return Window(first, last, (by or WorkerBy.PERSON).value, (counted or Counted.CONTACTS).value)
