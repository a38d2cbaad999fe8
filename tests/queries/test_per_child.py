"""Money for each child beside money for a programme: who stays, and what becomes of families, on worlds written by hand."""

import pytest

from graph.errors import BadInput
from graph.model import View
from graph.store import GraphStore
from queries.leaving.per_child import PerChild, compared, per_child
from tests.conformance.drawing import draw
from tests.conftest import Place
from tests.queries.drawn import ON, WORLD

STRONG, LIGHT = 0.6, 0.1


def outcomes(orphaned: int = 0, thinned: int = 0, weaker: int = 0, same: int = 0) -> dict[str, int]:
    return {"orphaned": orphaned, "thinned": thinned, "weaker": weaker, "same": same}


def test_those_stay_without_whom_most_families_would_have_nobody() -> None:
    worlds = [{"a": STRONG}, {"b": STRONG}, {"b": STRONG}, {"a": STRONG, "x": STRONG}, {"a": STRONG, "x": STRONG}]
    found = compared(worlds, ["a", "b"], 0.2, amount=10, post_cost=50)
    assert found == PerChild(5, 1, ("b",), ("a",), outcomes(3, 2), outcomes(1, 2, 0, 2))


def test_families_known_too_lightly_bring_nothing() -> None:
    found = compared([{"a": LIGHT}, {"a": STRONG}], ["a"], 0.2, amount=10, post_cost=20)
    assert (found.families, found.posts, found.goes) == (1, 0, ("a",))
    assert found.programme == found.per_child == outcomes(1, 0, 1)


def test_no_more_posts_are_paid_than_there_are_and_a_price_that_just_reaches_does() -> None:
    worlds = [{"a": STRONG}] * 3
    assert compared(worlds, ["a"], 0.2, amount=0.1, post_cost=0.3).posts == 1
    assert compared(worlds, ["a"], 0.2, amount=100, post_cost=1).posts == 1


def test_of_equals_the_first_by_id_stays() -> None:
    assert compared([{"a": STRONG}, {"b": STRONG}], ["b", "a"], 0.2, amount=1, post_cost=2).stays == ("a",)


def test_two_who_only_together_leave_a_family_alone_count_once_one_of_them_stays() -> None:
    worlds = [{"a": STRONG, "b": STRONG}, {"a": STRONG, "b": STRONG}, {"c": STRONG}]
    assert compared(worlds, ["a", "b", "c"], 0.2, amount=2, post_cost=3).stays == ("a", "c")


def test_a_price_of_nothing_is_refused(place: Place) -> None:
    async def work(store: GraphStore) -> None:
        await draw(store, WORLD)
        with pytest.raises(BadInput, match="above 0"):
            await per_child(store, ["amina"], View(ON), amount=0, post_cost=1)

    place.run(work)


def test_a_child_with_a_family_is_not_counted_beside_it(place: Place) -> None:
    async def work(store: GraphStore) -> PerChild:
        await draw(store, WORLD + "(amina)-[:KNOWS since=2020-01-01]->(leo)\n(amina)-[:KNOWS since=2020-01-01]->(zoe)")
        return await per_child(store, ["amina"], View(ON), amount=1, post_cost=4)

    assert place.run(work) == PerChild(2, 0, (), ("amina",), outcomes(2), outcomes(2))
