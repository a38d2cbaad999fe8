"""The page for a partnership board: how agencies are joined. Whoever opens it sees what boards may see; its address holds codes only."""

import asyncio
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from api.graphql.missing_types import missing_of
from api.graphql.trend_types import changes_of
from api.guarding.asking import Asking
from api.guarding.once import Once
from api.pages.heat_map import fitting, heat_map
from api.pages.link_facts import Facts, moved, turns
from api.pages.rendering import Templates
from api.telling.link_rows import AREA_COLUMNS, LINK_COLUMNS, area_rows, link_row
from api.telling.tabular import header, row
from graph.errors import UnknownId
from graph.model import Area, Load, Organisation
from queries.knowing.address_lists import sizes
from queries.knowing.equity import HOW_SUPPRESSED
from queries.linking.areas import NOWHERE
from queries.linking.areas_board import by_area_of, listed
from queries.linking.board import shown
from queries.linking.bridges import Bridge, bridges, for_board
from queries.linking.links import links
from queries.linking.seriation import most_joined, seriated
from queries.linking.wards import Pair, by_area
from queries.numbers.figures import Figure

QUARTERS = 4
ROLES = 10
"""Roles named as bridges."""
STALE_DAYS = 62
"""Days after which a source that told nothing is named as not up to date."""
ByArea = tuple[dict[Pair, dict[str, Figure]], list[str]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The area and the sectors that an address asks for; none: all."""

    area: str | None
    sectors: tuple[str, ...]

    @classmethod
    def of(cls, request: Request) -> "Wanted":
        """What the address says."""
        told = request.query_params
        return cls(told.get("area") or None, tuple(dict.fromkeys(s for s in told.getlist("sector") if s)))

    @property
    def query(self) -> str:
        """The part of an address that asks for this."""
        return urlencode([*([("area", self.area)] if self.area else []), *(("sector", s) for s in self.sectors)])


@dataclass(frozen=True, slots=True)
class LinkPages:
    """The pages, over the tables that GraphQL answers from too."""

    templates: Templates
    areas: Once[ByArea] = field(default_factory=Once[ByArea])
    roles: Once[list[Bridge]] = field(default_factory=Once[list[Bridge]])

    async def page(self, request: Request, asking: Asking) -> Response:
        """The map, what is missing, the table, the gaps and the trend."""
        wanted = Wanted.of(request)
        asking.asks("links page")
        facts, offered = await self._facts(asking, wanted)
        order = seriated(most_joined(list(facts.names), facts.figures, fitting(facts.figures.values())), facts.figures)
        changes = [c for c in await changes_of(asking, QUARTERS) if (c.a, c.b) in facts.figures]
        return self.templates.page(
            "links.html",
            wanted=wanted,
            facts=facts,
            picture=heat_map(order, facts.names, facts.figures, facts.finding) if len(order) > 1 else None,
            drawn=len(order),
            apart=facts.apart(order),
            offered=offered,
            turns=[] if wanted.area else turns(changes),
            moved=[] if wanted.area else moved(changes),
            roles=[] if wanted.query else await self._roles(asking),
            sources=_sources(await asking.reader.loads(), asking.today),
            how=HOW_SUPPRESSED,
        )

    async def download(self, request: Request, asking: Asking) -> Response:
        """The same figures as CSV."""
        wanted = Wanted.of(request)
        asking.asks("links download")
        facts, _ = await self._facts(asking, wanted)
        rows: list[dict[str, Any]] = (
            [r for pair, figure in facts.figures.items() for r in area_rows(pair, {wanted.area: figure})]
            if wanted.area
            else [link_row(link) for link in facts.links.values()]
        )
        columns = AREA_COLUMNS if wanted.area else LINK_COLUMNS
        name = f"kith-links-{asking.today.isoformat()}.csv"
        body = header(columns) + b"".join(row(columns, one) for one in rows)
        return Response(body, media_type="text/csv", headers={"content-disposition": f'attachment; filename="{name}"'})

    async def _roles(self, asking: Asking) -> list[Bridge]:
        """Roles that alone join agencies: those that join most pairs first."""
        reader, view = asking.reader, asking.view()
        found = await self.roles.of(reader, view, lambda: bridges(reader, view, "role"))
        return for_board(found)[:ROLES]

    async def _facts(self, asking: Asking, wanted: Wanted) -> tuple[Facts, dict[str, Any]]:
        """What the address asks for, and the areas and sectors that can be asked for. Errors: UnknownId for an area without families."""
        reader, view = asking.reader, asking.view()
        found = await asking.tables.links.of(reader, view, lambda: links(reader, view))
        sides = sorted({side for link in found for side in (link.a, link.b)})
        held = await reader.entities(Organisation, sides, view)
        told, areas = await self.areas.of(reader, view, lambda: _by_area(asking))
        if (area := wanted.area) and area not in areas:
            raise UnknownId("that area")
        kept = {i for i in sides if not wanted.sectors or held[i].sector in wanted.sectors}
        shown_links = {(x.a, x.b): shown(x) for x in found if {x.a, x.b} <= kept}
        figures: dict[Pair, Figure] = {p: told[p][area] if area else x.shared_families for p, x in shown_links.items()}
        names = {i: held[i].name or i for i in sorted(kept)}
        called = {a.id: a.name or a.id for a in (await reader.entities(Area, areas, view)).values()} | {NOWHERE: "not recorded"}
        missing = [] if area else [m for m in await missing_of(asking) if (m.a, m.b) in figures]
        offered = {"areas": {a: called.get(a, a) for a in areas}, "sectors": sorted({o.sector for o in held.values() if o.sector})}
        return Facts(asking.today, names, figures, shown_links, missing, called.get(area, area) if area else None), offered


async def _by_area(asking: Asking) -> ByArea:
    found, areas = await by_area(asking.reader, asking.view())
    families = await sizes(asking.reader, asking.view())
    every = listed(areas, families)
    return await asyncio.to_thread(by_area_of, found, every, families), every


def _sources(loads: list[Load], today: date) -> dict[str, Any]:
    """Up to when the information goes, and sources that have told nothing for long, each with its last day."""
    last: dict[str, date] = {}
    for load in loads:
        if load.finished:
            last[load.source] = date.fromisoformat(load.started[:10])
    return {"until": max(last.values(), default=None), "stale": {s: d for s, d in sorted(last.items()) if (today - d).days > STALE_DAYS}}
