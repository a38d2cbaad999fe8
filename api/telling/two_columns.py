"""Small CSV files that people write by hand: two columns, each line with both."""

import csv
from collections.abc import Iterator
from pathlib import Path

from graph.errors import BadInput

Line = tuple[str, str, str]


def lines_of(path: Path, first: str, second: str) -> Iterator[Line]:
    """Where each line stands, as an error says it, and what its two columns hold. Errors: BadInput, with the line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.DictReader(file)
            for line in lines:
                where = f"{path.name}, line {lines.line_num}"
                one, other = ((line.get(name) or "").strip() for name in (first, second))
                if not one or not other:
                    raise BadInput(f"{where}: write {first} and {second}")
                yield where, one, other
    except OSError as error:
        raise BadInput(f"{path.name} can't be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadInput(f"{path.name} is not UTF-8: save it as such") from None
