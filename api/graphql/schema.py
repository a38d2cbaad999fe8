"""What may be asked over GraphQL. Each root field makes one read of the store; changes are in `api.graphql.mutations`."""

from datetime import date
from typing import Annotated, Self

import strawberry
from graphql import GraphQLError, GraphQLInputObjectType, GraphQLSchema
from strawberry import ID, Info, argument, field
from strawberry.types import ExecutionContext

from api.graphql import lookups
from api.graphql.address_list_types import AddressChange, ContestedAddresses, WardAddresses, change_page, contested_page, ward_addresses
from api.graphql.address_types import AddressesShown, addresses_of
from api.graphql.answer_types import WhoKnowsShown, answered
from api.graphql.bridge_types import (
    AnchorShown,
    BridgeBy,
    BridgeShown,
    CommunitiesShown,
    PathsShown,
    anchor_page,
    bridge_page,
    communities_of,
    paths_of,
)
from api.graphql.connections import MOST, Connection, page
from api.graphql.continuity_types import ContinuityShown, Counted, WorkerBy, measured
from api.graphql.enums import SearchKind
from api.graphql.handover_types import HandoverRules, HandoverShown, plan_page
from api.graphql.horizon_types import Horizon, HorizonDay, HorizonEvent, Months, horizon_events, horizon_of
from api.graphql.impact_types import ImpactLine
from api.graphql.inputs import After, ChildBy, First, ProfessionalBy, SearchBy, SubjectBy
from api.graphql.link_types import AgencyLink, link_page
from api.graphql.list_types import ActOn, ActOnFilter, Equity, EquityBy, ToAct, equity_of, to_act_on
from api.graphql.lookups import SearchResult
from api.graphql.missing_types import MissingLink, missing_page
from api.graphql.mutations import Mutation
from api.graphql.risk_types import (
    AtRisk,
    Exposure,
    ExposureBy,
    KnowledgeAtRisk,
    QuarterDay,
    exposure_page,
    knowledge_at_risk,
    services_at_risk,
)
from api.graphql.saved_types import SavedScenario, saved_page, what_if_saved
from api.graphql.scenario_inputs import Changes, ScenarioDay, scenario_from
from api.graphql.scenario_types import WhatIf, what_if, what_if_lines
from api.graphql.school_types import HomeSchool, Hub, home_school_of, hub_of
from api.graphql.sees import ANY_VIEWER
from api.graphql.trend_types import LinkChange, Quarters, trend_page
from api.graphql.types import Child, Family, Organisation, Professional, Service
from api.graphql.weights_types import WeightsShown, weights_shown
from api.guarding.asking import Asking
from graph import model
from graph.errors import BadInput
from graph.model import Subject
from queries.continuity.window import Window, twelve_months_to

Asked = Info[Asking, None]
OwnId = Annotated[ID, argument(description="Kith's own id.")]


@strawberry.type(description="All that may be asked. What is not held, and what is not yours to see, answer the same: null and NOT_FOUND.")
class Query:
    """The root of every question."""

    @field(description="Who knows this child or family, who is to be asked first and why, or that nobody knows them.", metadata=ANY_VIEWER)
    async def who_knows(
        self,
        info: Asked,
        subject: Annotated[SubjectBy, argument(description="The child or family.")],
        on: Annotated[date | None, argument(description="The day in the world; none: today.")] = None,
        known_at: Annotated[date | None, argument(description="Only what had been told by the end of this day; none: all.")] = None,
    ) -> WhoKnowsShown | None:
        """Answer for one child or family."""
        asking = info.context
        return await answered(asking, "whoKnows", _subject(subject), asking.view(on, known_at))

    @field(description="Where each agency says that a child or family lives, and who has confirmed it in person.", metadata=ANY_VIEWER)
    async def addresses(
        self,
        info: Asked,
        subject: Annotated[SubjectBy, argument(description="The child or family.")],
        on: Annotated[date | None, argument(description="The day in the world; none: today.")] = None,
        known_at: Annotated[date | None, argument(description="Only what had been told by the end of this day; none: all.")] = None,
    ) -> AddressesShown | None:
        """Claims side by side for one child or family."""
        return await addresses_of(info.context, "addresses", _subject(subject), info.context.view(on, known_at))

    @field(description="Families with three or more live addresses, by ascending id.", metadata=ANY_VIEWER)
    async def contested_addresses(self, info: Asked, first: First, after: After = None) -> Connection[ContestedAddresses] | None:
        """Families with three or more live addresses."""
        return await contested_page(info.context, first, after)

    @field(description="How often agencies disagree on where families live, by area, with small numbers hidden.", metadata=ANY_VIEWER)
    async def ward_addresses(self, info: Asked) -> WardAddresses | None:
        """The contested share by area."""
        return await ward_addresses(info.context)

    @field(
        description="What changed in where families are said to live, by kind and id: ids only.",
        metadata=ANY_VIEWER,
    )
    async def address_changes(
        self,
        info: Asked,
        since: Annotated[date, argument(description="The day from which on, included: that on which you asked before.")],
        first: First,
        after: After = None,
    ) -> Connection[AddressChange] | None:
        """What changed since a day."""
        return await change_page(info.context, since, first, after)

    @field(description="How much of the contact of a child or family in a window was with the same people.", metadata=ANY_VIEWER)
    async def continuity(
        self,
        info: Asked,
        subject: Annotated[SubjectBy, argument(description="The child or family.")],
        since: Annotated[date | None, argument(description="The first day; none: twelve months that end on the last.")] = None,
        until: Annotated[date | None, argument(description="The last day, included; none: today.")] = None,
        by: Annotated[WorkerBy | None, argument(description="Who counts as one worker; none: each person.")] = None,
        counted: Annotated[Counted | None, argument(description="What is counted; none: contacts.")] = None,
    ) -> ContinuityShown | None:
        """Measure the continuity of one child or family."""
        last = until or info.context.today
        first = since or twelve_months_to(last)
        if first > last:
            raise BadInput("since is after until: put the earlier day first")
        return await measured(info.context, _subject(subject), _window(first, last, by, counted))

    @field(description="One child.", metadata=ANY_VIEWER)
    async def child(self, info: Asked, by: Annotated[ChildBy, argument(description="How to look it up.")]) -> Child | None:
        """One child."""
        if by.id:
            return await lookups.by_id(info.context, "child", model.Child, Child.of, by.id)
        return await lookups.by_identifier(info.context, "child", model.Child, Child.of, by.identifier or "")

    @field(description="One family.", metadata=ANY_VIEWER)
    async def family(self, info: Asked, id: OwnId) -> Family | None:  # noqa: A002
        """One family."""
        return await lookups.by_id(info.context, "family", model.Family, Family.of, id)

    @field(description="One professional.", metadata=ANY_VIEWER)
    async def professional(
        self,
        info: Asked,
        by: Annotated[ProfessionalBy, argument(description="How to look them up.")],
    ) -> Professional | None:
        """One professional."""
        if by.id:
            return await lookups.by_id(info.context, "professional", model.Professional, Professional.of, by.id)
        return await lookups.by_identifier(info.context, "professional", model.Professional, Professional.of, by.identifier or "")

    @field(description="One service.", metadata=ANY_VIEWER)
    async def service(self, info: Asked, id: OwnId) -> Service | None:  # noqa: A002
        """One service."""
        return await lookups.by_id(info.context, "service", model.Service, Service.of, id)

    @field(description="One organisation.", metadata=ANY_VIEWER)
    async def organisation(self, info: Asked, id: OwnId) -> Organisation | None:  # noqa: A002
        """One organisation."""
        return await lookups.by_id(info.context, "organisation", model.Organisation, Organisation.of, id)

    @field(description="Children, by ascending id.", metadata=ANY_VIEWER)
    async def children(self, info: Asked, first: First, after: After = None) -> Connection[Child] | None:
        """Children."""
        return await page(info.context, "children", model.Child, Child.of, lambda c: c.id, first, after)

    @field(description="Families, by ascending id.", metadata=ANY_VIEWER)
    async def families(self, info: Asked, first: First, after: After = None) -> Connection[Family] | None:
        """Families."""
        return await page(info.context, "families", model.Family, Family.of, lambda f: f.id, first, after)

    @field(description="Professionals, by ascending id.", metadata=ANY_VIEWER)
    async def professionals(self, info: Asked, first: First, after: After = None) -> Connection[Professional] | None:
        """Professionals."""
        return await page(info.context, "professionals", model.Professional, Professional.of, lambda p: p.id, first, after)

    @field(description="Services, by ascending id.", metadata=ANY_VIEWER)
    async def services(self, info: Asked, first: First, after: After = None) -> Connection[Service] | None:
        """Services."""
        return await page(info.context, "services", model.Service, Service.of, lambda s: s.id, first, after)

    @field(description="Organisations, by ascending id.", metadata=ANY_VIEWER)
    async def organisations(self, info: Asked, first: First, after: After = None) -> Connection[Organisation] | None:
        """Organisations."""
        return await page(info.context, "organisations", model.Organisation, Organisation.of, lambda o: o.id, first, after)

    @field(description="A list for people who act: by kind, then by ascending id.", metadata=ANY_VIEWER)
    async def to_act_on(
        self,
        info: Asked,
        wanted: Annotated[ActOn, argument(name="list", description="Which list.")],
        first: First,
        only: Annotated[ActOnFilter | None, argument(name="filter", description="Which entries; none: all.")] = None,
        after: After = None,
    ) -> Connection[ToAct] | None:
        """A list for people who act."""
        return await to_act_on(info.context, wanted, only, first, after)

    @field(description="How often nobody knows a child, by group, with small numbers hidden.", metadata=ANY_VIEWER)
    async def equity(self, info: Asked, by: Annotated[EquityBy, argument(description="What to count by.")]) -> Equity | None:
        """The equity lens."""
        return await equity_of(info.context, by)

    @field(description="What would these changes do, taken together, to who knows each family? Nothing is stored.", metadata=ANY_VIEWER)
    async def what_if(self, info: Asked, changes: Changes, on: ScenarioDay = None) -> WhatIf | None:
        """What a scenario does in all."""
        return await what_if(info.context, scenario_from(changes), on)

    @field(description="The same child by child and family by family, the worst first.", metadata=ANY_VIEWER)
    async def what_if_lines(
        self, info: Asked, changes: Changes, first: First, on: ScenarioDay = None, after: After = None
    ) -> Connection[ImpactLine] | None:
        """What a scenario does to each."""
        return await what_if_lines(info.context, scenario_from(changes), on, first, after)

    @field(description="Scenarios that are kept, by name; for those who see every agency.", metadata=ANY_VIEWER)
    async def saved_scenarios(self, info: Asked, first: First, after: After = None) -> Connection[SavedScenario] | None:
        """Saved scenarios."""
        return await saved_page(info.context, first, after)

    @field(description="What a saved scenario would do now.", metadata=ANY_VIEWER)
    async def what_if_saved(
        self, info: Asked, name: Annotated[str, argument(description="Its name.")], on: ScenarioDay = None
    ) -> WhatIf | None:
        """What a saved scenario does in all."""
        return await what_if_saved(info.context, name, on)

    @field(description="Who takes over from people who leave together: placed first, the worst losses first.", metadata=ANY_VIEWER)
    async def handover_plan(
        self,
        info: Asked,
        leavers: Annotated[list[ID], argument(description="Ids of the professionals who leave, at most 100.")],
        first: First,
        on: Annotated[date | None, argument(description="The first day without them; none: today.")] = None,
        rules: Annotated[HandoverRules | None, argument(description="What it keeps to; none: a receiver for each family.")] = None,
        after: After = None,
    ) -> Connection[HandoverShown] | None:
        """A handover plan."""
        if len(leavers) > MOST:
            raise BadInput(f"at most {MOST} people leave at once: ask for fewer")
        return await plan_page(info.context, [str(p) for p in leavers], on, rules, first, after)

    @field(description="How agencies are joined, pair by pair in order of ids; small numbers are hidden.", metadata=ANY_VIEWER)
    async def agency_links(self, info: Asked, first: First, after: After = None) -> Connection[AgencyLink] | None:
        """How agencies are joined."""
        return await link_page(info.context, first, after)

    @field(description="How links between agencies came and went, pair by pair and quarter by quarter, and why.", metadata=ANY_VIEWER)
    async def link_trend(self, info: Asked, first: First, quarters: Quarters = 4, after: After = None) -> Connection[LinkChange] | None:
        """How links come and go."""
        return await trend_page(info.context, quarters, first, after)

    @field(description="Agencies that share families while nobody has met, those with most in common first.", metadata=ANY_VIEWER)
    async def missing_links(self, info: Asked, first: First, after: After = None) -> Connection[MissingLink] | None:
        """Missing links."""
        return await missing_page(info.context, first, after)

    @field(description="What joins organisations that nothing else joins, what parts the most pairs first.", metadata=ANY_VIEWER)
    async def bridges(
        self, info: Asked, by: Annotated[BridgeBy, argument(description="What to tell them by.")], first: First, after: After = None
    ) -> Connection[BridgeShown] | None:
        """Bridges."""
        return await bridge_page(info.context, by, first, after)

    @field(description="Who actually works together, whatever the organisation chart says.", metadata=ANY_VIEWER)
    async def communities(self, info: Asked) -> CommunitiesShown | None:
        """Communities."""
        return await communities_of(info.context)

    @field(description="Organisations by the ties between agencies that they hold, the most first.", metadata=ANY_VIEWER)
    async def anchors(self, info: Asked, first: First, after: After = None) -> Connection[AnchorShown] | None:
        """Anchors."""
        return await anchor_page(info.context, first, after)

    @field(description="How two people are connected; not for boards.", metadata=ANY_VIEWER)
    async def connection(
        self,
        info: Asked,
        one: Annotated[ID, argument(description="Id of a professional.")],
        other: Annotated[ID, argument(description="Id of another.")],
    ) -> PathsShown | None:
        """Ways between two people."""
        return await paths_of(info.context, str(one), str(other))

    @field(description="How often no one person knows a child both at home and at school, by school.", metadata=ANY_VIEWER)
    async def home_school(self, info: Asked) -> HomeSchool | None:
        """Home and school."""
        return await home_school_of(info.context)

    @field(description="Who is present at a school; not for boards.", metadata=ANY_VIEWER)
    async def hub(self, info: Asked, school: Annotated[ID, argument(description="Id of the school's service.")]) -> Hub | None:
        """A school as a hub."""
        return await hub_of(info.context, str(school))

    @field(description="On how few people the families of each service, agency or school hang, by id.", metadata=ANY_VIEWER)
    async def exposure(
        self,
        info: Asked,
        by: Annotated[ExposureBy, argument(description="What to tell it by.")],
        first: First,
        on: Annotated[date | None, argument(description="The day in the world; none: today.")] = None,
        after: After = None,
    ) -> Connection[Exposure] | None:
        """Key-person exposure."""
        return await exposure_page(info.context, by, on, first, after)

    @field(description="How many families a quarter may leave with nobody who knows them, over the authority.", metadata=ANY_VIEWER)
    async def knowledge_at_risk(self, info: Asked, on: QuarterDay = None) -> KnowledgeAtRisk | None:
        """Knowledge at risk."""
        return await knowledge_at_risk(info.context, on)

    @field(description="The same of each service, by ascending id.", metadata=ANY_VIEWER)
    async def services_at_risk(self, info: Asked, first: First, on: QuarterDay = None, after: After = None) -> Connection[AtRisk] | None:
        """Knowledge at risk of each service."""
        return await services_at_risk(info.context, on, first, after)

    @field(description="What is at stake with all that is known to end in the months ahead.", metadata=ANY_VIEWER)
    async def horizon(self, info: Asked, months: Months = 12, on: HorizonDay = None) -> Horizon | None:
        """The horizon."""
        return await horizon_of(info.context, months, on)

    @field(description="What is known to end in the months ahead, by day, and what each end puts at stake.", metadata=ANY_VIEWER)
    async def horizon_events(
        self, info: Asked, first: First, months: Months = 12, on: HorizonDay = None, after: After = None
    ) -> Connection[HorizonEvent] | None:
        """The ends on the horizon."""
        return await horizon_events(info.context, months, on, first, after)

    @field(description="The numbers that the scores use: which, what each is, who set them and why.", metadata=ANY_VIEWER)
    async def weights(
        self, info: Asked, on: Annotated[date | None, argument(description="The day in the world; none: today.")] = None
    ) -> WeightsShown | None:
        """The weights in force on a day."""
        return await weights_shown(info.context, on)

    @field(description="Search by the words of a name, or by identifier; more than 50 matches show none.", metadata=ANY_VIEWER)
    async def search(
        self,
        info: Asked,
        kind: Annotated[SearchKind, argument(description="What to search among.")],
        by: Annotated[SearchBy, argument(description="What to search for.")],
    ) -> SearchResult | None:
        """Search among one kind."""
        return await lookups.search(info.context, kind, by.name or None, by.identifier or None)


def _subject(by: SubjectBy) -> Subject:
    return Subject("child", by.child) if by.child else Subject("family", by.family or "")


def _window(first: date, last: date, by: WorkerBy | None, counted: Counted | None) -> Window:
    return Window(first, last, (by or WorkerBy.PERSON).value, (counted or Counted.CONTACTS).value)


class Schema(strawberry.Schema):
    """The schema, which logs nothing of any document."""

    @property
    def core(self) -> GraphQLSchema:
        """The schema as graphql-core has it."""
        return self._schema

    def mark_one_of(self) -> Self:
        """Let graphql-core itself hold callers to "exactly one of these", in variables too."""
        for kind in self.core.type_map.values():
            if isinstance(kind, GraphQLInputObjectType):
                kind.is_one_of = kind.extensions["strawberry-definition"].is_one_of
        return self

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Say nothing: strawberry would log the document, with every name in it."""


def make_schema() -> Schema:
    """The one schema."""
    return Schema(query=Query, mutation=Mutation).mark_one_of()
