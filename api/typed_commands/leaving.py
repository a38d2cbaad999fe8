"""`kith leaving`, `what-if`, `funding` and `handover`: what changes do."""

from pathlib import Path
from typing import Annotated

import typer

from api.telling.typed import a_day, a_kind
from api.typed_commands.base import Csv, Json, KnownAt, Store, app, now, run, shell_with
from graph.model import View


@app.command()
def leaving(
    ids: Annotated[list[str], typer.Argument(help="Professionals who leave together, by id.")],
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="The first day without them; else today.")] = None,
    shown: Annotated[int, typer.Option("--next", min=0, help="How many who could take over are named for each.")] = 10,
    known_at: KnownAt = None,
    json: Json = False,
    store: Store = None,
) -> None:
    """What is lost if these people leave, and who should take over?"""
    from api.commands.leaving import print_leaving

    view = View(a_day(on, "--on") or now().date(), a_day(known_at, "--known-at"))
    run(print_leaving(shell_with(store), list(dict.fromkeys(ids)), view, shown, as_json=json))


@app.command("what-if")
def what_if(
    what: Annotated[
        str | None, typer.Argument(metavar="FILE|NAME", help="A file of changes, or a saved name; none: list the saved.")
    ] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="The day; else the first on which all changes are felt.")] = None,
    compare: Annotated[list[str] | None, typer.Option("--compare", metavar="FILE|NAME", help="Another one, side by side.")] = None,
    save: Annotated[str | None, typer.Option("--save", metavar="NAME", help="Keep the changes under a name.")] = None,
    json: Json = False,
    store: Store = None,
) -> None:
    """What do these changes together do: who knows each family before and after? Nothing is stored unless saved by name."""
    from api.commands.what_if import Asked, print_saved, print_what_if

    if what is None:
        run(print_saved(shell_with(store), now().date(), as_json=json))
    else:
        run(print_what_if(shell_with(store), Asked(what, a_day(on, "--on"), compare or [], save), now, as_json=json))


@app.command()
def funding(
    line: Annotated[str, typer.Argument(metavar="ID", help="The funding line, by id.")],
    ends: Annotated[str | None, typer.Option("--ends", metavar="DAY", help="Its last day; else its own.")] = None,
    gap_until: Annotated[
        str | None, typer.Option("--gap-until", metavar="DAY", help="The last day of a gap, after which it goes on.")
    ] = None,
    notice_days: Annotated[int | None, typer.Option("--notice-days", min=0, help="Days of notice; else its own.")] = None,
    unit_cost: Annotated[
        float | None, typer.Option("--unit-cost", min=0, help="What it costs to build one tie anew, in any money.")
    ] = None,
    per_child: Annotated[
        float | None,
        typer.Option("--per-child", metavar="X", help="What each family would bring, were it money for each child."),
    ] = None,
    post_cost: Annotated[float | None, typer.Option("--post-cost", metavar="X", help="What a post costs, with --per-child.")] = None,
    json: Json = False,
    store: Store = None,
) -> None:
    """What ends when this money does, who goes when, and what would bridging it keep?"""
    from api.commands.funding import Terms, print_funding

    terms = Terms(a_day(ends, "--ends"), a_day(gap_until, "--gap-until"), notice_days, unit_cost, per_child, post_cost)
    run(print_funding(shell_with(store), line, View(now().date()), terms, as_json=json))


@app.command()
def handover(
    ids: Annotated[list[str], typer.Argument(help="Professionals who leave together, by id.")],
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="The first day without them; else today.")] = None,
    each: Annotated[str, typer.Option(help="A receiver for each family (its children with it), or for each child.")] = "family",
    together: Annotated[bool, typer.Option("--together", help="With --each child: one receiver for the children of a family.")] = False,
    same_school: Annotated[
        bool, typer.Option("--same-school", help="Prefer who works at the child's school, or with others there.")
    ] = False,
    capacity: Annotated[int | None, typer.Option(min=0, help="How many each can take over; else what their posts leave, or 5.")] = None,
    capacities: Annotated[Path | None, typer.Option(metavar="FILE", help="CSV of professional_id and families, for some.")] = None,
    csv: Csv = None,
    checklist: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a checklist with names to print, as HTML.")] = None,
    json: Json = False,
    store: Store = None,
) -> None:
    """Who takes over what from people who leave, why, and by when? As many as can be, to those who fit best, under capacity."""
    from api.commands.handover import Outputs, capacities_in, print_handover
    from queries.handover.handover import Rules

    rules = Rules(a_kind(each) or "family", together, same_school, capacity, capacities_in(capacities))
    today = now().date()
    view, out = View(a_day(on, "--on") or today), Outputs(json, csv, checklist)
    run(print_handover(shell_with(store), list(dict.fromkeys(ids)), view, today, rules, out))
