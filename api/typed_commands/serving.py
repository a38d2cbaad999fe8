"""`kith schema`, `check`, `serve` and `demo`: the store, and serving it."""

import os
from typing import Annotated

import typer

from api.commands.shell import Shell, login
from api.typed_commands.base import Store, app, now, run, settings_with
from graph.settings import Settings, from_environment
from graph.store import open_store


@app.command()
def schema(graphql: Annotated[bool, typer.Option("--graphql", help="The GraphQL schema instead.")] = False) -> None:
    """Print the kinds and ties that the graph holds, or the GraphQL schema."""
    if graphql:
        from api.graphql.schema_print import printed_schema

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
    """Make a demo authority of made-up people if there is none, say four things to try, and serve it."""
    from api.commands.demo import demonstrate

    settings = from_environment(os.environ, store=store, port=None if port is None else str(port))
    demonstrate(Shell(settings, now, login()), size, seed, serve=not only_make)
