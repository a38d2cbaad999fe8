"""Where families are said to live over GraphQL: claims, lists, wards and changes; no address where it does not belong."""

import json
from typing import Any

import pytest

from tests.api.house import CANARY_NAMES, NOTHING, SCHOOL_ONLY, House

ASK = """query ($by: SubjectBy!, $on: Date) { addresses(subject: $by, on: $on) { subject { kind id name } on contested finding
  places { address postcode live weight agreedBy because claims { subject { id name } reportedBy { id name } firstSeen lastSeen live }
    confirmed { professional { id name phone } on word } } } }"""
SEVERAL = """query ($n: Int!, $after: String) { contestedAddresses(first: $n, after: $after) {
  edges { node { family places confirmed reportedBy } } pageInfo { hasNextPage endCursor } } }"""
WARDS = "{ wardAddresses { on caption lines { area families { value text } contested { text } others { text } share } } }"
CHANGES = """query ($since: Date!, $n: Int!, $after: String) { addressChanges(since: $since, first: $n, after: $after) {
  edges { node { subjectKind subjectId what reportedBy day } } pageInfo { hasNextPage endCursor } } }"""
EVER = "2025-12-01"


def nodes(house: House, query: str, root: str, n: int = 100, **more: Any) -> list[dict[str, Any]]:
    found, after = list[dict[str, Any]](), None
    while True:
        page = house.ask(query, n=n, after=after, **more)["data"][root]
        found += [e["node"] for e in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return found


def test_claims_stand_side_by_side_by_place(house: House):
    answer = house.ask(ASK, by={"family": "hartley"})["data"]["addresses"]
    assert answer["subject"] == {"kind": "FAMILY", "id": "hartley", "name": "Hartley"}
    assert (answer["on"], answer["contested"]) == ("2026-06-01", True)
    assert answer["finding"] == "Agencies name 3 places for family hartley."
    mill = answer["places"][0]
    assert (mill["address"], mill["postcode"], mill["agreedBy"]) == ("1 Millrace Lane", "AB1 2CD", "NUMBER")
    assert [c["reportedBy"] for c in mill["claims"]] == [
        {"id": "council", "name": "Northvale Council"},
        {"id": "school", "name": "Elm School"},
    ]
    assert mill["confirmed"][0]["professional"] == {"id": "priya", "name": "Priya Nair", "phone": "020 7946 0001"}
    assert (mill["confirmed"][0]["on"], mill["confirmed"][0]["word"]) == ("2026-05-01", "STRONG")
    assert answer["places"][2]["claims"][0]["subject"] == {"id": "amina", "name": "Amina Hartley"}
    assert answer["places"][2]["claims"][0]["reportedBy"] == {"id": "police", "name": None}


def test_another_day_is_another_answer(house: House):
    answer = house.ask(ASK, by={"family": "hartley"}, on="2024-06-01")["data"]["addresses"]
    assert [c["lastSeen"] for p in answer["places"] for c in p["claims"]] == ["2024-06-01"]
    assert answer["places"][0]["confirmed"] == []


def test_one_question_is_a_few_reads_however_many_claims(house: House):
    house.ask(ASK, by={"family": "hartley"})
    assert house.reader.calls == {"around": 1, "address_claims": 1, "entities": 2}


def test_whose_data_was_read_is_recorded_and_no_address(house: House, caplog: pytest.LogCaptureFixture):
    house.ask(ASK, by={"child": "canary"})
    house.ask(ASK, by={"family": "hartley"})
    [one, other] = house.audit()
    assert (one["subjects"], sorted(other["subjects"])) == (["canary"], ["amina", "hartley"])
    assert not [w for w in (CANARY_NAMES[1], "Millrace", "AB1", "100023336956") if w in json.dumps(house.audit()) + caplog.text]


@pytest.mark.parametrize("by", [{"family": "nemo"}, {"child": "hartley"}])
def test_what_is_not_held_is_not_found(house: House, by: dict[str, str]):
    assert house.code(ASK, by=by) == "NOT_FOUND"


def test_who_may_not_see_them_is_told_the_same(house: House):
    assert house.ask(ASK, by={"family": "hartley"}, viewer=SCHOOL_ONLY)["data"]["addresses"]["contested"]
    assert house.code(ASK, by={"family": "hartley"}, viewer=NOTHING) == "NOT_FOUND"


def test_families_with_three_live_addresses(house: House):
    expected = {"family": "hartley", "places": 3, "confirmed": 1, "reportedBy": ["council", "police", "school", "trust"]}
    assert nodes(house, SEVERAL, "contestedAddresses") == [expected]
    assert house.audit()[-1]["subjects"] == ["hartley"]
    house.ask(SEVERAL, n=1)
    assert house.reader.calls["address_claims"] == 1


def test_wards_hide_small_numbers(house: House):
    answer = house.ask(WARDS)["data"]["wardAddresses"]
    assert [x["area"] for x in answer["lines"]] == ["not recorded", "all"]
    assert {(x["contested"]["text"], x["others"]["text"], x["share"]) for x in answer["lines"]} == {("fewer than 5", "not shown", None)}
    assert len(answer["caption"]) == 2


def test_changes_page_by_page_are_all_of_them_in_order_and_hold_no_address(house: House):
    found = nodes(house, CHANGES, "addressChanges", since=EVER)
    assert [(c["subjectId"], c["what"], c["reportedBy"]) for c in found] == [
        ("canary-family", "CLAIMED", "council"),
        *(("hartley", "CLAIMED", by) for by in ("council", "police", "school", "trust")),
        ("hartley", "CONTESTED", None),
        ("mensah", "CLAIMED", "school"),
    ]
    assert nodes(house, CHANGES, "addressChanges", n=2, since=EVER) == found
    assert house.reader.calls["address_claims"] == 2
    assert not [w for w in ("Mill", "mill", "Hill", "hill", "farm", "Farm", "AB1") if w in json.dumps(found)]


def test_since_the_load_only_what_the_calendar_changed(house: House):
    assert nodes(house, CHANGES, "addressChanges", since="2026-01-02") == []


def test_a_cursor_goes_on_after_its_place_whether_that_is_still_there_or_not(house: House):
    page = house.ask(CHANGES, since=EVER, n=5)["data"]["addressChanges"]
    assert page["edges"][-1]["node"]["reportedBy"] == "trust"
    house.now[0] = house.now[0].replace(year=2027, month=2, day=15)
    assert "trust" not in [c["reportedBy"] for c in nodes(house, CHANGES, "addressChanges", since=EVER)]
    on = house.ask(CHANGES, since=EVER, n=100, after=page["pageInfo"]["endCursor"])["data"]["addressChanges"]
    assert [e["node"]["reportedBy"] for e in on["edges"]] == [None]


@pytest.mark.parametrize("since", ["2026-06-02", "0001-01-01"])
def test_a_day_that_nothing_can_be_told_from_is_refused(house: House, since: str):
    assert house.code(CHANGES, since=since, n=1) == "BAD_INPUT"


def test_a_cursor_of_another_day_is_refused(house: House):
    cursor = house.ask(CHANGES, since=EVER, n=1)["data"]["addressChanges"]["pageInfo"]["endCursor"]
    assert house.code(CHANGES, since="2025-12-02", n=1, after=cursor) == "BAD_INPUT"
