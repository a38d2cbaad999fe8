"""On how few people it hangs, and how many families a quarter may orphan, as GraphQL shows it. About who knows them, never about them."""

from datetime import date
from enum import Enum
from typing import Annotated, Self

import strawberry
from strawberry import ID, field

from api.graphql.connections import Connection, part
from api.graphql.enums import described
from api.graphql.sees import ANY_VIEWER, any_viewer
from api.guarding.asking import Asking
from graph.model import View
from queries.risk import at_risk, exposure, hazards
from queries.risk.cover import Cover, cover

QuarterDay = Annotated[date | None, strawberry.argument(description="The first day of the quarter; none: today.")]
_BYS: dict[str, exposure.By] = {name: name for name in exposure.BYS}


@described(
    "What exposure is told by.",
    SERVICE="The services in which those who know a family hold a post.",
    ORGANISATION="The agencies behind these services.",
    SCHOOL="The services that are schools.",
)
class ExposureBy(Enum):
    """What exposure is told by."""

    SERVICE = "service"
    ORGANISATION = "organisation"
    SCHOOL = "school"


@described(
    "How an answer was found.", EXACT="Proved.", GREEDY="Step by step: a smaller set may exist.", SIMULATED="From draws, with a seed."
)
class FoundBy(Enum):
    """How an answer was found."""

    EXACT = "exact"
    GREEDY = "greedy"
    SIMULATED = "simulated"


@strawberry.type(description="On how few people the families of one service, agency or school hang.")
class Exposure:
    """One line."""

    by: ExposureBy = field(description="What it is.", metadata=ANY_VIEWER)
    id: ID = field(description="Kith's own id of it.", metadata=ANY_VIEWER)
    families: int = field(description="Families that someone with a live post there knows.", metadata=ANY_VIEWER)
    people: int = field(description="People who know one of these, wherever they work.", metadata=ANY_VIEWER)
    smallest: list[ID] = field(
        description="Ids of the fewest people without whom fewer than half of these families are known by anyone.",
        metadata=any_viewer(size=20),
    )
    method: FoundBy = field(description="Whether it is proved to be the smallest set.", metadata=ANY_VIEWER)
    covered_after: float = field(description="The share of these families that someone still knows then, 0 to 1.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, one: exposure.Exposure) -> Self:
        """A line as shown."""
        return cls(
            by=ExposureBy(one.by),
            id=ID(one.id),
            families=one.families,
            people=one.people,
            smallest=[ID(p) for p in one.smallest],
            method=FoundBy(one.method),
            covered_after=one.covered_after,
        )


@strawberry.type(description="What one service, or the authority, may lose in a quarter: families orphaned as those who know them leave.")
class AtRisk:
    """One line."""

    service: ID | None = field(description="Id of the service; null: the authority.", metadata=ANY_VIEWER)
    families: int = field(description="Families that its people know.", metadata=ANY_VIEWER)
    people: int = field(description="People who know one of these, wherever they work.", metadata=ANY_VIEWER)
    leaving: int = field(description="How many of them are known to leave in the quarter.", metadata=ANY_VIEWER)
    method: FoundBy = field(description="How the rest was found; the expected number is exact all the same.", metadata=ANY_VIEWER)
    expected: float = field(description="Families orphaned in the mean.", metadata=ANY_VIEWER)
    kar95: int = field(description="Knowledge at risk: not exceeded in 95 quarters of 100.", metadata=ANY_VIEWER)
    kar99: int = field(description="Knowledge at risk: not exceeded in 99 quarters of 100.", metadata=ANY_VIEWER)
    es95: float = field(description="Expected shortfall: the mean of the worst 5 quarters of 100.", metadata=ANY_VIEWER)
    es99: float = field(description="Expected shortfall: the mean of the worst quarter of 100.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, one: at_risk.AtRisk) -> Self:
        """A line as shown."""
        told = one.figures
        return cls(
            service=ID(one.service_id) if one.service_id else None,
            families=one.families,
            people=one.people,
            leaving=one.leaving,
            method=FoundBy(one.method),
            expected=told.expected,
            kar95=told.kar_95,
            kar99=told.kar_99,
            es95=told.es_95,
            es99=told.es_99,
        )


@strawberry.type(description="The share who leave a kind of post in a year, counted from history. Of posts, never of a person.")
class LeavingRate:
    """One rate."""

    service_kind: str | None = field(description="The kind of service; null: not known.", metadata=ANY_VIEWER)
    contract: str | None = field(description="The kind of contract; null: not known.", metadata=ANY_VIEWER)
    posts: int = field(description="Posts seen.", metadata=ANY_VIEWER)
    ended: int = field(description="How many of them ended in leaving.", metadata=ANY_VIEWER)
    yearly: float = field(description="The share who leave in a year, 0 to 1, by Kaplan and Meier.", metadata=ANY_VIEWER)
    low: float | None = field(description="Where its 95 % interval begins; null: too few to say.", metadata=ANY_VIEWER)
    high: float | None = field(description="Where its 95 % interval ends; null: too few to say.", metadata=ANY_VIEWER)
    national: bool = field(description="Whether there are too few to say, and England's figure stands in.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, rate: hazards.Rate) -> Self:
        """A rate as shown."""
        names = ("service_kind", "contract", "posts", "ended", "yearly", "low", "high", "national")
        return cls(**{name: getattr(rate, name) for name in names})


@strawberry.type(
    description="How many families a quarter may leave with nobody who knows them, at the rates at which people leave such posts."
)
class KnowledgeAtRisk:
    """The answer for a quarter."""

    since: date = field(description="The first day of the quarter.", metadata=ANY_VIEWER)
    until: date = field(description="Its last day, included.", metadata=ANY_VIEWER)
    draws: int = field(description="How often the quarter was drawn, where it could not be exact.", metadata=ANY_VIEWER)
    seed: int = field(description="The seed of the draws.", metadata=ANY_VIEWER)
    authority: AtRisk = field(description="Over everyone.", metadata=ANY_VIEWER)
    rates: list[LeavingRate] = field(description="The rates it rests on.", metadata=any_viewer(size=40))
    weights: str = field(description="The version of the weights that made the scores.", metadata=ANY_VIEWER)


async def covered(asking: Asking, view: View) -> Cover:
    """Who covers whom, worked out once for a load."""
    return await asking.tables.covers.of(asking.reader, view, lambda: cover(asking.reader, view))


async def exposure_page(asking: Asking, by: ExposureBy, on: date | None, first: int, after: str | None) -> Connection[Exposure]:
    """One page of services, organisations or schools, by id. Errors: BadInput."""
    asking.asks("exposure")
    name, view = _BYS[by.value], asking.view(on)

    async def work() -> list[exposure.Exposure]:
        return await exposure.exposed(asking.reader, await covered(asking, view), view, by=name)

    found = await asking.tables.exposures.of(asking.reader, (name, view), work)
    shown = part(asking, f"exposure of each {name} on {view.on}", found, lambda e: e.id, Exposure.of, first, after)
    asking.saw(str(p) for edge in shown.edges for p in edge.node.smallest)
    return shown


async def knowledge_at_risk(asking: Asking, on: date | None) -> KnowledgeAtRisk:
    """The quarter that begins on a day, over the authority."""
    asking.asks("knowledgeAtRisk")
    found = await _risked(asking, asking.view(on))
    return KnowledgeAtRisk(
        since=found.quarter.first,
        until=found.quarter.last,
        draws=found.draws,
        seed=found.seed,
        authority=AtRisk.of(found.authority),
        rates=[LeavingRate.of(rate) for rate in found.rates],
        weights=found.weights,
    )


async def services_at_risk(asking: Asking, on: date | None, first: int, after: str | None) -> Connection[AtRisk]:
    """One page of the services in that quarter, by id. Errors: BadInput."""
    asking.asks("servicesAtRisk")
    view = asking.view(on)
    found = await _risked(asking, view)
    return part(asking, f"services at risk from {view.on}", found.services, lambda s: s.service_id or "", AtRisk.of, first, after)


async def _risked(asking: Asking, view: View) -> at_risk.KnowledgeAtRisk:
    async def work() -> at_risk.KnowledgeAtRisk:
        return await at_risk.risked(asking.reader, await covered(asking, view), view)

    return await asking.tables.risks.of(asking.reader, view, work)
