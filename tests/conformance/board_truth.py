"""What the figures of boards truly are, for whoever runs the store: the same names as `board_answers.shown` gives them."""

from dataclasses import astuple
from typing import Any

from graph.model import View
from graph.store import GraphStore
from queries.knowing.address_lists import sizes, wards
from queries.knowing.equity import BYS, true_lines
from queries.knowing.everyone_counted import equity
from queries.linking.anchors import anchors
from queries.linking.areas_board import listed
from queries.linking.home_school import home_school
from queries.linking.links import links
from queries.linking.trend import trend
from queries.linking.wards import by_area
from tests.conformance.board_answers import TREND

LINK = ("sharedFamilies", "peopleA", "peopleB", "pairsSharing", "pairsMetBefore")


async def truth(store: GraphStore, view: View) -> dict[str, int]:
    """Every figure by its name."""
    found: dict[str, int] = {}
    counts = await equity(store, view)
    for by in BYS:
        for x in true_lines(counts, by):
            found |= _named(f"equity {by} {x.group}", children=x.children, nobody=x.nobody, somebody=x.somebody)
    for x in (await home_school(store, view)).schools:
        told = {"without": x.without, "others": x.children - x.without, "linkWorkers": len(x.link_workers)}
        found |= _named(f"equity school {x.school}", **told)
    for area, t in (await wards(store, view)).items():
        found |= _named(f"wardAddresses {area}", families=t.families, contested=t.contested, others=t.families - t.contested)
    for x in await anchors(store, view):
        found |= _named(f"anchors {x.organisation}", people=x.people, ties=x.ties)
    return found | await _links(store, view)


async def _links(store: GraphStore, view: View) -> dict[str, int]:
    found: dict[str, int] = {}
    for x in await links(store, view):
        found |= _named(f"link {x.a} {x.b}", **dict(zip(LINK, astuple(x)[2:7], strict=True)))
    shared, known = await by_area(store, view)
    areas = listed(known, await sizes(store, view))
    for (a, b), own in shared.items():
        found |= _named(f"link {a} {b}", **{f"sharedFamilies in {area}": own[area] for area in areas})
    for x in await trend(store, view, 3):
        figures = (x.before, x.links, x.gained, x.lost, *x.why)
        found |= _named(f"trend {x.a} {x.b} {x.until}", **dict(zip(TREND, figures, strict=True)))
    return found


def _named(of: str, **told: Any) -> dict[str, int]:
    return {f"{of} {name}": count for name, count in told.items()}
