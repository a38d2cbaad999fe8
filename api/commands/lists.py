"""`kith list`: lists for people who act, in words, as JSON lines and as CSV."""

import sys
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import get_args

import orjson
import typer

from api.commands.everyone import tell_everyone
from api.commands.opening import reading
from api.commands.shell import Shell
from api.telling.list_rows import LIST_COLUMNS, entry_row
from api.telling.tabular import header, row
from graph.model import Subject, SubjectKind, View
from graph.store import GraphReader
from queries.knowing.acting import List
from queries.knowing.lists import IN_TURN, Filter, places
from queries.knowing.nesting import Nesting, nesting


@dataclass(slots=True)
class OnAList:
    """Who of one kind is on a list: an `everyone.Question` that answers in JSON lines."""

    wanted: List
    only: Filter
    kind: SubjectKind | None
    view: View
    days: dict[str, tuple[date, ...]] = field(default_factory=dict[str, tuple[date, ...]])
    areas: Nesting = field(default_factory=dict[str, frozenset[str]])

    async def begin(self, store: GraphReader) -> None:
        """Read everyone's contact days, and which areas lie in which."""
        self.days, self.areas = await store.contact_days(None, self.view), await nesting(store, self.view)

    async def tell(self, store: GraphReader, batch: list[Subject]) -> list[tuple[Subject, bytes]]:
        """Those of a batch who are on the list."""
        found = [e async for p in places(store, batch, self.view, self.days) for e in p.entries() if e.list == self.wanted]
        option = orjson.OPT_APPEND_NEWLINE
        return [(e.subject, orjson.dumps(entry_row(e, self.view.on), option=option)) for e in found if self.only.wants(e, self.areas)]


async def print_list(shell: Shell, wanted: List, only: Filter, view: View, *, as_json: bool, csv: Path | None) -> None:
    """Print a list as it comes, and write it as CSV where a file is named."""
    async with reading(shell, "kith list", everyone=True) as store:
        with csv.open("wb") if csv else nullcontext() as file:
            if file:
                file.write(header(LIST_COLUMNS))

            def show(line: bytes) -> None:
                told = orjson.loads(line)
                sys.stdout.buffer.write(line if as_json else f"{told['why']}\n".encode())
                if file:
                    file.write(row(LIST_COLUMNS, told))

            for kind in (only.kind,) if only.kind else IN_TURN:
                await tell_everyone(shell.settings, store, OnAList(wanted, only, kind, view), show)


def list_typed(text: str) -> List:
    """The list of what was typed."""
    for one in get_args(List):
        if text == one:
            return one
    raise typer.BadParameter(f"is {', '.join(get_args(List))}", param_hint="LIST")
