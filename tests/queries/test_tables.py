"""Small numbers stay hidden from a reader who knows all that is shown, adds and subtracts, and tries everything."""

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.numbers.figures import FEW, Mark
from queries.numbers.tables import PART, REST, WHOLE, Counts, Marks, suppressed

rows = st.tuples(st.integers(0, 9), st.integers(0, 9)) | st.tuples(st.integers(0, 4), st.integers(0, 60))
tables = st.lists(rows, max_size=12)
small = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=3)
two = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=2)
MOST = 14
"""As far as the reader who tries everything tries a figure of which nothing is told."""


def whole(count: Counts) -> tuple[int, int, int]:
    return count[0], count[1], count[0] + count[1]


def total(table: Sequence[Counts]) -> Counts:
    return sum(p for p, _ in table), sum(r for _, r in table)


def could_be(count: Counts, true: Counts, marks: Marks) -> bool:
    """Whether a reader who is shown the true figures so could believe in these."""
    shown = zip(whole(count), whole(true), marks, strict=True)
    return all(n == t if mark == "open" else mark == "hidden" or n in FEW for n, t, mark in shown)


def believed(table: list[Counts], marks: list[Marks], totals: Marks) -> list[tuple[Counts, ...]]:
    """Every table that a reader could believe in, tried one by one."""
    every = [(part, rest) for part in range(MOST + 1) for rest in range(MOST + 1)]
    each = [[c for c in every if could_be(c, row, mark)] for row, mark in zip(table, marks, strict=True)]
    return [t for t in product(*each) if could_be(total(t), total(table), totals)]


def hidden(marks: list[Marks]) -> list[tuple[int, int]]:
    return [(n, i) for n, mark in enumerate(marks) for i in (PART, REST, WHOLE) if mark[i] != "open"]


@settings(max_examples=200)
@given(table=small)
def test_a_reader_who_tries_everything_can_tell_no_hidden_figure(table: list[Counts]) -> None:
    [marks], totals = suppressed([table])
    worlds = believed(table, marks, totals)
    assert tuple(table) in worlds
    for n, i in hidden(marks):
        assert len({whole(world[n])[i] for world in worlds}) > 1, (table, marks, totals)
    for _, i in hidden([totals]):
        assert len({whole(total(world))[i] for world in worlds}) > 1, (table, marks, totals)


@given(table=tables)
def test_every_figure_of_1_to_4_is_hidden_and_a_table_without_any_is_shown_whole(table: list[Counts]) -> None:
    [marks], totals = suppressed([table])
    every = [*zip(table, marks, strict=True), (total(table), totals)]
    for count, mark in every:
        assert not any(n in FEW and m == "open" for n, m in zip(whole(count), mark, strict=True))
        assert not any(n not in FEW and m == "few" for n, m in zip(whole(count), mark, strict=True))
    if not any(n in FEW for count, _ in every for n in whole(count)):
        assert {m for _, mark in every for m in mark} <= {"open"}


@settings(max_examples=150)
@given(table=two, data=st.data())
def test_two_tables_of_the_same_people_give_nothing_away_together(table: list[Counts], data: st.DataObject) -> None:
    """The second table splits the same people otherwise: its sums are the totals of the first."""
    part, rest = total(table)
    first = (data.draw(st.integers(0, part)), data.draw(st.integers(0, rest)))
    other = [first, (part - first[0], rest - first[1])]
    marks, totals = suppressed([table, other])
    one, another = (believed(t, m, totals) for t, m in zip((table, other), marks, strict=True))
    sums = {total(w) for w in one} & {total(w) for w in another}
    for worlds, mark in ((one, marks[0]), (another, marks[1])):
        left = [w for w in worlds if total(w) in sums]
        for n, i in hidden(mark):
            assert len({whole(world[n])[i] for world in left}) > 1, (table, other, marks, totals)
    for _, i in hidden([totals]):
        assert len({whole(s)[i] for s in sums}) > 1


@pytest.mark.parametrize(
    ("table", "marks", "totals"),
    [
        ([], [], ("open", "open", "open")),
        ([(0, 0)], [("open", "open", "open")], ("open", "open", "open")),
        ([(7, 30), (9, 50)], [("open",) * 3, ("open",) * 3], ("open",) * 3),
        ([(2, 0)], [("few", "open", "few")], ("few", "open", "few")),
    ],
)
def test_tables_worked_out_by_hand(table: list[Counts], marks: list[Marks], totals: Marks) -> None:
    assert suppressed([table]) == ([marks], totals)


def test_one_small_figure_takes_the_next_smallest_along_and_totals_stay() -> None:
    [marks], totals = suppressed([[(3, 40), (12, 60), (30, 90), (0, 30)]])
    open_: Mark = "open"
    assert marks == [("few", "hidden", open_), ("hidden", "hidden", open_), (open_,) * 3, (open_,) * 3]
    assert totals == (open_,) * 3


def test_a_school_with_few_pupils_takes_one_other_along_and_not_all() -> None:
    [marks], totals = suppressed([[(1, 1), (47, 90), *((59 + n, 122) for n in range(80))]])
    assert marks[:2] == [("few", "few", "few"), ("hidden", "hidden", "hidden")]
    assert {*marks[2:], totals} == {("open", "open", "open")}


def test_four_of_one_each_do_not_tell_that_they_are() -> None:
    [marks], totals = suppressed([[(1, 50), (1, 50), (1, 50), (1, 50)]])
    assert sorted([totals[PART], *(mark[PART] for mark in marks)]) == ["few", "few", "few", "few", "hidden"]


def test_hundreds_of_schools_take_no_time() -> None:
    table = [(n % 7, 20 + n % 90) for n in range(800)]
    [marks], totals = suppressed([table])
    assert totals == ("open", "open", "open")
    assert sum(mark[WHOLE] == "open" for mark in marks) == len(table)


def test_what_is_not_shown_would_be_said_to_be_few_were_it_so() -> None:
    """Of 6, a few and 5 or more can only be 1 and 5."""
    assert suppressed([[(1, 5)], [(1, 5)]])[1][WHOLE] == "hidden"
