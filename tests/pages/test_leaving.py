"""A manager's way from a family to what is lost if someone leaves, and to a checklist, in a real browser."""

from pathlib import Path

from playwright.sync_api import Page


def test_from_a_family_to_what_is_lost_and_to_a_checklist(page: Page, tmp_path: Path) -> None:
    start = page.url.rstrip("/")
    page.goto(f"{start}/family/hartley")
    page.get_by_role("link", name="What would be lost").click()
    assert page.get_by_role("heading", level=1).inner_text() == "What is lost if they leave?"
    page.get_by_label("First day without them").fill("2026-12-21")
    page.get_by_role("button", name="Show").click()
    assert "By 21 December 2026 1 person is gone" in page.locator("main").inner_text()
    assert page.get_by_role("table").get_by_role("row").count() > 1
    assert not any(name in page.url for name in ("Priya", "Nair", "Hartley"))
    with page.expect_download() as download:
        page.get_by_role("link", name="Download a handover plan").click()
    download.value.save_as(tmp_path / "plan.html")
    assert "Handover before 21 December 2026" in (tmp_path / "plan.html").read_text(encoding="utf-8")


def test_nothing_scrolls_sideways_on_a_narrow_screen(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(page.url.rstrip("/") + "/leaving?who=priya&on=2026-12-21")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
