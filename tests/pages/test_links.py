"""The board's way through the page of links, in a real browser: without a script, on paper, on a narrow screen."""

from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Page, expect


def test_from_the_start_page_to_the_picture_a_filter_and_the_download(page: Page, tmp_path: Path) -> None:
    page.get_by_role("link", name="How agencies are joined").click()
    assert page.get_by_role("heading", level=1).inner_text() == "How are our agencies joined?"
    picture = page.get_by_role("img", name="Families that agencies have in common")
    expect(picture).to_be_visible()
    assert "Northvale Council" in (picture.text_content() or "")
    assert page.get_by_role("table").get_by_role("row").count() > 1
    page.get_by_role("button", name="Show").click()
    assert page.get_by_role("heading", level=1).is_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download these figures").click()
    assert download.value.suggested_filename.startswith("kith-links-")
    download.value.save_as(tmp_path / "links.csv")
    assert (tmp_path / "links.csv").read_text().splitlines()[1] == "council,school,fewer than 5" + ",fewer than 5" * 3 + ",0"


def test_nothing_scrolls_sideways_on_a_narrow_screen_but_the_picture_in_its_own_frame(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(page.url.rstrip("/") + "/links")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    frame = page.get_by_role("region", name="Picture of the families")
    assert frame.evaluate("e => e.scrollWidth > e.clientWidth && e.tabIndex === 0")


def test_every_control_has_a_name_and_the_headings_go_down_step_by_step(page: Page) -> None:
    page.goto(page.url.rstrip("/") + "/links")
    for control in page.locator("main input, main select, main button").all():
        assert control.evaluate("e => e.labels?.length || e.textContent.trim()")
    levels = [int(h.evaluate("e => e.tagName.slice(1)")) for h in page.locator("h1, h2, h3").all()]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_on_paper_the_picture_fits_a_page_and_the_form_is_gone(page: Page) -> None:
    page.goto(page.url.rstrip("/") + "/links")
    page.emulate_media(media="print")
    assert page.locator("svg.picture").bounding_box()["height"] <= 150 / 25.4 * 96 + 1  # type: ignore[index]
    expect(page.get_by_role("button", name="Show")).to_be_hidden()
    assert page.pdf(format="A4")[:4] == b"%PDF"


def test_it_can_be_read_in_forced_colours(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(page.url.rstrip("/") + "/links")
    expect(page.get_by_role("img", name="Families that agencies have in common")).to_be_visible()
