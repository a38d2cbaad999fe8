"""Ties as GraphQL shows them: how strong, why, since when, and where the professional works."""

from datetime import date
from typing import Self

import strawberry
from strawberry import ID, field

from api.graphql.enums import Context, State, SubjectKind, Word
from api.graphql.sees import ANY_VIEWER, any_viewer, only
from api.graphql.types import Organisation, Professional, Service
from graph import model
from graph.model import Around, Contact, Post, Subject
from queries.knowing.answers import Knower
from queries.knowing.touchstone import Touchstone
from queries.scoring.because import sentences, state_because
from queries.scoring.claims import Parts, Scored

_CONTEXTS = {c.value: c for c in Context}


@strawberry.type(name="Subject", description="Whom an answer is about: a child or a family.")
class SubjectShown:
    """A child or a family, named."""

    kind: SubjectKind = field(description="A child or a family.", metadata=ANY_VIEWER)
    id: ID = field(description="Kith's own id.", metadata=ANY_VIEWER)
    name: str | None = field(description="What they are called.", metadata=only("summary"))

    @classmethod
    def of(cls, subject: Subject, around: Around) -> Self:
        """A subject with its name from what is held around it."""
        return cls(kind=SubjectKind(subject.kind), id=ID(subject.id), name=name_of(subject, around))


def name_of(subject: Subject, around: Around) -> str | None:
    """What a child or family is called, if that is held."""
    if subject.kind == "family":
        family = around.families.get(subject.id)
        return family.name if family else None
    child = around.children.get(subject.id)
    return " ".join(n for n in (child.given_name, child.family_name) if n) or None if child else None


def person_of(professional_id: str, around: Around) -> Professional:
    """A professional by id, named where their name is held."""
    return Professional.of(around.professionals.get(professional_id) or model.Professional(professional_id))


@strawberry.type(name="Post", description="Where a professional works.")
class PostShown:
    """A post that someone holds."""

    role: str | None = field(description="Role in the post.", metadata=ANY_VIEWER)
    since: date | None = field(description="First day of the post; null: not known.", metadata=ANY_VIEWER)
    service: Service = field(description="The team.", metadata=ANY_VIEWER)
    organisation: Organisation | None = field(description="The agency behind the team; null: not known.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, post: Post | None, around: Around) -> Self | None:
        """A post with the names of its team and agency."""
        if post is None:
            return None
        service = around.services.get(post.service_id)
        agency = around.organisations.get(post.organisation_id or "")
        shown = Service.of(service) if service else Service(id=ID(post.service_id), name=None, kind=None)
        return cls(role=post.role, since=post.since, service=shown, organisation=Organisation.of(agency) if agency else None)


@strawberry.type(name="Parts", description="The parts of a strength, each 0 to 1; null is unknown, and counts for nothing.")
class PartsShown:
    """The parts of a strength."""

    knowing: float | None = field(description="How long they have known each other, less for silence.", metadata=ANY_VIEWER)
    activity: float | None = field(description="How much they see of each other now; null: no contacts on record.", metadata=ANY_VIEWER)
    trust: float | None = field(description="What was said about trust; null: not asked.", metadata=only("statements"))
    reach: float = field(description="In how many settings they know each other.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, parts: Parts) -> Self:
        """The parts as they are."""
        return cls(knowing=parts.knowing, activity=parts.activity, trust=parts.trust, reach=parts.reach)


@strawberry.type(description="What joins one professional to one child or family on the day asked about, and how strongly.")
class Claim:
    """One scored tie."""

    subject: SubjectShown = field(description="The child or family.", metadata=ANY_VIEWER)
    strength: float = field(description="0 to 1, unrounded; for machines, people read `word` and `because`.", metadata=ANY_VIEWER)
    word: Word | None = field(description="The strength in a word; null at 0.", metadata=ANY_VIEWER)
    state: State = field(description="Whether it holds, and has gone silent.", metadata=ANY_VIEWER)
    state_because: str = field(description="The rule that decided the state, with its figures.", metadata=ANY_VIEWER)
    certainty: float = field(description="How much was said about trust: 0, not asked, to 1.", metadata=ANY_VIEWER)
    parts: PartsShown = field(description="What makes the strength.", metadata=ANY_VIEWER)
    because: list[str] = field(
        description="The reasons: one plain sentence a part.", metadata=only("statements", size=6, otherwise="because_unsaid")
    )
    because_unsaid: strawberry.Private[list[str]]
    since: date | None = field(description="The day it began, by start or first contact; null: not known.", metadata=ANY_VIEWER)
    until: date | None = field(description="The day it ended; null: it holds.", metadata=ANY_VIEWER)
    last_contact: date | None = field(description="The day of the last contact on record; null: none is.", metadata=ANY_VIEWER)
    contexts: list[Context] = field(description="Where the knowing happens, as far as known.", metadata=any_viewer(size=6))
    roles: list[str] = field(description="In what roles.", metadata=any_viewer(size=3))
    inferred: bool = field(description="Read from contacts alone: nobody recorded that they work together.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, scored: Scored, around: Around, on: date) -> "Claim":
        """A scored tie with its reasons."""
        return Claim(
            subject=SubjectShown.of(scored.subject, around),
            strength=scored.strength,
            word=Word(scored.word) if scored.word else None,
            state=State(scored.state),
            state_because=state_because(scored, on),
            certainty=scored.certainty,
            parts=PartsShown.of(scored.parts),
            because=list(sentences(scored, on)),
            because_unsaid=list(sentences(scored, on, trust=False)),
            since=scored.since,
            until=scored.until,
            last_contact=scored.last_contact,
            contexts=[_CONTEXTS[c] for c in scored.contexts if c in _CONTEXTS],
            roles=list(scored.roles),
            inferred=scored.inferred,
        )


@strawberry.type(description="A professional and the post they hold.")
class Practitioner:
    """A professional and the post they hold."""

    professional: Professional = field(description="Who, with their contact route.", metadata=ANY_VIEWER)
    post: PostShown | None = field(description="The post held on the day, the one begun last; null: none on record.", metadata=ANY_VIEWER)


@strawberry.type(name="Knower", description="A professional who knows the child or family, by their strongest tie.")
class KnowerShown(Claim):
    """A professional with their ties: the strongest one's fields are their own."""

    professional: Professional = field(description="Who, with their contact route.", metadata=ANY_VIEWER)
    post: PostShown | None = field(description="The post held on the day, the one begun last; null: none on record.", metadata=ANY_VIEWER)
    claims: list[Claim] = field(description="Every tie, the strongest first.", metadata=any_viewer(size=3))

    @classmethod
    def who(cls, knower: Knower, around: Around, on: date) -> Self:
        """A knower with all claims."""
        claims = [Claim.of(c, around, on) for c in knower.claims]
        post = PostShown.of(knower.post, around)
        return cls(professional=Professional.of(knower.professional), post=post, claims=claims, **vars(claims[0]))


@strawberry.type(name="Touchstone", description="Someone the child or family asked for, and how long they have not been in touch.")
class TouchstoneShown:
    """Someone the family named, with the gap since."""

    professional: Professional = field(description="Whom they named.", metadata=ANY_VIEWER)
    last_contact: date | None = field(description="The day they were last in touch; null: never on record.", metadata=ANY_VIEWER)
    silent_days: int | None = field(description="Days since then; null: never in touch on record.", metadata=ANY_VIEWER)
    usual_days: float | None = field(description="Days between contacts as a rule; null: too few to say.", metadata=ANY_VIEWER)
    state: State = field(description="Whether that is long, by their own rhythm.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, touchstone: Touchstone, around: Around) -> Self:
        """A touchstone with its name."""
        return cls(
            professional=person_of(touchstone.professional_id, around),
            last_contact=touchstone.last_contact,
            silent_days=touchstone.silent,
            usual_days=touchstone.usual,
            state=State(touchstone.state),
        )


@strawberry.type(description="The latest contact that anyone had with the child or family, messages aside.")
class LastSeen:
    """Who was in touch last, and when."""

    professional: Professional = field(description="Who was in touch.", metadata=ANY_VIEWER)
    on: date = field(description="The day.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, contact: Contact | None, around: Around) -> Self | None:
        """A contact with the name of whoever had it."""
        return cls(professional=person_of(contact.professional_id, around), on=contact.day) if contact else None
