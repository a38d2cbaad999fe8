"""A person's own copy holds all that is theirs and nothing of others: held on both stores, fact by fact."""

from datetime import date

import pytest

from graph.erasing import About, HeldFact, Node
from graph.errors import UnknownId
from graph.model import Subject, View
from graph.store import GraphStore
from graph.veil import Eyes, veil
from queries.owning.own_copy import GROUPS, Group, Guard, OwnCopy, guard_of, own_copy
from queries.owning.own_knowers import own_knowers
from tests.conformance.drawing import draw
from tests.conftest import Place

ON, AT = date(2026, 6, 1), "2026-06-01T09:00:00.000000Z"
LEO, MUM = ("Child", "leo"), ("Carer", "mum")
HARTLEY = Subject("family", "hartley")
WORLD = """
    (haven:Organisation name=Haven sector=voluntary)
    (council:Organisation name=Council sector=authority)
    (refuge:Service name=Refuge sensitivity=sensitive)
    (duty:Service name=Duty)
    (elm:Service name=Elm)
    (refuge)-[:PART_OF]->(haven)
    (duty)-[:PART_OF]->(council)
    (rae:Professional name='Rae Refuge')
    (dan:Professional name='Dan Duty')
    (rae)-[:WORKS_IN expected_end=2026-09-01 confidential_until=2026-07-01]->(refuge)
    (dan)-[:WORKS_IN]->(duty)
    (hartley:Family name=Hartley area_code=moss)
    (before:Family name=Before)
    (leo:Child given_name=Leo date_of_birth=2012-02-03)
    (leo2:Child given_name=Leonard)
    (zoe:Child given_name=Zoe)
    (mum:Carer given_name=Joy)
    (leo)-[:MEMBER_OF]->(hartley)
    (leo2)-[:MEMBER_OF until=2020-01-01]->(before)
    (zoe)-[:MEMBER_OF]->(hartley)
    (mum)-[:MEMBER_OF]->(hartley)
    (leo2)-[:SAME_AS rule=r]->(leo)
    (rae)-[:KNOWS row=1]->(hartley)
    (dan)-[:KNOWS row=2]->(hartley)
    (rae)-[:KNOWS row=3]->(leo)
    (dan)-[:KNOWS row=4]->(zoe)
    (dan)-[:MET at=2026-01-02]->(leo2)
    (dan)-[:KNOWS row=5]->(before)
    (mill:Address address='1 Mill Lane')
    (leo)-[:LIVES_AT reported_by=council first_seen=2024-01-01 confirmed_by=dan]->(mill)
    (leo)-[:ATTENDS]->(elm)
    (own:Statement kind=trust speaker_kind=child speaker_id=leo2 about_professional_id=dan answer=no said_on=2026-01-05)
    (own-receipt:Receipt statement=own)
    (theirs:Statement kind=trust speaker_kind=carer speaker_id=mum about_professional_id=dan subject_id=leo said_on=2026-01-05)
    (theirs-receipt:Receipt statement=theirs)
    (yes:Opening subject_kind=child subject_id=leo kind=consent reason=x asked_by=dan decision=yes until=2021-01-01)
    (glass:Opening subject_kind=child subject_id=leo kind=break_glass reason=y asked_by=dan decision=yes)
    (yes-all:Opening subject_kind=family subject_id=hartley kind=consent reason=z asked_by=dan decision=yes until=2021-01-01)
    (wait:Shield subject_kind=child subject_id=leo level=full reason=court_order asked_by=ada)
    (hold:Hold subject_kind=child subject_id=leo reason=police set_by=ada)
    (apart:Apart child_id=leo other_id=zoe set_by=ada)
    (plan:SavedScenario changes='["leo"]')
    (mine:RightsRequest person_kind=child person_id=leo kind=correction words=w)
    (hers:RightsRequest person_kind=carer person_id=mum kind=erasure words=w)
    """
SHIELD = "(s:Shield subject_kind=child subject_id=zoe level={} reason=court_order asked_by=ada approved_by=ben)"


def copied(place: Place, person: Node = LEO, more: str = "", released: tuple[Group, ...] = (), *, officer: bool = False) -> OwnCopy:
    async def work(store: GraphStore) -> OwnCopy:
        await draw(store, WORLD + more)
        guarded = await store.guarded(ON)
        guard = guard_of(guarded, person, AT)
        view = View(ON, veil=veil(guarded, Eyes("", frozenset(), AT)))
        return await own_copy(store, person, view, Guard(guard.veil) if officer else guard, released)

    return place.run(work)


def named(copy: OwnCopy) -> set[str]:
    """What each record is of."""
    return {f"{f.label} {' '.join(name for _, name in f.ends)}" for f in copy.facts}


OWN = {
    "Child leo",
    "Child leo2",
    "SAME_AS leo2 leo",
    "MEMBER_OF leo hartley",
    "MEMBER_OF leo2 before",
    "Family hartley",
    "KNOWS dan hartley",
    "KNOWS rae leo",
    "MET dan leo2",
    "LIVES_AT leo mill",
    "ATTENDS leo elm",
    "Statement own",
    "Receipt own-receipt",
    "Opening yes",
    "RightsRequest mine",
}


def test_it_is_every_record_of_theirs_and_of_the_family_they_belong_to_and_nothing_of_others(place: Place) -> None:
    copy = copied(place)
    assert named(copy) == OWN
    assert dict(copy.kept_back) == {"said_by_others": 2, "relatives": 4, "plans": 1}
    assert (copy.records, copy.families) == (frozenset({LEO, ("Child", "leo2")}), ("hartley",))
    assert (copy.professionals["dan"].name, copy.services["elm"].name) == ("Dan Duty", "Elm")
    assert (copy.organisations["council"].name, copy.addresses["mill"].address) == ("Council", "1 Mill Lane")


def test_it_is_the_same_under_every_record_of_the_child(place: Place) -> None:
    assert named(copied(place, ("Child", "leo2"))) == OWN


def test_what_guards_somebody_is_not_even_counted(place: Place) -> None:
    copy = copied(place)
    assert "guarding" not in copy.kept_back
    for hidden in ("glass", "wait", "hold", "apart", "yes-all"):
        assert not any(hidden in text for text in named(copy))


def test_a_carer_has_their_own_record_and_the_ties_of_the_family_and_nothing_of_the_children(place: Place) -> None:
    copy = copied(place, MUM)
    said = {"Statement theirs", "Receipt theirs-receipt"}
    assert named(copy) == {"Carer mum", "MEMBER_OF mum hartley", "Family hartley", "KNOWS dan hartley", "RightsRequest hers"} | said


@pytest.mark.parametrize(
    ("group", "more"),
    [
        ("said_by_others", {"Statement theirs", "Receipt theirs-receipt"}),
        ("relatives", {"Child zoe", "Carer mum", "MEMBER_OF zoe hartley", "MEMBER_OF mum hartley", "RightsRequest hers"}),
        ("plans", {"SavedScenario plan"}),
        ("guarding", {"Opening glass", "Opening yes-all", "Shield wait", "Hold hold", "Apart apart", "KNOWS rae hartley"}),
    ],
)
def test_what_an_officer_releases_is_in_it_and_nothing_else(place: Place, group: Group, more: set[str]) -> None:
    copy = copied(place, released=(group,))
    found = named(copy) - OWN
    assert found <= more
    assert found >= more - {"Child zoe", "Carer mum"}
    assert group not in copy.kept_back


def test_released_or_not_everything_held_is_accounted_for(place: Place) -> None:
    async def work(store: GraphStore) -> tuple[list[HeldFact], OwnCopy]:
        await draw(store, WORLD)
        chosen = [About(frozenset({LEO, ("Child", "leo2")})), About(frozenset({("Family", "hartley")}))]
        found = {(f.label, f.place()): f for one in chosen for f in await store.held([one])}
        return list(found.values()), await own_copy(store, LEO, View(ON), Guard(), GROUPS)

    held, copy = place.run(work)
    assert sorted((f.label, f.place()) for f in copy.facts) == sorted((f.label, f.place()) for f in held)
    assert dict(copy.kept_back) == {}


@pytest.mark.parametrize("person", [LEO, MUM])
def test_a_shield_of_where_they_are_keeps_whereabouts_out_of_every_copy_of_the_household(place: Place, person: Node) -> None:
    copy = copied(place, person, SHIELD.format("location"))
    assert not {"LIVES_AT leo mill", "ATTENDS leo elm"} & named(copy)
    assert all("area_code" not in f.values for f in copy.facts)
    assert "Family hartley" in named(copy)


@pytest.mark.parametrize("person", [LEO, MUM])
def test_a_full_shield_leaves_the_copy_to_an_officer(place: Place, person: Node) -> None:
    with pytest.raises(UnknownId):
        copied(place, person, SHIELD.format("full"))
    assert f"{person[0]} {person[1]}" in named(copied(place, person, "(z:Area)", officer=True))


def test_who_is_restricted_in_use_still_has_their_copy(place: Place) -> None:
    assert named(copied(place, LEO, SHIELD.format("restricted").replace("zoe", "leo"))) == OWN


def test_professionals_have_their_own_record_posts_and_ties_and_nothing_that_others_said_of_them(place: Place) -> None:
    rae = copied(place, ("Professional", "rae"))
    assert named(rae) == {"Professional rae", "WORKS_IN rae refuge", "KNOWS rae hartley", "KNOWS rae leo"}
    assert all("expected_end" not in f.values for f in rae.facts)
    copy = copied(place, ("Professional", "dan"), SHIELD.format("full"))
    assert named(copy) == {"Professional dan", "WORKS_IN dan duty", "KNOWS dan before"}
    assert dict(copy.kept_back) == {}


def test_what_a_child_said_of_a_professional_in_confidence_is_released_to_them_by_nobody(place: Place) -> None:
    released = named(copied(place, ("Professional", "dan"), "(z:Area)", GROUPS, officer=True))
    assert {"Statement theirs", "Receipt theirs-receipt"} <= released
    assert not {"Statement own", "Receipt own-receipt"} & released


def test_of_nobody_there_is_no_copy(place: Place) -> None:
    for person in (("Child", "nobody"), ("Carer", "leo"), ("Child", "mum"), ("Professional", "leo")):
        with pytest.raises(UnknownId):
            copied(place, person)


def test_who_knows_them_is_told_by_their_own_ties_alone(place: Place) -> None:
    async def work(store: GraphStore) -> dict[Node, list[tuple[str, list[Subject]]]]:
        await draw(store, WORLD + "(ann:Professional)\n(ann)-[:WORKS_IN]->(duty)\n(ann)-[:KNOWS row=9 since=2020-01-01]->(zoe)")
        found: dict[Node, list[tuple[str, list[Subject]]]] = {}
        for person, asked in ((LEO, [Subject("child", "leo"), HARTLEY]), (MUM, [HARTLEY])):
            knowers, _ = await own_knowers(store, asked, View(ON))
            found[person] = [(k.professional.id, [c.subject for c in k.claims]) for k in knowers]
        return found

    found = place.run(work)
    assert sorted(found[MUM]) == [("dan", [HARTLEY]), ("rae", [HARTLEY])]
    assert {who for who, _ in found[LEO]} == {"dan", "rae"}
    assert all(s in (Subject("child", "leo"), HARTLEY) for _, subjects in found[LEO] for s in subjects)
