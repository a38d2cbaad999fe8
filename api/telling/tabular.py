"""Rows as CSV for spreadsheets: no cell can become a formula, and lists stand in one cell."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""
BETWEEN = "; "


def header(columns: Sequence[str]) -> bytes:
    """The first line of a CSV."""
    return _line(columns)


def row(columns: Sequence[str], values: Mapping[str, object]) -> bytes:
    """One more line, its values in the order of the columns."""
    return _line(cell(values[c]) for c in columns)


def cell(value: object) -> str:
    """A value as a cell shows it: nothing for what is unknown, and an apostrophe before what would be a formula.

    >>> cell(["a", "b"]), cell(None), cell("=1+1"), cell(0.5)
    ('a; b', '', "'=1+1", '0.5')
    """
    if isinstance(value, list | tuple):
        value = BETWEEN.join(map(str, value))  # pyright: ignore[reportUnknownArgumentType]
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _line(cells: Iterable[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode()
