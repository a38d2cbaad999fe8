"""My information in a real browser: a child reads it, says something, takes it back, asks for something, and takes it along."""

import json
from pathlib import Path

from playwright.sync_api import Page

from tests.pages.browser import KEY


def opened(page: Page) -> str:
    address = page.url.rstrip("/")
    page.goto(f"{address}/sign-in?key={KEY}&child=kofi")
    page.get_by_role("link", name="My information").click()
    return address


def test_a_child_reads_says_takes_back_and_asks(page: Page) -> None:
    opened(page)
    assert page.get_by_role("heading", level=1).inner_text() == "My information"
    assert page.get_by_role("heading", name="Tom Okafor", exact=True).is_visible()
    page.get_by_label("What you think of Tom Okafor").get_by_role("button", name="They do not work with me").click()
    assert page.get_by_role("heading", name="What you said").count() >= 1
    page.get_by_role("button", name="Take this back").last.click()
    page.get_by_label("What is wrong, or why").fill("My name is Kofi Mensah")
    page.get_by_role("button", name="Send").click()
    assert "You will be answered by 1 July 2026" in page.content()
    assert not any(name in page.url for name in ("kofi", "Kofi", "Mensah"))


def test_it_can_be_taken_along_as_a_file(page: Page) -> None:
    opened(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Take it along as a file").click()
    told = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert {"records", "looks", "requests", "who_knows", "left_out"} <= told.keys()


def test_nothing_scrolls_sideways_on_a_narrow_screen_and_printing_leaves_forms_out(page: Page) -> None:
    opened(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.emulate_media(media="print")
    assert page.get_by_role("button", name="Send").count() == 0
