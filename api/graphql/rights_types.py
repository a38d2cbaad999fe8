"""What a person asks about the data held of them, over GraphQL."""

from datetime import date
from enum import Enum
from typing import Annotated, Self

import strawberry
from strawberry import ID, field

from api.graphql.connections import Connection, part
from api.graphql.enums import described
from api.graphql.said_types import Conflict, NotPermitted
from api.graphql.sees import ANY_VIEWER
from api.guarding.asking import Asking
from graph.model import RightsRequest
from ingest.deciding import everything
from ingest.rights import due_on


@described(
    "What someone asks for.",
    CORRECTION="That something wrong is put right.",
    OBJECTION="That it is not used.",
    RESTRICTION="That it is kept and not used while something is settled.",
    ERASURE="That it is erased.",
)
class RightsKind(Enum):
    """What someone asks for."""

    CORRECTION = "correction"
    OBJECTION = "objection"
    RESTRICTION = "restriction"
    ERASURE = "erasure"


@described(
    "Which requests.",
    WAITING="Those that nobody has decided on.",
    OVERDUE="Those that should have been decided on by now.",
    DECIDED="Those that were decided on.",
)
class RightsOnly(Enum):
    """Which requests."""

    WAITING = "waiting"
    OVERDUE = "overdue"
    DECIDED = "decided"


@strawberry.type(name="RightsRequest", description="What a person asks about the data held of them, and what was decided.")
class RightsRequestShown:
    """A request."""

    id: ID = field(description="Its id.", metadata=ANY_VIEWER)
    person: ID = field(description="Who asks, or for whom it is asked.", metadata=ANY_VIEWER)
    kind: RightsKind = field(description="What they ask for.", metadata=ANY_VIEWER)
    about: str | None = field(description="The kind of record it is about; null: everything.", metadata=ANY_VIEWER)
    words: str = field(description="What is wrong, or why, in their words.", metadata=ANY_VIEWER)
    asked_on: date | None = field(description="The day they asked.", metadata=ANY_VIEWER)
    due_on: date | None = field(description="The day by which they are answered.", metadata=ANY_VIEWER)
    is_overdue: bool = field(description="Whether they should have been answered by now.", metadata=ANY_VIEWER)
    granted: bool | None = field(description="What was decided; null: it waits.", metadata=ANY_VIEWER)
    answer: str | None = field(description="What they are told, and why.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, one: RightsRequest, today: date) -> Self:
        """As shown on a day."""
        due = due_on(one)
        return cls(
            id=ID(one.id),
            person=ID(one.person_id),
            kind=RightsKind(one.kind),
            about=one.about,
            words=one.words or "",
            asked_on=one.asked_on,
            due_on=due,
            is_overdue=one.decision is None and due is not None and due < today,
            granted=None if one.decision is None else one.decision == "yes",
            answer=one.answer,
        )


RightsResult = Annotated[
    RightsRequestShown | NotPermitted | Conflict,
    strawberry.union("RightsResult", description="What became of it: the request as it is now, or why nothing was written."),
]


async def requests_of(asking: Asking, only: RightsOnly, first: int, after: str | None) -> Connection[RightsRequestShown]:
    """One page of requests, by id. Errors: BadInput."""
    asking.asks("rightsRequests")
    shown = [RightsRequestShown.of(r, asking.today) for r in await everything(asking.reader, RightsRequest)]
    wanted = [
        r for r in shown if (r.granted is not None) == (only is RightsOnly.DECIDED) and (r.is_overdue or only is not RightsOnly.OVERDUE)
    ]
    asking.saw(str(r.person) for r in wanted)
    return part(asking, f"rights requests {only.value}", wanted, lambda r: str(r.id), lambda r: r, first, after)
