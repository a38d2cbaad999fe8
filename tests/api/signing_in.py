"""A browser that signs in: it keeps cookies as it is told, goes to the provider and back, and can be made to misbehave."""

import asyncio
import time
from collections.abc import Generator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from fastapi import FastAPI

from api.app import opening_app
from graph.settings import Settings
from tests.api.house import NOW
from tests.oidc_provider import PAGES, SECRET, Client, Person, Running, provider

KITH = "http://kith.test"
BACK = "http://localhost:8000/sign-in/back"
FILE = """
[[issuer]]
issuer = "{address}"
audience = "kith"
keys = "discovery"
algorithms = ["RS256"]
client_id = "{client}"
{secret}
redirect = "{back}"
name = "Northvale Council"
[issuer.claims]
role = "roles"
organisations = "org"
professional = "pro"
everything = "all"
[issuer.roles]
"desk" = "coordinator"
"feed" = "service"
[[issuer.feed]]
account = "feed-7"
source = "trust"
"""
PEOPLE = {
    "s-17": {"roles": ["desk"], "org": ["all"], "pro": "priya"},
    "s-18": {"roles": ["stranger"], "org": ["all"]},
    "s-19": {"roles": ["desk"], "org": [f"organisation-{n:05}" for n in range(300)]},
}


def registered(running: Running, back: str = BACK, secret: str | None = SECRET) -> None:
    """Tell the provider of its people, and of Kith."""
    running.people |= {name: Person(name, claims) for name, claims in PEOPLE.items()}
    running.clients[PAGES] = Client(PAGES, secret, (back,))


def file_for(running: Running, folder: Path, back: str = BACK, secret: str | None = SECRET) -> Path:
    """Tell Kith of the provider."""
    path = folder / "issuers.toml"
    told = "" if secret is None else f'client_secret = "{secret}"'
    path.write_text(FILE.format(address=running.address, client=PAGES, secret=told, back=back))
    path.chmod(0o640)
    return path


@dataclass
class Browser:
    """One browser, with the cookies of Kith in it."""

    runner: asyncio.Runner
    app: FastAPI
    running: Running
    now: list[datetime] = field(default_factory=lambda: [NOW])
    cookies: dict[str, str] = field(default_factory=dict[str, str])
    address: str = KITH

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One request to Kith."""

        async def asked() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=self.address) as client:
                headers = {"cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())} if self.cookies else {}
                return await client.request(method, path, headers=headers | options.pop("headers", {}), **options)

        answer = self.runner.run(asked())
        for told in answer.headers.get_list("set-cookie"):
            name, _, value = told.split(";")[0].partition("=")
            if "max-age=0" in told.lower():
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return answer

    def to_provider(self, to: str = "/") -> str:
        """Follow the link on the sign-in page; the address that it leads to."""
        answer = self.ask("GET", "/sign-in/with/1", params={"to": to})
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def at_provider(self, address: str, person: str = "s-17") -> str:
        """Sign in there; path and query of the address that it sends back to."""
        answer = httpx.post(address, data={"person": person})
        assert answer.status_code == 302, answer.text
        parts = urlsplit(answer.headers["location"])
        return f"{parts.path}?{parts.query}"

    def sign_in(self, person: str = "s-17", to: str = "/") -> httpx.Response:
        """All of it."""
        return self.ask("GET", self.at_provider(self.to_provider(to), person))


def asked_of(address: str) -> dict[str, str]:
    """What an address asks, each name once."""
    return {name: value for name, [value] in parse_qs(urlsplit(address).query).items()}


@contextmanager
def browsing(settings: Settings, running: Running, address: str = KITH) -> Generator[Browser]:
    """A browser at a Kith that runs."""
    with asyncio.Runner() as runner:
        stack, now = AsyncExitStack(), [NOW]
        app = opening_app(settings, clock=lambda: now[0], demo_key="demo-key")
        runner.run(stack.enter_async_context(app.router.lifespan_context(app)))
        try:
            yield Browser(runner, app, running, now, address=address)
        finally:
            runner.run(stack.aclose())


def reached(browser: Browser) -> None:
    """Wait until Kith has fetched where the provider signs people in, at most ten seconds."""
    deadline = time.monotonic() + 10
    while browser.ask("GET", "/sign-in/with/1").status_code != 303:
        assert time.monotonic() < deadline, "the provider was not reached"
        browser.runner.run(asyncio.sleep(0.01))
    browser.cookies.clear()


@contextmanager
def at_work(folder: Path, world: Path, *, secret: str | None = SECRET, address: str = KITH) -> Generator[Browser]:
    """A provider, a Kith beside it and a browser."""
    with provider() as running:
        registered(running, secret=secret)
        path = file_for(running, folder, secret=secret)
        settings = Settings(store=f"sqlite:///{world}", state=str(folder / "state"), issuers=str(path))
        with browsing(settings, running, address) as browser:
            reached(browser)
            yield browser
