"""Where a family is said to live, on its page: in words, in a table that every reader can follow, in a real browser."""

import pytest
from playwright.sync_api import Page


def test_the_page_says_where_they_are_said_to_live_by_whom_and_who_confirmed_it(page: Page) -> None:
    page.goto(page.url.rstrip("/") + "/family/hartley")
    heading = page.get_by_role("heading", name="Where they are said to live")
    assert heading.evaluate("h => h.tagName") == "H2"
    told = page.get_by_role("region", name="Where they are said to live").first
    assert "Agencies name 3 different places." in told.inner_text()
    rows = told.get_by_role("row").all()
    columns = rows[0].get_by_role("columnheader").all()
    assert [c.inner_text() for c in columns] == ["Place", "Who says so", "Who confirmed it in person"]
    assert rows[1].get_by_role("rowheader").inner_text() == "1 Millrace Lane, AB1 2CD"
    first = rows[1].inner_text()
    assert "Northvale Council: first said on 1 January 2024, last on 1 May 2026" in first
    assert "Priya Nair, on 1 May 2026. Their tie is strong." in first
    assert "Nobody" in rows[2].inner_text()


def test_a_childs_own_claims_are_told_by_name_on_the_familys_page(page: Page) -> None:
    page.goto(page.url.rstrip("/") + "/family/hartley")
    assert "police, of Amina Hartley: first said on 1 June 2025" in page.locator("main").inner_text()


@pytest.mark.parametrize("path", ["/family/hartley", "/family/alone", "/child/canary"])
def test_it_can_be_read_without_sight_script_or_a_wide_screen_and_no_address_is_in_a_link(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(page.url.rstrip("/") + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    section = page.locator("section[aria-labelledby=living]")
    assert section.locator("table:not(:has(caption))").count() == 0
    assert section.locator("th:not([scope])").count() == 0
    assert section.locator(".wide:not([tabindex='0'][role=region])").count() == 0
    links = [str(link.get_attribute("href")) for link in page.get_by_role("link").all()]
    assert not [link for link in links if any(w in link for w in ("Mill", "AB1", "Hill", "Farm", "ZZ9"))]


def test_where_nothing_was_said_it_says_so(page: Page) -> None:
    page.goto(page.url.rstrip("/") + "/family/alone")
    assert "No agency has said where this family lives." in page.locator("main").inner_text()
