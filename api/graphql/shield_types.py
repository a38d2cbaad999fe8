"""Shields, requests to see and broken glasses over GraphQL. Ids only."""

from datetime import date, datetime
from enum import Enum
from typing import Annotated, Self

import strawberry
from strawberry import ID, field

from api.graphql.connections import Connection, part
from api.graphql.enums import SubjectKind, described
from api.graphql.said_types import Conflict, NotPermitted
from api.graphql.sees import ANY_VIEWER, any_viewer
from api.guarding.asking import Asking
from graph.model import Opening, Shield
from ingest.deciding import everything
from ingest.openings import overdue


@described(
    "What a shield hides.",
    LOCATION="Where they are: addresses, ward, school, and ties that would tell.",
    FULL="Everything, the household too, but from those it names.",
    RESTRICTED="Their data is kept and not used: their right while something is settled.",
)
class ShieldLevel(Enum):
    """What a shield hides."""

    LOCATION = "location"
    FULL = "full"
    RESTRICTED = "restricted"


@described(
    "Why there is a shield.",
    RISK_OF_HARM="Someone may do them harm.",
    COURT_ORDER="A court orders it.",
    ADOPTION="They were adopted.",
    PROTECTED_PERSON="They are a protected person.",
    STAFF_OR_RELATIVE="They work here, or are related to someone who does.",
    REQUEST="They asked for it.",
    OTHER="Another reason, told elsewhere.",
)
class ShieldReason(Enum):
    """Why there is a shield."""

    RISK_OF_HARM = "risk_of_harm"
    COURT_ORDER = "court_order"
    ADOPTION = "adoption"
    PROTECTED_PERSON = "protected_person"
    STAFF_OR_RELATIVE = "staff_or_relative"
    REQUEST = "request"
    OTHER = "other"


@described(
    "Which shields.",
    WAITING="Those that wait for a second person, to be put in force or lifted.",
    STANDING="Those in force.",
    OVERDUE="Those in force whose day of review has passed.",
)
class ShieldsOnly(Enum):
    """Which shields."""

    WAITING = "waiting"
    STANDING = "standing"
    OVERDUE = "overdue"


@described(
    "Which requests and broken glasses.",
    WAITING="Requests that wait for an answer.",
    TO_REVIEW="Broken glasses that nobody else has looked at.",
    OVERDUE="Broken glasses that nobody else has looked at for three days.",
    OPEN="What is open now.",
)
class OpeningsOnly(Enum):
    """Which openings."""

    WAITING = "waiting"
    TO_REVIEW = "to_review"
    OVERDUE = "overdue"
    OPEN = "open"


@strawberry.type(name="Shield", description="What hides a child or family, or where they are; the household follows.")
class ShieldShown:
    """A shield."""

    id: ID = field(description="Its id.", metadata=ANY_VIEWER)
    subject_kind: SubjectKind = field(description="Whom it hides.", metadata=ANY_VIEWER)
    subject_id: ID = field(description="Whom it hides.", metadata=ANY_VIEWER)
    level: ShieldLevel = field(description="What it hides.", metadata=ANY_VIEWER)
    reason: ShieldReason = field(description="Why.", metadata=ANY_VIEWER)
    in_force: bool = field(description="Whether it hides anything: two people approved it, and no two lifted it.", metadata=ANY_VIEWER)
    asked_by: str = field(description="Who asked for it.", metadata=ANY_VIEWER)
    approved_by: str | None = field(description="Who approved it; null: it waits.", metadata=ANY_VIEWER)
    lift_asked_by: str | None = field(description="Who asked to lift it.", metadata=ANY_VIEWER)
    users: list[str] = field(description="Ids of those who may see all the same.", metadata=any_viewer(size=5))
    review_on: date | None = field(description="The day by which it must be looked at again.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, one: Shield) -> Self:
        """As shown."""
        return cls(
            id=ID(one.id),
            subject_kind=SubjectKind(one.subject_kind),
            subject_id=ID(one.subject_id),
            level=ShieldLevel(one.level),
            reason=ShieldReason(one.reason),
            in_force=bool(one.approved_by) and not one.lifted_by,
            asked_by=one.asked_by or "",
            approved_by=one.approved_by,
            lift_asked_by=one.lift_asked_by,
            users=(one.users or "").split(),
            review_on=one.review_on,
        )


@strawberry.type(name="Opening", description="A consent, a request to a broker, or a glass broken in an emergency.")
class OpeningShown:
    """An opening."""

    id: ID = field(description="Its id.", metadata=ANY_VIEWER)
    kind: str = field(description="consent, broker or break_glass.", metadata=ANY_VIEWER)
    subject_kind: SubjectKind = field(description="Whom it is about.", metadata=ANY_VIEWER)
    subject_id: ID = field(description="Whom it is about.", metadata=ANY_VIEWER)
    service_id: ID | None = field(description="The sensitive service; null: every one.", metadata=ANY_VIEWER)
    user: str | None = field(description="For whom; null: for all who may see the child or family.", metadata=ANY_VIEWER)
    reason: str = field(description="Why, in the words of who asked.", metadata=ANY_VIEWER)
    decision: str | None = field(description="yes or no; null: it waits.", metadata=ANY_VIEWER)
    until: datetime | None = field(description="The moment it closes; null: none is set.", metadata=ANY_VIEWER)
    reviewed_by: str | None = field(description="Who looked at a broken glass afterwards.", metadata=ANY_VIEWER)
    is_overdue: bool = field(description="Whether a broken glass should have been looked at by now.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, one: Opening, now: str) -> Self:
        """As shown at an instant."""
        return cls(
            id=ID(one.id),
            kind=one.kind,
            subject_kind=SubjectKind(one.subject_kind),
            subject_id=ID(one.subject_id),
            service_id=ID(one.service_id) if one.service_id else None,
            user=one.user,
            reason=one.reason or "",
            decision=one.decision,
            until=datetime.fromisoformat(one.until) if one.until else None,
            reviewed_by=one.reviewed_by,
            is_overdue=overdue(one, now),
        )


@strawberry.type(description="Two records of children that are never judged one.")
class KeptApart:
    """Two records."""

    one: ID = field(description="Id of one record.", metadata=ANY_VIEWER)
    other: ID = field(description="Id of the other.", metadata=ANY_VIEWER)


ApartResult = Annotated[
    KeptApart | NotPermitted | Conflict,
    strawberry.union("ApartResult", description="What became of it: the two records, or why nothing was written."),
]
ShieldResult = Annotated[
    ShieldShown | NotPermitted | Conflict,
    strawberry.union("ShieldResult", description="What became of it: the shield as it is now, or why nothing was written."),
]
OpeningResult = Annotated[
    OpeningShown | NotPermitted | Conflict,
    strawberry.union("OpeningResult", description="What became of it: the opening as it is now, or why nothing was written."),
]


async def shields_of(asking: Asking, only: ShieldsOnly, first: int, after: str | None) -> Connection[ShieldShown]:
    """One page of shields, by id. Errors: BadInput."""
    asking.asks("shields")
    every = [s for s in await everything(asking.reader, Shield) if _wanted(s, only, asking.today)]
    asking.saw(s.subject_id for s in every)
    return part(asking, f"shields {only.value}", every, lambda s: s.id, ShieldShown.of, first, after)


async def openings_of(asking: Asking, only: OpeningsOnly, first: int, after: str | None) -> Connection[OpeningShown]:
    """One page of requests and broken glasses, by id. Errors: BadInput."""
    asking.asks("openings")
    every = [o for o in await everything(asking.reader, Opening) if _asked(o, only, asking.at)]
    asking.saw(o.subject_id for o in every)
    return part(asking, f"openings {only.value}", every, lambda o: o.id, lambda o: OpeningShown.of(o, asking.at), first, after)


def _wanted(shield: Shield, only: ShieldsOnly, today: date) -> bool:
    standing = bool(shield.approved_by) and not shield.lifted_by
    if only is ShieldsOnly.WAITING:
        return not shield.lifted_by and (not shield.approved_by or shield.lift_asked_by is not None)
    return standing and (only is ShieldsOnly.STANDING or (shield.review_on is not None and shield.review_on < today))


def _asked(opening: Opening, only: OpeningsOnly, at: str) -> bool:
    if only is OpeningsOnly.WAITING:
        return opening.decision is None
    if only is OpeningsOnly.OPEN:
        return opening.decision == "yes" and (opening.until is None or opening.until > at)
    return opening.kind == "break_glass" and not opening.reviewed_by and (only is OpeningsOnly.TO_REVIEW or overdue(opening, at))
