"""The tables of the embedded store, derived from the one table of kinds; opening, checking, migrating a file."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

from graph.errors import DamagedStore, NewerStore, NotAKithStore, StoreError, StoreUnreachable
from graph.names import fold
from graph.schema import KINDS, NAMED, SCHEMA_VERSION, TIES, Kind, Property, TieKind
from graph.sqlite_connection import Connection

APPLICATION_ID = 0x4B697468  # "Kith"
_TYPES: dict[str, LiteralString] = {
    "text": "TEXT",
    "date": "TEXT",
    "instant": "TEXT",
    "integer": "INTEGER",
    "number": "REAL",
    "yes_no": "INTEGER",
}
_PROVENANCE: LiteralString = (
    "source INTEGER NOT NULL REFERENCES source(key), load INTEGER NOT NULL REFERENCES load(number), "
    "seen INTEGER NOT NULL REFERENCES load(number), recorded TEXT NOT NULL, retired TEXT NOT NULL"
)
_KEEPING: tuple[LiteralString, ...] = (
    "CREATE TABLE node (key INTEGER PRIMARY KEY, label TEXT NOT NULL, id TEXT NOT NULL, UNIQUE (label, id)) STRICT",
    "CREATE TABLE source (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, controller TEXT, lawful_basis TEXT, agreement TEXT) STRICT",
    "CREATE TABLE load (number INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source(key), started TEXT NOT NULL UNIQUE, "
    "finished TEXT, read INTEGER NOT NULL DEFAULT 0, kept INTEGER NOT NULL DEFAULT 0, refused INTEGER NOT NULL DEFAULT 0, "
    "completed_by INTEGER REFERENCES load(number)) STRICT",
)


def table(kind: Kind | TieKind) -> LiteralString:
    """The table that keeps a kind."""
    return kind.label.lower()


def column(name: LiteralString) -> LiteralString:
    """The column that keeps a property; the two ends of a tie have names of their own."""
    ends: dict[LiteralString, LiteralString] = {"id": "node", "start": "from_node", "end": "to_node"}
    return ends.get(name, f'"{name}"')


def property_columns(kind: Kind | TieKind) -> list[LiteralString]:
    """The columns of a kind's own properties, quoted."""
    return [column(p.name) for p in kind.properties]


def identity_columns(kind: Kind | TieKind) -> list[LiteralString]:
    """The columns that make two rows of one source the same fact."""
    return [column(name) for name in kind.identity]


def ddl(version: int) -> Iterator[LiteralString]:
    """Every statement that brings a store from the version before to this one; the first makes an empty store."""
    yield from _KEEPING if version == 1 else ()
    for kind in KINDS:
        yield from _brought(kind, ("node INTEGER NOT NULL REFERENCES node(key)",), version)
    for tie in TIES:
        ends: tuple[LiteralString, ...] = tuple(f"{c} INTEGER NOT NULL REFERENCES node(key)" for c in ("from_node", "to_node"))
        yield from _brought(tie, ends, version)
    for kind in NAMED:
        if kind.version == version:
            yield f"CREATE VIRTUAL TABLE {table(kind)}_words USING fts5(words)"


def _brought(kind: Kind | TieKind, ends: tuple[LiteralString, ...], version: int) -> Iterator[LiteralString]:
    """A kind's table where this version brings it, else the columns that it adds."""
    if kind.version == version:
        yield from _table(kind, ends, version)
    elif kind.version < version:
        for p in kind.properties:
            if p.version == version:
                yield f"ALTER TABLE {table(kind)} ADD COLUMN {column(p.name)} {_TYPES[p.type]}"


def _table(kind: Kind | TieKind, ends: tuple[LiteralString, ...], version: int) -> Iterator[LiteralString]:
    name = table(kind)
    columns = ", ".join((*ends, *(f"{column(p.name)} {_TYPES[p.type]}" for p in kind.properties if p.version <= version)))
    yield f"CREATE TABLE {name} (fact INTEGER PRIMARY KEY, {columns}, {_PROVENANCE}) STRICT"
    yield f"CREATE UNIQUE INDEX {name}_fact ON {name} ({', '.join(identity_columns(kind))}, source, retired)"
    for index, columns in _lookups(kind):
        yield f"CREATE INDEX {name}_{index} ON {name} ({columns})"


def _lookups(kind: Kind | TieKind) -> Iterator[tuple[LiteralString, LiteralString]]:
    indexed: tuple[Property, ...] = tuple(p for p in kind.properties if p.index)
    if isinstance(kind, Kind):
        for p in indexed:
            own: tuple[LiteralString, LiteralString] = (p.name, column(p.name))
            yield own
        return
    ends: tuple[LiteralString, LiteralString] = ("start", "end")
    for end in ends:
        if kind.identity[0] != end:
            extra: list[LiteralString] = [column(p.name) for p in indexed] if end == "start" else []
            standing: list[LiteralString] = ["recorded", "retired"] if extra else []
            columns: list[LiteralString] = [column(end), *extra, *standing]
            lookup: tuple[LiteralString, LiteralString] = (end, ", ".join(columns))
            yield lookup


MIGRATIONS: tuple[tuple[LiteralString, ...], ...] = tuple(tuple(ddl(n)) for n in range(1, SCHEMA_VERSION + 1))
"""Step n brings a file from version n to n + 1; a step that has been released is never edited."""


def connect(path: Path, *, create: bool = True) -> Connection:
    """Open a store's file, checked and brought to this version."""
    if not create and (not path.exists() or not path.is_file()):
        raise StoreUnreachable(f"there is no store at {path}: load a feed into it first, or run `kith demo`")
    if not create and path.stat().st_size == 0:
        raise DamagedStore(f"{path} is an empty file: put back a copy, or delete it and load the feeds again")
    if path.is_file() and _cut_off(path):
        raise DamagedStore(f"{path} is damaged, it has been cut off: put back a copy, or delete it and load the feeds again")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            path, check_same_thread=False, isolation_level=None, timeout=30, cached_statements=256, factory=Connection
        )
    except (OSError, sqlite3.OperationalError) as error:
        raise StoreUnreachable(f"no file can be opened at {path}: check the folder and who may write there") from error
    try:
        _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _cut_off(path: Path) -> bool:
    """Whether a file ends before its last page does: SQLite takes one of a single byte for an empty one.

    With a log beside it this is no fault: the log holds what a crash kept from the file.
    """
    size, log = path.stat().st_size, path.with_name(f"{path.name}-wal")
    if size == 0 or (log.exists() and log.stat().st_size):
        return False
    with path.open("rb") as file:
        header = file.read(100)
    if not header.startswith(b"SQLite format 3\0"):
        return size < 100
    page, pages = int.from_bytes(header[16:18]), int.from_bytes(header[28:32])
    page = 65536 if page == 1 else page
    return page == 0 or size % page > 0 or size < pages * page


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    try:
        application, version = _stamp(connection)
        if application != APPLICATION_ID and _holds_tables(connection):
            raise NotAKithStore(f"{path} was made by another program: name another file")
        if version > len(MIGRATIONS):
            raise NewerStore(f"{path} has schema version {version}, this Kith knows {len(MIGRATIONS)}: use the newer Kith")
        _settle(connection)
        if version < len(MIGRATIONS):
            _migrate(connection)
    except sqlite3.DatabaseError as error:
        raise trouble(error, path) from error


def _stamp(connection: sqlite3.Connection) -> tuple[int, int]:
    return connection.execute("PRAGMA application_id").fetchone()[0], connection.execute("PRAGMA user_version").fetchone()[0]


def _holds_tables(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] > 0


def _settle(connection: sqlite3.Connection) -> None:
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cell_size_check=ON",
        "cache_size=-64000",
        "temp_store=MEMORY",
        "mmap_size=0",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    connection.create_function("fold", -1, fold, deterministic=True)


def _migrate(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in MIGRATIONS[_stamp(connection)[1] :]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={len(MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def trouble(error: sqlite3.DatabaseError, path: Path) -> StoreError:
    """Kith's own error for one of SQLite's."""
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or "malformed" in str(error) or "not a database" in str(error):
        return DamagedStore(f"{path} is damaged, or is no SQLite file: put back a copy, or delete it and load the feeds again")
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_IOERR", "SQLITE_FULL")):
        return StoreUnreachable(f"{path} can't be used now ({name}): check the disk and whether another load is running")
    if name.startswith("SQLITE_READONLY"):
        from graph.errors import ReadOnlyStore

        return ReadOnlyStore(f"{path} may only be read: check who may write to the file")
    return StoreError(f"{path} could not do this ({name or type(error).__name__})")
