"""The pages of the lists and of the equity lens, without a browser: who gets in, what they say, what their addresses hold."""

import csv
import html
import io
import re

import pytest

from api.pages.list_pages import SHOWN
from tests.api.house import House
from tests.api.linking_world import with_agencies
from tests.conformance.drawing import draw

ASK = "{toActOn(list:%s,first:100){edges{node{subjectId why}}}}"


@pytest.fixture
def signed(house: House) -> dict[str, str]:
    return house.session()


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def links(page: str) -> list[str]:
    return [html.unescape(x) for x in re.findall(r'href="(/(?!assets)[^"]*)"', page)]


@pytest.mark.parametrize("path", ["/lists", "/lists.csv", "/equity"])
def test_only_those_signed_in_see_them(house: House, path: str):
    assert house.send("GET", path).status_code == 401


def test_the_start_page_leads_on(house: House, signed: dict[str, str]):
    assert {"/lists", "/equity"} <= set(links(house.send("GET", "/", headers=signed).text))


@pytest.mark.parametrize(
    ("wanted", "question"),
    [
        ("nobody", "Whom does nobody know?"),
        ("one", "Whom does one person alone know?"),
        ("contested", "Where do people disagree on whom to ask?"),
        ("lead", "Where does someone else lead on paper?"),
        ("nonsense", "Whom does nobody know?"),
    ],
)
def test_each_list_is_a_page_with_a_question(house: House, signed: dict[str, str], wanted: str, question: str):
    page = house.send("GET", f"/lists?list={wanted}", headers=signed).text
    assert f"<h1>{question}</h1>" in page
    assert page.count("<h1") == 1
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|https?://", page)


def test_people_are_named_on_the_page_and_not_in_any_address(house: House, signed: dict[str, str]):
    page = house.send("GET", "/lists?list=lead", headers=signed).text
    assert "Amina Hartley child amina On paper Tom Okafor leads for this child; Priya Nair knows them best. Priya Nair" in text_of(page)
    assert "/child/amina" in links(page)
    assert not [x for x in links(page) if re.search("Hartley|Priya|Tom|Okafor", x)]


def test_pages_joined_are_the_whole_list(house: House, signed: dict[str, str]):
    found, path = list[str](), "/lists?list=nobody"
    while path:
        page = house.send("GET", path, headers=signed).text
        found += [x.split("/")[2] for x in links(page) if re.match("/(child|family)/", x)]
        path = next((x for x in links(page) if "after=" in x), "")
    asked = house.ask(ASK % "NOBODY")["data"]["toActOn"]["edges"]
    assert found == [e["node"]["subjectId"] for e in asked]
    assert len(found) > SHOWN


def test_the_filters_offer_what_is_on_the_list_and_keep_what_was_chosen(house: House, signed: dict[str, str]):
    page = house.send("GET", "/lists?list=lead&kind=child&service=team", headers=signed).text
    assert '<option value="team" selected>Family Help</option>' in page
    assert '<option value="child" selected>' in page
    assert "1 on this list , as filtered" in text_of(page) or "1 on this list, as filtered" in text_of(page)
    assert "/lists.csv?list=lead&kind=child&service=team" in links(page)
    empty = text_of(house.send("GET", "/lists?list=lead&area=nowhere", headers=signed).text)
    assert "Nobody on this list passes the filters." in empty


def test_the_download_holds_the_whole_list_as_filtered(house: House, signed: dict[str, str]):
    answer = house.send("GET", "/lists.csv?list=nobody", headers=signed)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="kith-nobody-2026-06-01.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    asked = house.ask(ASK % "NOBODY")["data"]["toActOn"]["edges"]
    assert [(r["subject_id"], r["why"]) for r in rows] == [(e["node"]["subjectId"], e["node"]["why"]) for e in asked]
    child = house.send("GET", "/lists.csv?list=lead&kind=child", headers=signed).text
    assert [r["subject_id"] for r in csv.DictReader(io.StringIO(child, newline=""))] == ["amina"]


def test_all_that_is_shown_is_recorded(house: House, signed: dict[str, str]):
    for path in ("/lists?list=lead", "/lists.csv?list=lead&kind=child", "/equity"):
        house.send("GET", path, headers=signed)
    assert [(x["what"], x["subjects"]) for x in house.audit()] == [
        (["lists page"], ["amina", "hartley"]),
        (["lists download"], ["amina"]),
        (["equity page"], []),
    ]


@pytest.mark.parametrize("after", ["nope", "x" * 3000, "%00", "😀"])
def test_a_place_that_is_not_of_this_list_is_no_page(house: House, signed: dict[str, str], after: str):
    answer = house.send("GET", f"/lists?after={after}", headers=signed)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("by", "group"), [("area", "Not recorded"), ("school", "Not recorded"), ("attendance", "Unknown"), ("nope", "Not recorded")]
)
def test_the_equity_page_hides_small_numbers_and_says_how_to_read_it(house: House, signed: dict[str, str], by: str, group: str):
    page = house.send("GET", f"/equity?by={by}", headers=signed).text
    told = text_of(page)
    assert group in told
    assert "All children" in told
    assert "fewer than 5" in told.split("How to read it")[0]
    assert ("does not mean little need" in told) == (by == "attendance")
    assert page.count("<h1") == 1


def test_an_authority_is_offered_as_an_area_and_has_the_families_of_its_wards(house: House, signed: dict[str, str]):
    drawn = "(ward:Area)\n(town:Area name='Old Town' kind=authority)\n(ward)-[:PART_OF]->(town)\n(lone:Family area_code=ward)\n"
    house.runner.run(draw(with_agencies(house).reader.reader, drawn, source="areas", at="2026-05-02T00:00:00.000000Z"))  # type: ignore[arg-type]
    told = house.send("GET", "/lists.csv?list=nobody&area=town", headers=signed).text
    assert [row["subject_id"] for row in csv.DictReader(io.StringIO(told))] == ["lone"]
    assert "Old Town" in text_of(house.send("GET", "/lists?list=nobody", headers=signed).text)
    found = house.ask('{toActOn(list:NOBODY,first:100,filter:{area:"town"}){edges{node{subjectId}}}}')["data"]["toActOn"]["edges"]
    assert [e["node"]["subjectId"] for e in found] == ["lone"]
