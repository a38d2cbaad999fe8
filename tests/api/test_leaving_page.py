"""The page for a manager when people leave, without a browser: what it says, what its address holds, and the checklist."""

import html
import re

import pytest

from tests.api.house import House


@pytest.fixture
def signed(house: House) -> dict[str, str]:
    return house.session()


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


@pytest.mark.parametrize("path", ["/leaving", "/leaving?who=priya", "/leaving/checklist?who=priya"])
def test_only_those_signed_in_see_it(house: House, path: str):
    assert house.send("GET", path).status_code == 401


def test_without_anyone_named_it_is_the_form_alone(house: House, signed: dict[str, str]):
    page = house.send("GET", "/leaving", headers=signed).text
    assert "<h1>What is lost if they leave?</h1>" in page
    assert "<table" not in page


def test_it_tells_what_is_lost_the_worst_first_with_names_on_the_page_alone(house: House, signed: dict[str, str]):
    page = house.send("GET", "/leaving?who=priya&on=2026-06-15", headers=signed).text
    told = text_of(page)
    assert "By 15 June 2026 1 person is gone" in told
    assert "Priya Nair (priya)" in told
    assert "Tom Okafor" in told
    assert "/family/hartley" in page
    addresses = re.findall(r'href="([^"]*)"', page)
    assert not [a for a in addresses if re.search("Nair|Okafor|Hartley", a)]
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|https?://", page)


def test_several_leave_together(house: House, signed: dict[str, str]):
    told = text_of(house.send("GET", "/leaving?who=priya&who=tom&on=2026-06-15", headers=signed).text)
    assert "2 people are gone" in told
    assert told == text_of(house.send("GET", "/leaving?who=priya+tom&on=2026-06-15", headers=signed).text)


@pytest.mark.parametrize("asked", ["who=nemo", "who=priya&on=soon", "who=" + "+".join(f"p{n}" for n in range(21))])
def test_what_does_not_hold_together_is_told_beside_the_form(house: House, signed: dict[str, str], asked: str):
    answer = house.send("GET", f"/leaving?{asked}", headers=signed)
    assert answer.status_code == 400
    assert "There is a problem" in answer.text


def test_the_checklist_downloads_and_is_audited_with_whom_it_shows(house: House, signed: dict[str, str]):
    answer = house.send("GET", "/leaving/checklist?who=priya&on=2026-06-15", headers=signed)
    assert answer.headers["content-disposition"] == 'attachment; filename="kith-handover-2026-06-15.html"'
    assert "Tom Okafor (tom)" in answer.text
    line = house.audit()[-1]
    assert (line["what"], "hartley" in line["subjects"]) == (["handover checklist"], True)


def test_the_start_page_and_an_answer_lead_there(house: House, signed: dict[str, str]):
    assert 'href="/leaving"' in house.send("GET", "/", headers=signed).text
    assert 'href="/leaving?who=priya"' in house.send("GET", "/family/hartley", headers=signed).text
