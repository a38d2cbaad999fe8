"""The embedded store: one SQLite file. Reads run in threads, each on a connection of its own; one thread writes."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncGenerator, Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar
from urllib.parse import unquote, urlsplit

from graph import sqlite_reads as reads
from graph.address_claims import AddressClaim
from graph.erasing import Chosen, Erasable, HeldFact, Node
from graph.errors import BadStoreUrl
from graph.history import History
from graph.model import Around, Attendance, Child, Funded, Load, Membership, Post, Source, Subject, SubjectKind, Tie, View
from graph.names import fold
from graph.projection import Projection
from graph.schema import kind_of
from graph.sqlite_addresses import address_claims
from graph.sqlite_areas import larger_areas
from graph.sqlite_attendance import attendances
from graph.sqlite_chosen import children_told, erasable
from graph.sqlite_connection import Connection
from graph.sqlite_faults import faults
from graph.sqlite_guarded import guarded
from graph.sqlite_heard import heard
from graph.sqlite_held import held
from graph.sqlite_history import changed, told
from graph.sqlite_schema import connect, trouble
from graph.sqlite_writes import Writer
from graph.store import GraphStore, Row
from graph.veil import Guarded

E = TypeVar("E")
T = TypeVar("T")
A = ParamSpec("A")
READERS = 4
"""Reads that may run at once."""


def path_of(url: str) -> Path:
    """The file a store URL names: `sqlite:///kith.db` is beside you, `sqlite:////srv/kith.db` is absolute."""
    parts = urlsplit(url)
    if parts.netloc or not parts.path.startswith("/") or len(parts.path) < 2:
        raise BadStoreUrl("a SQLite store is written sqlite:///FILE, with three strokes, or four for an absolute path")
    return Path(unquote(parts.path[1:]))


@asynccontextmanager
async def open_sqlite(url: str, *, create: bool = True) -> AsyncGenerator[GraphStore]:
    """The store in a file, checked, and made if need be."""
    path = path_of(url)
    store = SqliteStore(path, await asyncio.to_thread(connect, path, create=create))
    try:
        yield store
    finally:
        store.close()


class SqliteStore:
    """`GraphStore` on one file."""

    def __init__(self, path: Path, first: sqlite3.Connection) -> None:
        self._path = path
        self._writer = Writer(first)
        self._connections = [first]
        self._own = threading.local()
        self._readers = ThreadPoolExecutor(READERS, "kith-read")
        self._writing = ThreadPoolExecutor(1, "kith-write")
        self._projection = Projection(partial(self._read, told), partial(self._read, changed), self.loads)

    def close(self) -> None:
        """Let running work end, then close every connection."""
        self._readers.shutdown()
        self._writing.shutdown()
        for connection in self._connections:
            connection.close()

    def _connection(self) -> Connection:
        if not hasattr(self._own, "db"):
            self._own.db = connect(self._path, create=False)
            self._connections.append(self._own.db)
        return self._own.db

    async def _read(self, question: Callable[Concatenate[Connection, A], T], *args: A.args, **kwargs: A.kwargs) -> T:
        """Ask within one read transaction, so that every statement of a question sees the same load."""

        def snapshot() -> T:
            db = self._connection()
            db.execute("BEGIN")
            try:
                answer = question(db, *args, **kwargs)
            except BaseException:
                db.execute("ROLLBACK")
                db.veil = db.guarded = None  # what was drawn in this transaction is gone with it
                raise
            db.execute("COMMIT")
            return answer

        return await self._run(self._readers, snapshot)

    async def _run(self, pool: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, work)
        except sqlite3.DatabaseError as error:
            raise trouble(error, self._path) from error

    async def around(self, subjects: Sequence[Subject], view: View, *, bare: bool = False, past: bool = False) -> Around:
        return await self._read(reads.around, subjects, view, bare, past)

    async def contact_days(self, professionals: Sequence[str] | None, view: View) -> dict[str, tuple[date, ...]]:
        return await self._read(reads.contact_days, professionals, view)

    async def subjects(self, kind: SubjectKind, view: View, *, after: str = "", first: int = 1000) -> list[str]:
        return await self._read(reads.subjects, kind, view, after, first)

    async def entities(self, kind: type[E], ids: Sequence[str], view: View) -> dict[str, E]:
        return await self._read(reads.entities, kind, ids, view)

    async def page(self, kind: type[E], view: View, *, after: str = "", first: int = 100) -> list[E]:
        return await self._read(reads.page, kind, view, after, first)

    async def find(self, kind: type[E], view: View, *, words: str = "", identifier: str = "", first: int = 51) -> list[E]:
        folded = fold(words)
        return await self._read(reads.find, kind, view, folded, identifier, first) if folded or identifier else []

    async def memberships(self, families: Sequence[str], view: View) -> list[Membership]:
        return await self._read(reads.memberships, families, view)

    async def carried(self, professionals: Sequence[str], view: View) -> list[Tie]:
        return await self._read(reads.carried, professionals, view)

    async def history(self, view: View) -> History:
        return await self._projection.history(view)

    async def heard(self, view: View) -> Around:
        return await self._read(heard, view)

    async def met(self, professionals: Sequence[str], view: View, *, since: date | None = None) -> dict[str, frozenset[Subject]]:
        return await self._read(reads.met, professionals, view, since)

    async def met_by(self, subjects: Sequence[Subject], view: View, *, since: date | None = None) -> dict[str, frozenset[Subject]]:
        return await self._read(reads.met_by, subjects, view, since)

    async def carrying(self, professionals: Sequence[str], view: View) -> dict[str, int]:
        return await self._read(reads.carrying, professionals, view)

    async def homes(self, children: Sequence[str], view: View) -> dict[str, tuple[str, ...]]:
        return await self._read(reads.homes, children, view)

    async def address_claims(self, subjects: Sequence[Subject] | None, view: View) -> list[AddressClaim]:
        return await self._read(address_claims, subjects, view)

    async def attendances(self, view: View) -> list[Attendance]:
        return await self._read(attendances, view)

    async def larger_areas(self, view: View) -> dict[str, tuple[str, ...]]:
        return await self._read(larger_areas, view)

    async def posts(self, view: View, *, professionals: Sequence[str] = (), services: Sequence[str] = ()) -> list[Post]:
        return await self._read(reads.posts, professionals, services, view)

    async def fundings(self, view: View) -> list[Funded]:
        return await self._read(reads.fundings, view)

    async def same_children(self) -> list[tuple[Child, str, str]]:
        return await self._read(reads.same_children)

    async def children_told(self) -> list[tuple[Child, str, str, str]]:
        return await self._read(children_told)

    async def erasable(self, chosen: Sequence[Chosen], spared: Collection[Node] = (), *, first: int = 5) -> Erasable:
        return await self._read(erasable, chosen, spared, first)

    async def held(self, chosen: Sequence[Chosen]) -> list[HeldFact]:
        return await self._read(held, chosen)

    async def ids(self, label: str, *, but_source: str | None = None) -> set[str]:
        return await self._read(reads.ids, kind_of(label).label, but_source)

    async def loads(self, source: str | None = None) -> list[Load]:
        return await self._read(reads.loads, source)

    async def source(self, name: str) -> Source | None:
        return await self._read(reads.source, name)

    async def faults(self) -> list[str]:
        return await self._read(faults)

    async def guarded(self, on: date) -> Guarded:
        return await self._read(guarded, on)

    async def begin_load(self, source: Source, at: str) -> Load:
        return await self._run(self._writing, lambda: self._writer.begin_load(source, at))

    async def upsert(self, load: Load, label: str, rows: Sequence[Row]) -> bytes:
        return await self._run(self._writing, lambda: self._writer.upsert(load, label, rows))

    async def retire_unseen(self, load: Load, label: str) -> int:
        return await self._run(self._writing, lambda: self._writer.retire_unseen(load, label))

    async def finish_load(self, load: Load, at: str, *, read: int, kept: int, refused: int) -> Load:
        return await self._run(self._writing, lambda: self._writer.finish_load(load, at, read, kept, refused))

    async def erase(self, load: Load, chosen: Sequence[Chosen], spared: Collection[Node] = ()) -> dict[str, int]:
        try:
            return await self._run(self._writing, lambda: self._writer.erase(chosen, spared))
        finally:
            self._projection.forget()
