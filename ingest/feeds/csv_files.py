"""Reading a CSV file by its header: each row becomes plain values, or a refusal that says what, where and what to do."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from ingest.feeds.cells import BadCell, Memo, Reader, text
from ingest.records import Refusal


@dataclass(frozen=True, slots=True)
class Column:
    """A column by name: how its cells are read, whether one may be empty, and whether a bad one costs the row."""

    name: str
    read: Reader = text
    required: bool = False
    soft: bool = False


class Line(NamedTuple):
    """A row whose cells were all read, in the order of the columns."""

    number: int
    values: tuple[Any, ...]
    cells: Sequence[str]


class Unreadable(Exception):
    """Why a whole file can't be read."""


@dataclass(slots=True)
class CsvFile:
    """One file with the columns it may have; `remarks` say what was ignored."""

    path: Path
    columns: tuple[Column, ...]
    remarks: list[str] = field(default_factory=list[str])
    _width: int = 0
    _line: int = 0

    def lines(self) -> Iterator[Line | Refusal]:
        """Every row with its values, or the refusal of it; refusals of single cells come before their row."""
        try:
            yield from self._read()
        except Unreadable as why:
            yield Refusal(self.path.name, 1, "", "", str(why))
        except UnicodeDecodeError:
            why_not = f"the file is not UTF-8: save it as CSV UTF-8; nothing after line {self._line} was read"
            yield Refusal(self.path.name, 1, "", "", why_not)
        except OSError as error:
            yield Refusal(self.path.name, 1, "", "", f"the file can't be read: {error.strerror}")

    def _read(self) -> Iterator[Line | Refusal]:
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, strict=True)
            try:
                at = self._header(next(rows, list[str]()))
            except csv.Error as error:
                raise Unreadable(f"the header can't be read as CSV ({error}): check its quotes") from None
            picks = [at.get(c.name, -1) for c in self.columns]
            read = _row_reader(self.columns, picks)
            number = rows.line_num + 1
            while True:
                try:
                    for cells in rows:
                        number, start = rows.line_num + 1, number
                        self._line = rows.line_num
                        if cells and len(cells) != self._width:
                            yield self._refuse(
                                start, "", "", f"has {len(cells)} cells, the header has {self._width}: check commas and quotes", cells
                            )
                        elif any(cells):
                            try:
                                yield Line(start, read(cells), cells)
                            except BadCell:
                                yield from self._slowly(start, cells, picks)
                    return
                except csv.Error as error:
                    yield self._refuse(number, "", "", f"can't be read as CSV ({error}): check its quotes", [])
                    number = rows.line_num + 1

    def _header(self, cells: list[str]) -> dict[str, int]:
        names = [c.strip().casefold() for c in cells]
        self._width = len(names)
        wanted = {c.name.casefold(): c.name for c in self.columns}
        if twice := sorted({n for n in names if n in wanted and names.count(n) > 1}):
            raise Unreadable(f"the header names {', '.join(twice)} twice: rename one")
        at = {wanted[n]: i for i, n in enumerate(names) if n in wanted}
        if lacking := [c.name for c in self.columns if c.required and c.name not in at]:
            raise Unreadable(f"the header has no column {', '.join(lacking)}: the file needs it")
        if extra := [n for n in names if n not in wanted and n]:
            self.remarks.append(f"{self.path.name}: ignored column {', '.join(extra)}")
        return at

    def _slowly(self, number: int, cells: list[str], picks: list[int]) -> Iterator[Line | Refusal]:
        """Cell by cell: the soft columns' bad cells are left out, the first other one refuses the row."""
        values: list[Any] = []
        refusals: list[Refusal] = []
        for column, at in zip(self.columns, picks, strict=True):
            cell = cells[at] if at >= 0 else ""
            try:
                values.append(_required(column)(cell))
            except BadCell as why:
                values.append(None)
                refusals.append(self._refuse(number, column.name, cell, str(why), cells, cell_only=column.soft))
        hard = [r for r in refusals if not r.cell_only]
        yield from hard[:1] or refusals
        if not hard:
            yield Line(number, tuple(values), cells)

    def refuse(self, line: Line, column: str, reason: str) -> Refusal:
        """Refuse a row whose cells are fine one by one but not together."""
        at = next((i for i, c in enumerate(self.columns) if c.name == column), None)
        value = "" if at is None or line.values[at] is None else str(line.values[at])
        return self._refuse(line.number, column, value, reason, line.cells)

    def _refuse(self, number: int, column: str, value: str, reason: str, cells: Sequence[str], *, cell_only: bool = False) -> Refusal:
        return Refusal(self.path.name, number, column, value, reason, as_csv(cells), cell_only)


def as_csv(cells: Sequence[str]) -> str:
    """Cells as one line of CSV."""
    return ",".join(f'"{c.replace(chr(34), chr(34) * 2)}"' if any(x in c for x in ',"\n\r') else c for c in cells)


def _required(column: Column) -> Reader:
    if not column.required:
        return column.read
    read = column.read

    def needed(cell: str) -> Any:
        value = read(cell)
        if value is None:
            raise BadCell("is empty: the column must be filled in")
        return value

    return needed


def _picker(places: Sequence[int]) -> Callable[[list[str]], Sequence[str]]:
    if len(places) == 1:
        return lambda cells: (cells[places[0]],)
    return itemgetter(*places)


def _row_reader(columns: Sequence[Column], picks: Sequence[int]) -> Callable[[list[str]], tuple[Any, ...]]:
    """A quick reader of whole rows: remembered cells by a dictionary look-up; columns that are absent stay empty."""
    present = [(c, at) for c, at in zip(columns, picks, strict=True) if at >= 0]
    readers = [Memo(_required(c)).__getitem__ for c, _ in present]
    pick = _picker([at for _, at in present])
    if len(present) == len(columns):
        return lambda cells: tuple([read(cell) for read, cell in zip(readers, pick(cells), strict=True)])
    order = {c.name: i for i, (c, _) in enumerate(present)}
    places = [order.get(c.name, len(present)) for c in columns]

    def sparse(cells: list[str]) -> tuple[Any, ...]:
        found = [read(cell) for read, cell in zip(readers, pick(cells), strict=True)]
        found.append(None)
        return tuple([found[i] for i in places])

    return sparse
