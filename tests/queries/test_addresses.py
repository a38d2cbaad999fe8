"""Where a family is said to live: claims side by side, which are live, and how places are ranked, on both stores."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.address_claims import AddressClaim
from graph.errors import UnknownId
from graph.model import Subject, View
from graph.store import GraphStore
from queries.knowing.address_words import because, found
from queries.knowing.addresses import Addresses, addresses
from queries.knowing.homes import Home, weight
from queries.knowing.living import Said, by_family, said
from tests.conformance.drawing import draw
from tests.conftest import Place
from tests.queries.drawn import HARTLEY, LEO, ON, WORLD, ago, asked, known, near, only, post

NOW, OTHER = View(ON), Subject("family", "other")
PLACES = """
    (mill:Address uprn=10 address='1 Mill Lane' postcode='AB1 2CD')
    (miller:Address address='1 mill ln' postcode=ab12cd)
    (hill:Address address='2 Hill Road' postcode='AB1 2CE')
    """


def lives(
    where: str, first: date | None = None, last: date | None = None, *, who: str = "hartley", by: str = "council", more: str = ""
) -> str:
    span = (f" first_seen={first}" if first else "") + (f" last_seen={last}" if last else "")
    return f"({who})-[:LIVES_AT reported_by={by}{span} {more}]->({where})\n".replace(" ]", "]")


def seen(who: str, on: date) -> str:
    return f"confirmed_by={who} confirmed_on={on}"


def answer(place: Place, drawing: str, subject: Subject = HARTLEY, view: View = NOW) -> Addresses:
    async def work(store: GraphStore) -> Addresses:
        await draw(store, WORLD + PLACES + drawing)
        return (await addresses(store, [subject], view))[0]

    return place.run(work)


def ids(homes: tuple[Home, ...]) -> list[set[str]]:
    return [{s.claim.address_id for s in home.said} for home in homes]


def test_claims_that_name_one_place_stand_together_and_the_latest_first(place: Place) -> None:
    told = answer(place, lives("mill", ago(900), ago(20)) + lives("miller", ago(30), ago(10), by="academy") + lives("hill", ago(9), ago(9)))
    assert ids(told.homes) == [{"hill"}, {"mill", "miller"}]
    assert [s.claim.reported_by for s in told.homes[1].said] == ["academy", "council"]
    assert told.contested


def test_all_who_say_one_place_agree(place: Place) -> None:
    told = answer(place, lives("mill", ago(900), ago(20)) + lives("miller", ago(30), ago(10), by="academy"))
    assert not told.contested
    assert found(told) == "All agencies that say where family hartley lives name one place."


def test_a_place_weighs_by_recency_and_the_best_confirming_knower(place: Place) -> None:
    drawing = known(ago(900)) + known(ago(100), who="ben")
    strength = only(asked(place, known(ago(900)))).best.strength
    told = answer(
        place,
        drawing
        + lives("mill", ago(90), ago(45), more=seen("ben", ago(50)))
        + lives("miller", ago(90), ago(90), by="academy", more=seen("amina", ago(90))),
    )
    assert [c.professional_id for c in told.homes[0].confirmed] == ["amina", "ben"]
    assert told.homes[0].weight == near(2 ** (-45 / 180) * (0.5 + 0.5 * strength))


def test_a_place_seen_in_person_later_than_said_is_as_recent_as_that(place: Place) -> None:
    told = answer(place, lives("mill", ago(300), ago(300), more=seen("amina", ago(90))))
    assert told.homes[0].weight == near(2**-0.5 / 2)
    assert because(told.homes[0], told)[-1].endswith("they have no tie with them now.")


@pytest.mark.parametrize(("gone", "tie"), [(known(ago(900), ago(1)), None), (known(ago(900)), "light")])
def test_whoever_knows_them_no_more_confirms_with_no_strength(place: Place, gone: str, tie: str | None) -> None:
    [one] = answer(place, gone + lives("mill", ago(9), more=seen("amina", ago(5)))).homes[0].confirmed
    assert (one.tie is None) == (tie is None)
    assert (one.strength > 0) == (tie is not None)


@pytest.mark.parametrize(("last", "live"), [(365, True), (366, False)])
def test_a_claim_is_live_for_365_days_after_it_was_last_said(place: Place, last: int, live: bool) -> None:
    told = answer(place, lives("mill", ago(900), ago(last)))
    assert bool(told.live) == live
    assert [s.end for s in told.homes[0].said] == ["silent"]


@pytest.mark.parametrize(("last", "live"), [(ago(90), ["hill"]), (ago(50), ["hill", "mill"]), (None, ["hill"])])
def test_an_agency_that_names_another_place_later_has_taken_the_first_back(place: Place, last: date | None, live: list[str]) -> None:
    told = answer(place, lives("mill", ago(100), last) + lives("hill", ago(50), ago(40)))
    assert [min(i) for i in ids(told.live)] == live


def test_another_agency_or_the_same_place_takes_nothing_back(place: Place) -> None:
    told = answer(place, lives("mill", ago(100)) + lives("hill", ago(50), by="academy") + lives("miller", ago(20)))
    assert ids(told.live) == [{"mill", "miller"}, {"hill"}]
    assert all(s.live(ON) for home in told.homes for s in home.said)


def test_what_is_said_of_a_child_takes_nothing_back_of_the_family(place: Place) -> None:
    told = answer(place, lives("mill", ago(100)) + lives("hill", ago(50), who="leo"))
    assert len(told.live) == 2
    assert because(told.homes[0], told)[0].startswith("council says so of child leo: first on ")


def test_a_child_is_told_with_its_own_claims_and_its_familys_and_not_with_a_siblings(place: Place) -> None:
    more = "(zoe)-[:MEMBER_OF]->(hartley)\n"
    told = answer(place, more + lives("mill", ago(9)) + lives("hill", ago(9), who="zoe") + lives("miller", ago(9), who="leo"), LEO)
    assert ids(told.homes) == [{"mill", "miller"}]


def test_a_tie_to_the_childs_family_counts_for_who_confirmed(place: Place) -> None:
    told = answer(place, known(ago(900)) + lives("mill", ago(9), who="leo", more=seen("amina", ago(9))), LEO)
    assert told.homes[0].confirmed[0].strength > 0


def test_a_tie_to_the_childs_family_counts_while_its_owner_is_in_post(place: Place) -> None:
    left = known(ago(900)) + post(ago(900), ago(1))
    told = answer(place, left + lives("mill", ago(9), who="leo", more=seen("amina", ago(9))), LEO)
    assert told.homes[0].confirmed[0].tie is None


def test_a_child_of_two_families_counts_for_those_asked_for(place: Place) -> None:
    async def work(store: GraphStore) -> list[set[Subject]]:
        await draw(store, WORLD + PLACES + lives("mill", ago(9), who="leo"))
        await draw(store, "(leo:Child)\n(other:Family)\n(leo)-[:MEMBER_OF]->(other)", source="more", at="2026-02-01T00:00:00.000000Z")
        return [set(await by_family(store, NOW, asked)) for asked in (None, ["hartley"], ["other", "hartley"])]

    assert place.run(work) == [{HARTLEY, OTHER}, {HARTLEY}, {HARTLEY, OTHER}]


def test_names_are_told_with_the_reasons(place: Place) -> None:
    named, may = "(trust:Organisation name='Northvale Trust')\n", date(2026, 5, 2)
    told = answer(place, named + known(ago(900)) + lives("mill", date(2026, 1, 2), may, by="trust", more=seen("amina", may)))
    assert because(told.homes[0], told) == (
        "Northvale Trust says so: first on 2 January 2026, last on 2 May 2026.",
        "Confirmed in person by Amina Osei on 2 May 2026; their tie is steady.",
    )


def test_a_viewer_with_a_scope_is_told_what_agencies_are_called_and_not_who_of_them_confirmed(place: Place) -> None:
    drawing = "(ben)-[:WORKS_IN]->(school)\n(ben)-[:KNOWS row=9]->(hartley)\n(trust:Organisation name=Trust)\n"
    drawing += lives("mill", ago(9), by="trust", more=seen("amina", ago(9)))
    told = answer(place, drawing, view=View(ON, organisations=frozenset({"academy"})))
    assert because(told.homes[0], told)[0].startswith("Trust says so")
    assert because(told.homes[0], told)[-1] == "Nobody has confirmed it in person."


def test_where_nothing_was_said_there_is_no_place(place: Place) -> None:
    told = answer(place, "")
    assert (told.homes, told.contested) == ((), False)
    assert found(told) == "No agency has said where family hartley lives."


def test_who_is_not_held_is_unknown(place: Place) -> None:
    with pytest.raises(UnknownId):
        answer(place, "", Subject("family", "nobody"))


@given(st.integers(0, 900), st.integers(0, 900), st.floats(0, 1), st.floats(0, 1))
def test_a_place_said_later_or_confirmed_by_who_knows_them_better_never_weighs_less(a: int, b: int, s: float, t: float) -> None:
    assert weight(min(a, b), max(s, t)) >= weight(max(a, b), min(s, t))
    assert 0 < weight(a, s) <= 1


days = st.none() | st.integers(0, 40).map(lambda n: date(2026, 1, 1) + timedelta(n * 20))
Told = tuple[str, str, date | None, date | None]


def _in_order(told: Told) -> bool:
    return not told[2] or not told[3] or told[2] <= told[3]


told_claims = st.lists(st.tuples(st.sampled_from("xy"), st.sampled_from(("council", "school")), days, days).filter(_in_order), max_size=6)


def _as_of(told: Told, on: date) -> AddressClaim:
    where, by, first, last = told
    return AddressClaim(HARTLEY, where, where, None, None, by, "feed", first, min(last, on) if last else None)


@given(told_claims, st.integers(0, 900))
def test_what_was_live_on_a_day_is_what_the_day_itself_would_say(told: list[Told], later: int) -> None:
    last_of_all = date(2029, 1, 1)
    now = {s.claim: s for s in said([_as_of(t, last_of_all) for t in set(told)])}
    on = date(2026, 1, 1) + timedelta(later)
    begun = [t for t in set(told) if (t[2] or date.min) <= on]
    then: dict[AddressClaim, Said] = {s.claim: s for s in said([_as_of(t, on) for t in begun])}
    assert all(then[_as_of(t, on)].live(on) == now[_as_of(t, last_of_all)].live(on) for t in begun)
