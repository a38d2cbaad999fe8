"""The vectorised measures, by the published table (BJGP 2023;73:279, table 2) and by their properties."""

import math
from datetime import date
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.arrays import sorted_by
from queries.continuity.measures import of_amounts
from queries.numbers.columns import year_before
from tests.queries.sequences import measures, values

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
SHARES = ("upc", "coc", "hi", "secon", "mmci", "k", "kpc")


@pytest.mark.parametrize(("met", "expected"), PUBLISHED.items())
def test_the_published_table(met: str, expected: tuple[float, ...]) -> None:
    found = values(measures(met))
    assert [found[name] for name in SHARES[:6]] == pytest.approx(expected, abs=5e-5)


@given(st.lists(st.text("ABC", max_size=6), min_size=1, max_size=8))
def test_many_sequences_at_once_are_each_measured_as_if_alone(several: list[str]) -> None:
    together = measures(*several)
    for place, one in enumerate(several):
        assert values(together, place) == pytest.approx(values(measures(one)), abs=0, nan_ok=True)


def test_rule_32_changes_are_neighbours_that_differ() -> None:
    assert measures("ABA", "A", "", "AA").changes.tolist() == pytest.approx([2, 0, math.nan, 0], nan_ok=True)


def test_what_cannot_be_worked_out_is_not_a_number() -> None:
    nothing, once = values(measures("")), values(measures("A"))
    assert {name for name, value in nothing.items() if math.isnan(value)} == {*SHARES, "changes"}
    assert {name for name, value in once.items() if math.isnan(value)} == {"upc", "coc", "secon", "k"}
    assert (nothing["contacts"], nothing["workers"]) == (0, 0)


@given(SEQUENCES)
def test_every_share_is_between_nought_and_one(met: str) -> None:
    found = values(measures(met))
    assert all(-1e-12 <= found[name] <= 1 + 1e-12 for name in SHARES)


@given(SEQUENCES, st.permutations("VWXYZ"))
def test_renaming_the_workers_changes_nothing(met: str, names: list[str]) -> None:
    assert values(measures(met)) == values(measures(met.translate(str.maketrans("ABCDE", "".join(names)))))


@given(SEQUENCES, st.integers())
def test_only_the_sequential_measures_see_the_order(met: str, seed: int) -> None:
    mixed = list(met)
    Random(seed).shuffle(mixed)
    blind = ("secon", "changes")
    assert values(measures(met), but=blind) == values(measures("".join(mixed)), but=blind)
    assert measures("AABB").secon.tolist() != measures("ABAB").secon.tolist()


@given(st.lists(st.integers(1, 400), max_size=6))
def test_amounts_are_measured_as_so_many_contacts(amounts: list[int]) -> None:
    letters = "".join(chr(65 + n) * amount for n, amount in enumerate(amounts))[:400]
    held = np.array([letters.count(c) for c in sorted(set(letters))], np.int64)
    found = of_amounts(np.zeros(len(held), np.int64), np.arange(len(held)), held, 1)
    but = ("secon", "kpc", "changes")
    assert values(found, but=but) == pytest.approx(values(measures(letters), but=but), nan_ok=True)
    assert np.isnan([found.secon, found.kpc, found.changes]).all()


@given(st.dates(date(2, 1, 1)))
def test_a_year_before_is_the_same_date_and_28_february_for_the_29th(day: date) -> None:
    leap = (day.month, day.day) == (2, 29)
    same = day.replace(year=day.year - 1, day=28 if leap else day.day)
    assert year_before(np.array([day.toordinal()])).tolist() == [same.toordinal()]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-2, 2), st.sampled_from([0, 1, 1 << 62])), max_size=12))
def test_rows_are_sorted_alike_whether_or_not_their_columns_fit_one_number(rows: list[tuple[int, int, int]]) -> None:
    columns = np.array(rows, np.int64).reshape(-1, 3).T
    assert [rows[n] for n in sorted_by(*columns)] == sorted(rows)
