"""`kith links`, `missing-links`, `home-school` and `hub`: how agencies are joined, and where a link is missing."""

from pathlib import Path
from typing import Annotated

import typer

from api.telling.typed import a_day
from api.typed_commands.base import Csv, Day, Json, KnownAt, Store, app, now, run, shell_with
from graph.model import View

Between = Annotated[str, typer.Option(help="What is joined: organisations or services.")]
AreaCode = Annotated[str | None, typer.Option("--area", metavar="CODE", help="Only families that live in this area, or in one within.")]
Sector = Annotated[list[str] | None, typer.Option(help="Only pairs both sides of which are of this sector; can be said several times.")]
Board = Annotated[bool, typer.Option("--board", help="As boards may see it: small numbers hidden, and people by role alone.")]
GraphMl = Annotated[Path | None, typer.Option("--graphml", metavar="FILE", help="The pairs that share families, for Gephi or Neo4j.")]


def view_typed(on: str | None, known_at: str | None) -> View:
    """The view that these options ask for."""
    return View(a_day(on, "--on") or now().date(), a_day(known_at, "--known-at"))


@app.command()
def links(
    between: Between = "organisations",
    area: AreaCode = None,
    sector: Sector = None,
    strength: Annotated[bool, typer.Option("--strength", help="How strongly, too: by the side that knows each family less well.")] = False,
    areas: Annotated[bool, typer.Option("--by-area", help="Instead: the families that pairs share, by area.")] = False,
    trend: Annotated[bool, typer.Option("--trend", help="Instead: what came and went in the last quarters, and why.")] = False,
    quarters: Annotated[int, typer.Option(metavar="N", help="How many quarters, with --trend.")] = 4,
    board: Board = False,
    graphml: GraphMl = None,
    csv: Csv = None,
    on: Day = None,
    known_at: KnownAt = None,
    json: Json = False,
    store: Store = None,
) -> None:
    """How are agencies joined? Families both know, people on each side, and who has worked together; true counts, unless --board."""
    from api.commands.links import Out, between_typed, print_areas, print_links
    from api.commands.trend import print_trend
    from queries.linking.sides import Which

    which, out = Which(between_typed(between), area, frozenset(sector or ())), Out(board, json, csv, graphml)
    shell, view = shell_with(store), view_typed(on, known_at)
    if trend:
        run(print_trend(shell, view, which, quarters, out))
    elif areas:
        run(print_areas(shell, view, which, out))
    else:
        run(print_links(shell, view, which, out, weighed=strength))


@app.command("missing-links")
def missing_links(
    between: Between = "organisations",
    area: AreaCode = None,
    sector: Sector = None,
    least: Annotated[int, typer.Option(min=1, metavar="N", help="Families in common from which on a link is missed.")] = 5,
    board: Board = False,
    csv: Csv = None,
    on: Day = None,
    known_at: KnownAt = None,
    json: Json = False,
    store: Store = None,
) -> None:
    """Which agencies share families while no two of their people have met, and whom should we introduce?"""
    from api.commands.links import Out, between_typed
    from api.commands.missing_links import print_missing
    from queries.linking.sides import Which

    which, out = Which(between_typed(between), area, frozenset(sector or ())), Out(board, json, csv)
    run(print_missing(shell_with(store), view_typed(on, known_at), which, least, out))


@app.command("home-school")
def home_school(
    children: Annotated[bool, typer.Option("--children", help="Instead: the children, by id, whom nobody knows in both.")] = False,
    board: Board = False,
    csv: Csv = None,
    on: Day = None,
    known_at: KnownAt = None,
    json: Json = False,
    store: Store = None,
) -> None:
    """How many children does no one person know both at home and at school, by school, and which schools have no link worker?"""
    from api.commands.home_school import print_home_school
    from api.commands.links import Out

    if children and board:
        raise typer.BadParameter("boards see counts, not children", param_hint="--children")
    run(print_home_school(shell_with(store), view_typed(on, known_at), Out(board, json, csv), children=children))


@app.command()
def hub(
    school: Annotated[str, typer.Argument(help="The school, by the id of its service.")],
    csv: Csv = None,
    on: Day = None,
    known_at: KnownAt = None,
    json: Json = False,
    store: Store = None,
) -> None:
    """Which services and people are present at a school, and how many of its pupils does each know?"""
    from api.commands.home_school import print_hub
    from api.commands.links import Out

    run(print_hub(shell_with(store), school, view_typed(on, known_at), Out(as_json=json, csv=csv)))
