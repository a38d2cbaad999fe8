"""Reading one cell: each reader turns text into a plain value, or says what is wrong with it."""

import re
from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any

Reader = Callable[[str], Any]
LONGEST = 280
"""Characters in a cell: no free text comes in by a feed."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?", re.ASCII)


class BadCell(ValueError):
    """What is wrong with a cell, in words; the value stands beside it in the refusal."""


class Memo(dict[str, Any]):
    """A reader that remembers, for a while: a column holds the same days, words and ids again and again."""

    MOST = 200_000

    def __init__(self, read: Reader) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: str) -> Any:
        if len(self) >= self.MOST:
            self.clear()
        value = self[cell] = self._read(cell)
        return value


def text(cell: str) -> str | None:
    """Text as it is, at most 280 characters; empty is not known."""
    cell = cell.strip()
    if len(cell) > LONGEST:
        raise BadCell(f"is longer than {LONGEST} characters: shorten it")
    if "\0" in cell:
        raise BadCell("holds a zero character, which is no text: remove it")
    return cell or None


def day(cell: str) -> str | None:
    """A day written YYYY-MM-DD."""
    cell = cell.strip()
    if not cell:
        return None
    try:
        if not _DAY.fullmatch(cell):
            raise ValueError
        date.fromisoformat(cell)
    except ValueError:
        raise BadCell("is no day: write it YYYY-MM-DD") from None
    return cell


def moment(cell: str) -> str | None:
    """A day, or an instant YYYY-MM-DDTHH:MM[:SS] with an optional offset; seconds are filled in, the rest stays as written."""
    cell = cell.strip()
    if len(cell) <= 10:
        return day(cell)
    found = _INSTANT.fullmatch(cell)
    try:
        if not found:
            raise ValueError
        datetime.fromisoformat(cell)
    except ValueError:
        raise BadCell("is no day or instant: write it YYYY-MM-DD or YYYY-MM-DDTHH:MM[:SS]") from None
    return cell if found[1] else f"{cell[:16]}:00{cell[16:]}"


def choice(*choices: str) -> Reader:
    """One of a few words, in any case of letters."""

    def read(cell: str) -> str | None:
        word = cell.strip().casefold()
        if word and word not in choices:
            raise BadCell(f"is not one of {', '.join(choices)}")
        return word or None

    return read


def yes_no(cell: str) -> bool | None:
    """Yes or no."""
    word = choice("yes", "no")(cell)
    return None if word is None else word == "yes"


def whole(least: int) -> Reader:
    """A whole number not below `least`."""

    def read(cell: str) -> int | None:
        cell = cell.strip()
        if not cell:
            return None
        if not (cell.isascii() and cell.isdigit() and len(cell) < 10 and int(cell) >= least):
            raise BadCell(f"is no whole number from {least}")
        return int(cell)

    return read


def share(cell: str) -> float | None:
    """A number from 0 to 2: a share of full time."""
    cell = cell.strip()
    if not cell:
        return None
    if not re.fullmatch(r"\d(\.\d+)?", cell) or float(cell) > 2:
        raise BadCell("is no share of full time: write 1 for full time, 0.5 for half")
    return float(cell)


def reference(kind: str, held: Collection[str]) -> Reader:
    """The id of something that is held."""

    def read(cell: str) -> str | None:
        cell = cell.strip()
        if cell and cell not in held:
            raise BadCell(f"is the id of no {kind} in this folder or in the store: add the {kind}, or correct the id")
        return cell or None

    return read
