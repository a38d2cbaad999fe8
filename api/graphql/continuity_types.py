"""Continuity of care as GraphQL shows it: recorded beside told, and never one from the other."""

from dataclasses import replace
from datetime import date
from enum import Enum
from typing import Self

import strawberry
from strawberry import ID, field

from api.graphql.enums import SubjectKind, described
from api.graphql.sees import ANY_VIEWER, any_viewer
from api.guarding.asking import Asking
from graph.model import Subject
from queries.continuity.continuity import Continuity, continuity
from queries.continuity.courses import Course
from queries.continuity.window import Window


@described("Who counts as one worker.", PERSON="Each professional.", SERVICE="The team they work in.", ORGANISATION="The agency behind it.")
class WorkerBy(Enum):
    """Who counts as one worker."""

    PERSON = "person"
    SERVICE = "service"
    ORGANISATION = "organisation"


@described("What is counted.", CONTACTS="Contacts on record.", DAYS="Days covered by ties, for feeds without contacts.")
class Counted(Enum):
    """What is counted."""

    CONTACTS = "contacts"
    DAYS = "days"


@strawberry.type(name="Undefined", description="A measure that can't be worked out, and why: it is never 0 or 1 instead.")
class UndefinedShown:
    """One undefined measure."""

    measure: str = field(description="Which measure.", metadata=ANY_VIEWER)
    reason: str = field(description="Why it can't be worked out.", metadata=ANY_VIEWER)


@strawberry.type(name="Course", description="What happened to a child or family in a window, each under its own name.")
class CourseShown:
    """One course."""

    social_workers: str | None = field(description="Different social workers: 1, 2 or 3+.", metadata=ANY_VIEWER)
    changes_of_social_worker: int | None = field(description="Changes of social worker: A, B, A is two.", metadata=ANY_VIEWER)
    newly_met: int | None = field(description="Retelling: professionals first met in the window.", metadata=ANY_VIEWER)
    lead_changes: int = field(description="Changes of the lead practitioner on paper.", metadata=ANY_VIEWER)
    undefined: list[UndefinedShown] = field(description="What is null, with its reason.", metadata=any_viewer(size=3))

    @classmethod
    def of(cls, course: Course) -> Self:
        """As it is."""
        return cls(
            social_workers=course.social_workers,
            changes_of_social_worker=course.changes_of_social_worker,
            newly_met=course.newly_met,
            lead_changes=course.lead_changes,
            undefined=_undefined(course.undefined),
        )


def _undefined(found: dict[str, str]) -> list[UndefinedShown]:
    return [UndefinedShown(measure=m, reason=r) for m, r in sorted(found.items())]


@strawberry.type(
    name="Continuity", description="How much of the contact in a window was with the same people. Of the contact, not of anyone."
)
class ContinuityShown:
    """The measures of one child or family, under their published names."""

    subject_kind: SubjectKind = field(description="A child or a family.", metadata=ANY_VIEWER)
    subject_id: ID = field(description="Kith's own id; of several records, the one that stands for all.", metadata=ANY_VIEWER)
    since: date = field(description="The first day looked at.", metadata=ANY_VIEWER)
    until: date = field(description="The last day looked at, included.", metadata=ANY_VIEWER)
    contacts: int = field(description="Contacts counted; of days covered, days.", metadata=ANY_VIEWER)
    workers: int = field(description="Different workers met.", metadata=ANY_VIEWER)
    upc: float | None = field(description="Usual provider: the share with whom they met most, 0 to 1.", metadata=ANY_VIEWER)
    coc: float | None = field(description="Bice–Boxerman index, 0 to 1.", metadata=ANY_VIEWER)
    hi: float | None = field(description="Herfindahl index, 0 to 1.", metadata=ANY_VIEWER)
    secon: float | None = field(description="Sequential continuity: the share with the same as the time before.", metadata=ANY_VIEWER)
    mmci: float | None = field(description="Modified, modified continuity index, 0 to 1.", metadata=ANY_VIEWER)
    k: float | None = field(description="Ejlertsson's index, 0 to 1.", metadata=ANY_VIEWER)
    kpc: float | None = field(description="The share with someone met in the twelve months before.", metadata=ANY_VIEWER)
    changes: int | None = field(description="Changes from one worker to another: A, B, A is two.", metadata=ANY_VIEWER)
    effective_workers: float | None = field(description="As many equal workers as would give this Herfindahl index.", metadata=ANY_VIEWER)
    undefined: list[UndefinedShown] = field(description="The measures that are null, with their reasons.", metadata=any_viewer(size=8))
    course: CourseShown = field(description="What happened to them in the window.", metadata=ANY_VIEWER)
    told: float | None = field(
        description="Continuity as the family tells it, 0 to 1; null: not asked. Never worked out from the record, nor the other way.",
        metadata=ANY_VIEWER,
    )

    @classmethod
    def of(cls, found: Continuity) -> Self:
        """The measures as they are."""
        names = ("contacts", "workers", "upc", "coc", "hi", "secon", "mmci", "k", "kpc", "changes", "effective_workers")
        return cls(
            subject_kind=SubjectKind(found.subject.kind),
            subject_id=ID(found.subject.id),
            since=found.window.since,
            until=found.window.until,
            undefined=_undefined(found.undefined),
            course=CourseShown.of(found.course),
            told=None,
            **{name: getattr(found, name) for name in names},
        )


async def measured(asking: Asking, asked: Subject, window: Window) -> ContinuityShown:
    """Ask how continuous a child's or family's contact was, and note whose data was seen. Errors: UnknownId."""
    asking.asks("continuity", asked.id)
    [found] = await continuity(asking.reader, [asked], asking.view(window.until, about=asked), replace(window, asked_on=asking.today))
    asking.saw((asked.id, found.subject.id))
    return ContinuityShown.of(found)
