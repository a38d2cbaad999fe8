"""`kith weights`: the numbers that the scores use."""

from pathlib import Path
from typing import Annotated

import typer

from api.telling.typed import a_day
from api.typed_commands.base import Day, Json, Store, app, now, run, shell_with

weights = typer.Typer(no_args_is_help=True, help="The numbers that the scores use: of this store, which is one authority.")
app.add_typer(weights, name="weights")


@weights.command("show")
def weights_show(on: Day = None, json: Json = False, store: Store = None) -> None:
    """The numbers in force on a day: what each is, and how far it can be relied on."""
    from api.commands.weights import show_weights

    run(show_weights(shell_with(store), a_day(on, "--on") or now().date(), as_json=json))


@weights.command("set")
def weights_set(
    file: Annotated[Path, typer.Argument(help="JSON, or TOML by its name: numbers by name; one not named stays as it is.")],
    since: Annotated[str | None, typer.Option("--since", metavar="DAY", help="The first day it is for; else all days.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why, in at most 280 characters.")] = None,
    store: Store = None,
) -> None:
    """Set numbers as a new version. Exits with 1, one line a fault, when any can't be: then nothing is stored."""
    from api.commands.weights import set_from

    raise SystemExit(run(set_from(shell_with(store), file, a_day(since, "--since"), reason, now)))


@weights.command("history")
def weights_history(json: Json = False, store: Store = None) -> None:
    """Every version in the order in which they were set: from when, by whom, why, and what it changed."""
    from api.commands.weights import show_history

    run(show_history(shell_with(store), as_json=json))


@weights.command("explain")
def weights_explain(on: Day = None, store: Store = None) -> None:
    """How everything is worked out, in plain words."""
    from api.commands.weights import explain

    run(explain(shell_with(store), a_day(on, "--on") or now().date()))
