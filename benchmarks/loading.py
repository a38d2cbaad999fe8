"""Loading, beside raw `sqlite3` executemany of the same rows into the same tables."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

from benchmarks.world import World, load, timed
from graph.schema import BY_LABEL, Kind
from graph.sqlite_schema import connect, identity_columns, property_columns, table
from graph.store import NEVER
from ingest.feeds import FEEDS
from ingest.records import Accepted, Held

Facts = dict[str, list[tuple[Any, ...]]]
BATCH = 20_000


def run(world: World) -> None:
    """Print rows a second and the ratio: at most 3 is the claim."""
    facts = _facts(world)
    rows = sum(len(r) for r in facts.values())
    raw = timed(lambda: _raw(world.folder / "raw.db", facts))
    facts.clear()
    ours = timed(lambda: asyncio.run(load(world, world.settings)))
    world.filled = True
    print(f"{rows:,} facts: kith load {ours:.1f} s, {rows / ours:,.0f} a second; raw executemany {raw:.1f} s, {rows / raw:,.0f} a second")
    print(f"ratio kith load / raw executemany of the same rows: {ours / raw:.2f} (claim: at most 3)")


def _facts(world: World) -> Facts:
    """Every fact of the feed, parsed beforehand, with integer keys for ids as the tables have them."""
    found: Facts = {}
    keys: dict[tuple[Any, Any], int] = {}
    for part in FEEDS["kith-csv"].parts(str(world.feed), Held()):
        for accepted in part.rows:
            for label, row in accepted.facts if isinstance(accepted, Accepted) else ():
                found.setdefault(label, []).append(_keyed(label, row, keys))
    found["node"] = [(key, label, i) for (label, i), key in keys.items()]
    return found


def _keyed(label: str, row: tuple[Any, ...], keys: dict[tuple[Any, Any], int]) -> tuple[Any, ...]:
    kind = BY_LABEL[label]
    blank = {p.name for p in kind.properties} & set(kind.identity)
    ends, rest = (((label, row[0]),), row[1:]) if isinstance(kind, Kind) else ((row[0:2], row[2:4]), row[4:])
    values = ["" if v is None and p.name in blank else v for p, v in zip(kind.properties, rest, strict=True)]
    return (*(keys.setdefault(end, len(keys) + 1) for end in ends), *values)


def _raw(path: Path, facts: Facts) -> None:
    database = connect(path)
    database.execute("BEGIN")
    database.execute("INSERT INTO source (key, name) VALUES (1, 'raw')")
    database.execute("INSERT INTO load (number, source, started) VALUES (1, 1, '2026')")
    database.executemany("INSERT INTO node (key, label, id) VALUES (?, ?, ?)", facts["node"])
    database.execute("COMMIT")
    for label, rows in facts.items():
        if label != "node":
            _insert(database, label, rows)
    database.close()


def _insert(database: sqlite3.Connection, label: str, rows: list[tuple[Any, ...]]) -> None:
    kind = BY_LABEL[label]
    ends = ["node"] if isinstance(kind, Kind) else ["from_node", "to_node"]
    columns = [*ends, *property_columns(kind), "source", "load", "seen", "recorded", "retired"]
    assert identity_columns(kind)
    sql = f"INSERT INTO {table(kind)} ({', '.join(columns)}) VALUES ({', '.join('?' for _ in columns)})"
    for at in range(0, len(rows), BATCH):
        database.execute("BEGIN")
        database.executemany(sql, ((*r, 1, 1, 1, "2026", NEVER) for r in rows[at : at + BATCH]))
        database.execute("COMMIT")
