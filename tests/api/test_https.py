"""What comes over https stays there, and only the proxy that the settings name is believed about it."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace

import httpx
import pytest

from api.app import create_app
from api.pages.session import COOKIE
from graph.errors import BadInput
from tests.api.house import House

PROXY, OTHER = "10.0.0.7", "10.0.0.8"
SIGN_IN, PLAIN, SAFE = "/sign-in?key=demo-key", COOKIE, f"__Host-{COOKIE}"
HSTS = "strict-transport-security"
OVER_HTTPS = {"x-forwarded-proto": "https"}


def asked(house: House, path: str, address: str, headers: dict[str, str], scheme: str = "http", **more: str) -> httpx.Response:
    """One request from an address to a Kith that believes the proxy."""
    settings = replace(house.settings, **{"proxies": PROXY} | more)
    app = create_app(settings, house.reader, clock=lambda: house.now[0], demo_key="demo-key")  # type: ignore[arg-type]

    async def sent() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(address, 1)), base_url=f"{scheme}://kith.test") as client:
            return await client.get(path, headers=headers)

    return house.runner.run(sent())


def session_cookie(answer: httpx.Response) -> str:
    [cookie] = [told for told in answer.headers.get_list("set-cookie") if told.split("=")[0] in (PLAIN, SAFE)]
    return cookie


def is_safe(answer: httpx.Response) -> bool:
    cookie = session_cookie(answer)
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert "domain=" not in cookie.lower()
    assert ("; Secure" in cookie) == cookie.startswith(f"{SAFE}=") == (HSTS in answer.headers)
    return cookie.startswith(f"{SAFE}=")


def test_over_https_cookies_are_for_https_alone_and_browsers_are_told_to_stay(house: House):
    answer = asked(house, SIGN_IN, OTHER, {}, "https")
    assert is_safe(answer)
    assert answer.headers[HSTS] == "max-age=31536000"
    assert not is_safe(asked(house, SIGN_IN, OTHER, {}))


@pytest.mark.parametrize(
    ("address", "headers", "proxies", "safe"),
    [
        (PROXY, OVER_HTTPS, PROXY, True),
        (PROXY, OVER_HTTPS, f"192.0.2.0/24, {PROXY}", True),
        (PROXY, OVER_HTTPS, "10.0.0.0/29", True),
        (PROXY, {"x-forwarded-proto": "http"}, PROXY, False),
        (PROXY, {"x-forwarded-proto": "nonsense"}, PROXY, False),
        (PROXY, {}, PROXY, False),
        (PROXY, {"forwarded": "proto=https", "x-forwarded-ssl": "on"}, PROXY, False),
        (OTHER, OVER_HTTPS, PROXY, False),
        (PROXY, OVER_HTTPS, "", False),
        ("127.0.0.1", OVER_HTTPS, "", False),
    ],
)
def test_only_a_proxy_that_is_named_is_believed_that_it_was_https(
    house: House, address: str, headers: dict[str, str], proxies: str, safe: bool
):
    assert is_safe(asked(house, SIGN_IN, address, headers, proxies=proxies)) == safe


def test_errors_over_https_say_so_too(house: House):
    assert [HSTS in asked(house, path, OTHER, {}, "https").headers for path in ("/nope", "/graphql", "/healthz")] == [True] * 3


def test_the_address_that_counts_is_the_one_the_proxy_saw_and_not_what_anybody_says(house: House):
    settings = replace(house.settings, proxies=PROXY, rate_per_address="1")
    app = create_app(settings, house.reader, clock=lambda: house.now[0], ticking=lambda: 0.0)  # type: ignore[arg-type]

    async def status(address: str, told: str) -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(address, 1)), base_url="http://kith.test") as client:
            return (await client.get("/nope", headers={"x-forwarded-for": told})).status_code

    def statuses(*asked: tuple[str, str]) -> list[int]:
        return [house.runner.run(status(*one)) for one in asked]

    assert statuses((PROXY, "192.0.2.1"), (PROXY, "192.0.2.2"), (PROXY, "192.0.2.1")) == [404, 404, 429]
    assert statuses((PROXY, "203.0.113.9, 192.0.2.1"), (PROXY, f"192.0.2.2, {PROXY}")) == [429, 429]
    assert statuses((OTHER, "192.0.2.3"), (OTHER, "192.0.2.4")) == [404, 429]


@pytest.mark.parametrize("wrong", ["*", "0.0.0.0/0", "::/0", "proxy.example", "10.0.0.1/8", f"{PROXY} {OTHER}", f"{PROXY},*"])
def test_a_proxy_that_is_no_address_or_is_everybody_stops_kith_when_it_starts(house: House, wrong: str):
    with pytest.raises(BadInput, match="KITH_PROXIES, entry"):
        asked(house, "/", PROXY, {}, proxies=wrong)


def test_a_kith_that_is_really_served_believes_nobody_who_is_not_named(house: House):
    """uvicorn alone would believe whoever comes from this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = {"KITH_STORE": house.settings.store, "KITH_STATE": f"{house.settings.state}/served", "KITH_PORT": str(port)}
    served = subprocess.Popen(
        (sys.executable, "-c", "from api.cli import main; main()", "serve"),
        env=os.environ | told,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        headers = _answered(port)
    finally:
        served.terminate()
        said = served.communicate(timeout=20)[1]
    assert HSTS not in headers, said
    assert headers["x-content-type-options"] == "nosniff"


def _answered(port: int) -> dict[str, str]:
    """The headers of the first answer, waited for at most thirty seconds."""
    deadline = time.monotonic() + 30
    while True:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
            try:
                connection.request("GET", "/", headers=OVER_HTTPS)
                return {name.lower(): value for name, value in connection.getresponse().getheaders()}
            except ConnectionRefusedError:
                assert time.monotonic() < deadline
        time.sleep(0.05)
