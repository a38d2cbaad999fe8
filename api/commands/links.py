"""`kith links`: how organisations or services are joined. True counts for the administrator, or those that boards may see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from api.commands.opening import reading
from api.commands.printing import print_rows
from api.commands.shell import Shell
from api.telling.graphml import graphml
from api.telling.link_rows import AREA_COLUMNS, LINK_COLUMNS, area_rows, link_row
from api.telling.words import many
from graph.errors import BadInput
from graph.model import Organisation, Service, View
from graph.store import GraphReader
from queries.knowing.address_lists import sizes
from queries.knowing.equity import HOW_SUPPRESSED
from queries.knowing.nesting import nesting, within
from queries.linking.areas_board import by_area_of, listed
from queries.linking.board import ShownLink, for_board, shown
from queries.linking.links import Link, links
from queries.linking.sides import BETWEENS, Between, Which
from queries.linking.wards import by_area
from queries.numbers.figures import Figure
from queries.scoring.because import plain_day

SHOWN = 40
"""Pairs told by area in words; JSON and CSV have them all."""


@dataclass(frozen=True, slots=True)
class Out:
    """How it is told: to whom, and where it goes."""

    board: bool = False
    as_json: bool = False
    csv: Path | None = None
    graphml: Path | None = None


async def print_links(shell: Shell, view: View, which: Which, out: Out, *, weighed: bool) -> None:
    """Print what joins every pair. Errors: BadInput."""
    _check(which, out, weighed=weighed)
    async with reading(shell, "kith links", everyone=True) as store:
        found = await links(store, view, which, weighed=weighed)
        nodes = await _nodes(store, view, found, which) if out.graphml else {}
    told = [shown(link) for link in found] if out.board else found
    rows = [link_row(link) for link in told]
    if out.graphml:
        out.graphml.write_bytes(graphml(nodes, [row for row in rows if row["shared_families"] != 0]))
    print_rows(rows, LINK_COLUMNS, in_words(told, view, which), as_json=out.as_json, csv=out.csv)


async def print_areas(shell: Shell, view: View, which: Which, out: Out) -> None:
    """Print the families that pairs share by area. Errors: BadInput."""
    if out.board:
        for_board(which)
    async with reading(shell, "kith links --by-area", everyone=True) as store:
        found, areas = await by_area(store, view, which)
        size = await sizes(store, view)
        areas = listed(areas, size)
        wanted = within(await nesting(store, view), which.area) if which.area else frozenset(areas)
    if which.area and wanted.isdisjoint(areas):
        raise BadInput(f"no family lives in the area {which.area}: families live in {', '.join(areas)}")
    told = by_area_of(found, areas, size) if out.board else {pair: {a: own[a] for a in areas} for pair, own in found.items()}
    rows = [row for pair, own in told.items() for row in area_rows(pair, own) if row["area"] in wanted]
    words = (f"{r['a']} and {r['b']}, {r['area']}: {families(r['shared_families'])}" for r in rows if r["shared_families"] != 0)
    print_rows(rows, AREA_COLUMNS, words, as_json=out.as_json, csv=out.csv)


def _check(which: Which, out: Out, *, weighed: bool) -> None:
    if out.board:
        for_board(which)
        if which.area:
            raise BadInput("boards see areas side by side: ask with --by-area, and --area for one of them")
        if weighed:
            raise BadInput("boards see counts: leave --strength out")


async def _nodes(store: GraphReader, view: View, found: Sequence[Link], which: Which) -> dict[str, dict[str, str | None]]:
    """What is told of each side."""
    ids = sorted({side for link in found for side in (link.a, link.b)})
    if which.between == "organisations":
        return {i: {"label": o.name, "sector": o.sector} for i, o in (await store.entities(Organisation, ids, view)).items()}
    return {i: {"label": s.name, "kind": s.kind} for i, s in (await store.entities(Service, ids, view)).items()}


def in_words(found: Sequence[Link] | Sequence[ShownLink], view: View, which: Which) -> Iterator[str]:
    """The links as a board reads them: the most families shared first; those without any are counted."""
    where = f" in {which.area}" if which.area else ""
    yield f"How {which.between} are joined on {plain_day(view.on)}, by the families{where} that both know"
    joined = sorted((link for link in found if link.shared_families), key=_most_first)
    for link in joined:
        yield f"{link.a} and {link.b}: {families(link.shared_families)}, {link.people_a} and {link.people_b} people; {_pairs(link)}"
    yield f"{many(len(found) - len(joined), 'pair', 'pairs')} of {which.between} know no family in common."
    if any(isinstance(link, ShownLink) for link in found):
        yield HOW_SUPPRESSED


def _most_first(link: Link | ShownLink) -> tuple[int, str, str]:
    return -link.shared_families if isinstance(link.shared_families, int) else 0, link.a, link.b


def families(figure: Figure) -> str:
    """So many families, as people say it."""
    return many(figure, "family", "families") if isinstance(figure, int) else f"{figure} families" if figure != "not shown" else figure


def _pairs(link: Link | ShownLink) -> str:
    if not link.pairs_sharing:
        return "no two people know one family"
    if not isinstance(link.pairs_sharing, int):
        return f"pairs of people who know one family: {link.pairs_sharing}"
    pairs = many(link.pairs_sharing, "pair knows", "pairs know")
    return f"{pairs} one family, of which {link.pairs_met_before or 'none'} had worked together before{_strength(link)}"


def _strength(link: Link | ShownLink) -> str:
    return f"; strength {link.strength:.1f}" if isinstance(link, Link) and link.strength is not None else ""


def between_typed(text: str) -> Between:
    """What to join, of what was typed."""
    for one in BETWEENS:
        if text == one:
            return one
    raise typer.BadParameter(f"is {' or '.join(BETWEENS)}", param_hint="--between")
