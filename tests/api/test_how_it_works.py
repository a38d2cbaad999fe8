"""How it is worked out, over GraphQL and as a page: which numbers, how far each can be relied on, who set them and why."""

import html
import re
from datetime import date
from typing import Any

import orjson
import pytest

from graph.model import WeightsVersion
from ingest.weights import set_weights
from queries.scoring import explained
from queries.scoring.knowing import WEIGHTS, Weights
from queries.scoring.weighing import numbers
from tests.api.house import NOTHING, House

ASK = "query($on:Date){weights(on:$on){version since setBy reason numbers{name value meaning source changed}}}"
JANUARY = date(2026, 1, 1)


@pytest.fixture
def signed(house: House) -> dict[str, str]:
    return house.session()


@pytest.fixture
def changed(house: House) -> House:
    """The house, after its authority has set a number from January on."""
    told = orjson.dumps(numbers(Weights(knows=0.25))).decode()
    body = WeightsVersion("", JANUARY, told, "ruth", "<b>tried out</b>")
    house.runner.run(set_weights(house.reader.reader, body, lambda: house.now[0]))  # type: ignore[arg-type]  # pyright: ignore
    return house


def test_the_page_says_how_places_are_put_in_order(house: House, signed: dict[str, str]) -> None:
    page = text_of(house.send("GET", "/how-it-works", headers=signed).text)
    assert "half as much for every 180 days (mark D), times 0.5 (mark D) where nobody who knows them has confirmed it" in page
    assert "A claim is live until 365 days (mark D) after it was last said" in page


def asked(house: House, on: str | None = None) -> Any:
    answer = house.ask(ASK, on=on)
    assert "errors" not in answer, answer
    return answer["data"]["weights"]


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_until_an_authority_sets_its_own_the_numbers_are_those_kith_comes_with(house: House) -> None:
    told = asked(house)
    assert {k: v for k, v in told.items() if k != "numbers"} == {"version": "built-in", "since": None, "setBy": None, "reason": None}
    assert {n["name"]: n["value"] for n in told["numbers"]} == numbers(WEIGHTS)
    assert not any(n["changed"] for n in told["numbers"])


def test_each_number_has_its_meaning_and_how_far_it_can_be_relied_on(house: House) -> None:
    told = {n["name"]: n for n in asked(house)["numbers"]}
    shown = {"S": "SEEN", "C": "COMPUTED", "D": "CHOSEN"}
    for number in explained.table(WEIGHTS):
        assert told[number.name]["source"] == shown[number.source]
        assert told[number.name]["meaning"] == f"{number.unit} {number.meaning}"


def test_a_version_is_shown_from_its_day_with_who_set_it_and_why(changed: House) -> None:
    told = asked(changed, on="2026-01-01")
    assert (told["version"], told["since"], told["setBy"], told["reason"]) == ("w-0001", "2026-01-01", "ruth", "<b>tried out</b>")
    assert [(n["name"], n["value"]) for n in told["numbers"] if n["changed"]] == [("knows", 0.25)]
    assert asked(changed, on="2025-12-31")["version"] == "built-in"
    assert asked(changed)["version"] == "w-0001"


def test_an_answer_names_the_version_that_the_question_shows(changed: House) -> None:
    query = 'query($on:Date){whoKnows(subject:{family:"hartley"},on:$on){weights} weights(on:$on){version}}'
    for day, version in (("2025-12-31", "built-in"), ("2026-01-01", "w-0001")):
        assert changed.ask(query, on=day)["data"] == {"whoKnows": {"weights": version}, "weights": {"version": version}}


def test_it_reads_the_store_once_and_anyone_signed_in_may_ask(changed: House) -> None:
    changed.reader.calls.clear()
    assert "errors" not in changed.ask(ASK, viewer=NOTHING)
    assert changed.reader.calls == {"page": 1}


def test_asking_is_recorded_and_names_nobody(house: House, signed: dict[str, str]) -> None:
    asked(house)
    house.send("GET", "/how-it-works", headers=signed)
    lines = house.audit()
    assert [line["what"] for line in lines] == [["weights"], ["how-it-works page"]]
    assert [line["subjects"] for line in lines] == [[], []]


def test_the_page_needs_a_session(house: House) -> None:
    page = house.send("GET", "/how-it-works")
    assert page.status_code == 401
    assert house.reader.calls.total() == 0


def test_the_page_tells_every_sentence_every_number_and_every_mark(house: House, signed: dict[str, str]) -> None:
    page = house.send("GET", "/how-it-works", headers=signed)
    told = text_of(page.text)
    assert page.status_code == 200
    for part in explained.parts():
        assert part.title in told
        assert all(" ".join(step.sentence.split()) in told for step in part.steps)
    for number in explained.table(WEIGHTS):
        name = number.name.replace("_", " ")
        assert f"{name} {explained.plain_number(number.value)} {number.phrase} {number.source} no" in told
    assert all(f"{mark} {meaning}" in told for mark, meaning in explained.MARKS.items())
    assert "On 1 June 2026: the numbers that Kith comes with." in told


def test_the_page_shows_what_an_authority_changed(changed: House, signed: dict[str, str]) -> None:
    told = text_of(changed.send("GET", "/how-it-works", headers=signed).text)
    assert "On 1 June 2026: version w-0001." in told
    assert "knows 0.25 strength below which nobody is said to know a family D yes, from 0.2" in told


def test_the_page_is_well_made(house: House, signed: dict[str, str]) -> None:
    page = house.send("GET", "/how-it-works", headers=signed).text
    assert page.count("<h1") == 1
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", page)
    labels, ids = re.findall(r'aria-labelledby="([^"]+)"', page), re.findall(r'\sid="([^"]+)"', page)
    assert set(labels) <= set(ids)
    assert len(ids) == len(set(ids))
    assert page.count('<th scope="row">') == len(numbers(WEIGHTS))


@pytest.mark.parametrize("path", ["/", "/family/hartley", "/child/amina", "/nope"])
def test_every_page_leads_to_it(house: House, signed: dict[str, str], path: str) -> None:
    assert '<a href="/how-it-works">' in house.send("GET", path, headers=signed).text
