"""`kith feeds` and `kith load`: how facts arrive."""

from pathlib import Path
from typing import Annotated

import typer

from api.typed_commands.base import Json, Store, app, now, run, shell_with
from graph.model import Source


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
    json: Json = False,
    store: Store = None,
) -> None:
    """Load a feed. Exits with 3 when some rows were refused (the good ones are in), 1 when nothing could be read."""
    from api.commands.load import load_and_tell

    told = Source(source, controller, lawful_basis, agreement)
    how = {"snapshot": snapshot, "dry_run": dry_run, "as_json": json}
    raise SystemExit(run(load_and_tell(shell_with(store), feed, path, told, refusals, now, **how)))
