"""Links as boards see them: a reader who knows every rule, and adds and subtracts, can tell no hidden figure."""

from datetime import date
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize  # pyright: ignore[reportMissingTypeStubs]

from graph.errors import BadInput
from queries.knowing.address_lists import Size
from queries.linking.areas_board import by_area
from queries.linking.board import ShownChange, for_board, shown, shown_changes
from queries.linking.links import Link
from queries.linking.losing import REASONS
from queries.linking.sides import Which
from queries.linking.trend import Change
from queries.numbers.figures import FEW, Figure

DAYS = (date(2025, 12, 31), date(2026, 3, 31))
Five = tuple[int, int, int, int, int]


def could_be(n: int, figure: Figure) -> bool:
    return n in FEW if figure == "fewer than 5" else figure == "not shown" or figure == n


def test_boards_see_no_pairs_of_services() -> None:
    for_board(Which())
    with pytest.raises(BadInput, match="boards see pairs of organisations"):
        for_board(Which("services"))


# One pair: families, people on each side, pairs of people, pairs who met before


def possible(one: Five) -> bool:
    """What a reader knows of these five: people share families, pairs are made of people, everyone who shares stands in a pair."""
    families, a, b, pairs, met = one
    if not families:
        return one == (0, 0, 0, 0, 0)
    return min(a, b) >= 1 and max(a, b) <= pairs <= min(a * b, families * a * b) and met <= pairs


EVERY: list[Five] = [one for one in product(range(8), range(7), range(7), range(31), (0, 1, 4, 5, 6)) if possible(one)]


def test_no_figure_of_a_pair_tells_a_hidden_one() -> None:
    views: dict[tuple[Figure, ...], list[Five]] = {}
    for one in EVERY:
        views.setdefault(figures(one), []).append(one)
    for seen, worlds in views.items():
        for n, figure in enumerate(seen):
            if figure in ("fewer than 5", "not shown") and max(w[3] for w in worlds) < 30:
                assert len({w[n] for w in worlds}) > 1, (seen, worlds)


def figures(one: Five) -> tuple[Figure, ...]:
    told = shown(Link("a", "b", *one))
    return told.shared_families, told.people_a, told.people_b, told.pairs_sharing, told.pairs_met_before


@pytest.mark.parametrize(
    ("true", "seen"),
    [
        ((0, 0, 0, 0, 0), (0, 0, 0, 0, 0)),
        ((9, 6, 7, 12, 5), (9, 6, 7, 12, 5)),
        ((3, 6, 7, 12, 0), ("fewer than 5", "not shown", "not shown", "not shown", 0)),
        ((9, 2, 7, 12, 0), (9, "fewer than 5", 7, "not shown", 0)),
        ((9, 6, 7, 12, 3), (9, 6, 7, 12, "fewer than 5")),
    ],
)
def test_what_is_shown_of_a_pair(true: Five, seen: tuple[Figure, ...]) -> None:
    assert figures(true) == seen


# By area


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.lists(st.integers(0, 7), min_size=1, max_size=4))
def test_no_area_is_told_by_the_others_and_the_whole(parts: list[int]) -> None:
    whole = sum(parts)
    told = list(by_area(whole, {str(n): part for n, part in enumerate(parts)}, {}).values())
    total = [whole] if whole not in FEW else list(FEW)
    worlds = [w for w in product(range(max(FEW) + 16), repeat=len(parts)) if sum(w) in total and all(map(could_be, w, told))]
    assert tuple(parts) in worlds
    for n, figure in enumerate(told):
        assert isinstance(figure, int) or len({w[n] for w in worlds}) > 1


def test_an_area_whose_families_are_hidden_shows_no_link_there() -> None:
    """Of 15 families 12 live north, which is hidden for the sake of the 3 in the south: a pair that shares 12 there would tell."""
    sizes: dict[str, Size] = {"north": (12, "hidden"), "south": (3, "few"), "all": (15, "open")}
    assert by_area(12, {"north": 12, "south": 0}, sizes) == {"north": "not shown", "south": "not shown"}


def test_two_agencies_can_share_no_more_families_of_an_area_than_live_there() -> None:
    """12 of 16 can live north at most: so 4 do not."""
    sizes: dict[str, Size] = {"north": (12, "open"), "south": (30, "open"), "all": (42, "open")}
    assert by_area(16, {"north": 12, "south": 4}, sizes) == {"north": "not shown", "south": "not shown"}


def test_a_pair_that_shares_nearly_all_families_is_answered_too() -> None:
    """Where all else is told elsewhere, there comes an end of hiding."""
    few: dict[str, Size] = {"b": (4, "few"), "c": (1, "few"), "d": (1, "few")}
    assert by_area(11, {"a": 6, "b": 4, "c": 1}, {"a": (6, "open"), **few, "all": (12, "open")})["b"] == "not shown"
    hidden: dict[str, Size] = {"a": (50, "hidden"), "b": (1, "few"), "not recorded": (1, "few"), "all": (52, "open")}
    assert by_area(51, {"a": 50, "b": 1}, hidden) == {"a": "not shown", "b": "not shown"}


# By quarter


def change(kept: int, gained: int, why: tuple[int, ...], until: date) -> Change:
    lost = sum(why)
    return Change("a", "b", until, kept + lost, kept + gained, gained, lost, why)


few = st.integers(0, 6)
quarter = st.tuples(st.integers(0, 9), st.lists(st.integers(0, 5), min_size=len(REASONS), max_size=len(REASONS)))
WIDTH = 3 + len(REASONS)
"""Unknowns of a quarter: links that stayed, gained, links at its end, then lost for each reason."""


@settings(max_examples=120, derandomize=True, deadline=None)
@given(st.integers(0, 12), st.lists(quarter, min_size=1, max_size=3))
def test_no_quarter_is_told_by_what_came_and_went_nor_by_other_quarters(before: int, drawn: list[tuple[int, list[int]]]) -> None:
    true = quarters(before, drawn)
    told = shown_changes(true)
    solver = Reader(told)
    for n, (one, shown_) in enumerate(zip(true, told, strict=True)):
        place = 1 + n * WIDTH
        cells = [shown_.gained, shown_.links, *shown_.why]
        for at, figure in zip(range(place + 1, place + WIDTH), cells, strict=True):
            assert isinstance(figure, int) or solver.unsure([at]), (shown_, figure)
        assert isinstance(shown_.lost, int) or solver.unsure(list(range(place + 3, place + WIDTH)))
        assert one.before - one.lost not in FEW or solver.unsure([place])
    assert isinstance(told[0].before, int) or solver.unsure([0])


def test_no_more_is_hidden_of_a_quarter_than_needs_to_be() -> None:
    [told] = shown_changes([change(20, 2, (0, 0, 0, 0, 0), DAYS[0])])
    assert (told.before, told.links, told.gained, told.lost) == (20, 22, "fewer than 5", "not shown")
    [told] = shown_changes([change(20, 7, (0, 0, 9, 0, 0), DAYS[0])])
    assert (told.before, told.links, told.gained, told.lost, told.why) == (29, 27, 7, 9, (0, 0, 9, 0, 0))


def test_between_days_with_few_only_nothing_is_told_to_come_of_none_and_go_to_none() -> None:
    for before, gained, lost in ((3, 9, 2), (8, 0, 6), (0, 3, 0), (3, 0, 3)):
        [told] = shown_changes([change(before - lost, gained, (0, 0, lost, 0, 0), DAYS[0])])
        assert told.gained == ("not shown" if before - lost + gained else 0)
        assert told.lost == ("not shown" if before else 0)


def quarters(before: int, drawn: list[tuple[int, list[int]]]) -> list[Change]:
    found: list[Change] = []
    for gained, why in drawn:
        lost = [0] * len(REASONS)
        for n, count in enumerate(why):
            lost[n] = min(count, before - sum(lost))
        found.append(change(before - sum(lost), gained, tuple(lost), DAYS[0]))
        before = found[-1].links
    return found


class Reader:
    """A reader with a solver: what each unknown can be, of all quarters that fit what is shown."""

    def __init__(self, told: list[ShownChange]) -> None:
        size = 1 + WIDTH * len(told)
        self.rows: list[tuple[dict[int, int], float, float]] = []
        for n, one in enumerate(told):
            first, eve = 1 + n * WIDTH, 1 + (n - 1) * WIDTH + 2 if n else 0
            stayed, gained, links, *why = range(first, first + WIDTH)
            self.rows += [({eve: 1, stayed: -1} | dict.fromkeys(why, -1), 0, 0), ({links: 1, stayed: -1, gained: -1}, 0, 0)]
            shown_: list[Figure] = [one.before, one.links, one.gained, one.lost, *one.why]
            cells = [{eve: 1}, {links: 1}, {gained: 1}, dict.fromkeys(why, 1), *({at: 1} for at in why)]
            self.rows += [(row, *bounds(figure)) for row, figure in zip(cells, shown_, strict=True)]
        self.table = np.zeros((len(self.rows), size))
        for n, (row, _, _) in enumerate(self.rows):
            self.table[n, list(row)] = list(row.values())

    def unsure(self, cells: list[int]) -> bool:
        """Whether the sum of these unknowns can be more than one number."""
        cost = np.zeros(self.table.shape[1])
        cost[cells] = 1
        solver: Any = optimize
        limits = solver.LinearConstraint(self.table, [low for _, low, _ in self.rows], [high for _, _, high in self.rows])
        ends = [
            solver.milp(sign * cost, constraints=limits, bounds=solver.Bounds(0, 99), integrality=np.ones(len(cost))).x for sign in (1, -1)
        ]
        least, most = (float(np.sum(x[cells])) for x in ends)
        return most - least > 0.5


def bounds(figure: Figure) -> tuple[float, float]:
    return (FEW[0], FEW[-1]) if figure == "fewer than 5" else (0, np.inf) if figure == "not shown" else (float(figure), float(figure))


@given(st.lists(st.tuples(few, few), min_size=1, max_size=3))
def test_a_pairs_links_are_the_same_in_every_table(quarters: list[tuple[int, int]]) -> None:
    before, changes = 9, list[Change]()
    for gained, lost in quarters:
        lost = min(lost, before)
        changes.append(change(before - lost, gained, (0, 0, lost, 0, 0), DAYS[0]))
        before = before - lost + gained
    for true, told in zip(changes, shown_changes(changes), strict=True):
        assert [told] == shown_changes([true])
        assert told.links == shown(Link("a", "b", true.links, 0, 0, 0, 0)).shared_families
