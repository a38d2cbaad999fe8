"""What is said over GraphQL: the input of a statement, and every result it can have."""

from datetime import date
from typing import Annotated, Self

import strawberry
from strawberry import ID, UNSET, field

from api.graphql.enums import Answer, SpeakerKind, StatementKind
from api.graphql.inputs import SubjectBy
from api.graphql.sees import ANY_VIEWER, any_viewer
from graph.model import Statement, Subject
from ingest import statements
from ingest.statement_checks import Said
from queries.scoring.said import expiry


@strawberry.input(one_of=True, description="Who speaks: exactly one of these.")
class Speaker:
    """Who speaks."""

    child: ID | None = field(default=UNSET, description="Id of a child.")
    carer: ID | None = field(default=UNSET, description="Id of a parent or carer.")
    kin: ID | None = field(default=UNSET, description="Someone of the wider family, by any id of yours; none need be held.")
    professional: ID | None = field(default=UNSET, description="Id of a professional, about another.")
    themselves: bool | None = field(default=UNSET, description="The professional it is about.")
    anonymous: SpeakerKind | None = field(default=UNSET, description="Someone who gives no name; they are not believed about trust.")


@strawberry.input(description="What someone says. Without a subject a child speaks of their own tie, a carer of their family's.")
class SayInput:
    """A statement to record."""

    kind: StatementKind = field(description="What kind of statement it is.")
    speaker: Speaker = field(description="Who speaks.")
    about: ID = field(description="Id of the professional it is about.")
    subject: SubjectBy | None = field(default=None, description="Whose tie it is about.")
    answer: Answer | None = field(default=None, description="What was answered; none: no answer was given.")
    question: str | None = field(default=None, description="The exact question, at most 280 characters.")
    said_on: date | None = field(default=None, description="The day it was said; none: today.")
    expires_on: date | None = field(default=None, description="The first day it no longer stands; none: as its kind has it.")
    not_to_them: bool = field(default=False, description="Whether the professional it is about must not be shown it.")

    def said(self) -> Said:
        """As the write path takes it."""
        kind, who = self._speaker()
        subject = self.subject and (
            Subject("child", self.subject.child) if self.subject.child else Subject("family", self.subject.family or "")
        )
        answer, hidden = self.answer.value if self.answer else None, "not_them" if self.not_to_them else None
        return Said(self.kind.value, kind, who, self.about, subject, answer, self.said_on, self.expires_on, self.question, hidden)

    def _speaker(self) -> tuple[str, str | None]:
        s = self.speaker
        if s.anonymous:
            return s.anonymous.value, None
        if s.themselves is not UNSET:
            return "self", self.about
        return next((kind, str(who)) for kind in ("child", "carer", "kin", "professional") if (who := getattr(s, kind)))


@strawberry.type(name="Said", description="A statement as it is held: never rewritten, only followed by another.")
class SaidShown:
    """A recorded statement."""

    id: ID = field(description="Its id, by which it can be withdrawn.", metadata=ANY_VIEWER)
    kind: StatementKind = field(description="What kind of statement it is.", metadata=ANY_VIEWER)
    about: ID = field(description="Id of the professional it is about.", metadata=ANY_VIEWER)
    answer: Answer | None = field(description="What was answered; null: no answer was given.", metadata=ANY_VIEWER)
    said_on: date = field(description="The day it was said.", metadata=ANY_VIEWER)
    stands_until: date | None = field(description="The first day it no longer stands; null: until it is withdrawn.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, said: Statement) -> Self:
        """A statement without its question and its speaker."""
        return cls(
            id=ID(said.id),
            kind=StatementKind(said.kind),
            about=ID(said.about_professional_id or ""),
            answer=Answer(said.answer) if said.answer else None,
            said_on=said.said_on,
            stands_until=expiry(said),
        )


@strawberry.type(description="One thing that is wrong with what was sent.")
class Problem:
    """One field and what to do about it."""

    where: str = field(name="field", description="The field of the input.", metadata=ANY_VIEWER)
    reason: str = field(description="What is wrong and what to do.", metadata=ANY_VIEWER)


@strawberry.type(description="Nothing was written: what was sent doesn't hold together.")
class ValidationProblem:
    """What is wrong."""

    problems: list[Problem] = field(description="Every problem, each with its field.", metadata=any_viewer(size=6))


@strawberry.type(description="Nothing was written: you may not record this.")
class NotPermitted:
    """Why not."""

    reason: str = field(description="Why, and whom to ask.", metadata=ANY_VIEWER)


@strawberry.type(description="Nothing was written: it contradicts what was done before.")
class Conflict:
    """What it contradicts."""

    reason: str = field(description="What it contradicts.", metadata=ANY_VIEWER)


SayResult = Annotated[
    SaidShown | ValidationProblem | NotPermitted | Conflict,
    strawberry.union("SayResult", description="What became of it: the statement, or why nothing was written."),
]


def shown(outcome: statements.Outcome) -> SaidShown | ValidationProblem | Conflict:
    """An outcome of the write path as it is shown."""
    if isinstance(outcome, statements.Recorded):
        return SaidShown.of(outcome.statement)
    if isinstance(outcome, statements.Clash):
        return Conflict(reason=outcome.reason)
    return ValidationProblem(problems=[Problem(where=p.field, reason=f"{p.what}: {p.what_to_do}") for p in outcome.problems])
