"""What goes wrong with a Neo4j is said plainly, each trouble by its own name, and never with a password."""

import asyncio
import logging
import socket
import traceback
from dataclasses import replace

import neo4j
import pytest
from neo4j.exceptions import AuthError, ClientError, Neo4jError, ServiceUnavailable, TransientError

from graph.errors import BadStoreUrl, NewerStore, NotAKithStore, ReadOnlyStore, StoreError, StoreUnreachable, WrongPassword
from graph.neo4j_reads import run
from graph.neo4j_trouble import address_of, trouble
from graph.settings import Settings
from graph.store import open_store
from tests.conftest import Place
from tests.neo4j_server import Server

SECRET = "hunter-2-hunter"


def opened(url: str, settings: Settings | None = None) -> None:
    async def work() -> None:
        async with open_store(url, settings):
            pass

    asyncio.run(work())


@pytest.mark.parametrize(
    "url",
    [
        f"neo4j://neo4j:{SECRET}@localhost",
        f"bolt://:{SECRET}@localhost",
        f"neo4j://neo4j:{SECRET}/x@localhost",
        f"bolt+s://{SECRET}@localhost",
    ],
)
def test_a_password_in_the_url_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(BadStoreUrl) as caught:
        opened(url)
    assert SECRET not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "url",
    [
        "neo4j://",
        "bolt://:7687",
        "bolt://localhost:port",
        "bolt://localhost:99999",
        "bolt+x://localhost",
        "neo4j://localhost/people",
        "bolt://localhost?region=north",
        "bolt://[::1",
    ],
)
def test_a_url_that_leads_nowhere_is_refused(url: str) -> None:
    with pytest.raises(BadStoreUrl):
        opened(url)


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("neo4j://graph.example", "neo4j://graph.example:7687"),
        ("bolt+ssc://graph:7000", "bolt+ssc://graph:7000"),
        ("neo4j+s://[::1]", "neo4j+s://[::1]:7687"),
    ],
)
def test_every_form_of_address_is_taken(url: str, where: str) -> None:
    assert address_of(url) == where


def test_where_nobody_listens_the_store_is_unreachable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(StoreUnreachable, match=str(taken.getsockname()[1])):
            opened(f"bolt://127.0.0.1:{taken.getsockname()[1]}")


def test_a_wrong_password_is_said_to_be_so_and_is_in_no_text_and_no_log(neo: Place, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    settings = replace(neo.settings, neo4j_password=SECRET)
    with pytest.raises(WrongPassword, match="KITH_NEO4J_PASSWORD") as caught:
        opened(neo.url, settings)
    assert caplog.text
    assert SECRET not in caplog.text + "".join(traceback.format_exception(caught.value)) + repr(settings)


def test_the_right_password_is_in_no_log_either(neo: Place, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    opened(neo.url, neo.settings)
    assert "Bolt" in caplog.text or "C:" in caplog.text
    assert neo.settings.neo4j_password not in caplog.text


def test_a_database_that_is_not_there_is_unreachable(neo: Place) -> None:
    with pytest.raises(StoreUnreachable, match="KITH_NEO4J_DATABASE"):
        opened(neo.url, replace(neo.settings, neo4j_database="elsewhere"))


def _tell_server(server: Server, *statements: str) -> None:
    with neo4j.GraphDatabase.driver(server.url, auth=(server.user, server.password)) as driver:  # pyright: ignore[reportUnknownMemberType]
        for statement in statements:
            driver.execute_query(statement)  # type: ignore[arg-type]


def test_a_database_of_something_else_is_refused_and_left_as_it_was(neo: Place, server: Server) -> None:
    _tell_server(server, "MATCH (k:Kith) DETACH DELETE k", "CREATE (:Film {title: 'Kes'})")
    try:
        with pytest.raises(NotAKithStore, match="KITH_NEO4J_DATABASE"):
            opened(neo.url, neo.settings)
    finally:
        _tell_server(server, "MATCH (f:Film) DELETE f")
    opened(neo.url, neo.settings)


def test_a_database_of_a_newer_kith_is_refused(neo: Place, server: Server) -> None:
    opened(neo.url, neo.settings)
    _tell_server(server, "MATCH (k:Kith) SET k.schema = k.schema + 1")
    try:
        with pytest.raises(NewerStore, match="newer"):
            opened(neo.url, neo.settings)
    finally:
        _tell_server(server, "MATCH (k:Kith) SET k.schema = k.schema - 1")


def test_what_is_read_runs_where_writing_is_not_allowed(neo: Place) -> None:
    async def work() -> None:
        async with open_store(neo.url, neo.settings) as store:
            await store._read(run, "CREATE (:Child {id: 'x'}) RETURN 1", {})  # type: ignore[attr-defined]  # pyright: ignore

    with pytest.raises(ReadOnlyStore, match="may only be read"):
        asyncio.run(work())


def _said(kind: type[Neo4jError], code: str) -> StoreError:
    error = kind(f"a text with {SECRET}")
    error._neo4j_code = code  # pyright: ignore[reportPrivateUsage]
    return trouble(error, "neo4j://graph:7687")


@pytest.mark.parametrize(
    ("kind", "code", "meaning"),
    [
        (TransientError, "Neo.ClientError.Cluster.NotALeader", ReadOnlyStore),
        (TransientError, "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase", ReadOnlyStore),
        (ClientError, "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase", ReadOnlyStore),
        (ClientError, "Neo.ClientError.Statement.AccessMode", ReadOnlyStore),
        (AuthError, "Neo.ClientError.Security.Unauthorized", WrongPassword),
        (ClientError, "Neo.ClientError.Security.AuthenticationRateLimit", WrongPassword),
        (TransientError, "Neo.TransientError.General.MemoryPoolOutOfMemoryError", StoreUnreachable),
        (ClientError, "Neo.ClientError.Statement.SyntaxError", StoreError),
    ],
)
def test_every_trouble_of_a_server_has_its_name_and_repeats_nothing(kind: type[Neo4jError], code: str, meaning: type[StoreError]) -> None:
    said = _said(kind, code)
    assert type(said) is meaning
    assert code in str(said)
    assert SECRET not in str(said)


def test_a_server_that_goes_away_is_unreachable() -> None:
    assert type(trouble(ServiceUnavailable("gone"), "neo4j://graph:7687")) is StoreUnreachable
