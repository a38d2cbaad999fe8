"""Ends that are known beforehand: notice, gaps, and what a month is."""

from dataclasses import replace
from datetime import date

import pytest

from graph.model import Funded, Post
from queries.leaving.ends import Ahead, End, known_ends, months_on, told_to_go

ON = date(2026, 6, 1)
QUARTER = Ahead.of(ON)
POST = Post("amina", "early", since=date(2020, 1, 1))


def money(since: date | None = None, until: date | None = None, *, notice: int | None = None, line: str = "grant") -> Funded:
    return Funded(line, "early", since=since, until=until, notice_days=notice)


def ends(*funded: Funded, post: Post = POST) -> date | None:
    end = known_ends([post], funded, QUARTER).get(post)
    return end.day if end else None


# Months


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2026, 9, 30), 3, date(2026, 12, 30)),
    ],
)
def test_some_months_on_is_the_same_date_or_the_last_day_of_a_shorter_month(day: date, months: int, later: date) -> None:
    assert months_on(day, months) == later


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 6, 1), date(2026, 8, 31)),
        (date(2026, 11, 30), date(2027, 2, 27)),
        (date(2027, 11, 29), date(2028, 2, 28)),
        (date(2027, 12, 1), date(2028, 2, 29)),
    ],
)
def test_a_quarter_is_three_months_and_includes_both_days(first: date, last: date) -> None:
    assert Ahead.of(first) == Ahead(first, last)


def test_months_go_up_to_the_last_of_all_days() -> None:
    assert months_on(date(9999, 11, 30), 1) == date(9999, 12, 30)
    assert months_on(date(9999, 12, 30), 3) == date.max


# Posts


@pytest.mark.parametrize(
    ("until", "expected", "found"),
    [
        (date(2026, 8, 31), None, date(2026, 8, 31)),
        (date(2026, 9, 1), None, None),
        (ON, None, ON),
        (None, date(2026, 7, 1), date(2026, 7, 1)),
        (date(2026, 8, 1), date(2026, 7, 1), date(2026, 7, 1)),
        (None, date(2026, 5, 31), None),
        (None, None, None),
    ],
)
def test_a_post_ends_on_its_own_last_day_or_the_one_expected(until: date | None, expected: date | None, found: date | None) -> None:
    post = Post("amina", "early", since=date(2020, 1, 1), until=until, expected_end=expected)
    assert ends(post=post) == found


def test_a_post_says_how_it_ends_and_of_one_day_the_surest_is_told() -> None:
    post = Post("amina", "early", until=date(2026, 7, 1), expected_end=date(2026, 7, 1))
    paid = money(until=date(2026, 7, 1))
    assert known_ends([post], [paid], QUARTER)[post] == End(post, "leaving", date(2026, 7, 1))
    assert known_ends([replace(post, until=None)], [paid], QUARTER).popitem()[1].why == "contract"
    assert known_ends([POST], [paid], QUARTER)[POST] == End(POST, "funding", date(2026, 7, 1), paid)


@pytest.mark.parametrize(("months", "last"), [(3, date(2026, 8, 31)), (6, date(2026, 11, 30)), (12, date(2027, 5, 31))])
def test_other_numbers_of_months_can_be_looked_ahead(months: int, last: date) -> None:
    assert Ahead.of(ON, months) == Ahead(ON, last)


# Money


def test_people_leave_before_the_money_does_by_the_notice() -> None:
    assert ends(money(until=date(2026, 8, 31), notice=28)) == date(2026, 8, 3)
    assert ends(money(until=date(2026, 9, 20), notice=28)) == date(2026, 8, 23)
    assert ends(money(until=date(2026, 9, 29), notice=28)) is None


def test_without_a_notice_they_leave_with_the_money() -> None:
    assert ends(money(until=date(2026, 8, 31))) == date(2026, 8, 31)


def test_who_is_under_notice_already_goes_on_the_first_day() -> None:
    assert ends(money(until=date(2026, 6, 10), notice=56)) == ON


def test_the_first_of_several_ends_counts() -> None:
    post = Post("amina", "early", until=date(2026, 8, 20))
    assert ends(money(until=date(2026, 7, 31), notice=10), post=post) == date(2026, 7, 21)
    assert ends(money(until=date(2026, 8, 31), notice=1), post=post) == date(2026, 8, 20)


def test_the_end_of_the_line_counts_where_it_comes_before_that_of_what_it_pays_for() -> None:
    assert ends(Funded("grant", "early", until=date(2026, 12, 31), ends=date(2026, 7, 31))) == date(2026, 7, 31)
    assert ends(Funded("grant", "early", until=date(2026, 7, 31), ends=date(2026, 12, 31))) == date(2026, 7, 31)


@pytest.mark.parametrize(
    ("begins", "found"),
    [
        (date(2026, 7, 1), None),
        (date(2026, 9, 30), None),
        (date(2026, 10, 1), date(2026, 6, 30)),
        (date(2026, 6, 1), None),
    ],
)
def test_a_gap_of_three_months_ends_it_and_a_shorter_one_does_not(begins: date, found: date | None) -> None:
    assert ends(money(until=date(2026, 6, 30)), money(begins, line="next")) == found


def test_the_notice_of_the_line_that_ends_last_counts() -> None:
    first, second = money(until=date(2026, 6, 30), notice=90), money(date(2026, 8, 1), date(2026, 8, 31), notice=7, line="next")
    assert ends(first, second) == date(2026, 8, 24)


def test_money_beside_it_that_goes_on_keeps_the_post() -> None:
    assert ends(money(until=date(2026, 6, 30)), money(line="open")) is None


def test_money_of_ones_own_post_counts_before_that_of_the_whole_service() -> None:
    own = Funded("own", "early", "amina", until=date(2026, 7, 31))
    assert ends(own, money()) == date(2026, 7, 31)
    assert ends(Funded("other", "early", "ben", until=date(2026, 7, 31)), money()) is None


def test_money_that_does_not_flow_on_the_day_ends_nothing() -> None:
    assert ends(money(until=date(2026, 5, 31))) is None
    assert ends(money(date(2026, 6, 2), date(2026, 7, 1))) is None


def test_a_line_does_not_depend_on_the_order_in_which_it_is_told() -> None:
    lines = [money(until=date(2026, 6, 30)), money(date(2026, 7, 10), date(2026, 9, 1), line="b"), money(date(2026, 11, 1), line="c")]
    assert told_to_go(lines, ON) == told_to_go(lines[::-1], ON)
    assert told_to_go(lines, ON) is None


def test_money_without_an_end_or_with_the_last_of_all_days_is_not_known_to_end() -> None:
    assert told_to_go([money(until=date.max)], ON) is None
    assert told_to_go([money(until=date(9999, 12, 30)), money(date(2030, 1, 1), line="b")], ON) is None
    assert told_to_go([], ON) is None


def test_a_notice_longer_than_all_time_means_now() -> None:
    assert ends(money(until=date(2026, 8, 31), notice=10**9)) == ON
