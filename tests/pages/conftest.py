"""A real browser, signed in, over the small made-up world."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from graph.settings import Settings
from tests.api.house import make_world
from tests.pages.browser import KEY, browser_path, serving


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    """A page that is signed in; it must not complain by the end."""
    executable, complaints = browser_path(), list[str]()
    settings = Settings(store=make_world(tmp_path / "kith.db"), state=str(tmp_path / "state"))
    with serving(settings) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        opened = browser.new_page()
        opened.on("console", lambda m: complaints.append(m.text))
        opened.goto(f"{address}/sign-in?key={KEY}")
        yield opened
        browser.close()
    assert complaints == []
