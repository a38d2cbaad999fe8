"""Rows on the way out: JSON lines or words to standard output, and CSV to a file, the same in each."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from api.telling.link_rows import columns_of
from api.telling.tabular import header, row


def print_rows(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], words: Iterable[str], *, as_json: bool, csv: Path | None = None
) -> None:
    """Print rows as JSON lines, or else the words that tell them, and keep them as CSV where a file is named."""
    if csv:
        own = columns_of(rows, columns)
        csv.write_bytes(header(own) + b"".join(row(own, one) for one in rows))
    if as_json:
        sys.stdout.buffer.writelines(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in rows)
    else:
        sys.stdout.buffer.write("".join(f"{line}\n" for line in words).encode())
