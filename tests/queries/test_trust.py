"""The algebra of opinions, by the vectors of the domain page, section 3."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.scoring.trust import NOT_ASKED, Opinion, discounted, fused, opinion

COUNTS = st.integers(0, 50)
OPINIONS = st.builds(opinion, COUNTS, COUNTS)


def rounded(one: Opinion) -> tuple[float, ...]:
    return tuple(round(x, 6) for x in one)


def test_the_vectors_of_the_domain_page() -> None:
    assert rounded(opinion(8, 1)) == (0.727273, 0.090909, 0.181818)
    assert round(opinion(8, 1).expectation, 6) == 0.818182
    both = fused([opinion(8, 1), opinion(2, 2)])
    assert rounded(both) == (0.666667, 0.2, 0.133333)
    assert round(both.expectation, 6) == 0.733333
    less = discounted(opinion(8, 1), 0.75)
    assert rounded(less) == (0.545455, 0.068182, 0.386364)
    assert round(less.expectation, 6) == 0.738636


def test_nothing_said_is_not_asked_and_has_no_trust() -> None:
    assert fused([]) == NOT_ASKED
    assert NOT_ASKED.trust is None
    assert NOT_ASKED.certainty == 0


def test_who_is_not_believed_at_all_says_nothing() -> None:
    assert discounted(opinion(5, 0), 0) == NOT_ASKED


@given(OPINIONS, OPINIONS)
@settings(deadline=None, derandomize=True)
def test_the_order_of_speakers_does_not_matter(a: Opinion, b: Opinion) -> None:
    assert fused([a, b]) == pytest.approx(fused([b, a]), abs=1e-12)


@given(st.lists(OPINIONS, max_size=6))
@settings(deadline=None, derandomize=True)
def test_an_opinion_always_adds_up_to_one(several: list[Opinion]) -> None:
    whole = fused(several)
    assert sum(whole) == pytest.approx(1)
    assert all(-1e-12 <= part <= 1 + 1e-12 for part in whole)


@given(st.lists(OPINIONS, max_size=4), st.sampled_from((0.0, 0.5, 0.7, 1.0)))
@settings(deadline=None, derandomize=True)
def test_a_yes_never_lowers_trust_and_a_no_never_raises_it(before: list[Opinion], reliability: float) -> None:
    was = fused(before)
    for said, direction in ((opinion(1, 0), 1), (opinion(0, 1), -1)):
        now = fused([*before, discounted(said, reliability)])
        assert now.certainty >= was.certainty - 1e-12
        if was.trust is not None and now.trust is not None:
            assert (now.trust - was.trust) * direction >= -1e-12
