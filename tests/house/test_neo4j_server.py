"""Tests get a real Neo4j: it answers, leaves nothing behind, and where it cannot be had we are told why."""

import asyncio
import os
import socket
from pathlib import Path
from urllib.parse import urlsplit

import neo4j
import pytest

from tests import neo4j_server as house
from tests.conftest import missing
from tests.neo4j_server import NoNeo4j, Server, neo4j_server

GIVEN = bool(os.environ.get("KITH_TEST_NEO4J_URL"))


async def version(server: Server) -> tuple[int, int]:
    """What the server says it is."""
    async with neo4j.AsyncGraphDatabase.driver(server.url, auth=(server.user, server.password)) as driver:  # pyright: ignore[reportUnknownMemberType]
        records, _, _ = await driver.execute_query("CALL dbms.components() YIELD versions RETURN versions[0] AS version")
    major, minor = str(records[0]["version"]).split(".")[:2]
    return int(major), int(minor)


def listens(server: Server) -> bool:
    """Whether anyone answers where the server was."""
    at = urlsplit(server.url)
    with socket.socket() as door:
        return door.connect_ex((at.hostname or "", at.port or 7687)) == 0


def programs(folder: Path, **scripts: str) -> str:
    """A folder of made-up programs, to be the only ones that can be found."""
    for name, script in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return str(folder)


def test_the_server_of_the_session_is_a_neo4j_we_support(server: Server) -> None:
    assert asyncio.run(version(server)) >= (5, 26)


def test_the_password_is_not_shown_with_the_server() -> None:
    assert "hidden" not in repr(Server("bolt://127.0.0.1:7687", "neo4j", "hidden"))


@pytest.mark.skipif(GIVEN, reason="KITH_TEST_NEO4J_URL names a server that is not ours to stop")
def test_a_server_we_started_is_gone_afterwards() -> None:
    try:
        with neo4j_server() as server:
            assert listens(server)
        assert not listens(server)
        assert server.pid is None or not Path(f"/proc/{server.pid}").exists()
    except NoNeo4j as why:
        missing(str(why), "REQUIRE_NEO4J")


def test_without_java_we_are_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("KITH_TEST_NEO4J_URL", raising=False)
    monkeypatch.setenv("PATH", programs(tmp_path))
    with pytest.raises(NoNeo4j, match=r"Java 17 or 21 was not found: apt-get install"), neo4j_server():
        pass


def test_a_download_that_broke_off_is_never_taken_for_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    java = """echo 'openjdk version "17.0.15"' >&2"""
    mvn = 'for last; do :; done; lib="${last#*=}"; /bin/mkdir -p "$lib"; echo half > "$lib/half.jar"; echo cut off; exit 1'
    monkeypatch.delenv("KITH_TEST_NEO4J_URL", raising=False)
    monkeypatch.setenv("PATH", programs(tmp_path / "bin", java=java, mvn=mvn))
    monkeypatch.setattr(house, "JARS", tmp_path / "cache" / "neo4j")
    with pytest.raises(NoNeo4j, match=r"could not fetch Neo4j .*: cut off"), neo4j_server():
        pass
    assert list((tmp_path / "cache").iterdir()) == []
