"""Figures that add up in any way: a reader who knows all that is shown and tries everything can tell no hidden one."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from queries.numbers.figures import FEW, Mark, mark_of
from queries.numbers.hiding import hidden
from queries.numbers.reckoning import Sum

MOST = 13
"""As far as the reader who tries everything tries a figure of which nothing is told."""
parts = st.lists(st.integers(0, 6), min_size=1, max_size=4)


def believed(figures: list[int], marks: list[Mark], sums: list[Sum]) -> list[tuple[int, ...]]:
    """Every list of figures that a reader could believe in."""
    each = [
        {"open": [figure], "few": list(FEW), "hidden": list(range(MOST + 1))}[mark] for figure, mark in zip(figures, marks, strict=True)
    ]
    return [w for w in product(*each) if all(sum(w[n] for n in one) == sum(w[n] for n in other) for one, other in sums)]


@settings(max_examples=200, derandomize=True, deadline=None)
@given(parts)
def test_parts_of_a_firm_total_can_not_be_told(found: list[int]) -> None:
    figures, sums = [sum(found), *found], [((0,), tuple(range(1, len(found) + 1)))]
    marks = hidden(figures, sums, elsewhere={0: mark_of(figures[0])})
    assert marks[0] == ("few" if figures[0] in FEW else "open")
    worlds = believed(figures, marks, sums)
    assert tuple(figures) in worlds
    for n, mark in enumerate(marks):
        assert mark == "open" or len({w[n] for w in worlds}) > 1, (figures, marks)
        assert mark != "open" or figures[n] not in FEW


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.integers(0, 6), st.integers(0, 5), st.integers(0, 5), st.integers(0, 5), st.integers(0, 3))
def test_what_came_and_went_between_two_shown_figures_can_not_be_told(kept: int, gained: int, one: int, other: int, third: int) -> None:
    lost = one + other + third
    figures = [kept + lost, kept + gained, gained, lost, kept, one, other, third]
    sums: list[Sum] = [((0,), (4, 3)), ((1,), (4, 2)), ((3,), (5, 6, 7))]
    marks = hidden(figures, sums, elsewhere={n: mark_of(figures[n]) for n in (0, 1)}, unsaid=frozenset({4}))
    assert [marks[n] for n in (0, 1)] == ["few" if figures[n] in FEW else "open" for n in (0, 1)]
    worlds = _believed_quarter(figures, marks)
    assert tuple(figures) in worlds
    for n, mark in enumerate(marks):
        if mark != "open" and (n != 4 or figures[n] in FEW):
            assert len({w[n] for w in worlds}) > 1, (figures, marks)


def _believed_quarter(figures: list[int], marks: list[Mark]) -> list[tuple[int, ...]]:
    """Every quarter that a reader could believe in, drawn from what is kept, gained and lost for each of three reasons."""

    def fits(world: tuple[int, ...]) -> bool:
        told = zip(world, figures, marks, strict=True)
        return all(n == figure if mark == "open" else mark == "hidden" or n in FEW for n, figure, mark in told)

    worlds = (
        (k + a + b + c, k + g, g, a + b + c, k, a, b, c)
        for k, g, a, b, c in product(range(MOST), range(MOST), range(8), range(8), range(8))
    )
    return [w for w in worlds if fits(w)]


def test_where_all_are_large_or_none_nothing_is_hidden() -> None:
    assert hidden([12, 0, 12, 0], [((0,), (1, 2, 3))]) == ["open"] * 4


def test_of_two_few_that_their_total_tells_one_is_not_even_told_to_be_few() -> None:
    assert hidden([8, 4, 4], [((0,), (1, 2))], elsewhere={0: "open"}) == ["open", "hidden", "few"]
