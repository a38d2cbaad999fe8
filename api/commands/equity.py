"""`kith equity`: how often nobody knows a child, as boards see it; the store's administrator may print true counts."""

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import orjson
import typer

from api.commands.opening import reading
from api.commands.shell import Shell
from api.telling.list_rows import EQUITY_COLUMNS, equity_row
from api.telling.tabular import header, row
from graph.model import View
from queries.knowing.equity import BYS, CAPTION, CAPTIONS, EVERYONE, HOW_SUPPRESSED, By, Line, shown, true_lines
from queries.knowing.everyone_counted import equity
from queries.scoring.because import plain_day


async def print_equity(shell: Shell, by: By, view: View, *, true_counts: bool, as_json: bool, csv: Path | None) -> None:
    """Print one table, and write it as CSV where a file is named."""
    async with reading(shell, "kith equity", everyone=True) as store:
        counts = await equity(store, view)
    lines = list((true_lines if true_counts else shown)(counts, by))
    if csv:
        csv.write_bytes(as_csv(lines, by, view.on))
    sys.stdout.buffer.write(_json(lines, by, view.on) if as_json else words(lines, by, view.on, suppressed=not true_counts))


def as_csv(lines: Iterable[Line], by: By, on: date) -> bytes:
    """A whole table as CSV."""
    return header(EQUITY_COLUMNS) + b"".join(row(EQUITY_COLUMNS, equity_row(line, by, on)) for line in lines)


def _json(lines: Iterable[Line], by: By, on: date) -> bytes:
    return b"".join(orjson.dumps(equity_row(line, by, on), option=orjson.OPT_APPEND_NEWLINE) for line in lines)


def words(lines: list[Line], by: By, on: date, *, suppressed: bool) -> bytes:
    """A table as people read it, with what it counts."""
    told = [f"How often does nobody know a child? By {by}, on {plain_day(on)}", f"{'':24}{'children':>14}{'nobody':>14}{'share':>8}"]
    told += [_words(line) for line in lines]
    told += [CAPTIONS[by], CAPTION, *((HOW_SUPPRESSED,) if suppressed else ())]
    return ("\n".join(told) + "\n").encode()


def _words(line: Line) -> str:
    name = "all children" if line.group == EVERYONE else line.group
    share = "" if line.share is None else f"{line.share:.1%}"
    return f"{name:24}{line.children:>14}{line.nobody:>14}{share:>8}"


def by_typed(text: str) -> By:
    """What to count by, of what was typed."""
    for one in BYS:
        if text == one:
            return one
    raise typer.BadParameter(f"is {', '.join(BYS)}", param_hint="--by")
