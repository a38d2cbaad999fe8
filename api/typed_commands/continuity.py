"""`kith continuity`, `workers`, `caseload` and `looping`: how much is with the same people."""

from pathlib import Path
from typing import Annotated

import typer

from api.telling.typed import a_day, whom
from api.typed_commands.base import Csv, Json, KnownAt, Store, app, now, run, shell_with
from graph.model import View


@app.command()
def continuity(
    ids: Annotated[list[str] | None, typer.Argument(help="Children or families, by id.")] = None,
    everyone: Annotated[bool, typer.Option("--all", help="Every family, then every child, streamed.")] = False,
    kind: Annotated[str | None, typer.Option(help="child or family.")] = None,
    since: Annotated[str | None, typer.Option("--from", metavar="DAY", help="The first day; else twelve months end on --to.")] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DAY", help="The last day, included; else today.")] = None,
    year: Annotated[str | None, typer.Option(help="Instead: financial-2025, academic-2025 or calendar-2025.")] = None,
    by: Annotated[str, typer.Option(help="Who counts as one: person, service or organisation.")] = "person",
    measure: Annotated[str, typer.Option(help="What counts: contacts, or days covered by ties.")] = "contacts",
    known_at: KnownAt = None,
    json: Json = False,
    store: Store = None,
) -> None:
    """How much of the contact of this child or family is with the same people?"""
    from api.commands.continuity import ContinuityOfEveryone, print_continuity, window_typed
    from api.commands.everyone import print_everyone

    chosen, window = whom(ids, everyone, kind), window_typed(since, until, year, by, measure, now().date())
    view = View(window.until, a_day(known_at, "--known-at"))
    if everyone:
        run(print_everyone(shell_with(store), "kith continuity --all", ContinuityOfEveryone(chosen, view, window, json)))
    else:
        run(print_continuity(shell_with(store), ids or [], chosen, view, window, as_json=json))


@app.command()
def workers(
    by: Annotated[str, typer.Option(help="school, area or service.")],
    since: Annotated[str | None, typer.Option("--from", metavar="DAY", help="The first day; else twelve months end on --to.")] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DAY", help="The last day, included; else today.")] = None,
    year: Annotated[str | None, typer.Option(help="Instead: financial-2025, academic-2025 or calendar-2025.")] = None,
    true_counts: Annotated[bool, typer.Option("--true-counts", help="For the store's administrator: hide no small number.")] = False,
    csv: Csv = None,
    json: Json = False,
    store: Store = None,
) -> None:
    """How many children met three or more workers, and how continuous their contact was? Small numbers are hidden."""
    from api.commands.continuity import window_typed
    from api.commands.workers import by_typed, print_workers

    window = window_typed(since, until, year, "person", "contacts", now().date())
    view = View(window.until)
    run(print_workers(shell_with(store), by_typed(by), view, window, true_counts=true_counts, as_json=json, csv=csv))


@app.command()
def caseload(
    ids: Annotated[list[str], typer.Argument(help="Professionals, by id.")],
    since: Annotated[str | None, typer.Option("--from", metavar="DAY", help="The first day; else twelve months end on --to.")] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DAY", help="The last day, included; else today.")] = None,
    year: Annotated[str | None, typer.Option(help="Instead: financial-2025, academic-2025 or calendar-2025.")] = None,
    json: Json = False,
    store: Store = None,
) -> None:
    """How far do professionals and those they lead for meet each other?"""
    from api.commands.caseload import print_caseloads
    from api.commands.continuity import window_typed

    window = window_typed(since, until, year, "person", "contacts", now().date())
    run(print_caseloads(shell_with(store), list(dict.fromkeys(ids)), View(window.until), window, as_json=json))


@app.command()
def looping(
    since: Annotated[str | None, typer.Option("--from", metavar="DAY", help="The first day; else a year before --to.")] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DAY", help="The second day; else today.")] = None,
    allocation: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Instead of --to: a CSV of child_id and professional_id, proposed.")
    ] = None,
    true_counts: Annotated[bool, typer.Option("--true-counts", help="For the store's administrator: hide no small number.")] = False,
    json: Json = False,
    store: Store = None,
) -> None:
    """How many pupils keep the same tutor or teacher, and what would a proposed allocation do to that?"""
    from api.commands.looping import print_looping
    from queries.continuity.window import year_before

    second = a_day(until, "--to") or now().date()
    first = a_day(since, "--from") or (second if allocation else year_before(second))
    run(print_looping(shell_with(store), first, second, allocation, true_counts=true_counts, as_json=json))
