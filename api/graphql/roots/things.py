"""One thing looked up, lists of all, and search."""

from typing import Annotated

import strawberry
from strawberry import argument, field

from api.graphql import lookups
from api.graphql.connections import Connection, page
from api.graphql.enums import SearchKind
from api.graphql.inputs import After, ChildBy, First, ProfessionalBy, SearchBy
from api.graphql.lookups import SearchResult
from api.graphql.roots.base import Asked, OwnId
from api.graphql.sees import about_one, question
from api.graphql.types import Child, Family, Organisation, Professional, Service
from graph import model


@strawberry.type(description="One thing looked up, lists of all, and search.")
class Things:
    """One thing looked up, lists of all, and search."""

    @field(description="One child.", metadata=about_one("summary"))
    async def child(self, info: Asked, by: Annotated[ChildBy, argument(description="How to look it up.")]) -> Child | None:
        """One child."""
        if by.id:
            return await lookups.by_id(info.context, "child", model.Child, Child.of, by.id)
        return await lookups.by_identifier(info.context, "child", model.Child, Child.of, by.identifier or "")

    @field(description="One family.", metadata=about_one("summary"))
    async def family(self, info: Asked, id: OwnId) -> Family | None:  # noqa: A002
        """One family."""
        return await lookups.by_id(info.context, "family", model.Family, Family.of, id)

    @field(description="One professional.", metadata=about_one("staff"))
    async def professional(
        self,
        info: Asked,
        by: Annotated[ProfessionalBy, argument(description="How to look them up.")],
    ) -> Professional | None:
        """One professional."""
        if by.id:
            return await lookups.by_id(info.context, "professional", model.Professional, Professional.of, by.id)
        return await lookups.by_identifier(info.context, "professional", model.Professional, Professional.of, by.identifier or "")

    @field(description="One service.", metadata=about_one("services"))
    async def service(self, info: Asked, id: OwnId) -> Service | None:  # noqa: A002
        """One service."""
        return await lookups.by_id(info.context, "service", model.Service, Service.of, id)

    @field(description="One organisation.", metadata=about_one("services"))
    async def organisation(self, info: Asked, id: OwnId) -> Organisation | None:  # noqa: A002
        """One organisation."""
        return await lookups.by_id(info.context, "organisation", model.Organisation, Organisation.of, id)

    @field(description="Children, by ascending id.", metadata=question("people_lists"))
    async def children(self, info: Asked, first: First, after: After = None) -> Connection[Child] | None:
        """Children."""
        return await page(info.context, "children", model.Child, Child.of, lambda c: c.id, first, after)

    @field(description="Families, by ascending id.", metadata=question("people_lists"))
    async def families(self, info: Asked, first: First, after: After = None) -> Connection[Family] | None:
        """Families."""
        return await page(info.context, "families", model.Family, Family.of, lambda f: f.id, first, after)

    @field(description="Professionals, by ascending id.", metadata=question("people_lists"))
    async def professionals(self, info: Asked, first: First, after: After = None) -> Connection[Professional] | None:
        """Professionals."""
        return await page(info.context, "professionals", model.Professional, Professional.of, lambda p: p.id, first, after)

    @field(description="Services, by ascending id.", metadata=question("services"))
    async def services(self, info: Asked, first: First, after: After = None) -> Connection[Service] | None:
        """Services."""
        return await page(info.context, "services", model.Service, Service.of, lambda s: s.id, first, after)

    @field(description="Organisations, by ascending id.", metadata=question("services"))
    async def organisations(self, info: Asked, first: First, after: After = None) -> Connection[Organisation] | None:
        """Organisations."""
        return await page(info.context, "organisations", model.Organisation, Organisation.of, lambda o: o.id, first, after)

    @field(description="Search by the words of a name, or by identifier; more than 50 matches show none.", metadata=question("summary"))
    async def search(
        self,
        info: Asked,
        kind: Annotated[SearchKind, argument(description="What to search among.")],
        by: Annotated[SearchBy, argument(description="What to search for.")],
    ) -> SearchResult | None:
        """Search among one kind."""
        return await lookups.search(info.context, kind, by.name or None, by.identifier or None)
