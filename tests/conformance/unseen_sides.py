"""Two whole applications beside each other, asked the same over HTTP: one key, one clock, one state of the audit for both."""

import asyncio
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from api.app import create_app
from api.guarding.access import PAGES, Viewer
from api.guarding.kept_purpose import KeptPurpose
from api.guarding.own_tokens import Issuer, development_issuer
from api.guarding.purpose import PURPOSES, Purpose, purposes_in
from graph.model import View
from graph.settings import Settings
from graph.store import GraphStore, open_store
from tests.conformance.ballast import EMPTY
from tests.conformance.worlds import INSTANTS, World, tell
from tests.conftest import Place

NOW = datetime(2026, 1, 3, 12, tzinfo=UTC)
TODAY, AT = NOW.date(), "2026-01-03T12:00:00.000000Z"


class Switched:
    """A reader of whichever store is put behind it; it notes what is read, by whom aside."""

    def __init__(self) -> None:
        self.store: GraphStore | None = None
        self.read: list[object] = []

    def __getattr__(self, name: str) -> Any:
        async def call(*args: Any, **kwargs: Any) -> Any:
            if name != "guarded":
                self.read.append((name, [_unveiled(a) for a in args], sorted(kwargs.items())))
            return await getattr(self.store, name)(*args, **kwargs)

        return call


def _unveiled(told: Any) -> Any:
    """A view without what it hides: that differs from side to side."""
    return replace(told, veil=None) if isinstance(told, View) else told


@dataclass
class Side:
    """One application."""

    app: Any
    reader: Switched
    issuer: Issuer

    async def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One request."""
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://kith.test") as client:
            return await client.request(method, path, **options)


def side(folder: Path) -> Side:
    """An application with its own state in a folder."""
    settings = Settings(store="sqlite:///unused.db", state=str(folder), rate_per_person="999999999", rate_per_address="999999999")
    reader = Switched()
    app = create_app(settings, reader, clock=lambda: NOW)  # type: ignore[arg-type]
    return Side(app, reader, development_issuer(settings))


@dataclass
class Asker:
    """Who asks, for which purpose, over GraphQL and over the pages."""

    viewer: Viewer
    purpose: str
    issuer: Issuer

    def bearer(self) -> dict[str, str]:
        """The headers of a program."""
        token = self.issuer.issue(self.viewer, NOW)
        told = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        return told | {"kith-purpose": self.purpose, "kith-reason": "to test"}

    def cookies(self) -> dict[str, str]:
        """Those of a browser that is signed in."""
        until = int((NOW + timedelta(hours=1)).timestamp())
        session = self.issuer.issue(self.viewer, NOW, audience=PAGES, sid="s", until=until, idle=3600)
        why = KeptPurpose(purposes_in(PURPOSES, development=True), self.issuer.secret_for("purposes"))
        kept = why.kept(self.viewer, Purpose(self.purpose, "to test"), NOW + timedelta(hours=1))
        return {"cookie": f"kith_session={session}; kith_purpose={kept}", "origin": "http://kith.test"}


@dataclass
class Both:
    """The whole world behind one application, what is left of it behind the other."""

    folder: Path
    whole: Side
    rest: Side
    empty: Path
    neo: Place | None = None
    cleaner: Any = None
    worlds: int = 0
    asked: set[str] = field(default_factory=set[str])
    seen: set[str] = field(default_factory=set[str])
    """Fields and pages that were asked, and those whose answer told something."""

    async def open(self, stack: AsyncExitStack, whole: World) -> GraphStore:
        """Put a new store behind the first, told of the whole world."""
        self.worlds += 1
        self.whole.reader.store = await self._opened(stack, "whole", neo=self.neo is not None)
        await told(self.whole.reader.store, whole)
        return self.whole.reader.store

    async def beside(self, stack: AsyncExitStack, rest: World) -> None:
        """Put a new store behind the other, told of the rest."""
        self.rest.reader.store = await self._opened(stack, "rest", neo=False)
        await told(self.rest.reader.store, rest)

    async def _opened(self, stack: AsyncExitStack, name: str, *, neo: bool) -> GraphStore:
        """An empty store. Its loads are numbered by worlds, so that nothing is remembered of the world before."""
        if neo and self.neo:
            await self.cleaner.execute_query(EMPTY[0])
            await self.cleaner.execute_query("MATCH (k:Kith) SET k.loads = $n", n=self.worlds * 10)
            return await stack.enter_async_context(self.neo.open())
        file = self.folder / f"{name}{self.worlds}.db"
        shutil.copy(self.empty, file)
        with closing(sqlite3.connect(file, isolation_level=None)) as db:
            db.execute("INSERT INTO source (key, name) VALUES (1, 'feed')")
            before = (self.worlds * 10, "2025-01-01T00:00:00.000000Z")
            db.execute("INSERT INTO load (number, source, started, finished) VALUES (?1, 1, ?2, ?2)", before)
        stack.callback(lambda: [left.unlink() for left in self.folder.glob(f"{file.name}*")])
        return await stack.enter_async_context(open_store(f"sqlite:///{file}"))

    async def same(self, method: str, path: str, *, reads: bool = True, **options: Any) -> httpx.Response:
        """Ask both; they must answer alike, to the byte, and from the same reads unless told otherwise."""
        answers: list[httpx.Response] = []
        for one in (self.whole, self.rest):
            one.reader.read.clear()
            answers.append(await one.send(method, path, **options))
        whole, rest = answers
        assert whole.content == rest.content, (whole.text, rest.text)
        assert (whole.status_code, sorted(whole.headers.raw)) == (rest.status_code, sorted(rest.headers.raw))
        assert whole.status_code < 500, whole.text
        assert b'"INTERNAL"' not in whole.content, whole.text
        assert not reads or self.whole.reader.read == self.rest.reader.read
        return whole

    async def ask(self, asker: Asker, document: str, variables: Mapping[str, Any], *, reads: bool = True) -> Mapping[str, Any]:
        """One GraphQL question."""
        body = orjson.dumps({"query": document, "variables": variables})
        return orjson.loads((await self.same("POST", "/graphql", reads=reads, headers=asker.bearer(), content=body)).content)


async def told(store: GraphStore, world: World) -> None:
    """Every step of a world, as loads."""
    for step, at in zip(world.steps, INSTANTS, strict=False):
        await tell(store, step, at)


def both(folder: Path, patch: pytest.MonkeyPatch, neo: Place | None = None, cleaner: Any = None) -> Both:
    """Two applications that differ in nothing: one key, the same request ids, the same address of a calendar."""
    import api.guarding.desk
    import api.headers
    import api.pages.own_pages
    import graph.sqlite_store

    addresses: dict[object, str] = {}
    address = api.guarding.desk.calendar_address

    def same_address(issuer: Issuer, viewer: Viewer, now: datetime) -> str:
        return addresses.setdefault((viewer, now), address(issuer, viewer, now))

    def zeros(n: int) -> bytes:
        return bytes(n)

    def zero_words(n: int) -> str:
        return "0" * n

    patch.setattr(api.headers, "urandom", zeros)
    patch.setattr(api.pages.own_pages, "token_hex", zero_words)
    patch.setattr(api.guarding.desk, "calendar_address", same_address)
    patch.setattr(graph.sqlite_store, "READERS", 1)
    development_issuer(Settings(state=str(folder / "whole")))
    shutil.copytree(folder / "whole", folder / "rest")
    empty = folder / "empty.db"

    async def made() -> None:
        async with open_store(f"sqlite:///{empty}"):
            pass

    asyncio.run(made())
    return Both(folder, side(folder / "whole"), side(folder / "rest"), empty, neo, cleaner)
