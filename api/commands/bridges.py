"""`kith bridges`, `communities`, `anchors` and `path`: who joins agencies, and what falls apart without them."""

from collections.abc import Iterator, Sequence
from typing import get_args

import typer

from api.commands.links import Out
from api.commands.opening import reading
from api.commands.printing import print_rows
from api.commands.shell import Shell
from api.telling.bridge_rows import (
    ANCHOR_COLUMNS,
    BRIDGE_COLUMNS,
    COMMUNITY_COLUMNS,
    PATH_COLUMNS,
    ROLE_COLUMNS,
    anchor_row,
    because,
    bridge_row,
    by_typed_word,
    community_row,
    graph_rows,
    path_row,
    role_row,
)
from api.telling.graphml import graphml
from api.telling.words import many
from graph.model import View
from queries.linking.anchors import Anchor, anchors
from queries.linking.bridges import Bridge, By, bridges, for_board
from queries.linking.communities import Communities, communities
from queries.linking.paths import Connection, Path, connection
from queries.linking.people_graph import people
from queries.linking.sides import works
from queries.scoring.because import plain_day

SHOWN = 20
"""Bridges and communities told in words; JSON and CSV have them all."""


def by_typed(text: str) -> By:
    """What bridges are told by. Errors: BadParameter."""
    for by in get_args(By):
        if by == text:
            return by
    raise typer.BadParameter(f"is {', '.join(get_args(By))}", param_hint="--by")


async def print_bridges(shell: Shell, view: View, by: By, out: Out) -> None:
    """Print the bridges; to boards by role alone. Errors: BadParameter."""
    if out.board and by != "role":
        raise typer.BadParameter("boards see bridges by role", param_hint="--by")
    async with reading(shell, "kith bridges", everyone=True) as store:
        found = await bridges(store, view, by)
        if out.graphml:
            graph = await people(store, view)
            out.graphml.write_bytes(graphml(*graph_rows(graph, await works(store, graph.names, view))))
    shown = for_board(found) if out.board else found
    rows = [role_row(one) if out.board else bridge_row(one) for one in shown]
    columns = ROLE_COLUMNS if out.board else BRIDGE_COLUMNS
    print_rows(rows, columns, _bridges_in_words(shown, view, by, board=out.board), as_json=out.as_json, csv=out.csv)


def _bridges_in_words(found: Sequence[Bridge], view: View, by: By, *, board: bool) -> Iterator[str]:
    yield f"What falls apart without them on {plain_day(view.on)}: {by_typed_word(by)} that join what nobody else joins"
    for one in found[:SHOWN]:
        pairs = many(len(one.parted), "pair of organisations", "pairs of organisations")
        yield f"{one.who}: {pairs}" if board else f"{one.who}: {pairs}, {many(one.families, 'family', 'families')} in common"
        if not board:
            yield from (f"  {reason}" for reason in because(one))
    if len(found) > SHOWN:
        yield f"and {len(found) - SHOWN} more"
    if not found:
        yield "Nothing falls apart without any one of them."


async def print_communities(shell: Shell, view: View, seeds: int, out: Out) -> None:
    """Print the communities, and how far they can be relied on."""
    async with reading(shell, "kith communities", everyone=True) as store:
        found = await communities(store, view, seeds=seeds)
    told = {"modularity": found.modularity, "stability": found.stability, "like_chart": found.like_chart, "seeds": found.seeds}
    rows = [community_row(n, one) | told for n, one in enumerate(found.found, 1)]
    print_rows(rows, (*COMMUNITY_COLUMNS, *told), _communities_in_words(found, view), as_json=out.as_json, csv=out.csv)


def _communities_in_words(found: Communities, view: View) -> Iterator[str]:
    yield f"Who actually works together on {plain_day(view.on)}: {many(len(found.found), 'community', 'communities')}"
    for n, one in enumerate(found.found[:SHOWN], 1):
        largest = max(one.organisations, key=lambda o: (one.organisations[o], o), default=None)
        share = f", {one.largest_share:.0%} of them of {largest}" if largest else ""
        yield f"{n}. {many(len(one.people), 'person', 'people')} of {many(len(one.organisations), 'organisation', 'organisations')}{share}"
    if found.stability is not None:
        yield f"Drawn anew from {found.seeds} seeds, two outcomes are {found.stability:.2f} alike (1 the same, 0 by chance)."
    if found.like_chart is not None:
        yield f"They are {found.like_chart:.2f} like the organisation chart (1 the same, 0 by chance)."


async def print_anchors(shell: Shell, view: View, out: Out) -> None:
    """Print the anchors."""
    async with reading(shell, "kith anchors", everyone=True) as store:
        found = await anchors(store, view)
    print_rows([anchor_row(one) for one in found], ANCHOR_COLUMNS, _anchors_in_words(found, view), as_json=out.as_json, csv=out.csv)


def _anchors_in_words(found: Sequence[Anchor], view: View) -> Iterator[str]:
    yield f"Who holds the ties between organisations on {plain_day(view.on)}; large ones hold many because they are large"
    for one in found:
        size = f"{one.share:.0%} of all, where {one.by_size:.0%} of all people work"
        yield f"{one.organisation}: {many(one.ties, 'tie', 'ties')}, {one.each:.1f} for each of its {one.people} people; {size}"


async def print_path(shell: Shell, view: View, one: str, other: str, out: Out) -> None:
    """Print how two people are connected. Errors: UnknownId."""
    async with reading(shell, "kith path", [one, other], everyone=True) as store:
        found = await connection(store, one, other, view)
    ways = [(name, way) for name, way in (("shortest", found.shortest), ("strongest", found.strongest)) if way]
    words = _path_in_words(found, one, other)
    print_rows([path_row(name, way) for name, way in ways], PATH_COLUMNS, words, as_json=out.as_json, csv=out.csv)


def _path_in_words(found: Connection, one: str, other: str) -> Iterator[str]:
    if not found.shortest or not found.strongest:
        yield f"{one} and {other} are not connected through anyone who knows families now."
        return
    yield f"Shortest: {_way(found.shortest)}"
    if found.strongest != found.shortest:
        yield f"Strongest: {_way(found.strongest)}"


def _way(path: Path) -> str:
    steps = (f"{many(n, 'family', 'families')} in common with {p}" for n, p in zip(path.shared, path.people[1:], strict=True))
    return f"{path.people[0]}: {', who has '.join(steps)}"
