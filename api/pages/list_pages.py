"""Pages of the lists for people who act, and of the equity lens. Their addresses hold ids and codes, never names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, get_args
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from api.graphql.list_types import counts_of, key_of, order_of, place_of
from api.guarding.asking import Asking
from api.guarding.tables import Table
from api.pages.rendering import Templates
from api.telling.list_rows import LIST_COLUMNS, entry_row
from api.telling.tabular import header, row
from graph.errors import BadInput, UnknownId
from graph.model import Area, Child, Family, Professional, Service, SubjectKind
from queries.knowing.acting import List
from queries.knowing.equity import BYS, CAPTION, CAPTIONS, HOW_SUPPRESSED, By, shown
from queries.knowing.lists import Entry, Filter
from queries.knowing.nesting import Nesting

SHOWN = 50
"""Entries on one page."""
LISTS: dict[str, List] = {name: name for name in get_args(List)}
TABLES: dict[str, By] = {by: by for by in BYS}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which list, and which of its entries, an address asks for; what it can't ask for reads as not asked."""

    list: List
    only: Filter

    @classmethod
    def of(cls, request: Request) -> "Wanted":
        """What the address says."""
        told = request.query_params
        kinds: dict[str, SubjectKind] = {"child": "child", "family": "family"}
        sides = [told.get(side) or None for side in ("area", "school", "service")]
        return cls(LISTS.get(told.get("list", ""), "nobody"), Filter(kinds.get(told.get("kind", "")), *sides))

    def query(self, **more: str) -> str:
        """The part of an address that asks for this."""
        only = self.only
        sides = {"kind": only.kind, "area": only.area, "school": only.school, "service": only.service}
        return urlencode({"list": self.list, **{name: text for name, text in sides.items() if text}, **more})


@dataclass(frozen=True, slots=True)
class ListPages:
    """The pages, over the tables that GraphQL answers from too."""

    templates: Templates

    async def lists(self, request: Request, asking: Asking) -> Response:
        """One page of a list, with its filters."""
        wanted, start = Wanted.of(request), request.query_params.get("after")
        order = order_of(wanted.list, wanted.only)
        try:
            after = place_of(asking.cursors.key(order, start)) if start else None
        except BadInput:
            raise UnknownId("that page") from None
        table = await _table(asking, "lists page")
        found = list(islice(table.after(wanted.list, wanted.only, after), SHOWN + 1))
        entries = found[:SHOWN]
        asking.saw(e.subject.id for e in entries)
        names = await _names(asking, entries, table.lists[wanted.list], table.areas)
        onward = wanted.query(after=asking.cursors.after(order, key_of(entries[-1]))) if len(found) > SHOWN else None
        count = sum(1 for _ in table.after(wanted.list, wanted.only))
        told = [(e, _why(e, names["Professional"])) for e in entries]
        return self.templates.page(
            "lists.html", wanted=wanted, entries=told, names=names, onward=onward, count=count, on=asking.today, again=bool(after)
        )

    async def download(self, request: Request, asking: Asking) -> Response:
        """A whole list as CSV."""
        wanted = Wanted.of(request)
        table = await _table(asking, "lists download")
        entries = list(table.after(wanted.list, wanted.only))
        asking.saw(e.subject.id for e in entries)
        body = header(LIST_COLUMNS) + b"".join(row(LIST_COLUMNS, entry_row(e, asking.today)) for e in entries)
        name = f"kith-{wanted.list}-{asking.today.isoformat()}.csv"
        return Response(body, media_type="text/csv", headers={"content-disposition": f'attachment; filename="{name}"'})

    async def equity(self, request: Request, asking: Asking) -> Response:
        """One table of the equity lens."""
        by = TABLES.get(request.query_params.get("by", ""), "area")
        asking.asks("equity page")
        lines = list(shown(await counts_of(asking), by))
        kind = {"area": Area, "school": Service}.get(by)
        names = await asking.reader.entities(kind, [x.group for x in lines], asking.view()) if kind else {}
        caption = (CAPTIONS[by], CAPTION, HOW_SUPPRESSED)
        return self.templates.page("equity.html", by=by, lines=lines, names=_plain(names), caption=caption, on=asking.today)


async def _table(asking: Asking, what: str) -> Table:
    asking.asks(what)
    return await asking.tables.of(asking.reader, asking.view())


async def _names(asking: Asking, entries: list[Entry], whole: Iterable[Entry], nesting: Nesting) -> dict[str, dict[str, str]]:
    """What everything on the page is called; areas, schools and services are those that the filters offer."""
    offered: dict[str, list[str]] = {
        side: sorted({i for e in whole for i in getattr(e, side)}) for side in ("areas", "schools", "services")
    }
    offered["areas"] += sorted(area for area, within in nesting.items() if area not in offered["areas"] and within & {*offered["areas"]})
    read, view = asking.reader.entities, asking.view()
    services = _plain(await read(Service, sorted({*offered["schools"], *offered["services"]}), view))
    called = _plain(await read(Area, offered["areas"], view)) | services
    return {
        "child": _plain(await read(Child, [e.subject.id for e in entries if e.subject.kind == "child"], view)),
        "family": _plain(await read(Family, [e.subject.id for e in entries if e.subject.kind == "family"], view)),
        "Professional": _plain(await read(Professional, sorted({p for e in entries for p in (*e.people, e.key_individual) if p}), view)),
        **{side: {i: called.get(i, i) for i in ids} for side, ids in offered.items()},
    }


def _plain(things: Mapping[str, Any]) -> dict[str, str]:
    """Names by id, of things that have one."""
    called = {i: _called(thing) for i, thing in things.items()}
    return {i: name for i, name in called.items() if name}


def _called(thing: Any) -> str:
    return " ".join(filter(None, (thing.given_name, thing.family_name))) if isinstance(thing, Child) else thing.name or ""


def _why(entry: Entry, names: Mapping[str, str]) -> str:
    """The sentence with names for ids, as people read it."""
    words = {p: names.get(p, p) for p in entry.people} | {f"{entry.subject.kind} {entry.subject.id}": f"this {entry.subject.kind}"}
    ids = "|".join(re.escape(i) for i in sorted(words, key=len, reverse=True))
    return re.sub(rf"(?<![\w-])(?:{ids})(?![\w-])", lambda m: words[m[0]], entry.why)
