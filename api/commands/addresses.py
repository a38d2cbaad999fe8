"""`kith addresses`: where families are said to live, in words, as JSON lines and as CSV. Only their answers hold addresses."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from api.commands.opening import reading
from api.commands.shell import Shell
from api.commands.who import subjects
from api.telling.address_lines import addresses_words, changes_words, several_words, wards_words
from api.telling.address_rows import (
    CHANGE_COLUMNS,
    PLACE_COLUMNS,
    SEVERAL_COLUMNS,
    WARD_COLUMNS,
    addresses_line,
    change_line,
    place_rows,
    several_line,
    ward_line,
)
from api.telling.tabular import header, row
from graph.errors import BadInput
from graph.model import SubjectKind, View
from queries.knowing.address_changes import address_changes
from queries.knowing.address_lists import several, shown, true_lines, wards
from queries.knowing.addresses import addresses
from queries.knowing.equity import EVERYONE
from queries.knowing.nesting import nesting, within

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """How an answer is shown: in words or as JSON, and whether in a CSV file too."""

    as_json: bool
    csv: Path | None

    def all(
        self, lines: Iterable[Mapping[str, Any]], words: Iterable[str], columns: Sequence[str], rows: Iterable[Mapping[str, Any]]
    ) -> None:
        """Print an answer, and keep its rows."""
        if self.csv:
            self.csv.write_bytes(header(columns) + b"".join(row(columns, one) for one in rows))
        told = (orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in lines)
        sys.stdout.buffer.writelines(told if self.as_json else (f"{text}\n".encode() for text in words))


async def print_addresses(shell: Shell, ids: list[str], kind: SubjectKind | None, view: View, how: Shown) -> None:
    """Print where some children or families are said to live. Errors: UnknownId."""
    async with reading(shell, "kith addresses", ids) as store:
        found = await addresses(store, await subjects(store, ids, kind, view), view)
    words = (text for one in found for text in (*addresses_words(one), ""))
    how.all(map(addresses_line, found), words, PLACE_COLUMNS, [r for one in found for r in place_rows(one)])


async def print_several(shell: Shell, view: View, how: Shown) -> None:
    """Print the families with three or more live addresses, as they are found."""
    async with reading(shell, "kith addresses --several", everyone=True) as store:
        with how.csv.open("wb") if how.csv else nullcontext() as file:
            if file:
                file.write(header(SEVERAL_COLUMNS))
            async for one in several(store, view):
                line = several_line(one, view.on)
                text = orjson.dumps(line) if how.as_json else several_words(one).encode()
                sys.stdout.buffer.write(text + b"\n")
                if file:
                    file.write(row(SEVERAL_COLUMNS, line))


async def print_wards(shell: Shell, view: View, how: Shown, area: str | None, *, true_counts: bool) -> None:
    """Print how often agencies disagree, by area, as boards see it unless the administrator asks. Errors: BadInput."""
    async with reading(shell, "kith addresses --wards", everyone=True) as store:
        tallies = await wards(store, view)
        wanted = within(await nesting(store, view), area) if area else frozenset(tallies)
    if area and wanted.isdisjoint(tallies):
        raise BadInput(f"no family lives in the area {area}: families live in {', '.join(sorted({*tallies} - {EVERYONE}))}")
    found = [line for line in (true_lines(tallies) if true_counts else shown(tallies)) if line.area in wanted]
    lines = [ward_line(one, view.on) for one in found]
    how.all(lines, wards_words(found, view.on, suppressed=not true_counts), WARD_COLUMNS, lines)


async def print_changes(shell: Shell, view: View, since: date, how: Shown) -> None:
    """Print what changed since a day. Errors: BadInput."""
    async with reading(shell, "kith addresses --changes", everyone=True) as store:
        found = await address_changes(store, view, since)
    lines = [change_line(one, since, view.on) for one in found]
    how.all(lines, changes_words(found, since), CHANGE_COLUMNS, lines)
