"""`kith serve`: pages and GraphQL over the store of the settings."""

import secrets

import uvicorn

from api.app import opening_app
from api.guarding.access import Clock
from graph.settings import Settings


def address(settings: Settings) -> str:
    """Where the service listens, as a browser takes it."""
    return f"http://{settings.host}:{settings.port}"


def sign_in_link(settings: Settings, key: str) -> str:
    """The demo link: whoever follows it is signed in as the demo's coordinator."""
    return f"{address(settings)}/sign-in?key={key}"


def serve_forever(settings: Settings, clock: Clock, key: str | None = None) -> None:
    """Serve until stopped; without a demo key one is made and its link printed."""
    if key is None:
        key = secrets.token_urlsafe(16)
        print(f"Kith serves {settings.store} at {address(settings)}\nsign in: {sign_in_link(settings, key)}", flush=True)
    app = opening_app(settings, clock=clock, demo_key=key)
    uvicorn.run(app, host=settings.host, port=int(settings.port), log_level="warning", access_log=False, server_header=False)
