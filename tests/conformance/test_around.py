"""What is held around families on a day: spans, contacts, posts, statements, memberships."""

from dataclasses import replace
from datetime import date

import pytest

from graph.model import Around, Attendance, Carer, Child, Contact, Family, Organisation, Post, Professional, Service, Source, Subject, View
from graph.store import GraphStore
from tests.conformance.drawing import draw
from tests.conftest import Place

ON = date(2026, 6, 1)
NOW = View(ON)
SOURCE = Source("feed")
HARTLEY, LEO = Subject("family", "hartley"), Subject("child", "leo")
WORLD = """
    (amina:Professional name='Amina Osei')
    (ben:Professional)
    (team:Service name='Early Help')
    (council:Organisation name=Council)
    (hartley:Family name=Hartley)
    (leo:Child given_name=Leo)
    (mum:Carer given_name=Joy)
    (team)-[:PART_OF]->(council)
    (leo)-[:MEMBER_OF]->(hartley)
    (mum)-[:MEMBER_OF]->(hartley)
    """


def seen(place: Place, drawing: str, *asked: Subject, on: date = ON) -> Around:
    async def work(store: GraphStore) -> Around:
        await draw(store, WORLD + drawing)
        return await store.around(asked or (HARTLEY,), View(on))

    return place.run(work)


def test_asked_for_a_family_its_children_are_answered_too_and_named(place: Place) -> None:
    found = seen(place, "(amina)-[:KNOWS row=1]->(leo)")
    assert found.asked == {HARTLEY: HARTLEY}
    assert [t.subject for t in found.ties] == [LEO]
    assert (found.children, found.families) == ({"leo": Child("leo", "Leo")}, {"hartley": Family("hartley", "Hartley")})


def test_asked_for_a_child_its_families_are_answered_too_but_not_the_other_children(place: Place) -> None:
    found = seen(place, "(zoe:Child)\n(zoe)-[:MEMBER_OF]->(hartley)\n(amina)-[:KNOWS row=1]->(zoe)\n(ben)-[:KNOWS row=2]->(hartley)", LEO)
    assert found.asked == {LEO: LEO}
    assert [t.subject for t in found.ties] == [HARTLEY]
    assert [m.member_id for m in found.memberships] == ["leo"]
    assert (set(found.children), set(found.families)) == ({"leo"}, {"hartley"})


def test_every_professional_is_named_with_posts_services_and_organisations(place: Place) -> None:
    found = seen(
        place, "(amina)-[:KNOWS row=1]->(hartley)\n(amina)-[:WORKS_IN role=lead contract=agency since=2020-01-01 capacity=9]->(team)"
    )
    assert found.professionals == {"amina": Professional("amina", "Amina Osei")}
    assert found.posts == (Post("amina", "team", "lead", "agency", date(2020, 1, 1), capacity=9, organisation_id="council"),)
    assert found.services == {"team": Service("team", "Early Help")}
    assert found.organisations == {"council": Organisation("council", "Council")}


def test_bare_leaves_out_names_and_contact_days_and_nothing_else(place: Place) -> None:
    async def work(store: GraphStore) -> tuple[Around, Around]:
        await draw(store, WORLD + "(amina)-[:MET at=2026-01-02]->(leo)\n(amina)-[:WORKS_IN]->(team)")
        return await store.around([HARTLEY], NOW), await store.around([HARTLEY], NOW, bare=True)

    whole, bare = place.run(work)
    left = Around(whole.asked, memberships=whole.memberships, belonged=whole.belonged, ties=whole.ties, contacts=whole.contacts)
    assert bare == replace(left, posts=whole.posts)
    assert whole.contact_days == {"amina": (date(2026, 1, 2),)}


@pytest.mark.parametrize(
    ("on", "begun"), [(date(2026, 3, 1), False), (date(2026, 3, 2), True), (date(2026, 3, 5), True), (date(2026, 3, 6), True)]
)
def test_a_tie_is_answered_from_its_first_day_on_and_also_when_it_is_past(place: Place, on: date, begun: bool) -> None:
    found = seen(place, "(amina)-[:KNOWS row=1 since=2026-03-02 until=2026-03-05]->(hartley)", on=on)
    assert len(found.ties) == begun


@pytest.mark.parametrize(
    "span", ["", " since=2026-01-01", " until=2026-12-31", " until=2026-06-01", " since=2026-06-01", " since=2026-06-01 until=2026-06-01"]
)
def test_a_membership_holds_on_its_first_and_last_day_and_where_a_side_is_open(place: Place, span: str) -> None:
    found = seen(place, f"(zoe:Child)\n(zoe)-[:MEMBER_OF{span}]->(hartley)")
    assert "zoe" in {m.member_id for m in found.memberships}


@pytest.mark.parametrize("span", [" since=2026-06-02", " until=2026-05-31"])
def test_a_membership_of_other_days_is_absent_and_leads_nowhere(place: Place, span: str) -> None:
    found = seen(place, f"(zoe:Child)\n(zoe)-[:MEMBER_OF{span}]->(hartley)\n(amina)-[:KNOWS row=1]->(zoe)")
    assert "zoe" not in {m.member_id for m in found.memberships}
    assert not found.ties


def test_contacts_after_the_day_are_not_told_and_no_contact_day_either(place: Place) -> None:
    found = seen(place, "(amina)-[:MET at=2026-06-01T23:30 count=2]->(leo)\n(amina)-[:MET at=2026-06-02]->(leo)")
    assert found.contacts == (Contact("amina", LEO, "2026-06-01T23:30", None, ON, 2),)
    assert found.contact_days == {"amina": (ON,)}


def test_posts_past_and_to_come_are_told(place: Place) -> None:
    found = seen(
        place,
        """(amina)-[:KNOWS row=1]->(hartley)
        (amina)-[:WORKS_IN since=2019-01-01 until=2020-01-01]->(team)
        (amina)-[:WORKS_IN since=2027-01-01]->(team)""",
    )
    assert [p.since for p in found.posts] == [date(2019, 1, 1), date(2027, 1, 1)]


def test_contact_days_are_with_anyone_and_each_day_once(place: Place) -> None:
    async def work(store: GraphStore) -> list[dict[str, tuple[date, ...]]]:
        await draw(
            store,
            WORLD
            + """(byrne:Family)
            (amina)-[:MET at=2026-01-05]->(byrne)
            (amina)-[:MET at=2026-01-02T10:00 kind=call]->(leo)
            (amina)-[:MET at=2026-01-02T16:00 kind=call]->(hartley)
            (ben)-[:MET at=2026-06-02]->(hartley)""",
        )
        return [await store.contact_days(who, NOW) for who in (None, ["amina", "ben", "nobody"], ["ben"], [])]

    days = {"amina": (date(2026, 1, 2), date(2026, 1, 5))}
    assert place.run(work) == [days, days, {}, {}]


@pytest.mark.parametrize(
    "said",
    [
        "speaker_kind=kin subject_kind=family subject_id=hartley",
        "speaker_kind=kin subject_kind=child subject_id=leo",
        "speaker_kind=child speaker_id=leo",
        "speaker_kind=carer speaker_id=mum",
    ],
)
def test_a_statement_is_told_where_it_is_about_the_subject_or_said_by_a_member(place: Place, said: str) -> None:
    found = seen(place, f"(s1:Statement kind=trust about_professional_id=amina answer=yes said_on=2026-06-01 {said})")
    assert [s.id for s in found.statements] == ["s1"]


@pytest.mark.parametrize(
    "said",
    [
        "said_on=2026-06-02 subject_kind=family subject_id=hartley",
        "said_on=2026-01-01 subject_kind=family subject_id=byrne",
        "said_on=2026-01-01 speaker_id=dad",
    ],
)
def test_a_statement_of_later_or_of_others_is_not_told(place: Place, said: str) -> None:
    assert not seen(place, f"(s1:Statement kind=trust speaker_kind=carer answer=yes {said})").statements


def test_statements_come_by_day_then_by_id(place: Place) -> None:
    said = "kind=trust speaker_kind=carer speaker_id=mum"
    found = seen(
        place,
        "\n".join(f"({i}:Statement {said} said_on={day})" for i, day in (("b", "2026-02-01"), ("a", "2026-02-01"), ("c", "2026-01-01"))),
    )
    assert [s.id for s in found.statements] == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("span", "there"),
    [("", True), (" since=2026-06-01 until=2026-06-01", True), (" since=2026-06-02", False), (" until=2026-05-31", False)],
)
def test_where_a_child_goes_is_told_while_it_holds(place: Place, span: str, there: bool) -> None:
    found = seen(place, f"(elm:Service)\n(leo)-[:ATTENDS attendance=low{span}]->(elm)")
    assert [(a.child_id, a.service_id, a.attendance) for a in found.attends] == [("leo", "elm", "low")] * there


def test_where_children_go_is_told_for_every_record_and_both_ways_of_asking(place: Place) -> None:
    drawing = """(elm:Service)
        (oak:Service)
        (twin:Child)
        (zoe:Child)
        (twin)-[:SAME_AS]->(leo)
        (twin)-[:ATTENDS attendance=high]->(oak)
        (leo)-[:ATTENDS since=2025-09-01]->(elm)
        (zoe)-[:ATTENDS]->(elm)"""
    attends = (Attendance("leo", "elm", date(2025, 9, 1)), Attendance("leo", "oak", attendance="high"))
    assert seen(place, drawing).attends == seen(place, drawing, LEO).attends == attends


@pytest.mark.parametrize(("scope", "told"), [("academy", ["elm"]), ("council", [])])
def test_a_viewer_with_a_scope_is_told_of_attendance_at_their_own_services_alone(place: Place, scope: str, told: list[str]) -> None:
    async def work(store: GraphStore) -> list[str]:
        drawing = """(academy:Organisation)\n(elm:Service)\n(elm)-[:PART_OF]->(academy)\n(oak:Service)
            (amina)-[:WORKS_IN]->(team)\n(ben)-[:WORKS_IN]->(elm)\n(amina)-[:KNOWS row=1]->(leo)\n(ben)-[:KNOWS row=2]->(leo)
            (leo)-[:ATTENDS]->(elm)\n(leo)-[:ATTENDS]->(oak)"""
        await draw(store, WORLD + drawing)
        return [a.service_id for a in (await store.around([HARTLEY], View(ON, organisations=frozenset({scope})))).attends]

    assert place.run(work) == told


def test_what_a_professional_carries_is_what_has_begun_the_past_too(place: Place) -> None:
    async def work(store: GraphStore) -> list[str]:
        await draw(
            store,
            WORLD
            + """(amina)-[:KNOWS row=open]->(hartley)
            (amina)-[:KNOWS row=past until=2020-01-01]->(leo)
            (amina)-[:KNOWS row=today since=2026-06-01]->(leo)
            (amina)-[:KNOWS row=tomorrow since=2026-06-02]->(leo)
            (ben)-[:KNOWS row=his]->(leo)""",
        )
        return [t.row for t in await store.carried(["amina", "nobody"], NOW)]

    assert place.run(work) == ["past", "today", "open"]


def test_lead_is_yes_no_or_not_known(place: Place) -> None:
    found = seen(place, "(amina)-[:KNOWS row=1 lead=yes]->(leo)\n(amina)-[:KNOWS row=2 lead=no]->(leo)\n(amina)-[:KNOWS row=3]->(leo)")
    assert [t.lead for t in found.ties] == [True, False, None]


def test_what_is_not_held_is_absent_and_nothing_asked_is_nothing_answered(place: Place) -> None:
    async def work(store: GraphStore) -> tuple[list[object], list[object]]:
        await draw(store, WORLD)
        nowhere = [Subject("family", "leo"), Subject("child", "hartley"), Subject("child", "nobody")]
        return (
            [await store.around([], NOW), await store.around(nowhere, NOW)],
            [
                await store.entities(Child, [], NOW),
                await store.entities(Child, ["hartley"], NOW),
                await store.memberships([], NOW),
                await store.memberships(["leo"], NOW),
                await store.carried([], NOW),
                await store.upsert(await store.begin_load(SOURCE, "2026-02-01T00:00:00.000000Z"), "KNOWS", []),
            ],
        )

    arounds, others = place.run(work)
    assert arounds == [Around(), Around()]
    assert not any(others)


def test_an_empty_store_answers_with_nothing(place: Place) -> None:
    async def work(store: GraphStore) -> list[object]:
        return [
            (await store.around([HARTLEY, LEO], NOW)).asked,
            await store.subjects("child", NOW),
            await store.page(Carer, NOW),
            await store.find(Child, NOW, words="leo"),
            await store.same_children(),
            await store.ids("Child"),
            await store.loads(),
            await store.contact_days(None, NOW),
            await store.faults(),
        ]

    assert not any(place.run(work))


def test_a_statement_that_two_sources_tell_of_is_the_same_however_it_is_asked_for(place: Place) -> None:
    said = "(s:Statement kind={} speaker_kind=carer about_professional_id=amina {} said_on=2026-05-01 answer={})"

    async def work(store: GraphStore) -> tuple[Around, Around]:
        await draw(store, WORLD + said.format("dispute", "subject_kind=family subject_id=hartley", "yes"), source="care")
        await draw(store, said.format("nomination", "", "unsure"), source="school", at="2026-02-01T00:00:00.000000Z")
        return await store.around([HARTLEY], NOW), await store.heard(NOW)

    around, heard = place.run(work)
    assert around.statements == heard.statements
    assert [(s.kind, s.answer, s.subject_id) for s in around.statements] == [("nomination", "unsure", "hartley")]
