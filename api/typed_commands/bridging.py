"""`kith bridges`, `communities`, `anchors` and `path`: who joins agencies."""

from pathlib import Path
from typing import Annotated

import typer

from api.typed_commands.base import Csv, Day, Json, KnownAt, Store, app, run, shell_with
from api.typed_commands.linking import Board, view_typed

GraphMl = Annotated[Path | None, typer.Option("--graphml", metavar="FILE", help="Who knows families with whom, for Gephi or Neo4j.")]


@app.command()
def bridges(
    by: Annotated[str, typer.Option(help="person, role or service.")] = "person",
    board: Board = False,
    graphml: GraphMl = None,
    csv: Csv = None,
    on: Day = None,
    known_at: KnownAt = None,
    json: Json = False,
    store: Store = None,
) -> None:
    """Who joins organisations that nobody else joins, and what falls apart without them?"""
    from api.commands.bridges import by_typed, print_bridges
    from api.commands.links import Out

    run(print_bridges(shell_with(store), view_typed(on, known_at), by_typed(by), Out(board, json, csv, graphml)))


@app.command()
def communities(
    seeds: Annotated[int, typer.Option(min=2, max=100, help="How often they are drawn, to say how stable they are.")] = 10,
    csv: Csv = None,
    on: Day = None,
    known_at: KnownAt = None,
    json: Json = False,
    store: Store = None,
) -> None:
    """Who actually works together, whatever the organisation chart says?"""
    from api.commands.bridges import print_communities
    from api.commands.links import Out

    run(print_communities(shell_with(store), view_typed(on, known_at), seeds, Out(as_json=json, csv=csv)))


@app.command()
def anchors(csv: Csv = None, on: Day = None, known_at: KnownAt = None, json: Json = False, store: Store = None) -> None:
    """Which organisations hold most of what joins agencies? With the caveat of size."""
    from api.commands.bridges import print_anchors
    from api.commands.links import Out

    run(print_anchors(shell_with(store), view_typed(on, known_at), Out(as_json=json, csv=csv)))


@app.command()
def path(
    one: Annotated[str, typer.Argument(help="A professional, by id.")],
    other: Annotated[str, typer.Argument(help="Another one.")],
    csv: Csv = None,
    on: Day = None,
    known_at: KnownAt = None,
    json: Json = False,
    store: Store = None,
) -> None:
    """How are two people connected: by way of whom, and by how many families?"""
    from api.commands.bridges import print_path
    from api.commands.links import Out

    run(print_path(shell_with(store), view_typed(on, known_at), one, other, Out(as_json=json, csv=csv)))
