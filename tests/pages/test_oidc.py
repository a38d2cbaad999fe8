"""A real browser signs in at a provider of another site: what it does with strict cookies is up to it, not to us."""

import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Page, sync_playwright

from graph.settings import Settings
from tests.api.house import make_world
from tests.api.signing_in import file_for, registered
from tests.oidc_provider import provider
from tests.pages.browser import browser_path, serving


def test_who_signs_in_elsewhere_comes_back_to_the_page_they_were_going_to_and_can_sign_out(tmp_path: Path) -> None:
    executable = browser_path()
    with provider() as running, socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        back = f"http://127.0.0.1:{listening.getsockname()[1]}/sign-in/back"
        registered(running, back)
        path = file_for(running, tmp_path, back)
        settings = Settings(store=make_world(tmp_path / "kith.db"), state=str(tmp_path / "state"), issuers=str(path))
        with serving(settings, listening) as address, sync_playwright() as playwright:
            reached(address)
            chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
            _walk(chromium.new_page(), address, running.address)
            chromium.close()


def reached(address: str) -> None:
    """Wait until Kith has fetched where the provider signs people in, at most ten seconds."""
    deadline = time.monotonic() + 10
    while httpx.get(f"{address}/sign-in/with/1").status_code != 303:
        assert time.monotonic() < deadline, "the provider was not reached"
        time.sleep(0.02)


def _walk(page: Page, address: str, elsewhere: str) -> None:
    page.goto(f"{address}/lists?list=nobody")
    page.get_by_role("link", name="Sign in with Northvale Council").click()
    assert page.url.startswith(elsewhere), "localhost, to a browser another site than 127.0.0.1"
    page.get_by_role("button", name="s-17").click()
    page.wait_for_url(f"{address}/lists?list=nobody")
    assert page.get_by_role("heading", level=1).inner_text() == "Why do you ask?"
    assert {c.get("name"): c.get("sameSite") for c in page.context.cookies(address)} == {"kith_session": "Strict"}
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{address}/")
    assert page.context.cookies(address) == []
    assert urlsplit(page.url).path == "/"
