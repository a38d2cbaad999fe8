"""Each GraphQL example of the README is sent as its reader would send it."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.api.house import House

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
EXAMPLES: list[str] = re.findall(r"```graphql\n(.*?)```", README, re.DOTALL)


def test_there_are_examples() -> None:
    assert EXAMPLES


@pytest.mark.parametrize("query", EXAMPLES)
def test_an_example_of_the_readme_is_answered(house: House, query: str) -> None:
    answer: dict[str, Any] = house.ask(query, family="hartley")
    assert "errors" not in answer
    assert answer["data"]["whoKnows"]["keyIndividual"]["professional"]["name"] == "Priya Nair"
