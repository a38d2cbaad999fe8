"""What hides something, read from the store: posts in sensitive services, shields with the household, and what was opened to whom."""

from dataclasses import replace
from datetime import date

from graph.model import Subject, View
from graph.store import GraphStore
from graph.veil import Eyes, Veil, veil
from tests.conformance.drawing import draw
from tests.conftest import Place

ON = date(2026, 6, 1)
AT = "2026-06-01T09:00:00.000000Z"
EYES = Eyes("ada", frozenset(), AT)
LEO, ZOE, BO, HARTLEY = Subject("child", "leo"), Subject("child", "zoe"), Subject("child", "bo"), Subject("family", "hartley")
WORLD = """
    (haven:Organisation name=Haven sector=voluntary)
    (council:Organisation name=Council sector=authority)
    (school:Organisation name=School sector=school)
    (ward:Area name=Moss kind=ward)
    (refuge:Service name=Refuge sensitivity=sensitive scale=authority)
    (duty:Service name=Duty sensitivity=ordinary scale=authority)
    (class:Service name=Class)
    (patch:Service name=Patch scale=authority)
    (refuge)-[:PART_OF]->(haven)
    (duty)-[:PART_OF]->(council)
    (patch)-[:PART_OF]->(council)
    (class)-[:PART_OF]->(school)
    (patch)-[:SERVES]->(ward)
    (rae:Professional name='Rae Refuge')
    (dan:Professional name='Dan Duty')
    (tess:Professional name='Tess Teacher')
    (pat:Professional name='Pat Patch')
    (rae)-[:WORKS_IN until=2020-01-01]->(refuge)
    (dan)-[:WORKS_IN]->(duty)
    (tess)-[:WORKS_IN]->(class)
    (pat)-[:WORKS_IN]->(patch)
    (hartley:Family name=Hartley area_code=moss)
    (leo:Child given_name=Leo)
    (leo2:Child given_name=Leo)
    (zoe:Child given_name=Zoe)
    (bo:Child given_name=Bo)
    (mum:Carer given_name=Joy)
    (leo)-[:MEMBER_OF]->(hartley)
    (zoe)-[:MEMBER_OF]->(hartley)
    (mum)-[:MEMBER_OF]->(hartley)
    (bo)-[:MEMBER_OF until=2026-05-31]->(hartley)
    (leo2)-[:SAME_AS]->(leo)
    (rae)-[:KNOWS row=1]->(leo)
    (dan)-[:KNOWS row=2]->(leo)
    (tess)-[:KNOWS row=3]->(leo)
    (pat)-[:KNOWS row=4]->(leo)
    (rae)-[:MET at=2026-01-02]->(leo2)
    """
HOUSEHOLD = {("Child", "leo"), ("Child", "leo2"), ("Child", "zoe"), ("Carer", "mum"), ("Family", "hartley")}


def shield(more: str) -> str:
    return f"(s:Shield subject_kind=child subject_id=leo reason=court_order asked_by=ada approved_by=ben {more})"


def seen(place: Place, more: str = "", eyes: Eyes = EYES) -> Veil:
    async def work(store: GraphStore) -> Veil:
        await draw(store, WORLD + more)
        return veil(await store.guarded(ON), eyes)

    return place.run(work)


def knowers(place: Place, more: str = "", eyes: Eyes = EYES) -> set[str]:
    async def work(store: GraphStore) -> set[str]:
        await draw(store, WORLD + more)
        view = View(ON, veil=veil(await store.guarded(ON), eyes))
        return {t.professional_id for t in (await store.around([LEO], view)).ties}

    return place.run(work)


def test_whoever_works_or_worked_in_a_sensitive_service_is_guarded(place: Place) -> None:
    assert seen(place) == Veil(guarded=frozenset({"rae"}))
    assert knowers(place) == {"dan", "tess", "pat"}


def test_those_of_the_organisation_itself_see_its_sensitive_service(place: Place) -> None:
    assert seen(place, eyes=replace(EYES, organisations=frozenset({"haven"}))) == Veil()


def test_a_consent_opens_the_service_for_everyone(place: Place) -> None:
    consent = "(c:Opening subject_kind=child subject_id=leo kind=consent service_id=refuge decision=yes)"
    found = seen(place, consent)
    assert found.shows_tie("rae", LEO)
    assert not found.shows_tie("rae", ZOE)


def test_a_consent_to_another_service_opens_nothing(place: Place) -> None:
    assert not seen(place, "(c:Opening subject_kind=child subject_id=leo kind=consent service_id=duty decision=yes)").opened


def test_a_familys_consent_is_for_its_children_too(place: Place) -> None:
    found = seen(place, "(c:Opening subject_kind=family subject_id=hartley kind=consent decision=yes)")
    assert [found.shows_tie("rae", s) for s in (LEO, ZOE, HARTLEY, BO)] == [True, True, True, False]


def test_what_a_broker_opens_is_for_one_user_and_a_time(place: Place) -> None:
    opened = "(b:Opening subject_kind=child subject_id=leo kind=broker user=ada decision=yes since=2026-06-01T08 until=2026-06-02)"
    assert seen(place, opened).shows_tie("rae", LEO)
    assert not veil_of(place, replace(EYES, user="ben")).shows_tie("rae", LEO)
    assert not veil_of(place, replace(EYES, at="2026-06-02T00:00:00.000000Z")).shows_tie("rae", LEO)
    assert not veil_of(place, replace(EYES, at="2026-06-01T07:59:00.000000Z")).shows_tie("rae", LEO)


def veil_of(place: Place, eyes: Eyes) -> Veil:
    """Of what was drawn before."""

    async def work(store: GraphStore) -> Veil:
        return veil(await store.guarded(ON), eyes)

    return place.run(work)


def test_a_request_that_waits_or_was_refused_opens_nothing(place: Place) -> None:
    asked = "(b:Opening subject_kind=child subject_id=leo kind=broker user=ada)"
    assert not seen(place, f"{asked}\n(n:Opening subject_kind=child subject_id=leo kind=broker user=ada decision=no)").opened


def test_a_full_shield_takes_the_household_along_and_nobody_else(place: Place) -> None:
    assert seen(place, shield("level=full")).closed == HOUSEHOLD


def test_a_named_user_sees_through_a_shield(place: Place) -> None:
    assert not seen(place, shield("level=full users='ben ada'")).closed
    assert veil_of(place, replace(EYES, user="a")).closed == HOUSEHOLD


def test_a_shield_that_one_person_asked_for_hides_nothing_yet(place: Place) -> None:
    assert not seen(place, "(s:Shield subject_kind=child subject_id=leo level=full reason=other asked_by=ada)").closed


def test_a_lifted_shield_hides_nothing(place: Place) -> None:
    assert not seen(place, shield("level=full lift_asked_by=ada lifted_by=ben")).closed


def test_a_shield_stands_while_one_person_alone_wants_to_lift_it(place: Place) -> None:
    assert seen(place, shield("level=full lift_asked_by=ada")).closed == HOUSEHOLD


def test_a_shield_of_location_hides_who_would_tell_where(place: Place) -> None:
    found = seen(place, shield("level=location"))
    assert (found.placed, found.local) == (HOUSEHOLD - {("Carer", "mum")}, frozenset({"tess", "pat"}))
    assert knowers_of(place) == {"dan"}


def knowers_of(place: Place) -> set[str]:
    """Of what was drawn before."""

    async def work(store: GraphStore) -> set[str]:
        view = View(ON, veil=veil(await store.guarded(ON), EYES))
        return {t.professional_id for t in (await store.around([LEO], view)).ties}

    return place.run(work)


def test_who_would_tell_where_is_not_asked_while_nobody_is_under_a_shield_of_location(place: Place) -> None:
    async def work(store: GraphStore) -> frozenset[str]:
        await draw(store, WORLD)
        return (await store.guarded(ON)).local

    assert place.run(work) == frozenset()


def test_a_restriction_is_about_one_child_alone(place: Place) -> None:
    assert seen(place, shield("level=restricted")).closed == {("Child", "leo"), ("Child", "leo2")}


def test_a_shield_on_a_family_is_for_all_who_belong_to_it(place: Place) -> None:
    on_family = shield("level=restricted").replace("child subject_id=leo", "family subject_id=hartley")
    assert seen(place, on_family).closed == HOUSEHOLD


def test_a_shield_of_another_record_of_the_same_child_hides_them_all_the_same(place: Place) -> None:
    assert seen(place, shield("level=full").replace("subject_id=leo", "subject_id=leo2")).closed == HOUSEHOLD


def test_a_child_of_no_family_is_shielded_alone(place: Place) -> None:
    alone = "(kit:Child given_name=Kit)\n" + shield("level=full").replace("subject_id=leo", "subject_id=kit")
    assert seen(place, alone).closed == {("Child", "kit")}


def test_what_is_written_while_the_store_is_open_hides_at_once_and_on_its_own_day(place: Place) -> None:
    async def work(store: GraphStore) -> list[set[tuple[str, str]]]:
        await draw(store, WORLD)
        found = [veil(await store.guarded(ON), EYES).closed]
        await draw(store, shield("level=full"), source="officers")
        found += [veil(await store.guarded(day), EYES).closed for day in (ON, ON, date(2026, 5, 1))]
        return [set(one) for one in found]

    assert place.run(work) == [set(), HOUSEHOLD, HOUSEHOLD, HOUSEHOLD | {("Child", "bo")}]
