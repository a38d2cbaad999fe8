"""Home and school, and a school as a hub, as GraphQL shows them."""

import asyncio
from datetime import date
from typing import Self

import strawberry
from strawberry import ID, field

from api.graphql.list_types import FigureShown, counts_of
from api.graphql.sees import ANY_VIEWER, any_viewer
from api.guarding.asking import Asking
from queries.knowing.equity import HOW_SUPPRESSED, lens
from queries.linking import hub
from queries.linking.home_school import bridged
from queries.linking.home_school_board import ShownSchool, shown
from queries.linking.pupils import Pupils, pupils

CAPTION = (
    "A child is known in both where one person in post knows it, or its family, both at home and at school.",
    "A link worker knows pupils at school, and pupils or their families at home or in the community.",
    HOW_SUPPRESSED,
)


@strawberry.type(description="One school, or children of several, of none recorded, or all. Counts of 1 to 4 are hidden.")
class SchoolLine:
    """One group's figures."""

    school: str = field(description="Id of the school's service; or: several, not recorded, all.", metadata=ANY_VIEWER)
    children: FigureShown = field(description="Children who go there.", metadata=ANY_VIEWER)
    without: FigureShown = field(description="Those whom no one person knows both at home and at school.", metadata=ANY_VIEWER)
    others: FigureShown = field(description="Those whom someone does.", metadata=ANY_VIEWER)
    link_workers: FigureShown = field(description="People who reach from the school into homes or the community.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, line: ShownSchool) -> Self:
        """A line as shown."""
        return cls(
            school=line.school,
            children=FigureShown.of(line.children),
            without=FigureShown.of(line.without),
            others=FigureShown.of(line.others),
            link_workers=FigureShown.of(line.link_workers),
        )


@strawberry.type(description="How often no one person knows a child both at home and at school, by school, with small numbers hidden.")
class HomeSchool:
    """The table."""

    on: date = field(description="The day it is for.", metadata=ANY_VIEWER)
    lines: list[SchoolLine] = field(description="The schools by id, and all children last.", metadata=any_viewer(size=50))
    caption: list[str] = field(description="How to read it, in plain sentences.", metadata=any_viewer(size=3))


@strawberry.type(description="Someone who knows pupils of a school.")
class PersonPresent:
    """One person."""

    professional: ID = field(description="Id of the professional.", metadata=ANY_VIEWER)
    pupils: int = field(description="Pupils of the school whom they, in post, know.", metadata=ANY_VIEWER)
    contexts: list[str] = field(description="In which parts of their lives.", metadata=any_viewer(size=2))
    services: list[ID] = field(description="Ids of the services where they hold a post.", metadata=any_viewer(size=1))
    organisations: list[ID] = field(description="Ids of the agencies behind these.", metadata=any_viewer(size=1))


@strawberry.type(description="A service whose people know pupils of a school.")
class ServicePresent:
    """One service."""

    service: ID = field(description="Id of the service.", metadata=ANY_VIEWER)
    organisation: ID | None = field(description="Id of the agency behind it; null: not told.", metadata=ANY_VIEWER)
    sector: str | None = field(description="The agency's sector; null: not told.", metadata=ANY_VIEWER)
    people: int = field(description="People there who know one of the pupils.", metadata=ANY_VIEWER)
    pupils: int = field(description="Pupils whom someone there knows.", metadata=ANY_VIEWER)


@strawberry.type(description="Who is present at a school: services and people by how many of its pupils they know, then by id.")
class Hub:
    """One school."""

    school: ID = field(description="Id of the school's service.", metadata=ANY_VIEWER)
    pupils: int = field(description="Pupils who go there.", metadata=ANY_VIEWER)
    unknown: int = field(description="Pupils whom nobody in post knows.", metadata=ANY_VIEWER)
    services: list[ServicePresent] = field(description="Services.", metadata=any_viewer(size=20))
    people: list[PersonPresent] = field(description="People.", metadata=any_viewer(size=50))


async def home_school_of(asking: Asking) -> HomeSchool:
    """The table as boards see it, whoever asks; worked out once for a load."""
    asking.asks("homeSchool")

    async def work() -> list[ShownSchool]:
        held, counts = await _pupils(asking), await counts_of(asking)
        return await asyncio.to_thread(lambda: shown(bridged(held).schools, lens(counts)))

    lines = await asking.tables.schools.of(asking.reader, asking.view(), work)
    return HomeSchool(on=asking.today, lines=[SchoolLine.of(line) for line in lines], caption=list(CAPTION))


async def hub_of(asking: Asking, school: str) -> Hub:
    """Who is present at a school. Errors: UnknownId."""
    asking.asks("hub", school)
    found = await hub.hub(asking.reader, school, asking.view(), await _pupils(asking))
    asking.saw((school, *(p.professional_id for p in found.people)))
    people = [
        PersonPresent(
            professional=ID(p.professional_id),
            pupils=p.pupils,
            contexts=list(p.contexts),
            services=[ID(s) for s in p.services],
            organisations=[ID(o) for o in p.organisations],
        )
        for p in found.people
    ]
    services = [
        ServicePresent(
            service=ID(s.service),
            organisation=ID(s.organisation) if s.organisation else None,
            sector=s.sector,
            people=s.people,
            pupils=s.pupils,
        )
        for s in found.services
    ]
    return Hub(school=ID(school), pupils=found.pupils, unknown=found.unknown, services=services, people=people)


async def _pupils(asking: Asking) -> Pupils:
    view = asking.view()
    return await asking.tables.pupils.of(asking.reader, view, lambda: pupils(asking.reader, view))
