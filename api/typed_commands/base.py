"""What every command is made of: the one app, options that several have, the moment and the settings."""

import asyncio
import os
from collections.abc import Coroutine
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from api.commands.shell import Shell, login
from graph.settings import Settings, from_environment

T = TypeVar("T")
app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Who really knows this family? Exit codes: 0 done, 1 could not be done, 2 typed wrong, 3 some rows were refused. "
    "Whatever reads or changes the store is recorded in the audit first, under your login name.",
)
Store = Annotated[str | None, typer.Option("--store", help="sqlite:///FILE, neo4j://HOST or bolt://HOST; else KITH_STORE.")]
Day = Annotated[str | None, typer.Option("--on", metavar="DAY", help="The day in the world, YYYY-MM-DD; else today.")]
KnownAt = Annotated[str | None, typer.Option("--known-at", metavar="DAY", help="Use only what had been told by the end of this day.")]
Csv = Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write it to a CSV file too.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


def settings_with(store: str | None) -> Settings:
    """The settings of this run."""
    return from_environment(os.environ, store=store)


def shell_with(store: str | None) -> Shell:
    """What a command that opens the store runs in."""
    return Shell(settings_with(store), now, login())


def now() -> datetime:
    """The moment, where the world comes in."""
    return datetime.now().astimezone()


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run one command's work to its end."""
    return asyncio.run(work)
