"""Who takes whom: proved against trying every way, on small cases."""

from collections.abc import Mapping, Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from queries.handover.assignment import assigned

RECEIVERS = ("a", "b", "c")
worths = st.lists(st.dictionaries(st.sampled_from(RECEIVERS), st.integers(0, 12).map(lambda n: n / 10)), max_size=5)
rooms = st.dictionaries(st.sampled_from(RECEIVERS), st.integers(0, 3))


def value(chosen: Sequence[str | None], worth: Sequence[Mapping[str, float]]) -> tuple[int, float]:
    """How many have a place, and what that is worth."""
    return sum(c is not None for c in chosen), round(sum(own[c] for c, own in zip(chosen, worth, strict=True) if c), 9)


def allowed(chosen: Sequence[str | None], worth: Sequence[Mapping[str, float]], room: Mapping[str, int]) -> bool:
    return all(c is None or c in own for c, own in zip(chosen, worth, strict=True)) and all(
        chosen.count(r) <= room.get(r, 0) for r in RECEIVERS
    )


@settings(max_examples=400, derandomize=True, deadline=None)
@given(worths, rooms)
def test_no_way_places_more_or_is_worth_more(worth: list[dict[str, float]], room: dict[str, int]) -> None:
    chosen = assigned(worth, room)
    assert allowed(chosen, worth, room)
    every = (way for way in product((None, *RECEIVERS), repeat=len(worth)) if allowed(way, worth, room))
    assert value(chosen, worth) == max(value(way, worth) for way in every)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(worths, rooms)
def test_the_order_in_which_receivers_are_named_makes_no_difference(worth: list[dict[str, float]], room: dict[str, int]) -> None:
    turned = [dict(reversed(own.items())) for own in worth]
    assert assigned(turned, dict(reversed(room.items()))) == assigned(worth, room)


def test_a_place_for_everyone_comes_before_the_best_place_for_one() -> None:
    assert assigned([{"a": 1.2, "b": 0.1}, {"a": 0.2}], {"a": 1, "b": 1}) == ["b", "a"]


def test_of_equals_the_first_ids_are_taken() -> None:
    assert assigned([{"b": 0.5, "a": 0.5}, {"b": 0.5, "a": 0.5}], {"a": 1, "b": 1}) == ["a", "b"]


def test_nobody_who_may_take_it_and_no_room_leave_a_row_without() -> None:
    assert assigned([{}, {"a": 0.5}], {"a": 0}) == [None, None]
    assert assigned([], {"a": 1}) == []
