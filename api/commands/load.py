"""`kith load`: one run of a feed, told in plain lines."""

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import orjson
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from api.commands.opening import Attempt, writing
from api.commands.shell import Shell
from api.guarding.access import in_production
from api.telling.load_report import load_object
from graph.errors import BadInput
from graph.model import Source
from ingest.feeds import FEEDS
from ingest.load import Report, load_feed, silent, write_refusals

SOME_REFUSED = 3


async def load_and_tell(
    shell: Shell,
    feed: str,
    path: str,
    source: Source,
    refusals: Path | None,
    clock: Callable[[], datetime],
    *,
    snapshot: bool,
    dry_run: bool,
    as_json: bool = False,
) -> int:
    """Load, print what became of each file, keep the refusals; returns the exit code."""
    if feed not in FEEDS:
        raise BadInput(f"no feed is called {feed}: there are {', '.join(FEEDS)}")
    advance, stop = _progress()
    try:
        attempt = Attempt("kith load --dry-run" if dry_run else "kith load", source=source.name)
        async with writing(shell, attempt, yes=not dry_run, create=True) as change:
            how = {"snapshot": snapshot, "dry_run": dry_run, "rightful": in_production(shell.settings)}
            report = await load_feed(change.store, FEEDS[feed], path, source, clock=clock, progress=advance, **how)
            change.became = became(report)
    finally:
        stop()
    if as_json:
        print(orjson.dumps(load_object(report, source.name, dry_run=dry_run)).decode())
    else:
        tell(report, dry_run=dry_run)
    if report.refusals:
        number = report.load.number if report.load else "dry-run"
        kept_at = refusals or shell.settings.state_folder / "refused" / f"{source.name}-{number}.csv"
        write_refusals(kept_at, report.refusals)
        print(f"refusals with their reasons: {kept_at}", file=sys.stderr if as_json else sys.stdout)
    return SOME_REFUSED if report.total("refused") else 0


def became(report: Report) -> str:
    """What the audit is told of a load that is done."""
    return f"load {report.load.number}, done" if report.load else "done"


def tell(report: Report, *, dry_run: bool) -> None:
    """What became of each file's rows, in plain columns."""
    print(f"{'file':24}{'read':>10}{'kept':>10}{'unchanged':>11}{'retired':>9}{'refused':>9}")
    for f in report.files:
        if f.read or f.retired:
            print(f"{f.file:24}{f.read:>10}{f.kept:>10}{f.unchanged:>11}{f.retired:>9}{f.refused:>9}")
    for remark in report.remarks:
        print(remark)
    if cells := report.total("cells_left_out"):
        print(f"{cells} identifiers that are not valid were left out of rows that were kept")
    if report.same_children or report.unlinked_children:
        print(
            f"{report.same_children} children joined with another source's record of the same name and date of birth, "
            f"{report.unlinked_children} left unlinked"
        )
    print("dry run: nothing was written" if dry_run else f"load {report.load.number if report.load else ''} finished")


def _progress() -> tuple[Callable[[str, int], None], Callable[[], None]]:
    """A bar for each file on a terminal; elsewhere nothing but the plain lines at the end."""
    console = Console(stderr=True)
    if not console.is_terminal:
        return silent, (lambda: None)
    rows = TextColumn("{task.completed:,} rows")
    bar = Progress(TextColumn("{task.description}"), BarColumn(), rows, TimeElapsedColumn(), console=console)
    bar.start()
    tasks: dict[str, TaskID] = {}

    def advance(file: str, rows: int) -> None:
        if file not in tasks:
            tasks[file] = bar.add_task(file, total=None)
        bar.advance(tasks[file], rows)

    return advance, bar.stop
