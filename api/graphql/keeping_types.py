"""How long things are kept, and what is held back from erasing, over GraphQL. Counts and ids only."""

from datetime import date
from enum import Enum
from typing import Annotated, Self

import strawberry
from strawberry import ID, field

from api.graphql.connections import Connection, part
from api.graphql.enums import SubjectKind, described
from api.graphql.said_types import Conflict, NotPermitted
from api.graphql.sees import ANY_VIEWER, any_viewer
from api.guarding.asking import Asking
from graph.model import Hold
from ingest.holds import standing
from ingest.retention import Due, due
from ingest.retention_rules import Rule


@described(
    "Why nothing of a household may be erased.",
    COURT="A court.",
    INQUIRY="An inquiry.",
    POLICE="The police.",
    COMPLAINT="A complaint.",
    CLAIM="A claim.",
    SAFEGUARDING_REVIEW="A safeguarding review.",
    OTHER="Another reason, told elsewhere.",
)
class HoldReason(Enum):
    """Why there is a hold."""

    COURT = "court"
    INQUIRY = "inquiry"
    POLICE = "police"
    COMPLAINT = "complaint"
    CLAIM = "claim"
    SAFEGUARDING_REVIEW = "safeguarding_review"
    OTHER = "other"


@strawberry.type(description="How many facts of one kind are due to go.")
class DueFacts:
    """A count."""

    kind: str = field(description="The kind or tie, as `kith schema` names it.", metadata=ANY_VIEWER)
    facts: int = field(description="How many; every version counts.", metadata=ANY_VIEWER)


@strawberry.type(description="One class of records: how long it is kept, and how much of it is due to go.")
class RetentionClass:
    """A class."""

    name: str = field(description="Its name in the file of retention.", metadata=ANY_VIEWER)
    years: int = field(description="Years for which it is kept, and `days` more.", metadata=ANY_VIEWER)
    days: int = field(description="Days.", metadata=ANY_VIEWER)
    after: list[str] = field(description="What that counts from: the latest of these.", metadata=any_viewer(size=2))
    never: bool = field(description="Whether it is never purged.", metadata=ANY_VIEWER)
    reason: str = field(description="Why it is kept so long.", metadata=ANY_VIEWER)
    due: list[DueFacts] = field(description="What is due to go, by kind.", metadata=any_viewer(size=5))
    spared: int = field(description="Facts that stay all the same, under a legal hold.", metadata=ANY_VIEWER)
    undated: int = field(description="Things of which nobody can say since when they are kept: they stay.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, rule: Rule, found: Due | None) -> Self:
        """As shown."""
        facts = dict(found.found.facts) if found else dict[str, int]()
        return cls(
            name=rule.name,
            years=rule.years,
            days=rule.days,
            after=list(rule.after),
            never=rule.never,
            reason=rule.reason,
            due=[DueFacts(kind=kind, facts=count) for kind, count in facts.items()],
            spared=found.found.spared if found else 0,
            undated=found.undated if found else 0,
        )


@strawberry.type(description="How long each class of records is kept, and what would go if it were purged now.")
class Retention:
    """What is due."""

    on: date = field(description="The day that is counted from.", metadata=ANY_VIEWER)
    classes: list[RetentionClass] = field(description="Each class, in the order of the file.", metadata=any_viewer(size=15))


@strawberry.type(description="What keeps a child or family, and their household, from being erased.")
class LegalHold:
    """A hold."""

    id: ID = field(description="Its id.", metadata=ANY_VIEWER)
    subject_kind: SubjectKind = field(description="Whom it is about.", metadata=ANY_VIEWER)
    subject_id: ID = field(description="Whom it is about.", metadata=ANY_VIEWER)
    reason: HoldReason = field(description="Why.", metadata=ANY_VIEWER)
    set_by: str | None = field(description="Who set it.", metadata=ANY_VIEWER)
    set_on: date | None = field(description="The day they did.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, one: Hold) -> Self:
        """As shown."""
        return cls(
            id=ID(one.id),
            subject_kind=SubjectKind(one.subject_kind),
            subject_id=ID(one.subject_id),
            reason=HoldReason(one.reason),
            set_by=one.set_by,
            set_on=one.set_on,
        )


@strawberry.type(description="The holds on a child or family were lifted.")
class HoldsLifted:
    """Lifted holds."""

    subject_id: ID = field(description="Whom they were about.", metadata=ANY_VIEWER)
    lifted: int = field(description="How many stood.", metadata=ANY_VIEWER)


HoldResult = Annotated[
    LegalHold | NotPermitted | Conflict,
    strawberry.union("HoldResult", description="What became of it: the hold that stands, or why nothing was written."),
]
LiftResult = Annotated[
    HoldsLifted | NotPermitted | Conflict,
    strawberry.union("LiftResult", description="What became of it: how many holds were lifted, or why nothing was written."),
]


async def retention_of(asking: Asking) -> Retention:
    """Every class as of today, worked out once for each load. Errors: those of the store."""
    asking.asks("retention")
    found = await asking.tables.dues.of(asking.reader, asking.today, lambda: due(asking.reader, asking.rules, asking.today))
    known = {one.rule.name: one for one in found}
    classes = [RetentionClass.of(rule, known.get(rule.name)) for rule in asking.rules.values()]
    return Retention(on=asking.today, classes=classes)


async def holds_of(asking: Asking, first: int, after: str | None) -> Connection[LegalHold]:
    """One page of holds, by id. Errors: BadInput."""
    asking.asks("legalHolds")
    every = await standing(asking.reader)
    asking.saw(one.subject_id for one in every)
    return part(asking, "legal holds", every, lambda one: one.id, LegalHold.of, first, after)
