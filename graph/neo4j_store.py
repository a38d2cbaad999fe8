"""The store an authority runs: Neo4j over Bolt. Managed transactions, retried by the driver; credentials from settings."""

import re
from collections.abc import AsyncGenerator, Callable, Collection, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import date
from functools import partial
from typing import Any, Concatenate, LiteralString, ParamSpec, TypeVar

import neo4j
from neo4j import AsyncDriver, AsyncGraphDatabase, AsyncManagedTransaction, AsyncSession
from neo4j.exceptions import ConfigurationError, DriverError, Neo4jError

from graph import neo4j_erase as erasing
from graph import neo4j_reads as reads
from graph import neo4j_writes as writes
from graph.address_claims import AddressClaim
from graph.erasing import Chosen, Erasable, HeldFact, Node
from graph.errors import BadStoreUrl, NewerStore, NotAKithStore, ServerTooOld
from graph.history import History
from graph.model import Around, Attendance, Child, Funded, Load, Membership, Post, Source, Subject, SubjectKind, Tie, View
from graph.names import fold
from graph.neo4j_addresses import address_claims
from graph.neo4j_areas import larger_areas
from graph.neo4j_attendance import attendances
from graph.neo4j_guarded import guarded
from graph.neo4j_heard import heard
from graph.neo4j_held import held
from graph.neo4j_history import changed, told
from graph.neo4j_schema import OLDEST_SERVER, constraints
from graph.neo4j_trouble import address_of, trouble
from graph.projection import Projection
from graph.schema import SCHEMA_VERSION, kind_of
from graph.settings import Settings
from graph.store import GraphStore, Row
from graph.veil import Guarded

E = TypeVar("E")
T = TypeVar("T")
A = ParamSpec("A")
Work = Callable[Concatenate[AsyncManagedTransaction, A], Coroutine[Any, Any, T]]


@asynccontextmanager
async def open_neo4j(url: str, settings: Settings | None) -> AsyncGenerator[GraphStore]:
    """The store on a server, checked and made ready."""
    where, chosen = address_of(url), settings or Settings()
    try:
        driver = AsyncGraphDatabase.driver(  # pyright: ignore[reportUnknownMemberType]
            url, auth=(chosen.neo4j_user, chosen.neo4j_password), notifications_min_severity="OFF", user_agent="kith"
        )
    except (ConfigurationError, ValueError):
        raise BadStoreUrl(f"the store's URL asks {where} for something it does not know: write neo4j://HOST:PORT") from None
    async with driver:
        store = Neo4jStore(driver, where, chosen.neo4j_database or None)
        await store.prepare()
        yield store


class Neo4jStore:
    """`GraphStore` on a server."""

    def __init__(self, driver: AsyncDriver, where: str, database: str | None) -> None:
        self._driver, self._where, self._database = driver, where, database
        self._bookmarks = AsyncGraphDatabase.bookmark_manager()  # in a cluster, what was written here is read here
        self._first: dict[tuple[int, str], bool] = {}
        self._projection = Projection(partial(self._read, told), partial(self._read, changed), self.loads)

    async def prepare(self) -> None:
        """Check the server and the database, and make constraints and indexes that are missing."""
        await self._reach()
        [[version]] = await self._read(_ask, "CALL dbms.components() YIELD versions RETURN versions[0]")
        if tuple(map(int, re.findall(r"\d+", version)[:2])) < OLDEST_SERVER:
            raise ServerTooOld(f"{self._where} runs Neo4j {version}: Kith needs 5.26 or newer")
        [[found, used]] = await self._read(
            _ask,
            """OPTIONAL MATCH (k:Kith) WITH max(k.schema) AS found
            RETURN found, EXISTS { MATCH (n) WHERE NOT n:Kith }""",
        )
        if found is None and used:
            raise NotAKithStore(f"{self._where} holds something that Kith did not make: name another database by KITH_NEO4J_DATABASE")
        if found is not None and found > SCHEMA_VERSION:
            raise NewerStore(f"{self._where} has schema version {found}, this Kith knows {SCHEMA_VERSION}: use the newer Kith")
        if found is None or found < SCHEMA_VERSION:
            await self._make_ready()

    async def _reach(self) -> None:
        """Say at once that nobody answers, where later work would try again for a while."""
        try:
            await self._driver.verify_connectivity()  # pyright: ignore[reportUnknownMemberType]
        except (Neo4jError, DriverError) as error:
            raise trouble(error, self._where) from error

    async def _make_ready(self) -> None:
        for statement in constraints():
            await self._write(_ask, statement)
        await self._write(_ask, "CALL db.awaitIndexes(60)")
        await self._write(
            _ask, "MERGE (k:Kith {id: 'kith'}) ON CREATE SET k.loads = 0 SET k.schema = $version", {"version": SCHEMA_VERSION}
        )

    def _session(self, mode: str) -> AsyncSession:
        return self._driver.session(  # pyright: ignore[reportUnknownMemberType]
            database=self._database, default_access_mode=mode, bookmark_manager=self._bookmarks
        )

    async def _read(self, work: Work[A, T], *args: A.args, **kwargs: A.kwargs) -> T:
        try:
            async with self._session(neo4j.READ_ACCESS) as session:
                return await session.execute_read(work, *args, **kwargs)
        except (Neo4jError, DriverError) as error:
            raise trouble(error, self._where) from error

    async def _write(self, work: Work[A, T], *args: A.args, **kwargs: A.kwargs) -> T:
        try:
            async with self._session(neo4j.WRITE_ACCESS) as session:
                return await session.execute_write(work, *args, **kwargs)
        except (Neo4jError, DriverError) as error:
            raise trouble(error, self._where) from error

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
        return await erasing.children_told(partial(self._read, _ask))

    async def erasable(self, chosen: Sequence[Chosen], spared: Collection[Node] = (), *, first: int = 5) -> Erasable:
        return await erasing.erasable(partial(self._read, _ask), chosen, spared, first)

    async def held(self, chosen: Sequence[Chosen]) -> list[HeldFact]:
        return await held(partial(self._read, _ask), chosen)

    async def ids(self, label: str, *, but_source: str | None = None) -> set[str]:
        return await self._read(reads.ids, kind_of(label).label, but_source)

    async def loads(self, source: str | None = None) -> list[Load]:
        return await self._read(reads.loads, source)

    async def source(self, name: str) -> Source | None:
        return await self._read(reads.source, name)

    async def faults(self) -> list[str]:
        return await self._read(reads.faults)

    async def guarded(self, on: date) -> Guarded:
        return await self._read(guarded, on)

    async def begin_load(self, source: Source, at: str) -> Load:
        self._first.clear()
        return await self._write(writes.begin_load, source, at)

    async def upsert(self, load: Load, label: str, rows: Sequence[Row]) -> bytes:
        if (load.number, label) not in self._first:
            self._first[load.number, label] = await self._write(writes.is_first, load, label)
        return await self._write(writes.upsert, load, label, rows, self._first[load.number, label])

    async def retire_unseen(self, load: Load, label: str) -> int:
        return await self._write(writes.retire_unseen, load, label)

    async def finish_load(self, load: Load, at: str, *, read: int, kept: int, refused: int) -> Load:
        return await self._write(writes.finish_load, load, at, read, kept, refused)

    async def erase(self, load: Load, chosen: Sequence[Chosen], spared: Collection[Node] = ()) -> dict[str, int]:
        try:
            return await erasing.erase(self._in_parts, chosen, spared)
        finally:
            self._projection.forget()

    async def _in_parts(self, cypher: LiteralString, bound: dict[str, object]) -> list[list[Any]]:
        """Run a statement that commits by itself, part by part."""
        try:
            async with self._session(neo4j.WRITE_ACCESS) as session:
                return await (await session.run(cypher, bound)).values()
        except (Neo4jError, DriverError) as error:
            raise trouble(error, self._where) from error


async def _ask(tx: AsyncManagedTransaction, cypher: Any, bound: dict[str, object] | None = None) -> list[list[Any]]:
    return await reads.run(tx, cypher, bound or {})
