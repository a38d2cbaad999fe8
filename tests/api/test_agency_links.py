"""How agencies are joined over GraphQL: pages, small numbers hidden, worked out once."""

import pytest

from api.graphql.link_types import AgencyLink
from queries.linking.links import Link
from tests.api.house import NOTHING, House

ASK = """query ($n: Int!, $after: String) { agencyLinks(first: $n, after: $after) { edges { node { a b
  sharedFamilies { value text } peopleA { text } peopleB { text } pairsSharing { text } pairsMetBefore { text } } }
  pageInfo { hasNextPage endCursor } } }"""


def test_a_small_number_is_hidden(house: House):
    [edge] = house.ask(ASK, n=9)["data"]["agencyLinks"]["edges"]
    assert (edge["node"]["a"], edge["node"]["b"]) == ("council", "school")
    assert edge["node"]["sharedFamilies"] == {"value": None, "text": "fewer than 5"}
    assert [edge["node"][k]["text"] for k in ("peopleA", "peopleB", "pairsSharing")] == ["fewer than 5"] * 3


@pytest.mark.parametrize(("count", "text"), [(0, "0"), (1, "fewer than 5"), (4, "fewer than 5"), (5, "5")])
def test_every_count_of_1_to_4_is_hidden_and_no_other(count: int, text: str):
    shown = AgencyLink.of(Link("a", "b", count, count, count, count, count))
    figures = (shown.shared_families, shown.people_a, shown.people_b, shown.pairs_sharing, shown.pairs_met_before)
    assert [f.text for f in figures] == [text] * 5


def test_all_pages_rest_on_one_working_out(house: House):
    first = house.ask(ASK, n=1)["data"]["agencyLinks"]
    assert not first["pageInfo"]["hasNextPage"]
    house.ask(ASK, n=1)
    assert house.reader.calls["history"] == 1


def test_who_sees_no_organisation_sees_no_pair(house: House):
    assert house.ask(ASK, viewer=NOTHING, n=9)["data"]["agencyLinks"]["edges"] == []
