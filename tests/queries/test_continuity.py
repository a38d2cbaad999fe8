"""Continuity measures, by the published table (BJGP 2023;73:279, table 2) and by their properties."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.continuity import continuity

PUBLISHED = {
    "AA": (1, 1, 1, 1, 1, 1),
    "AB": (0.5, 0, 0.5, 0, 0.0909, 0),
    "AAB": (0.6667, 0.3333, 0.5556, 0.5, 0.5238, 0.5),
    "ABC": (0.3333, 0, 0.3333, 0, 0.0476, 0),
    "AABB": (0.5, 0.3333, 0.5, 0.6667, 0.6774, 0.6667),
    "AABC": (0.5, 0.1667, 0.375, 0.3333, 0.3548, 0.3333),
    "AAABBB": (0.5, 0.4, 0.5, 0.8, 0.8039, 0.8),
    "ABABAB": (0.5, 0.4, 0.5, 0, 0.8039, 0.8),
    "AAAABBBB": (0.5, 0.4286, 0.5, 0.8571, 0.8592, 0.8571),
    "AAAABCDE": (0.5, 0.2143, 0.3125, 0.4286, 0.4366, 0.4286),
}
SEQUENCES = st.text("ABCDE", min_size=2, max_size=30)


@pytest.mark.parametrize(("met", "expected"), PUBLISHED.items())
def test_the_published_table(met: str, expected: tuple[float, ...]) -> None:
    found = continuity(met)
    assert (found.upc, found.coc, found.hi, found.secon, found.mmci, found.k) == pytest.approx(expected, abs=5e-5)


def test_rule_32_changes_are_neighbours_that_differ() -> None:
    assert continuity("ABA").changes == 2
    assert continuity("A").changes == 0
    assert continuity("").changes is None


def test_what_cannot_be_worked_out_is_none_with_a_reason() -> None:
    nothing, once = continuity(""), continuity("A")
    for name in ("upc", "coc", "hi", "secon", "mmci", "k", "changes"):
        assert getattr(nothing, name) is None
        assert nothing.undefined[name]
        assert (getattr(once, name) is None) == (name in once.undefined)
    assert set(once.undefined) == {"upc", "coc", "secon", "k"}


@given(SEQUENCES)
@settings(deadline=None, derandomize=True)
def test_every_measure_is_between_nought_and_one(met: str) -> None:
    found = continuity(met)
    for value in (found.upc, found.coc, found.hi, found.secon, found.mmci, found.k):
        assert value is not None
        assert -1e-12 <= value <= 1 + 1e-12


@given(SEQUENCES)
@settings(deadline=None, derandomize=True)
def test_renaming_the_workers_changes_nothing(met: str) -> None:
    assert continuity(met) == continuity(met.translate(str.maketrans("ABCDE", "VWXYZ")))


@given(SEQUENCES, st.integers())
@settings(deadline=None, derandomize=True)
def test_only_the_sequential_measures_see_the_order(met: str, seed: int) -> None:
    mixed = list(met)
    Random(seed).shuffle(mixed)
    one, other = continuity(met), continuity(mixed)
    assert (one.upc, one.coc, one.hi, one.mmci, one.k) == (other.upc, other.coc, other.hi, other.mmci, other.k)
    assert continuity("AABB").secon != continuity("ABAB").secon
