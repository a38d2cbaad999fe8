"""Bridges, communities, anchors and ways between people over GraphQL: what boards are told, and what others are."""

from typing import Any

import pytest

from api.guarding.access import Viewer
from tests.api.house import NOTHING, House
from tests.api.linking_world import with_agencies

ON_A_BOARD = Viewer("viewer-5", "board", None)
BRIDGES = """query($by: BridgeBy!, $n: Int!, $after: String) { bridges(by: $by, first: $n, after: $after) { edges { node {
  by who pairs cutOff because people { text } parted { own other families { text } } } } pageInfo { hasNextPage endCursor } } }"""
COMMUNITIES = """{ communities { modularity stability likeChart seeds communities { people { text } organisations } } }"""
ANCHORS = """query($n: Int!) { anchors(first: $n) { edges { node { organisation share shareBySize people { text } ties { text } } } } }"""
CONNECTION = """query($one: ID!, $other: ID!) { connection(one: $one, other: $other) {
  shortest { people sharedFamilies } strongest { people } } }"""


def nodes(connection: Any) -> list[Any]:
    return [e["node"] for e in connection["edges"]]


def test_people_who_alone_join_organisations_are_told_with_the_pairs_and_audited(house: House):
    found = nodes(with_agencies(house).ask(BRIDGES, by="PERSON", n=20)["data"]["bridges"])
    by_who = {one["who"]: one for one in found}
    assert by_who["nia"]["parted"] == [{"own": "trust", "other": "hub", "families": {"text": "7"}}]
    assert by_who["nia"]["because"] == ["Only they join trust and hub, which know 7 families in common."]
    assert set(by_who) <= set(house.audit()[-1]["subjects"])


def test_boards_are_told_roles_by_number_alone(house: House):
    found = nodes(with_agencies(house).ask(BRIDGES, viewer=ON_A_BOARD, by="ROLE", n=20)["data"]["bridges"])
    assert found
    assert all((one["parted"], one["because"], one["cutOff"]) == ([], [], 0) for one in found)
    assert {one["people"]["text"] for one in found} == {"fewer than 5"}


@pytest.mark.parametrize("by", ["PERSON", "SERVICE"])
def test_boards_may_not_ask_for_people_or_services(house: House, by: str):
    assert house.code(BRIDGES, viewer=ON_A_BOARD, by=by, n=2) == "BAD_INPUT"


def test_bridges_come_in_pages_and_are_worked_out_once(house: House):
    first = with_agencies(house).ask(BRIDGES, by="ROLE", n=1)["data"]["bridges"]
    assert first["pageInfo"]["hasNextPage"]
    asked = house.reader.calls["history"]
    second = house.ask(BRIDGES, by="ROLE", n=1, after=first["pageInfo"]["endCursor"])["data"]["bridges"]
    assert nodes(second) != nodes(first)
    assert house.reader.calls["history"] == asked


def test_communities_are_told_without_counts_of_few(house: House):
    found = with_agencies(house).ask(COMMUNITIES)["data"]["communities"]
    assert found["seeds"] == 10
    assert all(int(one["people"]["text"]) >= 5 for one in found["communities"])


def test_anchors_hide_small_numbers_and_shares_that_would_tell_them(house: House):
    found = nodes(with_agencies(house).ask(ANCHORS, n=20)["data"]["anchors"])
    assert {one["people"]["text"] for one in found} == {"fewer than 5"}
    assert {(one["share"], one["shareBySize"]) for one in found} == {(None, None)}


def test_two_people_are_connected_by_families_and_the_look_is_audited(house: House):
    found = with_agencies(house).ask(CONNECTION, one="uma", other="nia")["data"]["connection"]
    assert found["shortest"] == {"people": ["uma", "nia"], "sharedFamilies": [7]}
    assert {"uma", "nia"} <= set(house.audit()[-1]["subjects"])


@pytest.mark.parametrize(("viewer", "other"), [(ON_A_BOARD, "nia"), (None, "nobody"), (NOTHING, "nia")])
def test_a_way_that_is_not_ones_to_see_reads_as_one_that_is_not_held(house: House, viewer: Viewer | None, other: str):
    seen = {} if viewer is None else {"viewer": viewer}
    assert with_agencies(house).code(CONNECTION, **seen, one="uma", other=other) == "NOT_FOUND"


def test_who_sees_no_organisation_is_told_of_no_bridge(house: House):
    asked = with_agencies(house)
    assert asked.ask(BRIDGES, viewer=NOTHING, by="PERSON", n=9)["data"]["bridges"]["edges"] == []
    assert asked.ask(ANCHORS, viewer=NOTHING, n=9)["data"]["anchors"]["edges"] == []
    assert asked.ask(COMMUNITIES, viewer=NOTHING)["data"]["communities"]["communities"] == []
