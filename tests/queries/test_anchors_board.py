"""Anchors as boards see them: shares of those alone that are told, and nothing that tells of a pair what its link hides."""

from queries.linking.anchors import Anchor
from queries.linking.anchors_board import ShownAnchor, shown_anchors
from queries.linking.links import Link


def anchor(name: str, ties: int, people: int = 10) -> Anchor:
    return Anchor(name, people, ties, 0.5, 0.5)


def link(a: str, b: str, pairs: int, people: int = 9) -> Link:
    return Link(a, b, 9, people, people, pairs, 0)


def ties(found: list[ShownAnchor]) -> dict[str, object]:
    return {a.organisation: a.ties for a in found}


def test_shares_are_of_those_alone_that_are_shown() -> None:
    found = shown_anchors([anchor("b", 60), anchor("a", 30), anchor("c", 4, 5)], [])
    assert [(a.organisation, a.share, a.by_size) for a in found] == [("b", 60 / 90, 0.5), ("a", 30 / 90, 0.5), ("c", None, None)]
    assert ties(found) == {"b": 60, "a": 30, "c": "fewer than 5"}


def test_ties_do_not_tell_how_many_pairs_there_are_of_a_link_that_hides_it() -> None:
    """Of b and c three pairs are few; what b holds with a, and holds in all, would tell them."""
    joined = [link("a", "b", 20), link("a", "c", 30), link("b", "c", 3)]
    found = shown_anchors([anchor("a", 50), anchor("c", 33), anchor("b", 23)], joined)
    assert ties(found) == {"a": 50, "b": "not shown", "c": "not shown"}
    assert [(a.organisation, a.share) for a in found] == [("a", 1.0), ("b", None), ("c", None)]


def test_where_people_work_in_several_places_ties_tell_nothing_of_links_and_are_shown() -> None:
    joined = [link("a", "b", 20), link("a", "c", 30), link("b", "c", 3)]
    assert ties(shown_anchors([anchor("b", 22)], joined)) == {"b": 22}


def test_where_links_are_all_shown_so_are_ties() -> None:
    joined = [link("a", "b", 20), link("a", "c", 0), link("b", "c", 7)]
    assert ties(shown_anchors([anchor("a", 20), anchor("b", 27), anchor("c", 7)], joined)) == {"a": 20, "b": 27, "c": 7}


def test_ties_of_three_do_not_tell_the_pairs_between_them() -> None:
    """Three equations, three unknowns: 6 + 7, 6 + 8 and 7 + 8 are told by no one sum, and by all of them together."""
    joined = [link("a", "b", 6, 3), link("a", "c", 7, 3), link("b", "c", 8, 3)]
    shown = ties(shown_anchors([anchor("a", 13), anchor("b", 14), anchor("c", 15)], joined))
    assert "not shown" in shown.values()
