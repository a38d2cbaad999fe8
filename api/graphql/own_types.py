"""What is held of a person, as they may have it: records with where they are from, who knows them, who looked, what they asked."""

from datetime import date, datetime
from enum import Enum
from typing import Self

import strawberry
from strawberry import ID, UNSET, field

from api.graphql.enums import described
from api.graphql.knowing_types import KnowerShown
from api.graphql.rights_types import RightsRequestShown
from api.graphql.sees import ANY_VIEWER, any_viewer
from api.guarding.asking import Asking
from api.guarding.audit_reading import Look
from api.telling.own_words import GUARDS, KEPT_BACK, Field, fields_of, held_since, title
from graph.erasing import HeldFact, Node
from graph.errors import UnknownId
from graph.model import RightsRequest, Source, Subject, View
from graph.veil import Eyes, veil
from ingest.deciding import everything
from queries.owning.own_copy import GROUPS, Group, Guard, OwnCopy, guard_of, own_copy
from queries.owning.own_knowers import own_knowers


@described(
    "What is kept back from a copy.",
    SAID_BY_OTHERS="What other people said.",
    RELATIVES="What is about others in the family.",
    PLANS="Plans of staff.",
    GUARDING="What guards somebody: shields, holds, requests, whereabouts.",
)
class KeptBack(Enum):
    """What is kept back from a copy."""

    SAID_BY_OTHERS = "said_by_others"
    RELATIVES = "relatives"
    PLANS = "plans"
    GUARDING = "guarding"


@strawberry.input(one_of=True, description="Whose copy: exactly one of these.")
class PersonBy:
    """A child, a carer or a professional."""

    child: ID | None = field(default=UNSET, description="Id of a child.")
    carer: ID | None = field(default=UNSET, description="Id of a parent or carer.")
    professional: ID | None = field(default=UNSET, description="Id of a professional.")

    @property
    def node(self) -> Node:
        """As whom they are held."""
        told = ((kind, getattr(self, kind.lower())) for kind in ("Child", "Carer", "Professional"))
        return next((kind, str(name)) for kind, name in told if name)


@strawberry.type(name="HeldField", description="One thing that a record says.")
class FieldShown:
    """One field."""

    name: str = field(description="Its name in the store.", metadata=ANY_VIEWER)
    meaning: str = field(description="What it means.", metadata=ANY_VIEWER)
    value: str = field(description="What it says.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, one: Field) -> Self:
        """As shown."""
        return cls(name=one.name, meaning=one.meaning, value=one.value)


@strawberry.type(name="HeldFrom", description="Who told something, and by what right it is held.")
class SourceShown:
    """A source."""

    name: str = field(description="Its name.", metadata=ANY_VIEWER)
    controller: str | None = field(description="Who answers for it.", metadata=ANY_VIEWER)
    lawful_basis: str | None = field(description="The lawful basis it is held on.", metadata=ANY_VIEWER)
    agreement: str | None = field(description="The agreement it is shared under.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, one: Source) -> Self:
        """As shown."""
        return cls(name=one.name, controller=one.controller, lawful_basis=one.lawful_basis, agreement=one.agreement)


@strawberry.type(name="HeldRecord", description="One version of one record.")
class RecordShown:
    """One version of a fact."""

    what: str = field(description="What it is, in plain words.", metadata=ANY_VIEWER)
    kind: str = field(description="Its kind in the store.", metadata=ANY_VIEWER)
    fields: list[FieldShown] = field(description="What it says.", metadata=any_viewer(size=6))
    source: SourceShown = field(description="Where it is from.", metadata=ANY_VIEWER)
    recorded: datetime = field(description="When Kith was told.", metadata=ANY_VIEWER)
    until: datetime | None = field(description="When it was replaced or no longer told; null: it stands.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, one: HeldFact, copy: OwnCopy) -> Self:
        """As shown."""
        since, until = held_since(one)
        told = [FieldShown.of(f) for f in fields_of(one, copy)]
        return cls(what=title(one, copy), kind=one.label, fields=told, source=SourceShown.of(one.source), recorded=since, until=until)


@strawberry.type(name="LeftOut", description="Records that are kept back: how many, and why. What guards somebody is never counted.")
class LeftOutShown:
    """A group that is kept back."""

    what: KeptBack = field(description="What it is.", metadata=ANY_VIEWER)
    count: int = field(description="How many versions of records.", metadata=ANY_VIEWER)
    why: str = field(description="Why.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, group: Group, count: int) -> Self:
        """As shown."""
        return cls(what=KeptBack(group), count=count, why=KEPT_BACK[group])


@strawberry.type(name="Look", description="One time that someone was shown data of theirs.")
class LookShown:
    """One look."""

    when: datetime = field(description="When.", metadata=ANY_VIEWER)
    who: str = field(description="Id of who looked.", metadata=ANY_VIEWER)
    role: str = field(description="As what.", metadata=ANY_VIEWER)
    organisations: list[str] | None = field(description="Ids of their organisations; null: all.", metadata=any_viewer(size=5))
    purpose: str | None = field(description="Why: the code of the purpose they gave.", metadata=ANY_VIEWER)
    what: list[str] = field(description="What they asked.", metadata=any_viewer(size=3))

    @classmethod
    def of(cls, one: Look) -> Self:
        """Without the reason they typed, which may speak of others."""
        scope = None if one.organisations is None else list(one.organisations)
        when = datetime.fromisoformat(one.when)
        return cls(when=when, who=one.who, role=one.role, organisations=scope, purpose=one.purpose, what=list(one.what))


@strawberry.type(name="OwnCopy", description="What is held of a person, where from, who knows them, who looked, and what they asked.")
class OwnCopyShown:
    """A person's own copy."""

    person: ID = field(description="The id under which they are held.", metadata=ANY_VIEWER)
    kind: str = field(description="As what they are held: child, carer or professional.", metadata=ANY_VIEWER)
    on: date = field(description="The day it was made.", metadata=ANY_VIEWER)
    records: list[RecordShown] = field(description="Every version of every record.", metadata=any_viewer(size=80))
    left_out: list[LeftOutShown] = field(description="What is not in it, and why.", metadata=any_viewer(size=3))
    guards: str = field(description="What is said of guards, the same in every copy.", metadata=ANY_VIEWER)
    used: bool = field(description="Whether their data may be used; where not, nobody's tie is worked out.", metadata=ANY_VIEWER)
    who_knows: list[KnowerShown] = field(
        description="Who knows them or their family, by their own ties, and how that was worked out.", metadata=any_viewer(size=15)
    )
    looks: list[LookShown] = field(description="Who was shown data of theirs, the oldest first.", metadata=any_viewer(size=50))
    requests: list[RightsRequestShown] = field(description="What they asked for, and what was decided.", metadata=any_viewer(size=3))


async def copy_of(asking: Asking, person: Node, released: tuple[Group, ...] = (), *, own: bool) -> OwnCopyShown:
    """One person's copy; nobody but they and an officer may have it. Errors: UnknownId."""
    noted = "own copy" if own else ", ".join(("copy", *(f"releasing {g}" for g in released)))
    asking.asks(noted, person[1])
    guarded = await asking.reader.guarded(asking.today)
    guard = guard_of(guarded, person, asking.at)
    view = View(asking.today, asked_on=asking.today, veil=veil(guarded, Eyes("", frozenset(), asking.at)))
    held = await own_copy(asking.reader, person, view, guard if own else Guard(guard.veil), released)
    knowers, answers = await own_knowers(asking.reader, _asked(held), view)
    around = {k.professional.id: a.around for a in answers for k in a.knowers}
    asking.saw(name for _, name in held.records)
    looks = asking.looks({name for _, name in held.records})
    asked = [r for r in await everything(asking.reader, RightsRequest) if (r.person_kind.capitalize(), r.person_id) in held.records]
    return OwnCopyShown(
        person=ID(person[1]),
        kind=person[0].lower(),
        on=held.on,
        records=[RecordShown.of(f, held) for f in held.facts],
        left_out=[LeftOutShown.of(g, held.kept_back[g]) for g in GROUPS if g in held.kept_back],
        guards=GUARDS,
        used=bool(answers) or not _asked(held),
        who_knows=[KnowerShown.who(k, around[k.professional.id], held.on) for k in knowers],
        looks=[LookShown.of(one) for one in looks],
        requests=[RightsRequestShown.of(r, asking.today) for r in asked],
    )


def _asked(held: OwnCopy) -> list[Subject]:
    """Themselves, where it is a child, and the families they belong to; nobody where it is a professional."""
    label, name = held.person
    return [*([Subject("child", name)] if label == "Child" else []), *(Subject("family", f) for f in held.families)]


async def my_copy(asking: Asking) -> OwnCopyShown:
    """The copy of whoever asks. Errors: UnknownId where nothing is held of them here, or it is for an officer to make."""
    if asking.viewer.node is None:
        asking.asks("own copy")
        raise UnknownId("you")
    return await copy_of(asking, asking.viewer.node, own=True)
