"""What tests start for themselves: one real Neo4j a session, a clean store a test."""

import asyncio
import os
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import neo4j
import pytest

from graph.settings import Settings
from graph.store import GraphStore, open_store
from tests.neo4j_server import NoNeo4j, Server, neo4j_server

T = TypeVar("T")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where tests run side by side, those that share one Neo4j keep to one process, one after the other.

    By their ids, which is how processes are chosen: pytest-xdist 3.8 writes the group of a mark where pytest 9.2 no longer reads it.
    """
    for item in items if config.getoption("loadgroup", False) else ():
        if isinstance(item, pytest.Function) and ("server" in item.fixturenames or "neo" in _parameters(item)):
            item._id = type(item.id).parse(f"{item.nodeid}@neo4j")  # pyright: ignore[reportPrivateUsage]


def _parameters(item: pytest.Function) -> list[object]:
    return list(item.callspec.params.values()) if hasattr(item, "callspec") else []


def missing(what: str, required_by: str) -> None:
    """Skip and say what was missing, or fail where it is required."""
    if os.environ.get(required_by) == "1":
        pytest.fail(f"{required_by}=1, and {what}")
    pytest.skip(what)


@pytest.fixture(scope="session")
def server() -> Generator[Server]:
    """A real Neo4j for the whole session."""
    try:
        with neo4j_server() as started:
            yield started
    except NoNeo4j as why:
        missing(str(why), "REQUIRE_NEO4J")


def clean(server: Server) -> None:
    """Empty the database, constraints and indexes aside."""
    with neo4j.GraphDatabase.driver(server.url, auth=(server.user, server.password)) as driver:  # pyright: ignore[reportUnknownMemberType]
        driver.execute_query("MATCH (n) WHERE NOT n:Kith DETACH DELETE n")
        driver.execute_query("MATCH (k:Kith) SET k.loads = 0")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a clean store is kept."""

    url: str
    settings: Settings

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[GraphStore]:
        """The store, open."""
        async with open_store(self.url, self.settings) as store:
            yield store

    def run(self, work: Callable[[GraphStore], Coroutine[Any, Any, T]]) -> T:
        """Run one piece of asynchronous work on the open store."""

        async def inside() -> T:
            async with self.open() as store:
                return await work(store)

        return asyncio.run(inside())


@pytest.fixture
def sqlite(tmp_path: Path) -> Place:
    """A clean embedded store."""
    return Place(f"sqlite:///{tmp_path / 'kith.db'}", Settings(state=str(tmp_path / "state")))


@pytest.fixture
def neo(server: Server, tmp_path: Path) -> Place:
    """A clean Neo4j store."""
    clean(server)
    return Place(server.url, Settings(neo4j_user=server.user, neo4j_password=server.password, state=str(tmp_path / "state")))


@pytest.fixture(params=["sqlite", "neo"])
def place(request: pytest.FixtureRequest) -> Place:
    """Each store in turn."""
    return request.getfixturevalue(request.param)
