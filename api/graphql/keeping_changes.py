"""Setting and lifting legal holds over GraphQL."""

from typing import Annotated

import strawberry
from strawberry import ID, argument, field

from api.graphql.guarding_changes import Whom, step
from api.graphql.keeping_types import HoldReason, HoldResult, HoldsLifted, LegalHold, LiftResult
from api.graphql.roots.base import Asked, subject_of
from api.graphql.sees import change
from api.guarding.access import Clock
from graph.errors import UnknownId
from graph.model import Hold, Subject
from graph.store import GraphStore
from ingest.deciding import Refused
from ingest.holds import lift_holds, set_hold, standing


@strawberry.type(description="Changes to what may be erased.")
class KeepingChanges:
    """Changes to what may be erased."""

    @field(description="Keep a child or family, and their household, from being erased.", metadata=change("keeping"))
    async def set_hold(self, info: Asked, subject: Whom, reason: Annotated[HoldReason, argument(description="Why.")]) -> HoldResult | None:
        """Set a hold."""
        asking, about = info.context, subject_of(subject)
        by = asking.viewer.id
        done = await step(asking, "keeping", "setHold", [about.id], lambda s, c: _held(s, about, reason.value, by, c))
        return LegalHold.of(done) if isinstance(done, Hold) else done

    @field(description="Lift every hold on a child or family.", metadata=change("keeping"))
    async def lift_holds(self, info: Asked, subject: Whom) -> LiftResult | None:
        """Lift holds."""
        asking, about = info.context, subject_of(subject)
        by = asking.viewer.id
        done = await step(asking, "keeping", "liftHolds", [about.id], lambda s, c: _lifted(s, about, by, c))
        return HoldsLifted(subject_id=ID(about.id), lifted=done) if isinstance(done, int) else done


async def _held(store: GraphStore, about: Subject, reason: str, by: str, clock: Clock) -> Hold | Refused:
    """The hold that stands then, whether it is new or not."""
    try:
        await set_hold(store, about, reason, by, clock)
    except UnknownId:
        return Refused("nothing is held under this id: check it")
    return next(one for one in await standing(store) if (one.subject_kind, one.subject_id, one.reason) == (*about, reason))


async def _lifted(store: GraphStore, about: Subject, by: str, clock: Clock) -> int | Refused:
    return await lift_holds(store, about, by, clock) or Refused("no hold stands on them")
