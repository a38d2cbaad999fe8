"""How the embedded store forgets for good: rows in batches, things nobody tells of any more, then the file itself rewritten.

Deleting alone would leave old bytes in free pages, in the full-text tables and in the log.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import LiteralString

from graph.erasing import About, Chosen, Node, Older, in_order
from graph.errors import StoreError
from graph.schema import KINDS, NAMED, TIES, Kind, TieKind
from graph.sqlite_chosen import NOTHING, choose, conditions
from graph.sqlite_schema import table

BATCH = 10_000
"""Facts erased in one transaction, or a few more."""
NODES = 50_000
"""Things looked at in one transaction for whether anyone tells of them."""
_LONE_ADDRESS: LiteralString = "NOT EXISTS (SELECT 1 FROM lives_at l WHERE l.to_node = f.node)"
_LONE_JUDGEMENT: LiteralString = """(NOT EXISTS (SELECT 1 FROM child c WHERE c.node = f.from_node)
  OR NOT EXISTS (SELECT 1 FROM child c WHERE c.node = f.to_node))"""


def erase(db: sqlite3.Connection, chosen: Sequence[Chosen], spared: Collection[Node]) -> dict[str, int]:
    """Erase what is chosen; see the waist. Run again after a crash it completes what that left."""
    gone, open_rows = Counter[str](), 0
    db.execute("BEGIN IMMEDIATE")
    try:
        for label, rows in _deletions(db, chosen, spared):
            gone[label] += rows
            open_rows += rows
            if open_rows >= BATCH:
                db.execute("COMMIT")
                db.execute("BEGIN IMMEDIATE")
                open_rows = 0
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise
    _cleanse(db)
    return {label: rows for label, rows in gone.items() if rows}


def _deletions(db: sqlite3.Connection, chosen: Sequence[Chosen], spared: Collection[Node]) -> Iterator[tuple[str, int]]:
    """Delete batch by batch, saying after each what it took."""
    bound = choose(db, chosen, spared)
    for kind in in_order():
        wanted, kept = conditions(kind, chosen, bound)
        for rows in _facts(db, kind, f"{wanted} AND NOT {kept}", bound) if wanted != NOTHING else ():
            yield kind.label, rows
    lone: list[tuple[str, LiteralString]] = [("SAME_AS", _LONE_JUDGEMENT)]
    if any(isinstance(one, About | Older) for one in chosen):
        lone.append(("Address", _LONE_ADDRESS))
    for kind in (k for k in in_order() if k.label in dict(lone)):
        for rows in _facts(db, kind, dict(lone)[kind.label], {}):
            yield kind.label, rows
    yield from _nodes(db)


def _facts(db: sqlite3.Connection, kind: Kind | TieKind, chosen: LiteralString, bound: dict[str, str]) -> Iterator[int]:
    sql: LiteralString = f"SELECT f.fact FROM {table(kind)} f WHERE f.fact > :after AND {chosen} ORDER BY f.fact LIMIT :batch"
    after = 0
    while found := [fact for (fact,) in db.execute(sql, {**bound, "after": after, "batch": BATCH})]:
        after = found[-1]
        these = (json.dumps(found),)
        if kind in NAMED:
            db.execute(f"DELETE FROM {table(kind)}_words WHERE rowid IN (SELECT value FROM json_each(?))", these)
        yield db.execute(f"DELETE FROM {table(kind)} WHERE fact IN (SELECT value FROM json_each(?))", these).rowcount


def _nodes(db: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """Things of which no fact is left."""
    last: int = db.execute("SELECT coalesce(max(key), 0) FROM node").fetchone()[0]
    for kind in KINDS:
        untold = " AND ".join(f"NOT EXISTS (SELECT 1 FROM {name} f WHERE f.{end} = n.key)" for name, end in _told_in(kind))
        for after in range(0, last, NODES):
            sql: LiteralString = f"""DELETE FROM node WHERE key IN (SELECT n.key FROM node n
              WHERE n.key > ? AND n.key <= ? AND n.label = '{kind.label}' AND {untold})"""
            yield f"({kind.label})", db.execute(sql, (after, after + NODES)).rowcount


def _told_in(kind: Kind) -> Iterator[tuple[LiteralString, LiteralString]]:
    """The tables and columns in which things of a kind stand."""
    own: tuple[LiteralString, LiteralString] = (table(kind), "node")
    yield own
    for tie in TIES:
        ends: tuple[tuple[LiteralString, tuple[LiteralString, ...]], ...] = (("from_node", tie.starts), ("to_node", tie.ends))
        for end, labels in ends:
            if kind.label in labels:
                found: tuple[LiteralString, LiteralString] = (table(tie), end)
                yield found


def _cleanse(db: sqlite3.Connection) -> None:
    """Write the full-text tables and the whole file anew, and empty the log, so that no byte of what was erased stays."""
    for kind in NAMED:
        db.execute(f"INSERT INTO {table(kind)}_words ({table(kind)}_words) VALUES ('rebuild')")
    db.execute("PRAGMA temp_store=FILE").fetchall()  # a copy of the whole file would not fit into memory
    try:
        db.execute("VACUUM")
        [busy, *_] = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        db.execute("PRAGMA temp_store=MEMORY").fetchall()
    if busy:
        raise StoreError("it is erased, but someone reads and the file's log still holds it: run the same command again")
