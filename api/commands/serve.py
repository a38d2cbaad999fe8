"""`kith serve`: pages and GraphQL over the store of the settings."""

import asyncio
import secrets

import uvicorn

from api.app import opening_app
from api.guarding.access import Clock, in_production
from graph.settings import Settings
from graph.store import open_store


def address(settings: Settings) -> str:
    """Where the service listens, as a browser takes it."""
    return f"http://{settings.host}:{settings.port}"


def sign_in_link(settings: Settings, key: str) -> str:
    """The demo link: whoever follows it is signed in as the demo's coordinator."""
    return f"{address(settings)}/sign-in?key={key}"


def serve_forever(settings: Settings, clock: Clock, key: str | None = None) -> None:
    """Serve until stopped; without a demo key one is made and its link printed, but never in production.

    A store that can't be opened is told before anything is served or printed. Errors: those of the store and of the settings.
    """
    shut, printed = in_production(settings), key is not None
    key = None if shut else key or secrets.token_urlsafe(16)
    app = opening_app(settings, clock=clock, demo_key=key)
    asyncio.run(_opens(settings))
    if not printed:
        link = f"\nsign in: {sign_in_link(settings, key)}" if key else ""
        print(f"Kith serves {settings.store} at {address(settings)}{link}", flush=True)
    uvicorn.run(
        app,
        host=settings.host,
        port=int(settings.port),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )


async def _opens(settings: Settings) -> None:
    async with open_store(settings.store, settings, create=False):
        pass
