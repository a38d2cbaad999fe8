"""The numbers of the domain page, one by one, and what must hold for all of them."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import CONTACT_KINDS, Contact, Subject, Tie
from queries.scoring.claims import Claim, Scored, live, score, weigh
from queries.scoring.knowing import (
    WEIGHTS,
    activity,
    day_value,
    evidence,
    knowing,
    on_record,
    reach,
    rhythm,
    strength,
    tenure,
    usual_interval,
    word,
)

ON = date(2026, 6, 1)
HARTLEY = Subject("family", "hartley")
EXACT = 5e-7
"""The vectors are printed with six digits."""

days = st.dates(date(2015, 1, 1), ON)
shares = st.floats(0, 1)
kinds = st.sampled_from([*CONTACT_KINDS, None])


def near(value: float) -> object:
    return pytest.approx(value, abs=EXACT)


def state_of(contact_days: Sequence[date], on: date) -> str:
    return rhythm(usual_interval(contact_days), (on - contact_days[-1]).days if contact_days else 0)


def met(day: date, kind: str | None = "home_visit", count: int = 1) -> Contact:
    return Contact("amina", HARTLEY, day.isoformat(), kind, day, count)


def ago(n: int) -> date:
    return ON - timedelta(days=n)


def active(*contacts: Contact) -> float:
    return activity(evidence(sorted(contacts, key=lambda c: c.day), ON))


contacts = st.lists(st.builds(met, days, kinds, st.integers(1, 5)), max_size=12)


def a_row(one: date | None, other: date | None, context: str | None) -> Tie:
    since, until = (min(one, other), max(one, other)) if one and other else (one, other)
    return Tie("amina", HARTLEY, "1", context=context, since=since, until=until)


ties = st.lists(st.builds(a_row, st.none() | days, st.none() | days, st.sampled_from(["home", "school", "health", None])), max_size=4)


class TestTenure:
    @pytest.mark.parametrize(("known", "expected"), [(0, 0), (730, 0.632121), (1460, 0.864665)])
    def test_it_saturates_over_the_years(self, known: int, expected: float) -> None:
        assert tenure(known) == near(expected)

    @given(st.integers(0, 20_000), st.integers(1, 5_000))
    def test_it_grows_with_every_day_and_stays_below_one(self, known: int, more: int) -> None:
        assert 0 <= tenure(known) <= tenure(known + more) <= 1


class TestKnowing:
    def test_four_years_of_silence_leave_half(self) -> None:
        assert knowing(730, 1460) == near(0.316060)
        assert knowing(730, 0) == near(0.632121)

    @given(st.floats(0, 20_000), st.floats(0, 20_000), st.floats(0, 5_000))
    def test_it_never_grows_with_silence_nor_shrinks_with_tenure(self, known: float, gap: float, more: float) -> None:
        assert 0 <= knowing(known, gap + more) <= knowing(known, gap) <= knowing(known + more, gap) <= 1


class TestActivity:
    @pytest.mark.parametrize(
        ("contacts", "expected"),
        [
            ([met(ON)], 0.2),
            ([met(ON)] * 4, 0.319149),
            ([met(ON, count=4)], 0.319149),
            ([met(ON), met(ON, "call")], 0.230769),
            ([met(ON, "call"), met(ON)], 0.230769),
            ([met(ago(90))], 0.111111),
            ([met(ago(7 * n)) for n in range(53)], 0.817845),
            ([], 0),
        ],
    )
    def test_vectors(self, contacts: Sequence[Contact], expected: float) -> None:
        assert active(*contacts) == near(expected)

    @pytest.mark.parametrize(
        ("kind", "value"), [("home_visit", 1.0), ("face_to_face", 0.8), ("meeting", 0.5), ("call", 0.4), ("message", 0.1), (None, 0.5)]
    )
    def test_each_kind_has_its_value_and_an_unknown_one_counts_as_a_meeting(self, kind: str | None, value: float) -> None:
        assert evidence([met(ON, kind)], ON) == near(value)

    def test_a_day_takes_its_best_contact_whole_whatever_their_order(self) -> None:
        assert day_value([0.1, 1.0, 0.4]) == day_value([1.0, 0.4, 0.1]) == near(1 + 0.2 + 0.025)

    def test_a_second_chat_the_same_day_adds_less_than_one_the_next_day(self) -> None:
        same, other = active(met(ago(1), "call"), met(ago(1), "call")), active(met(ago(1), "call"), met(ON, "call"))
        assert same < other

    def test_contacts_after_the_day_are_left_out(self) -> None:
        later = [met(ago(90)), met(ON + timedelta(1)), met(ON + timedelta(400))]
        assert evidence(later, ON) == near(0.5)

    def test_a_thousand_messages_in_a_day_are_worth_no_more_than_two(self) -> None:
        assert evidence([met(ON, "message", 1000)], ON) == near(0.2)

    @given(contacts)
    def test_it_is_bounded_and_no_contact_ever_lowers_it(self, seen: list[Contact]) -> None:
        values = [active(*seen[:n]) for n in range(len(seen) + 1)]
        assert all(a <= b + 1e-12 for a, b in pairwise(values))
        assert 0 <= values[-1] < 1

    @given(contacts, st.integers(1, 2000))
    def test_silence_never_raises_it(self, seen: list[Contact], later: int) -> None:
        seen.sort(key=lambda c: c.day)
        assert evidence(seen, ON + timedelta(later)) <= evidence(seen, ON) + 1e-12


class TestRecordAndReach:
    @pytest.mark.parametrize(("n", "expected"), [(0, 0), (1, 0.333333), (10, 0.833333)])
    def test_how_far_contacts_are_on_record(self, n: int, expected: float) -> None:
        assert on_record(n) == near(expected)

    @pytest.mark.parametrize(("n", "expected"), [(0, 0), (1, 0), (2, 0.5), (3, 0.75)])
    def test_reach_starts_with_the_second_setting(self, n: int, expected: float) -> None:
        assert reach(n) == near(expected)

    @given(st.integers(0, 1000))
    def test_both_are_bounded_and_grow(self, n: int) -> None:
        assert 0 <= on_record(n) <= on_record(n + 1) <= 1
        assert 0 <= reach(n) <= reach(n + 1) <= 1


Opinion = tuple[float, float, float]


def said(yes: int, no: int, p: float = 1.0) -> Opinion:
    """The opinion from so many statements, discounted by how far the speaker is relied on."""
    total = yes + no + 2
    b, d = p * yes / total, p * no / total
    return b, d, 1 - b - d


def fused(one: Opinion, two: Opinion) -> Opinion:
    k = one[2] + two[2] - one[2] * two[2]
    return (one[0] * two[2] + two[0] * one[2]) / k, (one[1] * two[2] + two[1] * one[2]) / k, one[2] * two[2] / k


def with_trust(k: float, a: float, x: float, *, record: float, opinion: Opinion) -> float:
    b, d, u = opinion
    return strength(k, a, x, record=record, trust=b / (b + d) if b + d else 0.0, certainty=1 - u)


class TestStrength:
    @pytest.mark.parametrize(
        ("opinion", "expected"),
        [(said(0, 0), 0.392857), (said(1, 0), 0.468750), (said(0, 1), 0.343750), (fused(said(1, 0), said(1, 0, 0.9)), 0.496711)],
    )
    def test_what_is_said_counts_as_far_as_it_is_certain(self, opinion: Opinion, expected: float) -> None:
        assert with_trust(0.5, 0.4, 0, record=1, opinion=opinion) == near(expected)

    def test_what_is_half_on_record_counts_half(self) -> None:
        assert strength(0.5, 0.4, 0, record=0.5) == near(0.391304)

    def test_a_tie_begun_today_with_only_the_professionals_own_yes(self) -> None:
        assert with_trust(tenure(0), 0, 0, record=0, opinion=said(1, 0, 0.5)) == near(0.100000)

    def test_contacts_never_recorded_say_nothing_against_a_long_tie(self) -> None:
        row = Tie("amina", HARTLEY, "1", since=ago(1460))
        assert scored([row], [], ()).strength == near(0.672517)

    def test_one_message_to_another_family_on_record_lets_silence_count(self) -> None:
        row = Tie("amina", HARTLEY, "1", since=ago(1460))
        assert scored([row], [], (ago(3),)).strength == near(0.450374)

    @given(shares, shares, shares, shares, shares, shares)
    def test_it_is_bounded_whatever_its_parts(self, k: float, a: float, x: float, record: float, trust: float, certainty: float) -> None:
        assert 0 <= strength(k, a, x, record=record, trust=trust, certainty=certainty) <= 1 + 1e-12

    @given(shares, shares, shares, shares, shares, shares, shares)
    def test_more_of_a_part_never_lowers_it(
        self,
        k: float,
        a: float,
        x: float,
        record: float,
        trust: float,
        certainty: float,
        more: float,
    ) -> None:
        def s(k: float, a: float, x: float, t: float) -> float:
            return strength(k, a, x, record=record, trust=t, certainty=certainty) - 1e-12

        base, up = s(k, a, x, trust), (1 - more)
        assert base <= s(1 - (1 - k) * up, a, x, trust) + 2e-12
        assert base <= s(k, 1 - (1 - a) * up, x, trust) + 2e-12
        assert base <= s(k, a, 1 - (1 - x) * up, trust) + 2e-12
        assert base <= s(k, a, x, 1 - (1 - trust) * up) + 2e-12

    @given(shares, shares, shares, shares, st.integers(0, 6), st.integers(0, 6))
    def test_a_yes_never_lowers_and_a_no_never_raises(self, k: float, a: float, x: float, record: float, yes: int, no: int) -> None:
        def s(yes: int, no: int) -> float:
            return with_trust(k, a, x, record=record, opinion=said(yes, no))

        if no == 0:
            assert s(yes + 1, 0) >= s(yes, 0) - 1e-12
        if yes == 0:
            assert s(0, no + 1) <= s(0, no) + 1e-12

    @pytest.mark.parametrize(
        ("strength", "expected"),
        [(1, "strong"), (0.6, "strong"), (0.6 - 1e-9, "steady"), (0.35, "steady"), (0.35 - 1e-9, "light"), (1e-9, "light"), (0, None)],
    )
    def test_words_begin_at_their_threshold(self, strength: float, expected: str | None) -> None:
        assert word(strength) == expected

    def test_the_weights_are_those_of_the_domain_page(self) -> None:
        w = WEIGHTS
        assert (w.knowing, w.activity, w.trust, w.reach, w.knows) == (0.35, 0.25, 0.30, 0.10, 0.20)
        assert (w.tenure_days, w.gap_half_life_days, w.activity_half_life_days, w.activity_half, w.record_half) == (730, 1460, 90, 4, 2)


class TestRhythm:
    EVEN = (ago(40), ago(30), ago(20), ago(10))

    @pytest.mark.parametrize(("later", "expected"), [(0, "current"), (30, "current"), (31, "cooling"), (70, "cooling"), (71, "lapsed")])
    def test_only_silence_of_more_than_four_or_eight_intervals_counts(self, later: int, expected: str) -> None:
        assert state_of(self.EVEN, ON + timedelta(later)) == expected

    def test_fewer_than_four_days_make_no_rhythm(self) -> None:
        assert state_of(self.EVEN[1:], ON + timedelta(5000)) == "current"
        assert state_of((), ON) == "current"

    def test_an_even_number_of_intervals_takes_the_mean_of_the_middle_two(self) -> None:
        uneven = (ago(108), ago(106), ago(104), ago(100), ago(0))  # 2, 2, 4, 100: the usual one is 3
        assert [state_of(uneven, ON + timedelta(n)) for n in (12, 13, 24, 25)] == ["current", "cooling", "cooling", "lapsed"]


def scored(rows: list[Tie], seen: list[Contact], record: Sequence[date]) -> Scored:
    found = score(Claim("amina", HARTLEY, rows, sorted(seen, key=lambda c: c.day)), ON, record)
    assert found
    return found


class TestClaims:
    @given(ties, contacts, st.randoms(use_true_random=False), st.lists(days, unique=True))
    def test_the_order_of_what_was_told_does_not_matter(
        self,
        rows: list[Tie],
        seen: list[Contact],
        chance: Random,
        record: list[date],
    ) -> None:
        if not rows and not seen:
            return
        record.sort()
        one = scored(rows, seen, record)
        shuffled_rows, shuffled_seen = list(rows), list(seen)
        chance.shuffle(shuffled_rows)
        chance.shuffle(shuffled_seen)
        two = scored(shuffled_rows, shuffled_seen, record)
        assert two.strength == pytest.approx(one.strength, abs=1e-9)
        assert (two.state, two.word, two.since, two.until, two.last_contact, two.contexts, two.inferred) == (
            one.state,
            one.word,
            one.since,
            one.until,
            one.last_contact,
            one.contexts,
            one.inferred,
        )

    @given(ties, contacts, st.lists(days, unique=True))
    def test_parts_are_bounded_and_unknown_only_where_they_must_be(self, rows: list[Tie], seen: list[Contact], record: list[date]) -> None:
        if not rows and not seen:
            return
        record = sorted({*record, *(c.day for c in seen)})
        found = scored(rows, seen, record)
        parts = found.parts
        assert 0 <= found.strength <= 1
        assert all(0 <= p <= 1 for p in (parts.knowing, parts.activity, parts.trust, parts.reach) if p is not None)
        assert (parts.activity is None) == (not record)
        assert (parts.knowing is None) == (found.since is None)
        assert parts.trust is None
        assert found.live == live(Claim("amina", HARTLEY, rows, sorted(seen, key=lambda c: c.day)), ON)

    @given(st.integers(0, 5000), st.integers(1, 1000))
    def test_a_live_tie_never_in_touch_and_not_on_record_only_grows(self, known: int, more: int) -> None:
        one, two = ([Tie("amina", HARTLEY, "1", since=ago(n))] for n in (known, known + more))
        assert scored(one, [], ()).strength <= scored(two, [], ()).strength

    @given(st.sampled_from([2016, 2020, 2024]), st.integers(0, 3), st.integers(0, 3))
    def test_leap_days_are_days_like_others(self, year: int, years: int, after: int) -> None:
        leap = date(year, 2, 29)
        on = date(year + years, 2, 28) + timedelta(after)
        if on < leap:
            return
        claim = Claim("amina", HARTLEY, [Tie("amina", HARTLEY, "1", since=leap)], [met(leap)])
        weighed = weigh(claim, on, (leap,))
        assert weighed
        assert weighed.since == leap
        assert weighed.parts.knowing == pytest.approx(knowing((on - leap).days, (on - leap).days), abs=1e-12)

    def test_a_contact_after_an_end_never_makes_days_known_negative(self) -> None:
        found = scored([Tie("amina", HARTLEY, "1", until=ago(100))], [met(ago(50))], (ago(50),))
        assert (found.since, found.until, found.parts.knowing, found.state) == (ago(50), ago(100), 0, "ended")

    def test_nothing_begun_is_no_claim(self) -> None:
        later = ON + timedelta(1)
        claim = Claim("amina", HARTLEY, [Tie("amina", HARTLEY, "1", since=later)], [met(later)])
        assert weigh(claim, ON, (later,)) is None
        assert score(claim, ON, (later,)) is None
        assert not live(claim, ON)
