"""What if these changes were made? The answer as GraphQL shows it. Ids only: names are looked up with the things themselves."""

from datetime import date

import strawberry
from strawberry import ID, field

from api.graphql.connections import Connection, check_length, part
from api.graphql.impact_types import Going, ImpactGroup, ImpactLine, Staying, StrongLinks, TiesLost
from api.graphql.sees import ANY_VIEWER, any_viewer
from api.guarding.asking import Asking
from api.telling.scenario_file import plain
from queries.leaving.impact import Impact, Line, day_of, impact
from queries.leaving.scenario import Scenario


@strawberry.type(description="What changes do together: before is the same day without them, after the day with all of them.")
class WhatIf:
    """What a scenario does."""

    on: date = field(description="The day.", metadata=ANY_VIEWER)
    finding: str = field(description="What it does in all, in one sentence.", metadata=ANY_VIEWER)
    going: list[Going] = field(description="Who is gone by the day.", metadata=any_viewer(size=5))
    waiting: list[int] = field(description="Changes that come after the day, counted from 1.", metadata=any_viewer(size=2))
    families: int = field(description="Families for whom something changes, a child without one counted too.", metadata=ANY_VIEWER)
    orphaned: int = field(description="Families left with nobody who knows them well enough to be asked.", metadata=ANY_VIEWER)
    thinned: int = field(description="Families left with one.", metadata=ANY_VIEWER)
    weaker: int = field(description="Families of whom less is known.", metadata=ANY_VIEWER)
    same: int = field(description="Families of whom as much is known, or more.", metadata=ANY_VIEWER)
    lead_lost: int = field(description="Families that lose their lead practitioner on paper.", metadata=ANY_VIEWER)
    only_informal: int = field(description="Families left with informal knowers alone.", metadata=ANY_VIEWER)
    strong_before: StrongLinks = field(description="These families by strong links, before.", metadata=ANY_VIEWER)
    strong_after: StrongLinks = field(description="These families by strong links, afterwards.", metadata=ANY_VIEWER)
    ties_lost: TiesLost = field(description="The ties that are lost.", metadata=ANY_VIEWER)
    staying: Staying = field(description="Continuity after the changes.", metadata=ANY_VIEWER)
    groups: list[ImpactGroup] = field(description="The same by service, organisation, area and school.", metadata=any_viewer(size=10))
    weights: str = field(description="The version of the weights that made the scores.", metadata=ANY_VIEWER)


async def what_if(asking: Asking, scenario: Scenario, on: date | None) -> WhatIf:
    """What a scenario does in all. Errors: BadScenario."""
    asking.asks("whatIf", *_named(scenario))
    found = await _done(asking, scenario, on)
    return WhatIf(
        on=found.on,
        finding=found.finding,
        going=[Going(professional=ID(p), on=day) for p, day in found.going],
        waiting=list(found.waiting),
        families=found.families,
        lead_lost=found.lead_lost,
        only_informal=found.only_informal,
        strong_before=StrongLinks.of(found.before),
        strong_after=StrongLinks.of(found.after),
        ties_lost=TiesLost.of(found.capital),
        staying=Staying.of(found.kept),
        groups=[ImpactGroup.of(g) for g in found.groups],
        weights=found.weights,
        **found.outcomes,
    )


async def what_if_lines(asking: Asking, scenario: Scenario, on: date | None, first: int, after: str | None) -> Connection[ImpactLine]:
    """One page of the children and families for whom a scenario changes anything. Errors: BadInput, BadScenario."""
    asking.asks("whatIfLines", *_named(scenario))
    check_length(first)
    found = await _done(asking, scenario, on)
    order = repr(("whatIfLines", plain(scenario), found.on, "worst first"))
    page = part(asking, order, found.lines, _key, ImpactLine.of, first, after)
    asking.saw(edge.node.subject_id for edge in page.edges)
    return page


async def _done(asking: Asking, scenario: Scenario, on: date | None) -> Impact:
    """What a scenario does, worked out once for all its pages."""
    view = asking.view(on or await day_of(asking.reader, scenario, asking.view()))
    asked = scenario, view, asking.today
    found = await asking.tables.impacts.of(asking.reader, asked, lambda: impact(asking.reader, scenario, view, asked_on=asking.today))
    asking.saw(_named(scenario))
    return found


def _named(scenario: Scenario) -> list[str]:
    """The ids of the people that the changes name."""
    fields = ("professional", "giver", "taker")
    people = [getattr(c, f) for c in scenario for f in fields if hasattr(c, f)]
    return [*people, *(s.id for c in scenario for s in getattr(c, "subjects", None) or ())]


def _key(line: Line) -> str:
    return f"{line.loss.subject.kind} {line.loss.subject.id}"
