"""`kith addresses`: where families are said to live."""

from datetime import date
from typing import Annotated

import typer

from api.telling.typed import a_day, a_kind
from api.typed_commands.base import Csv, Day, Json, KnownAt, Store, app, now, run, shell_with
from graph.model import View


@app.command()
def addresses(
    ids: Annotated[list[str] | None, typer.Argument(help="Children or families, by id.")] = None,
    several: Annotated[bool, typer.Option("--several", help="Families with three or more live addresses.")] = False,
    wards: Annotated[bool, typer.Option("--wards", help="How often agencies disagree, by area; small numbers hidden.")] = False,
    changes: Annotated[bool, typer.Option("--changes", help="What changed since a day: ids only.")] = False,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="With --changes: the day from which on, included.")] = None,
    area: Annotated[str | None, typer.Option(metavar="CODE", help="With --wards: this area, and those that lie in it.")] = None,
    true_counts: Annotated[bool, typer.Option("--true-counts", help="For the store's administrator: hide no small number.")] = False,
    kind: Annotated[str | None, typer.Option(help="child or family.")] = None,
    on: Day = None,
    known_at: KnownAt = None,
    csv: Csv = None,
    json: Json = False,
    store: Store = None,
) -> None:
    """Where does each agency say that they live, who has seen it in person, and which place comes first?"""
    from api.commands.addresses import Shown, print_addresses, print_changes, print_several, print_wards

    _one_of(bool(ids), several, wards, changes)
    shell, how = shell_with(store), Shown(json, csv)
    view = View(a_day(on, "--on") or now().date(), a_day(known_at, "--known-at"))
    if several:
        run(print_several(shell, view, how))
    elif wards:
        run(print_wards(shell, view, how, area, true_counts=true_counts))
    elif changes:
        run(print_changes(shell, view, _since(since), how))
    else:
        run(print_addresses(shell, ids or [], a_kind(kind), view, how))


def _one_of(*wanted: bool) -> None:
    if sum(wanted) != 1:
        raise typer.BadParameter("name one or more ids, or say one of --several, --wards and --changes", param_hint="IDS")


def _since(text: str | None) -> date:
    day = a_day(text, "--since")
    if day is None:
        raise typer.BadParameter("say from which day on: --since DAY", param_hint="--since")
    return day
