"""A coordinator signs in with the demo link, finds a family, and reads whom to ask first: in a real browser."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, sync_playwright

from graph.settings import Settings
from tests.api.house import make_world
from tests.pages.browser import KEY, browser_path, serving


@dataclass
class Visit:
    """A browser's page on our server, and all it complained of or asked for."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list[str])
    requests: list[str] = field(default_factory=list[str])


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Visit]:
    executable = browser_path()
    settings = Settings(store=make_world(tmp_path / "kith.db"), state=str(tmp_path / "state"))
    with serving(settings) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        visit = Visit(browser.new_page(), address)
        visit.page.on("console", lambda m: visit.complaints.append(m.text))
        visit.page.on("pageerror", lambda e: visit.complaints.append(str(e)))
        visit.page.on("request", lambda r: _note(visit, r))
        yield visit
        browser.close()


def _note(visit: Visit, request: Request) -> None:
    visit.requests.append(request.url)


def test_sign_in_find_a_family_and_read_its_answer(visit: Visit, tmp_path: Path):
    page = visit.page
    page.goto(f"{visit.address}/sign-in?key={KEY}")
    assert page.url == f"{visit.address}/"
    page.get_by_label("Name of the family or child").fill("Hartley")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Hartley", exact=True).click()

    assert page.get_by_role("heading", level=1).inner_text() == "Who knows this family?"
    first = page.get_by_role("region", name="Ask first")
    assert "Priya Nair" in first.inner_text()
    assert "Trust: not asked." in first.inner_text()
    assert page.get_by_role("table").first.get_by_role("row").count() == 3
    assert page.url == f"{visit.address}/family/hartley"
    assert page.title() == "Who knows this family? – Kith"
    page.screenshot(path=tmp_path / "family.png", full_page=True)

    assert visit.complaints == []
    assert {url.split("/")[2] for url in visit.requests} == {visit.address.split("/")[2]}
    assert not any(name in url for url in visit.requests for name in ("Hartley", "Priya"))


def test_it_works_from_the_keyboard_and_on_a_narrow_screen(visit: Visit):
    page = visit.page
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{visit.address}/sign-in?key={KEY}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.get_by_label("Name of the family or child").fill("Hartley")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Hartley", exact=True).click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert visit.complaints == []


def test_a_blank_search_says_so_and_leads_to_the_field(visit: Visit):
    page = visit.page
    page.goto(f"{visit.address}/sign-in?key={KEY}")
    page.get_by_role("button", name="Search").click()
    assert page.title().startswith("Error: ")
    page.get_by_role("alert").get_by_role("link").click()
    assert page.evaluate("document.activeElement.id") == "name"
