"""A real server and a real browser for the page tests."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn

from api.app import opening_app
from graph.settings import Settings
from tests.api.house import NOW

BROWSERS = ("/usr/lib/chromium/chromium", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
KEY = "browser-test"


def browser_path() -> str:
    """Where Chromium is; without it the test is skipped, or fails where REQUIRE_BROWSER=1."""
    for path in BROWSERS:
        if Path(path).exists():
            return path
    if found := shutil.which("chromium"):
        return found
    why = f"no Chromium found at {', '.join(BROWSERS)}: apt-get install chromium fonts-liberation"
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(why)
    pytest.skip(why)


@contextmanager
def serving(settings: Settings, bound: socket.socket | None = None) -> Generator[str]:
    """The application on a free port, or the one bound, by uvicorn, on the day of the small made-up world; yields its address."""
    with bound or socket.socket() as listening:
        if bound is None:
            listening.bind(("127.0.0.1", 0))
        app = opening_app(settings, clock=lambda: NOW, demo_key=KEY)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none", lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 20
        while not server.started:
            assert time.monotonic() < deadline, "the server did not start"
            assert thread.is_alive(), "the server stopped"
            time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)
