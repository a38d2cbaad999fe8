"""Which claims name one place: an equivalence, blind to case, accents, spaces and punctuation."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.address_claims import AddressClaim
from graph.model import Subject
from queries.knowing.places import places, written

LEO = Subject("child", "leo")


def claim(text: str | None = None, postcode: str | None = None, uprn: str | None = None, name: str = "x") -> AddressClaim:
    return AddressClaim(LEO, name, uprn, text, postcode)


def agree(one: AddressClaim, other: AddressClaim, *others: AddressClaim) -> bool:
    found = places([one, other, *others])
    return found[one] == found[other]


AGREEING = [
    (claim("1 Mill Lane", "AB1 2CD"), claim("1 MILL LN.", "ab12cd", name="y")),
    (claim("1 Mill Lane", "AB1 2CD"), claim("1, Mill Lane, Millham AB1 2CD", name="y")),
    (claim("Flat 2, 14 High Street", "AB1 2CD"), claim("14 High St, Apartment 2", "AB1 2CD", name="y")),
    (claim("14A High Street", "AB1 2CD"), claim("14 a high street", "AB1 2CD", name="y")),
    (claim("Rose Cottage, Church Lane", "AB1 2CD"), claim("Rose Cottage Church Ln", "AB1 2CD", name="y")),
    (claim("1 Mill Lane", uprn="0012"), claim("One, the Mill", uprn="12", name="y")),
    (claim("1 Mill Lane"), claim("1 mill ln", name="y")),
    (claim(postcode="AB1 2CD"), claim(postcode="AB1 2CD")),
]
APART = [
    (claim("1 Mill Lane", "AB1 2CD"), claim("2 Mill Lane", "AB1 2CD", name="y")),
    (claim("1 Mill Lane", "AB1 2CD"), claim("1 Mill Lane", "AB1 2CE", name="y")),
    (claim("Flat 2, 14 High Street", "AB1 2CD"), claim("Flat 3, 14 High Street", "AB1 2CD", name="y")),
    (claim("14 High Street", "AB1 2CD"), claim("14-16 High Street", "AB1 2CD", name="y")),
    (claim("1 Mill Lane", "AB1 2CD", "10"), claim("1 Mill Lane", "AB1 2CD", "11", name="y")),
    (claim("Rose Cottage", "AB1 2CD"), claim("Ivy Cottage", "AB1 2CD", name="y")),
    (claim(postcode="AB1 2CD"), claim("1 Mill Lane", "AB1 2CD", name="y")),
]


@pytest.mark.parametrize(("one", "other"), AGREEING)
def test_these_are_one_place(one: AddressClaim, other: AddressClaim) -> None:
    assert agree(one, other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_these_are_two_places(one: AddressClaim, other: AddressClaim) -> None:
    assert not agree(one, other)


def test_one_without_a_property_number_is_of_the_one_that_another_puts_there() -> None:
    bare, told = claim("1 Mill Lane", "AB1 2CD"), claim("1, Mill Ln", "AB1 2CD", "10", name="y")
    assert agree(bare, told)
    assert places([bare, told])[bare] == ("uprn", "10")


def test_one_without_a_postcode_is_of_the_one_place_that_is_written_alike() -> None:
    bare, told = claim("1 Mill Lane"), claim("1 mill lane", "AB1 2CD", name="y")
    assert agree(bare, told)
    assert not agree(bare, told, claim("1 Mill Lane", "ZZ9 9ZZ", name="z"))


def test_where_two_property_numbers_come_into_question_it_stands_for_itself() -> None:
    bare, one, other = claim("1 Mill Lane", "AB1 2CD"), *(claim("1 Mill Lane", "AB1 2CD", u, name=u) for u in ("10", "11"))
    assert places([bare, one, other])[bare] == ("house", "ab12cd 1")


texts = st.lists(
    st.sampled_from(("1", "2", "14a", "Flat", "apt", "Mill", "Lane", "Ln", "Élan", "St", "Street", "House", "O'Brien")), max_size=5
).map(" ".join)
drawn = st.builds(
    claim,
    st.none() | texts,
    st.sampled_from((None, "AB1 2CD", "ab1 2ce")),
    st.sampled_from((None, None, "10", "11")),
    st.sampled_from("xyz"),
)
some = st.lists(drawn, max_size=6)
SEPARATORS = (" ", "  ", ", ", ". ", "\n", " - ")


@given(some, st.randoms(use_true_random=False))
def test_the_order_in_which_claims_are_told_changes_nothing(claims: list[AddressClaim], chance: Random) -> None:
    shuffled = list(claims)
    chance.shuffle(shuffled)
    assert places(shuffled) == places(claims)


@given(some)
def test_agreement_is_an_equivalence_in_which_property_numbers_decide(claims: list[AddressClaim]) -> None:
    found = places(claims)
    same = {(a, b) for a in found for b in found if found[a] == found[b]}
    assert all((a, a) in same for a in claims)
    assert all((b, a) in same for a, b in same)
    assert all((a, d) in same for a, b in same for c, d in same if b == c)
    assert all(((a, b) in same) == (a.uprn == b.uprn) for a in claims for b in claims if a.uprn and b.uprn)


@given(some, st.sampled_from((str.upper, str.lower, str.title)), st.sampled_from(SEPARATORS), st.sampled_from(("", " ", ",", ".")))
def test_case_spaces_and_punctuation_change_nothing(claims: list[AddressClaim], case: Callable[[str], str], between: str, end: str) -> None:
    def typed(text: str | None) -> str | None:
        return between.join(case(text).split(" ")) + end if text else text

    def code(text: str | None) -> str | None:
        return f" {case(text).replace(' ', '')}{end}" if text else text

    retyped = {c: replace(c, text=typed(c.text), postcode=code(c.postcode), address_id=f"{c.address_id}'") for c in claims}
    firm = [c for c in claims if c.uprn or (c.text and any(map(str.isalnum, c.text)))]
    found = places([*firm, *(retyped[c] for c in firm)])
    assert [c for c in firm if found[c] != found[retyped[c]]] == []
    assert written(None, "1 Mill Lane", "AB1 2CD") == written(None, typed("1 Mill Lane"), code("AB1 2CD"))
