"""The lists for people who act and the equity lens, in a real browser."""

import pytest
from playwright.sync_api import Page


def test_from_the_start_page_to_a_list_its_filter_its_download_and_a_child(page: Page) -> None:
    page.get_by_role("link", name="Whom nobody knows").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Whom does nobody know?"
    page.get_by_role("link", name="Next page").click()
    assert page.get_by_role("link", name="First page").is_visible()
    page.get_by_role("link", name="Lead is someone else").click()
    page.get_by_label("Children or families").select_option("Children")
    page.get_by_role("button", name="Show").click()
    assert page.get_by_role("table").get_by_role("row").count() == 2
    with page.expect_download() as download:
        page.get_by_role("link", name="Download all as CSV").click()
    assert download.value.suggested_filename.startswith("kith-lead-")
    assert not any(name in page.url for name in ("Amina", "Hartley", "Priya"))
    page.get_by_role("link", name="Amina Hartley").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Who knows this child?"


@pytest.mark.parametrize("path", ["/lists", "/lists?list=lead", "/equity", "/equity?by=attendance"])
def test_nothing_scrolls_sideways_on_a_narrow_screen(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(page.url.rstrip("/") + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
