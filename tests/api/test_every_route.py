"""Every address of the application, whatever becomes of the request: all security headers once, and nothing of our inside."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import Response
from starlette.routing import Route

from api.bodies import LONGEST
from api.guarding.access import Viewer
from api.guarding.buckets import Buckets
from api.headers import HEADERS, Guard
from api.rating import FREE, Rated, Rates
from tests.api.house import House

ROOT = str(Path(__file__).parents[2])
INSIDE = re.compile(r"Traceback|File \"|\.py\b|site-packages|/tmp/|/secret/|RuntimeError|starlette|uvicorn|sqlite", re.IGNORECASE)
FILLED = {"id:path": "hartley", "n:int": "1", "name": "kith.css", "key": "guess", "source": "trust"}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
BROKEN = RuntimeError("row 7 at /secret/store.db")


def routes(house: House) -> list[tuple[str, set[str]]]:
    """Every address, filled in, with its methods; that which ends the session last."""
    found: list[Any] = house.app.routes
    assert all(isinstance(one, Route) for one in found)
    filled = [(re.sub(r"{([\w:]+)}", lambda name: FILLED[name[1]], one.path), set(one.methods)) for one in found]
    return sorted(filled, key=lambda one: one[0] == "/sign-out")


def checked(house: House, method: str, path: str, **options: Any) -> int:
    """The status of an answer that is as every answer shall be."""
    answer = house.send(method, path, **options)
    where = f"{method} {path}: {answer.status_code}"
    for name, value in HEADERS.items():
        assert answer.headers.get_list(name) == [value], where
    assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["x-request-id"]), where
    assert not {"server", "x-powered-by"} & set(answer.headers), where
    if not path.startswith(FREE):
        assert not INSIDE.search(answer.text.replace(path, "")), where
    assert ROOT not in answer.text, where
    return answer.status_code


def ways_in(house: House) -> Iterator[dict[str, str]]:
    """Nobody; who is signed in to the pages; a program; a service account."""
    yield {}
    yield house.session() | {"origin": "http://kith.test"}
    for viewer in (house.viewer, Viewer("feed-7", "service", frozenset())):
        yield {
            "authorization": f"Bearer {house.token(viewer)}",
            "content-type": "application/json",
            "kith-purpose": "early_help",
            "kith-reason": "x",
        }


def test_every_route_is_as_it_shall_be_for_everyone_by_every_method(house: House):
    seen: set[int] = set()
    for headers in list(ways_in(house)):
        for path, methods in routes(house):
            for method in METHODS:
                status = checked(house, method, path, headers=headers)
                assert (status == 405) == (method not in methods), f"{method} {path}: {status}"
                seen.add(status)
    assert seen == {200, 303, 400, 401, 403, 404, 405}


def test_every_route_is_so_where_the_store_breaks(house: House, caplog: pytest.LogCaptureFixture):
    everyone, seen = list(ways_in(house)), set[int]()
    house.reader.failing = BROKEN
    with caplog.at_level(logging.DEBUG):
        for headers in everyone:
            for path, methods in routes(house):
                for method in methods:
                    body = b'{"query": "{ families(first: 1) { edges { node { id } } } }"}' if path == "/graphql" else None
                    seen.add(checked(house, method, path, headers=headers, content=body))
    assert {500, 503} <= seen
    ours = [record for record in caplog.records if record.name.startswith("kith")]
    assert ours
    assert all(record.exc_info is None and "/secret/" not in record.getMessage() for record in ours)


def test_every_route_is_so_where_too_much_is_sent_or_asked(house: House):
    everyone = list(ways_in(house))
    too_long = {checked(house, "POST", path, headers=h, content=b" " * (LONGEST + 1)) for h in everyone for path, _ in routes(house)}
    assert 413 in too_long
    rates = rates_in(house)
    for buckets in (rates.people, rates.addresses):
        spent(buckets)
    limited = [path for path, _ in routes(house) if not path.startswith(FREE)]
    for headers in everyone:
        assert {checked(house, "GET", path, headers=headers) for path in limited} == {429}


def rates_in(house: House) -> Rates:
    layers: list[Any] = house.app.user_middleware
    [rates] = [one.kwargs["rates"] for one in layers if one.cls is Rated]
    return rates


def spent(buckets: Buckets) -> None:
    """Let everyone's bucket be empty, and stay so."""
    buckets.ticking, buckets.a_minute = (lambda: 0.0), 1
    for who in ("127.0.0.1", "demo", "viewer-1", "feed-7"):
        buckets.spend(who)


ODD = [
    "/nope",
    "//",
    "/assets/../policy.cedar",
    "/assets/%2e%2e%2fpolicy.cedar",
    "/assets/kith.css/",
    "/family/" + "x" * 5_000,
    "/family/%00",
    "/family/%ff%fe",
    "/family/%0d%0aset-cookie:%20x=y",
    "/sign-in/with/99999999999999999999",
    "/calendar/" + "x" * 5_000 + ".ics",
    "/?" + "x=1&" * 2_000,
    "/purpose?to=%0d%0ax:y",
]


@pytest.mark.parametrize("path", ODD)
def test_every_odd_address_is_so_too(house: House, path: str):
    for headers in list(ways_in(house)):
        for method in ("GET", "POST"):
            assert checked(house, method, path, headers=headers) in (200, 400, 401, 403, 404, 405, 413)


def test_what_breaks_outside_of_every_page_is_so_too(house: House):
    rates = rates_in(house)

    def broken() -> float:
        raise BROKEN

    rates.people.ticking = rates.addresses.ticking = broken
    answers = {checked(house, "GET", path) for path in ("/", "/graphql", "/nope", "/sign-in?key=demo-key")}
    assert answers == {500}


def test_an_answer_that_was_begun_is_not_answered_twice_and_tells_nothing_of_what_broke(house: House, caplog: pytest.LogCaptureFixture):
    sent: list[Any] = []

    async def half(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise BROKEN

    async def broken(request: Any) -> Response:
        return Response("again", 500)

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError("nothing is to be received")

    house.runner.run(Guard(half, broken)({"type": "http", "scheme": "http"}, receive, send))
    assert [message["type"] for message in sent] == ["http.response.start"]
    assert {name.decode() for name, _ in sent[0]["headers"]} == {*HEADERS, "x-request-id"}
    assert "/secret/" not in caplog.text
