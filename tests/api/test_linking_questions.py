"""Links, their trend, missing links, home and school and hubs over GraphQL: what is told to whom, and worked out once."""

from typing import Any

import pytest

from api.guarding.access import Viewer
from tests.api.house import EVERYTHING, NOTHING, House
from tests.api.linking_world import with_agencies

ON_A_BOARD = Viewer("viewer-5", "board", None)
LINKS = """{ agencyLinks(first: 50) { edges { node { a b sharedFamilies { text } peopleA { text } pairsSharing { text } } } } }"""
TREND = """query($n: Int!, $quarters: Int, $after: String) { linkTrend(first: $n, quarters: $quarters, after: $after) {
  edges { node { a b until before { text } links { text } gained { text } lost { text } reallocated { text } left { text }
    familyClosed { text } fundingEnded { text } other { text } } } pageInfo { hasNextPage endCursor } } }"""
MISSING = """{ missingLinks(first: 9) { edges { node { a b sharedFamilies { text } roleA roleB personA personB because } } } }"""
SCHOOLS = """{ homeSchool { on caption lines { school children { text } without { text } others { text } linkWorkers { text } } } }"""
HUB = """query($school: ID!) { hub(school: $school) { school pupils unknown services { service organisation sector people pupils }
  people { professional pupils contexts services organisations } } }"""


def nodes(connection: Any) -> list[Any]:
    return [e["node"] for e in connection["edges"]]


def texts(node: Any, *names: str) -> list[str]:
    return [node[name]["text"] for name in names]


def test_few_people_hide_how_many_pairs_they_make(house: House):
    [link] = [n for n in nodes(with_agencies(house).ask(LINKS)["data"]["agencyLinks"]) if (n["a"], n["b"]) == ("hub", "trust")]
    assert texts(link, "sharedFamilies", "peopleA", "pairsSharing") == ["7", "fewer than 5", "fewer than 5"]


def test_the_trend_tells_each_quarter_with_small_numbers_hidden(house: House):
    found = nodes(with_agencies(house).ask(TREND, n=50, quarters=2)["data"]["linkTrend"])
    turns = [n for n in found if (n["a"], n["b"]) == ("hub", "trust")]
    assert [t["until"] for t in turns] == ["2025-12-31", "2026-03-31"]
    assert texts(turns[0], "before", "links", "gained", "lost") == ["5", "5", "0", "0"]
    assert texts(turns[1], "before", "links") == ["5", "7"]
    assert texts(turns[1], "gained", "lost") == ["fewer than 5", "not shown"]


def test_the_trend_comes_in_pages_and_is_worked_out_once(house: House):
    first = with_agencies(house).ask(TREND, n=1)["data"]["linkTrend"]
    assert first["pageInfo"]["hasNextPage"]
    asked = house.reader.calls["history"]
    second = house.ask(TREND, n=1, after=first["pageInfo"]["endCursor"])["data"]["linkTrend"]
    assert nodes(second) != nodes(first)
    assert house.reader.calls["history"] == asked


def test_too_many_quarters_are_refused(house: House):
    assert house.code(TREND, n=1, quarters=41) == "BAD_INPUT"


def test_a_missing_link_names_whom_to_introduce_and_why(house: House):
    [found] = nodes(with_agencies(house).ask(MISSING)["data"]["missingLinks"])
    assert (found["a"], found["b"], found["sharedFamilies"]["text"]) == ("hub", "trust", "7")
    assert (found["personA"], found["personB"], found["roleA"], found["roleB"]) == ("uma", "nia", "family worker", "nurse")
    assert found["because"][0].startswith("uma and nia both know 7 families now")


def test_boards_are_told_roles_and_nobody(house: House):
    [found] = nodes(with_agencies(house).ask(MISSING, viewer=ON_A_BOARD)["data"]["missingLinks"])
    assert (found["personA"], found["personB"], found["because"]) == (None, None, [])
    assert (found["roleA"], found["roleB"]) == ("family worker", "nurse")


def test_home_and_school_is_told_as_boards_see_it(house: House):
    told = with_agencies(house).ask(SCHOOLS)["data"]["homeSchool"]
    lines = {line["school"]: line for line in told["lines"]}
    assert texts(lines["mill-high"], "children", "without", "others", "linkWorkers") == ["fewer than 5", "fewer than 5", "0", "0"]
    assert told["lines"][-1]["school"] == "all"
    assert len(told["caption"]) == 3


def test_a_hub_has_people_and_services_side_by_side_and_is_audited(house: House):
    told = with_agencies(house).ask(HUB, school="mill-high")["data"]["hub"]
    assert (told["pupils"], told["unknown"]) == (1, 0)
    assert [(s["service"], s["sector"], s["people"], s["pupils"]) for s in told["services"]] == [
        ("desk", "voluntary", 1, 1),
        ("mill-high", "school", 1, 1),
    ]
    assert [p["professional"] for p in told["people"]] == ["mo", "uma"]
    assert {"uma", "mo"} <= set(house.audit()[-1]["subjects"])


@pytest.mark.parametrize(("viewer", "school"), [(ON_A_BOARD, "mill-high"), (EVERYTHING, "nowhere"), (NOTHING, "mill-high")])
def test_a_hub_that_is_not_ones_to_see_reads_as_one_that_is_not_held(house: House, viewer: Viewer, school: str):
    assert with_agencies(house).code(HUB, viewer=viewer, school=school) == "NOT_FOUND"


@pytest.mark.parametrize("question", [LINKS, TREND.replace("$n", "9").replace("query(9: Int!, $quarters", "query($quarters"), MISSING])
def test_who_sees_no_organisation_is_told_of_none(house: House, question: str):
    [connection] = with_agencies(house).ask(question, viewer=NOTHING)["data"].values()
    assert connection["edges"] == []
