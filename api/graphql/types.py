"""The kinds as GraphQL shows them: thin classes, each with its allow-list `of`. No identifier is among them."""

from datetime import date
from typing import Self

import strawberry
from strawberry import ID, field

from api.graphql.sees import ANY_VIEWER, only
from graph import model


@strawberry.type(description="A person under 25 known to a service.")
class Child:
    """A child as shown."""

    id: ID = field(description="Kith's own id.", metadata=ANY_VIEWER)
    given_name: str | None = field(description="Given name.", metadata=only("summary"))
    family_name: str | None = field(description="Family name.", metadata=only("summary"))
    date_of_birth: date | None = field(description="Day of birth.", metadata=only("summary"))

    @classmethod
    def of(cls, child: model.Child) -> Self:
        """What is shown of a child."""
        return cls(id=ID(child.id), given_name=child.given_name, family_name=child.family_name, date_of_birth=child.date_of_birth)


@strawberry.type(description="The people who live or belong together.")
class Family:
    """A family as shown."""

    id: ID = field(description="Kith's own id.", metadata=ANY_VIEWER)
    name: str | None = field(description="What the family is called.", metadata=only("summary"))
    area_code: str | None = field(description="GSS code of the ward or authority it lives in.", metadata=only("addresses"))

    @classmethod
    def of(cls, family: model.Family) -> Self:
        """What is shown of a family."""
        return cls(id=ID(family.id), name=family.name, area_code=family.area_code)


@strawberry.type(description="Anyone who works with families, paid or not, with their contact route.")
class Professional:
    """A professional as shown."""

    id: ID = field(description="Kith's own id.", metadata=ANY_VIEWER)
    name: str | None = field(description="Name.", metadata=only("staff"))
    profession: str | None = field(description="What they do.", metadata=only("staff"))
    email: str | None = field(description="E-mail address at work.", metadata=only("contact_route"))
    phone: str | None = field(description="Telephone number at work.", metadata=only("contact_route"))

    @classmethod
    def of(cls, person: model.Professional) -> Self:
        """What is shown of a professional."""
        return cls(id=ID(person.id), name=person.name, profession=person.profession, email=person.email, phone=person.phone)


@strawberry.type(description="A team that works with families.")
class Service:
    """A service as shown."""

    id: ID = field(description="Kith's own id.", metadata=ANY_VIEWER)
    name: str | None = field(description="Name.", metadata=ANY_VIEWER)
    kind: str | None = field(description="What kind of team.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, service: model.Service) -> Self:
        """What is shown of a service."""
        return cls(id=ID(service.id), name=service.name, kind=service.kind)


@strawberry.type(description="The agency behind services.")
class Organisation:
    """An organisation as shown."""

    id: ID = field(description="Kith's own id.", metadata=ANY_VIEWER)
    name: str | None = field(description="Name.", metadata=ANY_VIEWER)
    sector: str | None = field(description="Authority, school, health, police, voluntary, housing or other.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, organisation: model.Organisation) -> Self:
        """What is shown of an organisation."""
        return cls(id=ID(organisation.id), name=organisation.name, sector=organisation.sector)
