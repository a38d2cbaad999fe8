"""Where a child or family is said to live, as GraphQL shows it. No property number, and no id of a place, which may hold one."""

from datetime import date
from enum import Enum
from typing import Self

import strawberry
from strawberry import field

from api.graphql.enums import Word, described
from api.graphql.knowing_types import SubjectShown
from api.graphql.sees import ANY_VIEWER, any_viewer, only
from api.graphql.types import Organisation, Professional
from api.guarding.asking import Asking
from graph import model
from graph.model import Subject, View
from queries.knowing.address_words import because, found
from queries.knowing.addresses import Addresses, addresses
from queries.knowing.homes import Confirmed, Home
from queries.knowing.living import Said
from queries.knowing.places import By


@described(
    "How it is known that claims name one place.",
    NUMBER="By the property number.",
    HOUSE="By postcode and house.",
    WORDS="By the words of the address alone.",
    ID="It is written the same.",
)
class AgreedBy(Enum):
    """How it is known that claims name one place."""

    NUMBER = "uprn"
    HOUSE = "house"
    WORDS = "words"
    ID = "id"


_AGREED: dict[By, AgreedBy] = {"uprn": AgreedBy.NUMBER, "house": AgreedBy.HOUSE, "words": AgreedBy.WORDS, "id": AgreedBy.ID}


@strawberry.type(description="One agency's claim about where someone lives.")
class AddressClaim:
    """A claim as shown."""

    subject: SubjectShown = field(description="Whom it is about: the family, or a child.", metadata=ANY_VIEWER)
    reported_by: Organisation | None = field(description="The agency that says so; null: none is named.", metadata=ANY_VIEWER)
    first_seen: date | None = field(description="The first day it was said; null: not known.", metadata=ANY_VIEWER)
    last_seen: date | None = field(description="The last day it was said; null: not known.", metadata=ANY_VIEWER)
    live: bool = field(description="Said in the last 365 days, and not taken back for another place.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, one: Said, answer: Addresses) -> Self:
        """A claim with its agency."""
        claim = one.claim
        held = answer.agencies.get(claim.reported_by or "") or (model.Organisation(claim.reported_by) if claim.reported_by else None)
        return cls(
            subject=SubjectShown.of(claim.subject, answer.around),
            reported_by=Organisation.of(held) if held else None,
            first_seen=claim.first_seen,
            last_seen=claim.last_seen,
            live=one.live(answer.on),
        )


@strawberry.type(description="Someone who saw them there in person.")
class AddressConfirmed:
    """A confirmation."""

    professional: Professional = field(description="Who, with their contact route.", metadata=ANY_VIEWER)
    on: date = field(description="The day.", metadata=ANY_VIEWER)
    word: Word | None = field(description="How well they know the child or family now; null: not now.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, one: Confirmed, answer: Addresses) -> Self:
        """A confirmation with its person."""
        held = answer.people.get(one.professional_id) or model.Professional(one.professional_id)
        word = one.tie.word if one.tie else None
        return cls(professional=Professional.of(held), on=one.on, word=Word(word) if word else None)


@strawberry.type(description="A place that someone is said to live at, with all claims that name it.")
class ClaimedPlace:
    """A place."""

    address: str | None = field(description="As whoever said so last wrote it; null: no words are on record.", metadata=only("addresses"))
    postcode: str | None = field(description="As it was written; null: not known.", metadata=only("addresses"))
    live: bool = field(description="Whether any claim to it is live.", metadata=ANY_VIEWER)
    weight: float | None = field(
        description="Of the place, 0 to 1: how lately it was said, by how well whoever confirmed it knows them; null: not live.",
        metadata=ANY_VIEWER,
    )
    agreed_by: AgreedBy = field(description="How it is known that these claims name one place.", metadata=ANY_VIEWER)
    claims: list[AddressClaim] = field(description="Who says so, the latest first.", metadata=any_viewer(size=5))
    confirmed: list[AddressConfirmed] = field(
        description="Who has confirmed it in person, whoever knows them best first.", metadata=any_viewer(size=2)
    )
    because: list[str] = field(description="The reasons, in plain sentences.", metadata=any_viewer(size=6))

    @classmethod
    def of(cls, home: Home, answer: Addresses) -> Self:
        """A place with its claims."""
        return cls(
            address=home.written.text,
            postcode=home.written.postcode,
            live=home.weight is not None,
            weight=home.weight,
            agreed_by=_AGREED[home.place[0]],
            claims=[AddressClaim.of(one, answer) for one in home.said],
            confirmed=[AddressConfirmed.of(one, answer) for one in home.confirmed],
            because=list(because(home, answer)),
        )


@strawberry.type(name="Addresses", description="Where a child or family is said to live, on one day: all claims side by side.")
class AddressesShown:
    """The answer for one child or family."""

    subject: SubjectShown = field(description="The child or family; of several records, the one that stands for all.", metadata=ANY_VIEWER)
    on: date = field(description="The day asked about.", metadata=ANY_VIEWER)
    contested: bool = field(description="Whether live claims name two or more different places.", metadata=ANY_VIEWER)
    finding: str = field(description="How far agencies agree, in one sentence.", metadata=ANY_VIEWER)
    places: list[ClaimedPlace] = field(description="Live places by weight, then former ones.", metadata=any_viewer(size=4))

    @classmethod
    def of(cls, answer: Addresses) -> Self:
        """The answer with its places."""
        return cls(
            subject=SubjectShown.of(answer.subject, answer.around),
            on=answer.on,
            contested=answer.contested,
            finding=found(answer),
            places=[ClaimedPlace.of(home, answer) for home in answer.homes],
        )


async def addresses_of(asking: Asking, what: str, subject: Subject, view: View) -> AddressesShown:
    """Where a child or family is said to live, noted whose data was seen. Errors: UnknownId."""
    asking.asks(what, subject.id)
    [answer] = await addresses(asking.reader, [subject], view)
    asking.saw((subject.id, answer.subject.id, *(one.claim.subject.id for home in answer.homes for one in home.said)))
    return AddressesShown.of(answer)
