"""Nobody asks more than their share: each who is signed in, and each address of those who are not."""

import asyncio
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.app import create_app
from api.guarding.buckets import MINUTE, Buckets
from api.guarding.calendar_key import calendar_address
from api.proxies import site_of
from api.rating import FREE
from graph.errors import BadInput
from graph.settings import Settings
from tests.api.house import MANAGER, SCHOOL_ONLY, House

PEOPLE, ADDRESSES = 6, 3
ASKED = b'{"query": "{ __typename }"}'


@dataclass
class Slow:
    """A house whose seconds pass only when a test says so, asked from any address."""

    house: House
    runner: asyncio.Runner
    app: Any
    seconds: list[float] = field(default_factory=lambda: [0.0])

    def send(self, method: str, path: str, address: str = "192.0.2.1", **options: Any) -> httpx.Response:
        async def sent() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=(address, 1))
            async with httpx.AsyncClient(transport=transport, base_url="http://kith.test") as client:
                return await client.request(method, path, **options)

        return self.runner.run(sent())

    def post(self, token: str | None, query: bytes = ASKED, address: str = "192.0.2.1") -> httpx.Response:
        headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
        return self.send("POST", "/graphql", address, content=query, headers=headers)


@contextmanager
def slowly(house: House, **more: str) -> Generator[Slow]:
    settings = replace(house.settings, **{"rate_per_person": str(PEOPLE), "rate_per_address": str(ADDRESSES)} | more)
    seconds = [0.0]
    app = create_app(settings, house.reader, clock=lambda: house.now[0], ticking=lambda: seconds[0], demo_key="demo-key")  # type: ignore[arg-type]
    yield Slow(house, house.runner, app, seconds)


def signed_in(slow: Slow, address: str) -> dict[str, str]:
    """The headers of a browser that signed in from an address."""
    cookies = slow.send("GET", "/sign-in?key=demo-key", address).headers.get_list("set-cookie")
    return {"cookie": "; ".join(cookie.split(";")[0] for cookie in cookies)}


@pytest.fixture
def slow(house: House) -> Iterator[Slow]:
    with slowly(house) as made:
        yield made


def test_who_is_signed_in_asks_so_much_and_is_then_told_when_to_come_back(slow: Slow):
    token = slow.house.token()
    assert [slow.post(token).status_code for _ in range(PEOPLE)] == [200] * PEOPLE
    refused = slow.post(token)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "10")
    assert refused.json()["errors"][0]["extensions"] == {"code": "TOO_MANY_REQUESTS", "requestId": refused.headers["x-request-id"]}
    slow.seconds[0] += 9.9
    assert slow.post(token).headers["retry-after"] == "1"
    slow.seconds[0] += 0.2
    assert [slow.post(token).status_code for _ in range(2)] == [200, 429]


def test_a_person_is_counted_by_who_they_are_whatever_token_or_address_they_come_with(slow: Slow):
    for n in range(PEOPLE):
        assert slow.post(slow.house.token(), address=f"192.0.2.{n}").status_code == 200
        slow.house.now[0] = slow.house.now[0].replace(second=n + 1)
    assert slow.post(slow.house.token(), address="198.51.100.7").status_code == 429
    assert slow.post(slow.house.token(SCHOOL_ONLY)).status_code == 200


def test_who_is_signed_in_is_not_held_up_by_others_at_the_same_address(slow: Slow):
    assert [slow.post(token).status_code for token in (None, "nonsense", "a.b.c", None, "nonsense")] == [401, 401, 401, 429, 429]
    assert slow.post(slow.house.token()).status_code == 200
    assert slow.post(None, address="192.0.2.2").status_code == 401


def test_the_pages_count_as_the_api_does_and_say_it_in_words(slow: Slow):
    signed = signed_in(slow, "192.0.2.1")
    assert [slow.send("GET", "/", headers=signed).status_code for _ in range(PEOPLE)] == [200] * PEOPLE
    refused = slow.send("GET", "/family/hartley", headers=signed)
    assert (refused.status_code, refused.headers["retry-after"], refused.headers["content-type"]) == (429, "10", "text/html; charset=utf-8")
    assert "Too much at once" in refused.text
    assert refused.headers["x-request-id"] in refused.text
    assert "hartley" not in refused.text.lower()
    assert refused.headers["content-security-policy"]


@pytest.mark.parametrize("signed", [False, True])
def test_every_attempt_to_sign_in_counts_for_the_address_also_of_who_is_signed_in(slow: Slow, signed: bool):
    headers = signed_in(slow, "192.0.2.9") if signed else {}
    paths = ("/sign-in?key=guess", "/sign-in/back?state=a&code=b", "/sign-in/with/1")
    assert 429 not in [slow.send("GET", path, headers=headers).status_code for path in paths]
    assert slow.send("GET", "/sign-in?key=demo-key", headers=headers).status_code == 429
    assert slow.send("GET", "/sign-in?key=demo-key", "192.0.2.2", headers=headers).status_code == 303


def test_a_calendar_counts_for_whom_it_is_and_a_guess_at_one_for_the_address(slow: Slow):
    mine = calendar_address(slow.house.issuer, MANAGER, slow.house.now[0])
    assert 429 not in [slow.send("GET", mine).status_code for _ in range(PEOPLE)]
    assert slow.send("GET", mine).status_code == 429
    assert [slow.send("GET", "/calendar/guess.ics").status_code for _ in range(ADDRESSES + 1)] == [404] * ADDRESSES + [429]


def test_what_is_not_there_counts_and_what_tells_nothing_is_free(slow: Slow):
    assert [slow.send("GET", "/nope").status_code for _ in range(ADDRESSES + 1)] == [404] * ADDRESSES + [429]
    for path in ("/healthz", "/readyz", "/assets/kith.css", "/favicon.ico"):
        assert path.startswith(FREE)
        assert slow.send("GET", path).status_code == 200


def test_a_document_that_may_hold_much_counts_more_and_is_refused_before_anything_is_read(slow: Slow):
    """It counts 300 objects: families, edges and nodes."""
    token, much = slow.house.token(), b'{"query": "{ families(first: 100) { edges { node { id } } } }"}'
    assert slow.post(token, much).status_code == 200
    assert slow.post(token).status_code == 200
    before, lines = sum(slow.house.reader.calls.values()), len(slow.house.audit())
    refused = slow.post(token, much)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "30")
    assert (sum(slow.house.reader.calls.values()), len(slow.house.audit())) == (before, lines)


@pytest.mark.parametrize("wrong", ["0", "-1", "many", "", "1.5", "9" * 11])
@pytest.mark.parametrize("name", ["rate_per_person", "rate_per_address"])
def test_a_rate_that_is_no_number_stops_kith_when_it_starts(house: House, name: str, wrong: str):
    with pytest.raises(BadInput, match=f"KITH_{name.upper()} is"), slowly(house, **{name: wrong}):
        pass


def test_an_address_of_six_counts_with_all_that_its_owner_may_make_up():
    assert site_of("2001:db8::1") == site_of("2001:db8::ffff:1:2") == "2001:db8::/64"
    assert site_of("2001:db8:0:1::1") == "2001:db8:0:1::/64"
    assert site_of("::ffff:192.0.2.1") == site_of("192.0.2.1") == "192.0.2.1"
    assert site_of("/run/kith.sock") == site_of("") == ""


@given(
    st.integers(1, 20),
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 30), st.integers(0, 240)), max_size=60),
)
def test_buckets_spend_as_each_alone_would_in_whole_quarters_of_a_second(a_minute: int, asked: list[tuple[str, int, int]]):
    """The other reckoning: whole numbers of 1/240 of a point, and nobody is ever forgotten."""
    seconds, quarters, full = [0.0], 0, a_minute * 240
    buckets = Buckets(a_minute, lambda: seconds[0])
    held: dict[str, tuple[int, int]] = {}
    for who, points, later in asked:
        quarters += later
        seconds[0] = quarters / 4
        left, since = held.get(who, (full, quarters))
        left = min(full, left + (quarters - since) * a_minute)
        cost = min(points, a_minute) * 240
        wait = buckets.spend(who, points)
        assert (wait == 0) == (cost <= left)
        if wait:
            assert -(-(cost - left) // (4 * a_minute)) in (wait, wait - 1, wait + 1)
        held[who] = left - cost if not wait else left, quarters


def test_whoever_waits_as_long_as_told_has_the_points():
    seconds = [0.0]
    buckets = Buckets(7, lambda: seconds[0])
    for points in (7, 3, 1, 7, 5):
        seconds[0] += buckets.spend("a", points)
        buckets.spend("a", points)
    assert seconds[0] > 0
    for points in (7, 3, 1, 7, 5):
        if wait := buckets.spend("b", points):
            seconds[0] += wait
            assert buckets.spend("b", points) == 0


def test_buckets_are_forgotten_when_they_are_full_again_and_never_more_are_kept_than_allowed():
    seconds = [0.0]
    buckets = Buckets(10, lambda: seconds[0], most=100)
    for n in range(1_000):
        buckets.spend(str(n))
    assert len(buckets) == 100
    seconds[0] += MINUTE
    buckets.spend("new")
    assert len(buckets) == 1


def test_the_settings_have_rates_that_a_person_at_work_does_not_meet():
    assert Settings().number("rate_per_person") == 300
    assert Settings().number("rate_per_address") == 600
