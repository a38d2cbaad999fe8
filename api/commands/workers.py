"""`kith workers`: how many workers children have to do with, by school, area or service, as boards see it."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
import typer

from api.commands.opening import reading
from api.commands.shell import Shell
from api.telling.tabular import header, row
from graph.model import View
from queries.continuity.window import Window
from queries.continuity.workers import BYS, MEANS, By, Line, shown, true_lines, workers
from queries.knowing.equity import EVERYONE, HOW_SUPPRESSED
from queries.scoring.because import plain_day

COLUMNS = ("by", "from", "to", "group", "children", "three_or_more", "others", "newly_met", *MEANS)


async def print_workers(shell: Shell, by: By, view: View, window: Window, *, true_counts: bool, as_json: bool, csv: Path | None) -> None:
    """Print one table, and write it as CSV where a file is named."""
    async with reading(shell, "kith workers", everyone=True) as store:
        tallies = await workers(store, view, window)
    lines = true_lines(tallies, by) if true_counts else shown(tallies, by)
    rows = [workers_line(line, by, window) for line in lines]
    if csv:
        csv.write_bytes(header(COLUMNS) + b"".join(row(COLUMNS, one) for one in rows))
    if as_json:
        sys.stdout.buffer.writelines(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in rows)
    else:
        sys.stdout.write("".join(f"{text}\n" for text in in_words(lines, by, window, suppressed=not true_counts)))


def workers_line(line: Line, by: By, window: Window) -> dict[str, Any]:
    """The line of `kith workers`; the README lists its keys."""
    told = {"by": by, "from": window.since.isoformat(), "to": window.until.isoformat(), "group": line.group}
    return told | {"children": line.children, "three_or_more": line.three_or_more, "others": line.others} | dict(line.means)


def in_words(lines: Sequence[Line], by: By, window: Window, *, suppressed: bool) -> Iterator[str]:
    """The table as people read it, with what it counts."""
    yield f"Children with three or more workers, by {by}, {plain_day(window.since)} to {plain_day(window.until)}"
    yield f"{'':24}{'children':>14}{'three or more':>16}{'newly met':>12}{'UPC':>8}{'COC':>8}"
    for line in lines:
        name = "all children" if line.group == EVERYONE else line.group
        means = "".join(f"{_mean(line.means[m]):>{width}}" for m, width in (("newly_met", 12), ("upc", 8), ("coc", 8)))
        yield f"{name:24}{line.children:>14}{line.three_or_more:>16}{means}"
    yield "Children who had contacts in this time; the others are means over them. It is about contact on record, not about anyone's work."
    if by == "service":
        yield "A child counts in every service that met them, so that services don't add up to all children."
    if suppressed:
        yield HOW_SUPPRESSED


def _mean(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def by_typed(text: str) -> By:
    """What to count by, of what was typed."""
    for one in BYS:
        if text == one:
            return one
    raise typer.BadParameter(f"is {', '.join(BYS)}", param_hint="--by")
