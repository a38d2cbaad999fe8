"""What is wrong with a file of the embedded store, after a thorough look."""

import sqlite3
from collections.abc import Iterator

from graph.schema import KINDS, TIES
from graph.sqlite_schema import table


def faults(db: sqlite3.Connection) -> list[str]:
    """What is wrong with the file; see the waist."""
    broken = [text for (text,) in db.execute("PRAGMA integrity_check") if text != "ok"]
    broken += [f"{row[0]} row {row[1]} refers to nothing in {row[2]}" for row in db.execute("PRAGMA foreign_key_check")]
    return broken + list(_lacking(db))


def _lacking(db: sqlite3.Connection) -> Iterator[str]:
    """Columns of the schema that the file has not, whatever version it says it is of."""
    for kind in (*KINDS, *TIES):
        there = {column[1] for column in db.execute(f"PRAGMA table_info({table(kind)})")}
        for p in kind.properties:
            if p.name not in there:
                yield f"table {table(kind)} has no column {p.name}: the file is not of the version it says; load it anew"
