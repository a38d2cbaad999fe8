"""`kith exposure`, `at-risk` and `horizon`: on whom it hangs, and what ends."""

from pathlib import Path
from typing import Annotated

import typer

from api.telling.typed import a_day
from api.typed_commands.base import Day, Json, KnownAt, Store, app, now, run, shell_with
from graph.model import View


@app.command()
def exposure(
    by: Annotated[str, typer.Option(help="service, organisation or school.")] = "service",
    on: Day = None,
    known_at: KnownAt = None,
    json: Json = False,
    store: Store = None,
) -> None:
    """On how few people does it hang? The fewest whose leaving orphans more than half of the families that a service knows."""
    from api.commands.exposure import by_typed, print_exposure

    view = View(a_day(on, "--on") or now().date(), a_day(known_at, "--known-at"))
    run(print_exposure(shell_with(store), view, by_typed(by), as_json=json))


@app.command("at-risk")
def at_risk(
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="The first day of the quarter; else today.")] = None,
    draws: Annotated[int, typer.Option(min=1, max=1_000_000, help="How often a quarter is drawn, where it can't be exact.")] = 10_000,
    seed: Annotated[int, typer.Option(min=0, help="Another seed makes other draws.")] = 2041,
    json: Json = False,
    store: Store = None,
) -> None:
    """How many families may a quarter leave with nobody who knows them, at the rates at which people leave such posts?"""
    from api.commands.at_risk import print_at_risk

    run(print_at_risk(shell_with(store), View(a_day(on, "--on") or now().date()), draws, seed, as_json=json))


@app.command()
def horizon(
    months: Annotated[int, typer.Option(help="3, 6 or 12.")] = 12,
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="The first day; else today.")] = None,
    ics: Annotated[
        Path | None, typer.Option("--ics", metavar="FILE", help="A calendar too; then without leaving dates known only to HR.")
    ] = None,
    json: Json = False,
    store: Store = None,
) -> None:
    """What is known to end in the months ahead, and what does it put at stake: leaving dates, contracts, money."""
    from api.commands.horizon import months_typed, print_horizon

    today = now().date()
    view = View(a_day(on, "--on") or today, asked_on=today if ics else None)
    run(print_horizon(shell_with(store), view, months_typed(months), as_json=json, ics=ics))
