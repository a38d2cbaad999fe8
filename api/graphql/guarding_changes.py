"""Changes to who may see whom: shields, consent, requests to a broker, a glass broken in an emergency."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from typing import Annotated, TypeVar

import strawberry
from strawberry import ID, argument, field

from api.graphql.inputs import SubjectBy
from api.graphql.roots.base import Asked, subject_of
from api.graphql.said_types import Conflict, NotPermitted
from api.graphql.sees import change
from api.graphql.shield_types import (
    ApartResult,
    KeptApart,
    OpeningResult,
    OpeningShown,
    ShieldLevel,
    ShieldReason,
    ShieldResult,
    ShieldShown,
)
from api.guarding.access import Clock
from api.guarding.asking import Asking
from api.guarding.policy import Action
from graph.errors import ReadOnlyStore
from graph.model import Apart, Opening, Shield
from graph.store import GraphStore
from ingest import openings, shields
from ingest.apart import keep_apart
from ingest.deciding import Refused
from ingest.shields import Wanted

T = TypeVar("T")
Act = Callable[[GraphStore, Clock], Awaitable[T | Refused]]
Whom = Annotated[SubjectBy, argument(description="The child or family.")]
Why = Annotated[str, argument(description="Why, in 1 to 280 characters.")]
WhichService = Annotated[ID | None, argument(description="The sensitive service; none: every one.")]
TheShield = Annotated[ID, argument(description="Id of the shield.")]
TheOpening = Annotated[ID, argument(description="Its id.")]


async def _shield(asking: Asking, what: str, ids: list[str], act: Act[Shield]) -> ShieldShown | NotPermitted | Conflict:
    done = await step(asking, "shielding", what, ids, act)
    return ShieldShown.of(done) if isinstance(done, Shield) else done


async def _opening(asking: Asking, action: Action, what: str, ids: list[str], act: Act[Opening]) -> OpeningShown | NotPermitted | Conflict:
    done = await step(asking, action, what, ids, act)
    return OpeningShown.of(done, asking.at) if isinstance(done, Opening) else done


async def step(asking: Asking, action: Action, what: str, ids: list[str], act: Act[T]) -> T | NotPermitted | Conflict:
    """Take one step that an action opens, or say why not. Errors: ReadOnlyStore; those of the step."""
    if asking.pen is None:
        raise ReadOnlyStore("nothing can be written here")
    if not asking.may(action):
        asking.denies(what, *ids)
        return NotPermitted(reason="your role, or the purpose you gave, does not do this: ask a privacy officer")
    done = await asking.pen.guard(asking, what, ids, act)
    return Conflict(reason=done.reason) if isinstance(done, Refused) else done


@strawberry.type(description="Changes to who may see whom.")
class GuardingChanges:
    """Changes to who may see whom."""

    @field(description="Ask for a shield: it hides nothing until another person approves it.", metadata=change("shielding"))
    async def ask_shield(
        self,
        info: Asked,
        subject: Whom,
        level: Annotated[ShieldLevel, argument(description="What it hides.")],
        reason: Annotated[ShieldReason, argument(description="Why.")],
        review_on: Annotated[date, argument(description="The day by which it must be looked at again, within a year.")],
        users: Annotated[list[str] | None, argument(description="Ids of those who may see all the same.")] = None,
    ) -> ShieldResult | None:
        """Ask for a shield."""
        wanted = Wanted(subject_of(subject), level.value, reason.value, tuple(users or ()), review_on)
        by = info.context.viewer.id
        return await _shield(info.context, "askShield", [wanted.subject.id], lambda s, c: shields.ask_shield(s, wanted, by, c))

    @field(description="Put a shield in force, as another person than who asked for it.", metadata=change("shielding"))
    async def approve_shield(self, info: Asked, shield: TheShield) -> ShieldResult | None:
        """Approve a shield."""
        by = info.context.viewer.id
        return await _shield(info.context, "approveShield", [shield], lambda s, c: shields.approve_shield(s, shield, by, c))

    @field(description="Ask to lift a shield, or lift it as another person than who asked that.", metadata=change("shielding"))
    async def lift_shield(self, info: Asked, shield: TheShield) -> ShieldResult | None:
        """Lift a shield."""
        by = info.context.viewer.id
        return await _shield(info.context, "liftShield", [shield], lambda s, c: shields.lift_shield(s, shield, by, c))

    @field(description="Record that a child or family agrees to be seen with a sensitive service.", metadata=change("opening"))
    async def record_consent(
        self,
        info: Asked,
        subject: Whom,
        reason: Annotated[str, argument(description="How they agreed, in 1 to 280 characters.")],
        service: WhichService = None,
        until: Annotated[date | None, argument(description="The last day of it; none: until it is taken back.")] = None,
    ) -> OpeningResult | None:
        """Record consent."""
        wish = _wish(info.context, subject, service, reason)
        return await _opening(
            info.context, "opening", "recordConsent", [wish.subject.id], lambda s, c: openings.record_consent(s, wish, until, c)
        )

    @field(description="Ask whether you may see a sensitive service's ties; another person answers.", metadata=change("opening"))
    async def ask_broker(self, info: Asked, subject: Whom, reason: Why, service: WhichService = None) -> OpeningResult | None:
        """Ask a broker."""
        wish = _wish(info.context, subject, service, reason)
        return await _opening(info.context, "opening", "askBroker", [wish.subject.id], lambda s, c: openings.ask_broker(s, wish, c))

    @field(description="Answer such a request; a yes holds for 30 days.", metadata=change("shielding"))
    async def answer_broker(
        self, info: Asked, request: TheOpening, yes: Annotated[bool, argument(description="Whether they may see.")]
    ) -> OpeningResult | None:
        """Answer a request."""
        by = info.context.viewer.id
        return await _opening(
            info.context, "shielding", "answerBroker", [request], lambda s, c: openings.answer_broker(s, request, yes, by, c)
        )

    @field(
        description="See one child or family at once in an emergency; someone else looks at it afterwards. A full shield stays closed.",
        metadata=change("opening"),
    )
    async def break_glass(
        self,
        info: Asked,
        subject: Whom,
        reason: Why,
        hours: Annotated[int, argument(description="For how many hours, 1 to 24.")] = 24,
    ) -> OpeningResult | None:
        """Break the glass."""
        wish = _wish(info.context, subject, None, reason)
        return await _opening(
            info.context, "opening", "breakGlass", [wish.subject.id], lambda s, c: openings.break_glass(s, wish, hours, c)
        )

    @field(description="Say whether a glass was broken rightly, as another person than who broke it.", metadata=change("shielding"))
    async def review_glass(
        self, info: Asked, opening: TheOpening, justified: Annotated[bool, argument(description="Whether it was right.")]
    ) -> OpeningResult | None:
        """Look at a broken glass."""
        by = info.context.viewer.id
        return await _opening(
            info.context, "shielding", "reviewGlass", [opening], lambda s, c: openings.review_glass(s, opening, justified, by, c)
        )

    @field(description="Close what was opened: a consent that is taken back, a glass no longer needed.", metadata=change("shielding"))
    async def end_opening(self, info: Asked, opening: TheOpening) -> OpeningResult | None:
        """Close an opening."""
        by = info.context.viewer.id
        return await _opening(info.context, "shielding", "endOpening", [opening], lambda s, c: openings.end_opening(s, opening, by, c))

    @field(
        description="Say that two records of children are never to be judged one, after an adoption above all.",
        metadata=change("shielding"),
    )
    async def keep_apart(
        self,
        info: Asked,
        one: Annotated[ID, argument(description="Id of a record.")],
        other: Annotated[ID, argument(description="Id of another.")],
    ) -> ApartResult | None:
        """Keep two records apart."""
        by = info.context.viewer.id
        done = await step(info.context, "shielding", "keepApart", [one, other], lambda s, c: keep_apart(s, one, other, by, c))
        return KeptApart(one=ID(done.child_id), other=ID(done.other_id)) if isinstance(done, Apart) else done


def _wish(asking: Asking, subject: SubjectBy, service: str | None, reason: str) -> openings.Wish:
    """What the viewer wants to see. A broken glass reaches beyond their own organisations; what is shielded from them is not there."""
    asked = subject_of(subject)
    return openings.Wish(asked, service, reason, asking.viewer.id, replace(asking.view(), organisations=None))
