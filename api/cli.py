"""The command `kith`. Exit codes: 0 done, 1 it could not be done, 2 the command was typed wrong, 3 some rows were refused."""

import asyncio
import os
import sys
from collections.abc import Coroutine
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from api.typed import a_day, a_kind, whom
from graph.errors import KithError
from graph.model import Source, View
from graph.settings import Settings, from_environment
from graph.store import open_store

T = TypeVar("T")
app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Who really knows this family? Exit codes: 0 done, 1 could not be done, 2 typed wrong, 3 some rows were refused.",
)
Store = Annotated[str | None, typer.Option("--store", help="sqlite:///FILE, neo4j://HOST or bolt://HOST; else KITH_STORE.")]
Day = Annotated[str | None, typer.Option("--on", metavar="DAY", help="The day in the world, YYYY-MM-DD; else today.")]
KnownAt = Annotated[str | None, typer.Option("--known-at", metavar="DAY", help="Use only what had been told by the end of this day.")]
Csv = Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write it to a CSV file too.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


def main() -> None:
    """Run the command; an expected failure prints its code and text to standard error and exits with 1."""
    try:
        app()
    except KithError as error:
        sys.stderr.write(f"kith: {error.code}: {error}\n")
        raise SystemExit(1) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None


def settings_with(store: str | None) -> Settings:
    """The settings of this run."""
    return from_environment(os.environ, store=store)


def now() -> datetime:
    """The moment, where the world comes in."""
    return datetime.now().astimezone()


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run one command's work to its end."""
    return asyncio.run(work)


@app.command()
def feeds() -> None:
    """List the feeds that can be loaded."""
    from ingest.feeds import FEEDS

    for name, feed in FEEDS.items():
        typer.echo(f"{name:26} {feed.about}")


@app.command()
def load(
    feed: Annotated[str, typer.Argument(help="The kind of feed; `kith feeds` lists them.")],
    path: Annotated[str, typer.Argument(help="The folder or file to load.")],
    source: Annotated[str, typer.Option(help="Who tells this: the same name each time.")],
    snapshot: Annotated[bool, typer.Option("--snapshot", help="Retire what this source told before and no longer holds.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check everything, write nothing.")] = False,
    refusals: Annotated[Path | None, typer.Option(help="Where to write the refused rows with their reasons.")] = None,
    controller: Annotated[str | None, typer.Option(help="Data controller of the source.")] = None,
    lawful_basis: Annotated[str | None, typer.Option(help="Lawful basis on which it is shared.")] = None,
    agreement: Annotated[str | None, typer.Option(help="Id of the sharing agreement.")] = None,
    store: Store = None,
) -> None:
    """Load a feed. Exits with 3 when some rows were refused (the good ones are in), 1 when nothing could be read."""
    from api.commands.load import load_and_tell

    told = Source(source, controller, lawful_basis, agreement)
    raise SystemExit(run(load_and_tell(settings_with(store), feed, path, told, refusals, now, snapshot=snapshot, dry_run=dry_run)))


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
        run(print_everyone(settings_with(store), WhoKnowsEveryone(chosen, View(day, told), json)))
    else:
        run(print_who(settings_with(store), ids or [], chosen, View(day, told), as_json=json))


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
        run(print_everyone(settings_with(store), ContinuityOfEveryone(chosen, view, window, json)))
    else:
        run(print_continuity(settings_with(store), ids or [], chosen, view, window, as_json=json))


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
    run(print_workers(settings_with(store), by_typed(by), view, window, true_counts=true_counts, as_json=json, csv=csv))


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
    run(print_caseloads(settings_with(store), list(dict.fromkeys(ids)), View(window.until), window, as_json=json))


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
    run(print_leaving(settings_with(store), list(dict.fromkeys(ids)), view, shown, as_json=json))


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
        run(print_saved(settings_with(store), now().date(), as_json=json))
    else:
        run(print_what_if(settings_with(store), Asked(what, a_day(on, "--on"), compare or [], save), now, as_json=json))


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
    json: Json = False,
    store: Store = None,
) -> None:
    """What ends when this money does, who goes when, and what would bridging it keep?"""
    from api.commands.funding import Terms, print_funding

    terms = Terms(a_day(ends, "--ends"), a_day(gap_until, "--gap-until"), notice_days, unit_cost)
    run(print_funding(settings_with(store), line, View(now().date()), terms, as_json=json))


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
    run(print_handover(settings_with(store), list(dict.fromkeys(ids)), view, today, rules, out))


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
    run(print_exposure(settings_with(store), view, by_typed(by), as_json=json))


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

    run(print_at_risk(settings_with(store), View(a_day(on, "--on") or now().date()), draws, seed, as_json=json))


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
    run(print_horizon(settings_with(store), view, months_typed(months), as_json=json, ics=ics))


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
    run(print_looping(settings_with(store), first, second, allocation, true_counts=true_counts, as_json=json))


@app.command()
def links(on: Day = None, known_at: KnownAt = None, json: Json = False, store: Store = None) -> None:
    """How are organisations joined? Families both know, people on each side, and who has worked together; true counts."""
    from api.commands.links import print_links

    run(print_links(settings_with(store), View(a_day(on, "--on") or now().date(), a_day(known_at, "--known-at")), as_json=json))


@app.command("list")
def list_(
    wanted: Annotated[str, typer.Argument(metavar="LIST", help="nobody, one, contested or lead.")],
    kind: Annotated[str | None, typer.Option(help="child or family.")] = None,
    area: Annotated[str | None, typer.Option(help="Only families of this area, by its code, and their children.")] = None,
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
    run(print_list(settings_with(store), list_typed(wanted), only, view, as_json=json, csv=csv))


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
    run(print_equity(settings_with(store), by_typed(by), view, true_counts=true_counts, as_json=json, csv=csv))


weights = typer.Typer(no_args_is_help=True, help="The numbers that the scores use: of this store, which is one authority.")
app.add_typer(weights, name="weights")


@weights.command("show")
def weights_show(on: Day = None, json: Json = False, store: Store = None) -> None:
    """The numbers in force on a day: what each is, and how far it can be relied on."""
    from api.commands.weights import show_weights

    run(show_weights(settings_with(store), a_day(on, "--on") or now().date(), as_json=json))


@weights.command("set")
def weights_set(
    file: Annotated[Path, typer.Argument(help="JSON, or TOML by its name: numbers by name; one not named stays as it is.")],
    since: Annotated[str | None, typer.Option("--since", metavar="DAY", help="The first day it is for; else all days.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why, in at most 280 characters.")] = None,
    store: Store = None,
) -> None:
    """Set numbers as a new version. Exits with 1, one line a fault, when any can't be: then nothing is stored."""
    from api.commands.weights import set_from

    raise SystemExit(run(set_from(settings_with(store), file, a_day(since, "--since"), reason, now)))


@weights.command("history")
def weights_history(json: Json = False, store: Store = None) -> None:
    """Every version in the order in which they were set: from when, by whom, why, and what it changed."""
    from api.commands.weights import show_history

    run(show_history(settings_with(store), as_json=json))


@weights.command("explain")
def weights_explain(on: Day = None, store: Store = None) -> None:
    """How everything is worked out, in plain words."""
    from api.commands.weights import explain

    run(explain(settings_with(store), a_day(on, "--on") or now().date()))


@app.command()
def schema(graphql: Annotated[bool, typer.Option("--graphql", help="The GraphQL schema instead.")] = False) -> None:
    """Print the kinds and ties that the graph holds, or the GraphQL schema."""
    if graphql:
        from api.schema_print import printed_schema

        typer.echo(printed_schema())
        return
    from graph.describe import described

    typer.echo(described())


@app.command()
def check(store: Store = None) -> None:
    """Look the store over thoroughly: reachable, of this schema, sound, and its loads finished."""
    run(_check(settings_with(store)))


async def _check(settings: Settings) -> None:
    async with open_store(settings.store, settings, create=False) as store:
        faults, loads = await store.faults(), await store.loads()
    unfinished = [one for one in loads if one.finished is None and one.completed_by is None]
    for one in unfinished:
        typer.echo(f"load {one.number} of source {one.source} broke off: run it again to complete it")
    for fault in faults:
        typer.echo(fault)
    if faults or unfinished:
        raise SystemExit(1)
    typer.echo(f"{settings.store}: reachable, schema current, sound; {len(loads)} loads, all finished")


@app.command()
def serve(
    store: Store = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Serve the pages and GraphQL."""
    from api.commands.serve import serve_forever

    serve_forever(from_environment(os.environ, store=store, host=host, port=None if port is None else str(port)), now)


@app.command()
def demo(
    size: Annotated[str, typer.Option(help="small (about 600 families) or authority (60 thousand people).")] = "small",
    seed: Annotated[int, typer.Option(help="Another seed makes another authority.")] = 2041,
    only_make: Annotated[bool, typer.Option("--no-serve", help="Make it and stop.")] = False,
    store: Store = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Make a demo authority of made-up people if there is none, say three things to try, and serve it."""
    from api.commands.demo import demonstrate

    settings = from_environment(os.environ, store=store, port=None if port is None else str(port))
    demonstrate(settings, size, seed, now, serve=not only_make)
