"""`kith who`, `list` and `equity`: who knows whom."""

from typing import Annotated

import typer

from api.telling.typed import a_day, a_kind, whom
from api.typed_commands.base import Csv, Day, Json, KnownAt, Store, app, now, run, shell_with
from graph.model import View


@app.command()
def who(
    ids: Annotated[list[str] | None, typer.Argument(help="Children or families, by id.")] = None,
    everyone: Annotated[bool, typer.Option("--all", help="Every family and child, streamed.")] = False,
    kind: Annotated[str | None, typer.Option(help="child or family.")] = None,
    on: Day = None,
    known_at: KnownAt = None,
    json: Json = False,
    store: Store = None,
) -> None:
    """Who knows this family, or this child?"""
    from api.commands.everyone import print_everyone
    from api.commands.who import WhoKnowsEveryone, print_who

    chosen = whom(ids, everyone, kind)
    day, told = a_day(on, "--on") or now().date(), a_day(known_at, "--known-at")
    if everyone:
        run(print_everyone(shell_with(store), "kith who --all", WhoKnowsEveryone(chosen, View(day, told), json)))
    else:
        run(print_who(shell_with(store), ids or [], chosen, View(day, told), as_json=json))


@app.command("list")
def list_(
    wanted: Annotated[str, typer.Argument(metavar="LIST", help="nobody, one, contested or lead.")],
    kind: Annotated[str | None, typer.Option(help="child or family.")] = None,
    area: Annotated[str | None, typer.Option(help="Only families of this area, or of one in it, by its code, and their children.")] = None,
    school: Annotated[str | None, typer.Option(help="Only those who go there, by the id of the service.")] = None,
    service: Annotated[str | None, typer.Option(help="Only those whom someone of this service works with.")] = None,
    on: Day = None,
    csv: Csv = None,
    json: Json = False,
    store: Store = None,
) -> None:
    """Lists for people who act: nobody knows them, one alone does, people disagree on whom to ask, another leads on paper."""
    from api.commands.lists import list_typed, print_list
    from queries.knowing.lists import Filter

    only, view = Filter(a_kind(kind), area, school, service), View(a_day(on, "--on") or now().date())
    run(print_list(shell_with(store), list_typed(wanted), only, view, as_json=json, csv=csv))


@app.command()
def equity(
    by: Annotated[str, typer.Option(help="area, school or attendance.")],
    true_counts: Annotated[bool, typer.Option("--true-counts", help="For the store's administrator: hide no small number.")] = False,
    on: Day = None,
    csv: Csv = None,
    json: Json = False,
    store: Store = None,
) -> None:
    """How often does nobody know a child, by area, school or attendance? Small numbers are hidden."""
    from api.commands.equity import by_typed, print_equity

    view = View(a_day(on, "--on") or now().date())
    run(print_equity(shell_with(store), by_typed(by), view, true_counts=true_counts, as_json=json, csv=csv))
