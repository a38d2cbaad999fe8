"""The command `kith`. Exit codes: 0 done, 1 it could not be done, 2 the command was typed wrong, 3 some rows were refused."""

import asyncio
import os
import sys
from collections.abc import Coroutine
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from graph.errors import KithError
from graph.model import Source, SubjectKind, View
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


def a_day(text: str | None, option: str) -> date | None:
    """A day typed after an option."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(f"{text} is no day: write YYYY-MM-DD", param_hint=option) from None


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
    from api.commands.who import print_who

    if bool(ids) == everyone:
        raise typer.BadParameter("name one or more ids, or say --all", param_hint="IDS")
    if kind not in (None, "child", "family"):
        raise typer.BadParameter("is child or family", param_hint="--kind")
    chosen: SubjectKind | None = "child" if kind == "child" else "family" if kind else None
    day, told = a_day(on, "--on") or now().date(), a_day(known_at, "--known-at")
    if everyone:
        run(print_everyone(settings_with(store), chosen, View(day, told), as_json=json))
    else:
        run(print_who(settings_with(store), ids or [], chosen, View(day, told), as_json=json))


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
