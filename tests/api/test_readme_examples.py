"""Each GraphQL example of the README is sent as its reader would send it."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.api.house import EVERYTHING, MANAGER, House

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
EXAMPLES: list[str] = re.findall(r"```graphql\n(.*?)```", README, re.DOTALL)
ROOTS = {
    "addresses",
    "contestedAddresses",
    "addressChanges",
    "whoKnows",
    "say",
    "continuity",
    "whatIf",
    "whatIfLines",
    "exposure",
    "servicesAtRisk",
    "horizon",
    "horizonEvents",
    "agencyLinks",
    "linkTrend",
    "missingLinks",
}
STAFFING = "whatIf|exposure|horizon"
"""Questions that managers ask."""


def sent(house: House, query: str) -> Any:
    viewer = MANAGER if re.search(rf"^  ({STAFFING})\(", query, re.MULTILINE) else EVERYTHING
    answer = house.ask(query, viewer=viewer, family="hartley", child="amina", professional="priya", key="example")
    assert "errors" not in answer
    return answer["data"]


def example(root: str) -> str:
    return next(e for e in EXAMPLES if re.search(rf"^  {root}\(", e, re.MULTILINE))


def test_every_example_asks_something_that_a_test_below_answers() -> None:
    assert {r for e in EXAMPLES for r in re.findall(r"^  (\w+)\(", e, re.MULTILINE)} == ROOTS


@pytest.mark.parametrize("query", EXAMPLES)
def test_an_example_of_the_readme_is_answered(house: House, query: str) -> None:
    assert all(sent(house, query).values())


def test_who_knows_names_the_key_individual(house: House) -> None:
    assert sent(house, example("whoKnows"))["whoKnows"]["keyIndividual"]["professional"]["name"] == "Priya Nair"


def test_what_was_said_is_recorded(house: House) -> None:
    assert sent(house, example("say"))["say"]["standsUntil"] == "2027-06-01"


def test_continuity_counts_the_contacts(house: House) -> None:
    assert sent(house, example("continuity"))["continuity"]["contacts"] == 5


def test_what_if_tells_what_is_lost(house: House) -> None:
    found = sent(house, example("whatIf"))
    lost = {e["node"]["subjectId"]: e["node"]["lost"] for e in found["whatIfLines"]["edges"]}
    assert lost == {"hartley": ["priya"], "mensah": ["priya"], "amina": ["priya"]}
    assert found["whatIf"]["families"] == 2


def test_exposure_names_the_few_it_hangs_on(house: House) -> None:
    found = sent(house, example("exposure"))
    assert found["exposure"]["edges"][0]["node"]["smallest"] == ["priya", "tom"]
    assert found["knowledgeAtRisk"]["authority"]["families"] == 3


def test_links_tell_what_joins_two_agencies_with_small_numbers_hidden(house: House) -> None:
    found = sent(house, example("agencyLinks"))
    [link] = [e["node"] for e in found["agencyLinks"]["edges"]]
    assert link["sharedFamilies"] == {"value": None, "text": "fewer than 5"}
    assert [e["node"]["until"] for e in found["linkTrend"]["edges"]][-1] == "2026-03-31"
    assert found["missingLinks"]["edges"] == []


def test_addresses_tell_who_says_so(house: House) -> None:
    found = sent(house, example("addresses"))
    assert found["addresses"]["places"][0]["claims"][0]["reportedBy"]["name"] == "Northvale Council"
    assert "CONTESTED" in {e["node"]["what"] for e in found["addressChanges"]["edges"]}
