"""The board page of links, without a browser: what it says, what its picture says, and that nothing small is told anywhere."""

import csv
import html
import io
import re

import pytest

from api.pages.heat_map import MOST, WIDE, fitting, heat_map, steps
from api.pages.palette import HEAT, INK, LINE, MUTED, PAPER, contrast, ink_on
from queries.linking.seriation import most_joined, seriated, weight
from queries.linking.wards import Pair
from queries.numbers.figures import Figure
from tests.api.house import House
from tests.api.linking_world import with_agencies

SIDES = ("a", "b", "c", "d")
NONE: dict[Pair, Figure] = {("a", "c"): 0, ("b", "d"): 0, ("c", "d"): 0}
FIGURES: dict[Pair, Figure] = {**NONE, ("a", "b"): "fewer than 5", ("a", "d"): 40, ("b", "c"): 9}
NAMES = {"a": "Ash & <Elm>", "b": "Birch", "c": "Cedar", "d": "Dogwood"}


@pytest.fixture
def signed(house: House) -> dict[str, str]:
    return house.session()


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def opened(house: House, signed: dict[str, str], path: str = "/links") -> str:
    answer = house.send("GET", path, headers=signed)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("path", ["/links", "/links.csv"])
def test_only_those_signed_in_see_it(house: House, path: str):
    assert house.send("GET", path).status_code == 401


def test_it_begins_with_the_question_and_one_finding(house: House, signed: dict[str, str]):
    page = opened(with_agencies(house), signed)
    assert "<h1>How are our agencies joined?</h1>" in page
    finding = "Family Hub and Care <Trust> share most families, 7; of 10 pairs of agencies 7 know no family in common, and 1 that share"
    assert finding in text_of(page)


def test_the_picture_tells_its_finding_and_hides_small_numbers(house: House, signed: dict[str, str]):
    page = opened(with_agencies(house), signed)
    [picture] = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    [finding] = re.findall(r'<p class="lead">(.*?)</p>', page)
    assert f'<desc id="map-desc">{finding}</desc>' in picture
    assert re.findall(r">(<5|&lt;5)<", picture)
    assert not re.search(r"\sstyle=|<script|<style|\son\w+=", page)


def test_no_figure_of_1_to_4_is_anywhere_on_it(house: House, signed: dict[str, str]):
    page = opened(with_agencies(house), signed)
    rows = re.findall(r"<tr>(.*?)</tr>", page.split("Which agencies know the same families?")[1], re.DOTALL)
    cells = [c for row in rows for c in re.findall(r"<td[^>]*>(.*?)</td>", row)]
    assert cells
    assert not set(re.findall(r"\d+", " ".join(cells).replace("fewer than 5", ""))) & {"1", "2", "3", "4"}


def test_a_missing_link_is_told_with_roles_and_no_one_by_name(house: House, signed: dict[str, str]):
    told = text_of(opened(with_agencies(house), signed))
    assert "family worker of Family Hub and nurse of Care <Trust>" in told
    assert "Canarysson" not in told
    assert "nia" not in told.split()


def test_what_came_and_went_is_told_by_quarter(house: House, signed: dict[str, str]):
    told = text_of(opened(with_agencies(house), signed))
    assert "31 March 2026" in told
    assert "Family Hub and Care <Trust> 5 7" in told


def test_in_one_area_nothing_tells_the_rest(house: House, signed: dict[str, str]):
    told = text_of(opened(with_agencies(house), signed, "/links?area=ward"))
    assert "Low Ward" in told
    assert "What came and went?" not in told
    by_area = {area: rows_of(house, signed, f"?area={area}")["hub", "trust"] for area in ("ward", "not+recorded")}
    assert by_area == {"ward": "not shown", "not+recorded": "not shown"}


@pytest.mark.parametrize("page", ["/links", "/links.csv"])
def test_an_area_where_no_family_lives_is_a_page_that_is_not_there(house: House, signed: dict[str, str], page: str):
    assert with_agencies(house).send("GET", f"{page}?area=nowhere", headers=signed).status_code == 404


def rows_of(house: House, signed: dict[str, str], query: str = "") -> dict[tuple[str, str], str]:
    answer = house.send("GET", f"/links.csv{query}", headers=signed)
    assert "attachment" in answer.headers["content-disposition"]
    return {(r["a"], r["b"]): r["shared_families"] for r in csv.DictReader(io.StringIO(answer.text))}


def test_the_csv_has_every_pair_and_the_figures_of_the_page(house: House, signed: dict[str, str]):
    rows = rows_of(with_agencies(house), signed)
    assert len(rows) == 10
    assert rows["hub", "trust"] == "7"
    assert rows["council", "school"] == "fewer than 5"


def test_sectors_narrow_it_down(house: House, signed: dict[str, str]):
    assert set(rows_of(with_agencies(house), signed, "?sector=health&sector=voluntary")) == {("hub", "trust")}
    assert "There are not two agencies to compare" in text_of(opened(house, signed, "/links?sector=health"))


def test_an_empty_store_says_so(house: House, signed: dict[str, str]):
    assert "of 1 pair of agencies" in text_of(opened(house, signed))


def test_a_source_that_told_nothing_for_long_is_named(house: House, signed: dict[str, str]):
    told = text_of(opened(with_agencies(house), signed))
    assert "Information up to 1 May 2026." in told
    assert "Not up to date: made-up, last told 1 January 2026" in told


def test_the_page_and_the_download_are_audited_without_anyone(house: House, signed: dict[str, str]):
    opened(house, signed)
    rows_of(house, signed)
    assert [(line["what"], line["subjects"]) for line in house.audit()[-2:]] == [(["links page"], []), (["links download"], [])]


# The picture as text


def test_a_cell_has_its_number_none_is_hatched_and_few_are_written_so():
    picture = heat_map(["a", "d", "b", "c"], NAMES, FIGURES, "found")
    cells = re.findall(r'fill="([^"]*)" stroke="[^"]*"/><text[^>]*>([^<]*)<', picture)
    assert (HEAT[4], "40") in cells
    assert (HEAT[0], "9") in cells
    assert (PAPER, "&lt;5") in cells
    assert picture.count('fill="url(#none)"') == 3 + 1


def test_names_are_escaped_and_the_picture_is_one_image_for_a_reader():
    picture = heat_map(["a", "b"], NAMES, FIGURES, "A & B")
    assert "Ash &amp; &lt;Elm&gt;" in picture
    assert 'role="img" aria-labelledby="map-title map-desc"' in picture
    assert '<desc id="map-desc">A &amp; B</desc>' in picture
    assert f'viewBox="0 0 {WIDE} ' in picture
    assert not re.search(r"style=|<a |tabindex", picture)
    assert all(int(n) >= 15 for n in re.findall(r'font-size="(\d+)"', picture))


def test_what_is_not_shown_has_its_sign_and_a_word_for_it():
    picture = heat_map(["a", "b"], NAMES, {("a", "b"): "not shown"}, "")
    assert ">–<" in picture
    assert "– Not shown" in picture


@pytest.mark.parametrize("colour", [*HEAT, PAPER, "#f3f2f1"])
def test_every_number_can_be_read_on_its_colour(colour: str):
    assert contrast(ink_on(colour), colour) >= 4.5


def test_words_can_be_read_on_white_and_cells_seen():
    assert contrast(INK, PAPER) >= 7
    assert contrast(MUTED, PAPER) >= 4.5
    assert contrast(LINE, PAPER) >= 1.5


def test_as_many_agencies_fit_as_their_numbers_leave_room_for():
    assert fitting([7]) == MOST
    assert fitting([128]) == MOST
    assert fitting([3794]) < MOST


@pytest.mark.parametrize("figures", [[5], [29, 7], [100], [640, 5], [99_999]])
def test_shades_rise_from_5(figures: list[Figure]):
    found = steps(figures)
    assert found[0] == 5
    assert len(found) == len(HEAT)
    assert list(found) == sorted(set(found))


def test_those_that_share_most_stand_together_and_first():
    assert seriated(SIDES, FIGURES) == ["a", "d", "b", "c"]
    assert most_joined(SIDES, FIGURES, 2) == ["a", "d"]


def test_the_order_comes_from_what_is_shown():
    other: dict[Pair, Figure] = {**FIGURES, ("a", "b"): "not shown"}
    assert seriated(SIDES, FIGURES) == seriated(SIDES, other)
    assert weight("not shown") == weight("fewer than 5")


@pytest.mark.parametrize("sides", [(), ("a",), ("b", "a")])
def test_few_agencies_need_no_clustering(sides: tuple[str, ...]):
    assert sorted(seriated(sides, FIGURES)) == sorted(sides)
