"""Keys over the network: fetched in the background alone, the last good ones kept, and no storm gets through to the issuer."""

import asyncio
import json
import logging
import socket
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.app import opening_app
from api.guarding import fetching
from api.guarding.access import NotSignedIn, Viewer
from api.guarding.issuers import Issuers
from graph.settings import Settings
from graph.store import open_store
from tests.api.house import NOW
from tests.api.issuing import CLAIMS, EC, OTHER, RSA, Shelf, issuers, jwks, shelf, token, written

FILE = """
[[issuer]]
issuer = "{address}"
audience = "kith"
keys = "{keys}"
algorithms = ["RS256", "ES256"]
[issuer.claims]
role = "roles"
organisations = ["org", "ids"]
[issuer.roles]
"Kith.Coordinator" = "coordinator"
"""


@pytest.fixture
def server() -> Iterator[Shelf]:
    with shelf() as held:
        held.put("/keys", jwks(RSA))
        yield held


class Turning:
    """A clock that is turned by hand."""

    now = NOW

    def __call__(self) -> datetime:
        return self.now

    def turn(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def work(server: Shelf, folder: Path, told: Callable[[Issuers, Turning], Awaitable[None]], keys: str = "/keys") -> None:
    """Something done while keys are kept fresh."""
    address = keys if keys == "discovery" else server.address + keys
    found, clock = issuers(folder, FILE.format(address=server.address, keys=address)), Turning()

    async def working() -> None:
        async with found.fresh(clock):
            await told(found, clock)

    asyncio.run(working())


def claims(server: Shelf, **more: Any) -> dict[str, Any]:
    return CLAIMS | {"iss": server.address} | more


def believed(found: Issuers, clock: Turning, told: str) -> bool:
    try:
        found.verify(told, clock())
    except NotSignedIn:
        return False
    return True


async def until(true: Callable[[], bool]) -> None:
    """Wait for the background, at most ten seconds."""
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.005)


async def idle() -> None:
    """Long enough for a fetch that was asked for to have begun."""
    await asyncio.sleep(0.1)


def version(found: Issuers) -> int:
    return next(iter(found.providers.values())).version


def test_keys_are_fetched_in_the_background_and_until_then_nobody_is_believed(server: Shelf, tmp_path: Path):
    async def told(found: Issuers, clock: Turning) -> None:
        good = token(claims(server))
        assert not believed(found, clock, good)
        assert server.asked == []
        await until(lambda: version(found) == 1)
        assert believed(found, clock, good)

    work(server, tmp_path, told)
    assert server.asked == ["/keys"]


def test_checking_a_token_fetches_nothing(server: Shelf, tmp_path: Path):
    found = issuers(tmp_path, FILE.format(address=server.address, keys=f"{server.address}/keys"))
    for key in (RSA, EC, OTHER):
        assert not believed(found, Turning(), token(claims(server), key))
    assert server.asked == []


def test_a_storm_of_unknown_keys_fetches_at_most_once_a_minute(server: Shelf, tmp_path: Path):
    async def told(found: Issuers, clock: Turning) -> None:
        await until(lambda: version(found) == 1)
        for minute in range(1, 4):
            for n in range(300):
                assert not believed(found, clock, token(claims(server), OTHER, kid=f"unknown-{minute}-{n}"))
                if n % 60 == 0:
                    await idle()
            clock.turn(59)
            believed(found, clock, token(claims(server), OTHER))
            await idle()
            assert len(server.asked) == minute
            clock.turn(1)
            believed(found, clock, token(claims(server), OTHER))
            await until(lambda: len(server.asked) == minute + 1)  # noqa: B023
        await idle()

    work(server, tmp_path, told)
    assert len(server.asked) == 4


def test_a_new_key_is_believed_soon_after_it_is_first_seen_and_an_old_one_no_more(server: Shelf, tmp_path: Path):
    async def told(found: Issuers, clock: Turning) -> None:
        await until(lambda: version(found) == 1)
        old, new = token(claims(server)), token(claims(server), EC)
        assert believed(found, clock, old)
        server.put("/keys", jwks(EC))
        clock.turn(61)
        assert not believed(found, clock, new)
        await until(lambda: version(found) == 2)
        assert believed(found, clock, new)
        assert not believed(found, clock, old), "remembered tokens go with the key that signed them"

    work(server, tmp_path, told)


BAD: dict[str, tuple[object, int]] = {
    "an error": (b"", 500),
    "not there": (b"", 404),
    "no json": (b"<html>", 200),
    "no object": ([1], 200),
    "no keys": ({"keys": []}, 200),
    "keys of another kind": ({"keys": [{"kty": "oct", "k": "AAAA", "kid": "rsa-1"}]}, 200),
    "keys for something else": (jwks(EC, use="enc"), 200),
    "too much": (json.dumps(jwks(EC)).encode() + b" " * 300_000, 200),
}


@pytest.mark.parametrize("what", BAD)
def test_whatever_comes_instead_of_keys_the_last_good_ones_stay(server: Shelf, tmp_path: Path, what: str, caplog: pytest.LogCaptureFixture):
    async def told(found: Issuers, clock: Turning) -> None:
        await until(lambda: version(found) == 1)
        server.put("/keys", *BAD[what])
        clock.turn(60)
        believed(found, clock, token(claims(server), OTHER))
        await until(lambda: any("last good" in r.message for r in caplog.records))
        assert believed(found, clock, token(claims(server)))
        clock.turn(60)
        server.put("/keys", jwks(OTHER))
        believed(found, clock, token(claims(server), OTHER))
        await until(lambda: believed(found, clock, token(claims(server), OTHER)))

    with caplog.at_level(logging.WARNING, "kith"):
        work(server, tmp_path, told)


def test_a_redirect_is_not_followed(server: Shelf, tmp_path: Path, caplog: pytest.LogCaptureFixture):
    server.put("/keys", b"/other", 302)
    server.put("/other", jwks(RSA))

    async def told(found: Issuers, clock: Turning) -> None:
        await until(lambda: any("last good" in r.message for r in caplog.records))
        assert not believed(found, clock, token(claims(server)))

    work(server, tmp_path, told)
    assert server.asked == ["/keys"]


def test_an_issuer_that_does_not_answer_at_the_start_stops_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    with shelf() as gone:
        pass

    async def told(found: Issuers, clock: Turning) -> None:
        await until(lambda: any("last good" in r.message for r in caplog.records))
        assert not believed(found, clock, token(claims(gone)))
        assert believed(found, clock, found.own.issue(Viewer("me", "manager", None), clock()))

    work(gone, tmp_path, told)


def test_an_issuer_that_hangs_is_given_up_on(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fetching, "PATIENCE", 0.05)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(fetching.NotFetched):
            asyncio.run(fetching.fetched(f"http://127.0.0.1:{silent.getsockname()[1]}/keys"))


@pytest.mark.parametrize("address", ["file:///etc/hostname", "ftp://127.0.0.1/x", "data:,{}", "gopher://x"])
def test_nothing_but_http_is_ever_opened(address: str):
    with pytest.raises(fetching.NotFetched):
        asyncio.run(fetching.fetched(address))


DISCOVERED = "/.well-known/openid-configuration"


def test_discovery_leads_to_the_keys(server: Shelf, tmp_path: Path):
    server.put(DISCOVERED, {"issuer": server.address, "jwks_uri": f"{server.address}/keys"})

    async def told(found: Issuers, clock: Turning) -> None:
        await until(lambda: version(found) == 1)
        assert believed(found, clock, token(claims(server)))

    work(server, tmp_path, told, "discovery")
    assert server.asked == [DISCOVERED, "/keys"]


@pytest.mark.parametrize(
    "lie", [{"issuer": "https://evil.example"}, {"jwks_uri": "http://192.0.2.1/keys"}, {"jwks_uri": None}, {"jwks_uri": "file:///x"}]
)
def test_discovery_that_speaks_of_another_issuer_or_leads_astray_is_not_followed(
    server: Shelf, tmp_path: Path, lie: dict[str, Any], caplog: pytest.LogCaptureFixture
):
    server.put(DISCOVERED, {"issuer": server.address, "jwks_uri": f"{server.address}/keys"} | lie)

    async def told(found: Issuers, clock: Turning) -> None:
        await until(lambda: any("last good" in r.message for r in caplog.records))
        assert not believed(found, clock, token(claims(server)))

    work(server, tmp_path, told, "discovery")
    assert server.asked == [DISCOVERED]


def test_the_service_fetches_while_it_runs_and_stops_when_it_ends(server: Shelf, tmp_path: Path):
    path = written(tmp_path, FILE.format(address=server.address, keys=f"{server.address}/keys"))
    settings = Settings(store=f"sqlite:///{tmp_path}/kith.db", state=str(tmp_path / "state"), issuers=str(path))

    async def running() -> None:
        async with open_store(settings.store):
            pass
        app = opening_app(settings, clock=lambda: NOW)
        async with app.router.lifespan_context(app):
            await until(lambda: server.asked == ["/keys"])
        assert [t for t in asyncio.all_tasks() if t is not asyncio.current_task()] == []

    asyncio.run(running())
