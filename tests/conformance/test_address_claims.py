"""Where agencies say that people live, as both stores tell it: whose, which, as of which day, and for whose eyes."""

from datetime import date

import pytest

from graph.address_claims import AddressClaim
from graph.model import Source, Subject, View
from graph.store import GraphStore
from tests.conformance.drawing import draw
from tests.conftest import Place

ON = date(2026, 6, 1)
HARTLEY, BYRNE = Subject("family", "hartley"), Subject("family", "byrne")
LEO, ZOE = Subject("child", "leo"), Subject("child", "zoe")
WORLD = """
    (school:Organisation)
    (class:Service)
    (class)-[:PART_OF]->(school)
    (tess:Professional)
    (carl:Professional)
    (tess)-[:WORKS_IN]->(class)
    (hartley:Family)
    (byrne:Family)
    (leo:Child)
    (zoe:Child)
    (mill:Address uprn=10 address='1 Mill Lane' postcode='AB1 2CD')
    (hill:Address address='2 Hill Road')
    (leo)-[:MEMBER_OF since=2020-01-01]->(hartley)
    (tess)-[:KNOWS row=1]->(leo)
    (carl)-[:KNOWS row=2]->(byrne)
    """


def lives(who: str, where: str, more: str) -> str:
    return f"({who})-[:LIVES_AT {more}]->({where})\n"


CLAIMS = (
    lives("hartley", "mill", "reported_by=school first_seen=2024-01-01 last_seen=2026-05-01 confirmed_by=tess confirmed_on=2025-01-01")
    + lives("leo", "hill", "reported_by=police last_seen=2026-06-01 confirmed_by=carl confirmed_on=2026-06-01")
    + lives("zoe", "hill", "reported_by=police first_seen=2026-06-01")
    + lives("byrne", "mill", "reported_by=police first_seen=2026-06-02")
)
MILL = AddressClaim(
    HARTLEY, "mill", "10", "1 Mill Lane", "AB1 2CD", "school", "feed", date(2024, 1, 1), date(2026, 5, 1), "tess", date(2025, 1, 1)
)
HILL = AddressClaim(LEO, "hill", None, "2 Hill Road", None, "police", "feed", None, ON, "carl", ON)
ZOES = AddressClaim(ZOE, "hill", None, "2 Hill Road", None, "police", "feed", ON)


def claims(place: Place, asked: list[Subject] | None, view: View, more: str = "") -> list[AddressClaim]:
    async def work(store: GraphStore) -> list[AddressClaim]:
        await draw(store, WORLD + CLAIMS + more)
        return await store.address_claims(asked, view)

    return place.run(work)


def test_a_family_asked_for_brings_its_own_claims_and_those_of_its_children(place: Place) -> None:
    assert claims(place, [HARTLEY], View(ON)) == [HILL, MILL]


def test_a_child_asked_for_brings_its_own_alone(place: Place) -> None:
    assert claims(place, [LEO], View(ON)) == [HILL]


def test_a_child_that_is_no_member_on_the_day_brings_nothing_to_a_family(place: Place) -> None:
    assert claims(place, [HARTLEY], View(date(2019, 12, 31))) == []
    left = "(zoe)-[:MEMBER_OF until=2026-06-01]->(byrne)"
    assert {c.subject for c in claims(place, [BYRNE], View(date(2026, 6, 2)), left)} == {BYRNE}
    assert {c.subject for c in claims(place, [BYRNE], View(ON), left)} == {ZOE}


def test_nobody_named_is_everyone_and_what_begins_after_the_day_is_not_there(place: Place) -> None:
    assert claims(place, None, View(ON)) == [HILL, ZOES, MILL]
    assert claims(place, [], View(ON)) == []


def test_nothing_after_the_day_exists_of_a_claim_that_does(place: Place) -> None:
    [_, found] = claims(place, [HARTLEY], View(date(2024, 12, 31)))
    assert (found.last_seen, found.confirmed_by, found.confirmed_on) == (date(2024, 12, 31), None, None)


def test_before_it_was_told_there_is_no_claim(place: Place) -> None:
    assert claims(place, None, View(ON, date(2025, 12, 31))) == []


def test_a_record_of_a_child_is_told_under_the_id_that_stands_for_it(place: Place) -> None:
    more = "(leo2:Child)\n(leo2)-[:SAME_AS]->(leo)\n" + lives("leo2", "mill", "reported_by=school")
    for asked in (None, [HARTLEY], [Subject("child", "leo2")], [LEO]):
        assert AddressClaim(LEO, "mill", "10", "1 Mill Lane", "AB1 2CD", "school", "feed") in claims(place, asked, View(ON), more)


@pytest.mark.parametrize("asked", [None, [HARTLEY, BYRNE, LEO, ZOE]])
def test_a_viewer_with_a_scope_sees_claims_about_those_in_it_and_who_confirmed_if_they_may_be_seen(
    place: Place, asked: list[Subject] | None
) -> None:
    found = claims(place, asked, View(date(2026, 6, 2), organisations=frozenset({"school"})))
    assert [(c.subject, c.reported_by, c.confirmed_by, c.confirmed_on) for c in found] == [
        (LEO, "police", None, None),
        (HARTLEY, "school", "tess", date(2025, 1, 1)),
    ]


def test_who_is_not_held_any_more_has_no_claims(place: Place) -> None:
    async def work(store: GraphStore) -> list[list[AddressClaim]]:
        await draw(store, WORLD + CLAIMS)
        load = await store.begin_load(Source("feed"), "2026-02-01T00:00:00.000000Z")
        await store.retire_unseen(load, "Child")
        await store.finish_load(load, "2026-02-01T00:00:00.000000Z", read=0, kept=0, refused=0)
        return [await store.address_claims(asked, View(ON)) for asked in (None, [HARTLEY], [LEO])]

    assert place.run(work) == [[MILL], [MILL], []]


def test_two_sources_that_tell_of_one_place_are_two_claims_with_the_newest_words(place: Place) -> None:
    async def work(store: GraphStore) -> list[AddressClaim]:
        await draw(store, WORLD + CLAIMS)
        told = "(hartley:Family)\n(mill:Address address='One Mill Ln')\n" + lives(
            "hartley", "mill", "reported_by=school first_seen=2024-01-01"
        )
        await draw(store, told, source="other", at="2026-02-01T00:00:00.000000Z")
        return [c for c in await store.address_claims([HARTLEY], View(ON)) if c.subject == HARTLEY]

    found = place.run(work)
    assert [(c.source, c.text, c.uprn) for c in found] == [("feed", "One Mill Ln", "10"), ("other", "One Mill Ln", "10")]
