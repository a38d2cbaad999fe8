"""Rates of leaving: counted from history, of kinds of posts; known ends come first; too few to say is said."""

from collections.abc import Sequence
from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Post, Service
from queries.leaving.ends import going
from queries.risk.hazards import MIN_ENDED, NATIONAL, QUARTER, Kind, Rate, chances, lengths, quarterly, quarters, rates, yearly
from tests.queries.drawn import ON, ago, near

KINDS = {"early": Service("early", kind="family_support"), "other": Service("other", kind="family_support")}
FIRST_END = Post("first", "early", since=ago(9000), until=ago(5000))
"""From the day after it on, ends are on record."""


def post(who: str, since: int | None, until: int | None = None, *, where: str = "early", contract: str | None = "permanent") -> Post:
    return Post(who, where, None, contract, ago(since) if since is not None else None, ago(until) if until is not None else None)


def rate_of(history: Sequence[Post]) -> Rate:
    return rates([FIRST_END, *history], KINDS, ON)["family_support", "permanent"]


def chance_of(posts: Sequence[Post], ends: Sequence[Post] = (), rate: float = 0.5) -> float:
    known: dict[Kind, Rate] = {("family_support", "permanent"): Rate("family_support", "permanent", 99, 50, rate, 0.4, 0.6, national=False)}
    return chances(["amina"], posts, known, KINDS, ends)["amina"]


# How long posts were seen


def lasted(*history: Post) -> list[tuple[int, bool]]:
    return [(days, left) for p, days, left in lengths([FIRST_END, *history], ON) if p.professional_id != "first"]


def test_a_post_lasts_from_its_first_day_to_its_last_both_included() -> None:
    assert lasted(post("amina", 10, 1)) == [(10, True)]


def test_a_post_held_on_the_day_has_lasted_until_then_and_no_leaving_is_seen() -> None:
    assert lasted(post("amina", 9), post("ben", 9, 0), post("cara", 9, -50)) == [(10, False)] * 3


def test_a_post_to_come_and_one_without_a_first_day_tell_nothing() -> None:
    assert lasted(post("amina", -1), post("ben", None, 5), post("cara", None)) == []


def test_who_holds_another_post_the_day_after_moved_and_did_not_leave() -> None:
    moved = [post("amina", 20, 11, where="other"), post("amina", 10)]
    assert lasted(*moved) == [(10, False), (11, False)]
    assert lasted(post("amina", 20, 11), post("amina", 9)) == [(10, True), (10, False)]


def test_one_post_told_by_two_sources_is_one() -> None:
    assert lasted(post("amina", 10, 1), post("amina", 10, 1)) == [(10, True)]


def test_nothing_before_the_first_end_on_record_counts_for_ends_were_not_told_then() -> None:
    history = [post("amina", 3000, 200), post("ben", 3000, 100), post("cara", 150)]
    assert [(p.professional_id, days, left) for p, days, left in lengths(history, ON)] == [("ben", 100, True), ("cara", 151, False)]


@given(st.integers(1, 2000), st.booleans())
def test_a_post_quarter_by_quarter_lasts_as_long_and_ends_at_most_once_at_its_end(days: int, left: bool) -> None:
    found = quarters(days, left)
    assert sum(n for n, _ in found) == days
    assert {n for n, _ in found[:-1]} <= {QUARTER}
    assert [gone for _, gone in found] == [False] * (len(found) - 1) + [left]


# The rate and its interval


def test_the_rate_is_kaplan_and_meiers_and_its_interval_greenwoods_on_the_log_log_scale() -> None:
    ended, held = [10, 30, 30, 91], [5, 20, 50, *[91] * 6]
    stay = (1 - 1 / 12) * (1 - 2 / 10) * (1 - 1 / 7)
    spread = 1.959963984540054 * sqrt(1 / (12 * 11) + 2 / (10 * 8) + 1 / (7 * 6)) / abs(log(stay))
    low, high = (stay ** exp(sign * spread) for sign in (1, -1))
    assert yearly(ended, held) == pytest.approx((1 - stay**4, 1 - high**4, 1 - low**4), abs=1e-9)


@given(st.lists(st.integers(1, 90), min_size=1, max_size=30), st.lists(st.integers(1, 91), max_size=30), st.integers(1, 20))
@settings(max_examples=60)
def test_the_rate_lies_in_its_interval_and_between_nothing_and_all(ended: list[int], held: list[int], whole: int) -> None:
    rate, low, high = yearly(ended, [*held, *[QUARTER] * whole])
    assert 0 <= low <= rate <= high <= 1


def test_the_interval_holds_the_rate_that_made_the_history_about_nineteen_times_in_twenty() -> None:
    chance = np.random.default_rng(7)
    hit = 0
    for _ in range(200):
        lengths_of = chance.geometric(quarterly(0.3) / QUARTER, 150)
        seen = [part for days in lengths_of for part in quarters(int(min(days, 700)), bool(days <= 700))]
        _, low, high = yearly([d for d, left in seen if left], [d for d, left in seen if not left])
        truth = 1 - (1 - quarterly(0.3) / QUARTER) ** (4 * QUARTER)
        hit += low <= truth <= high
    assert 180 <= hit <= 198  # 190 expected, standard deviation 3.1


def history(ended: int, held: int) -> list[Post]:
    return [post(f"w{n}", 400, 300 - n) for n in range(ended)] + [post(f"h{n}", 400) for n in range(held)]


def test_with_enough_who_left_the_rate_is_of_the_kind_and_has_an_interval() -> None:
    rate = rate_of(history(MIN_ENDED, 30))
    assert (rate.posts, rate.ended, rate.national) == (40, MIN_ENDED, False)
    assert rate.low is not None
    assert rate.high is not None
    assert rate.low < rate.yearly < rate.high


def test_with_fewer_it_is_too_few_to_say_and_the_national_figure_stands() -> None:
    rate = rate_of(history(MIN_ENDED - 1, 30))
    assert rate == Rate("family_support", "permanent", 39, MIN_ENDED - 1, NATIONAL, None, None, national=True)


def test_where_no_post_was_seen_for_a_whole_quarter_it_is_too_few_to_say() -> None:
    short = [post(f"w{n}", 200 + n, 150 + n) for n in range(20)]
    assert rate_of(short).national
    assert not rate_of([*short, post("amina", QUARTER - 1)]).national


def test_years_in_post_before_ends_were_told_are_no_proof_that_people_stay() -> None:
    leavers = [post(f"w{n}", 4000 - 30 * n, 3900 - 30 * n) for n in range(40)]
    long, newer = ([post(f"s{n}", since) for n in range(40)] for since in (9000, 4999))
    assert rate_of([*leavers, *long]) == rate_of([*leavers, *newer])


def test_kinds_of_service_and_contract_have_rates_of_their_own_and_what_is_not_told_is_a_kind() -> None:
    told = [post("amina", 9), post("ben", 9, contract="agency"), post("cara", 9, contract=None), post("dan", 9, where="unheard-of")]
    assert list(rates(told, KINDS, ON)) == [
        (None, "permanent"),
        ("family_support", None),
        ("family_support", "agency"),
        ("family_support", "permanent"),
    ]


def test_the_rate_is_of_the_past_alone() -> None:
    to_come = [post(f"w{n}", 400, -1 - n) for n in range(30)]
    assert rate_of(to_come).ended == 0


# Chances, which are of posts and are shown of nobody


def test_the_vector_of_a_quarter() -> None:
    assert quarterly(0.118) == pytest.approx(0.030903, abs=5e-7)
    assert (quarterly(0), quarterly(1)) == (0, 1)


def test_known_ends_come_first() -> None:
    mine = post("amina", 900)
    assert (chance_of([mine]), chance_of([mine], [mine])) == (near(quarterly(0.5)), 1)


def test_who_has_another_post_stays_when_one_ends() -> None:
    ending, other = post("amina", 10), post("amina", 900, where="other")
    assert chance_of([ending, other], [ending]) == near(quarterly(0.5))
    assert going([ending, other], [ending]) == frozenset()
    assert going([ending, other], [ending, other]) == {"amina"}


def test_of_several_posts_the_one_begun_last_counts() -> None:
    assert chance_of([post("amina", 10, contract="agency"), post("amina", 900)]) == near(quarterly(NATIONAL))
    assert chance_of([post("amina", 10), post("amina", 900, contract="agency")]) == near(quarterly(0.5))
    assert chance_of([post("amina", 10, where="other", contract="agency"), post("amina", 10)]) == near(quarterly(0.5))


def test_without_a_post_or_a_rate_of_its_kind_the_national_figure_stands() -> None:
    assert chance_of([]) == near(quarterly(NATIONAL))
    assert chance_of([post("amina", 9, contract="agency")]) == near(quarterly(NATIONAL))
