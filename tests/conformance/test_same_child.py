"""Records of one child, joined by a judgement: everything appears under the one id that stands for them."""

from datetime import date

from graph.model import Around, Child, Membership, Subject, Tie, View
from graph.store import GraphStore
from tests.conformance.drawing import draw, tell
from tests.conftest import Place

NOW = View(date(2026, 6, 1))
FIRST, SECOND = "2026-02-01T09:00:00.000000Z", "2026-03-01T09:00:00.000000Z"
CARE, SCHOOL, HARTLEY = Subject("child", "care1"), Subject("child", "school1"), Subject("family", "hartley")
TWO_RECORDS = """
    (amina:Professional)
    (ben:Professional)
    (hartley:Family)
    (care1:Child given_name=Leo)
    (school1:Child given_name=Leonard upn=A1)
    (care1)-[:MEMBER_OF]->(hartley)
    (amina)-[:KNOWS row=1]->(care1)
    (ben)-[:KNOWS row=2]->(school1)
    (ben)-[:MET at=2026-01-02 count=2]->(school1)
    (ben)-[:MET at=2026-01-02 count=3]->(care1)"""
JOINED = "(care1:Child given_name=Leo)\n(school1:Child given_name=Leonard upn=A1)\n(school1)-[:SAME_AS rule=name]->(care1)"


def around(place: Place, *asked: Subject, more: str = "", known_at: date | None = None) -> Around:
    async def work(store: GraphStore) -> Around:
        await draw(store, TWO_RECORDS + more, at=FIRST)
        await draw(store, JOINED, source="judge", at=SECOND)
        return await store.around(asked, View(NOW.on, known_at))

    return place.run(work)


def test_either_record_asked_for_leads_to_the_one_that_stands_for_both(place: Place) -> None:
    assert around(place, CARE, SCHOOL).asked == {CARE: CARE, SCHOOL: CARE}


def test_ties_of_every_record_are_told_under_the_standing_id(place: Place) -> None:
    found = around(place, SCHOOL)
    assert [(t.professional_id, t.subject) for t in found.ties] == [("amina", CARE), ("ben", CARE)]
    assert set(found.children) == {"care1"}


def test_the_same_contact_on_two_records_is_one(place: Place) -> None:
    assert [(c.subject, c.count) for c in around(place, CARE).contacts] == [(CARE, 3)]


def test_a_family_asked_for_brings_ties_of_every_record_of_its_children(place: Place) -> None:
    found = around(place, HARTLEY)
    assert {t.subject for t in found.ties} == {CARE}
    assert [m.member_id for m in found.memberships] == ["care1"]


def test_a_record_in_a_family_brings_the_child_it_stands_for(place: Place) -> None:
    found = around(place, Subject("family", "byrne"), more="\n(byrne:Family)\n(school1)-[:MEMBER_OF]->(byrne)")
    assert found.memberships == (Membership("byrne", "child", "care1"),)
    assert {t.professional_id for t in found.ties} == {"amina", "ben"}


def test_two_records_in_one_family_are_one_member(place: Place) -> None:
    assert around(place, HARTLEY, more="\n(school1)-[:MEMBER_OF]->(hartley)").memberships == (Membership("hartley", "child", "care1"),)


def test_before_the_judgement_was_told_they_are_two(place: Place) -> None:
    found = around(place, CARE, SCHOOL, known_at=date(2026, 2, 28))
    assert found.asked == {CARE: CARE, SCHOOL: SCHOOL}
    assert [(t.professional_id, t.subject) for t in found.ties] == [("amina", CARE), ("ben", SCHOOL)]


def test_a_judgement_taken_back_parts_them_again(place: Place) -> None:
    async def work(store: GraphStore) -> tuple[dict[Subject, Subject], list[str]]:
        await draw(store, TWO_RECORDS, at=FIRST)
        await draw(store, JOINED, source="judge", at=FIRST)
        await tell(store, {}, source="judge", at=SECOND, snapshot=["SAME_AS"])
        return (await store.around([SCHOOL], NOW)).asked, await store.subjects("child", NOW)

    assert place.run(work) == ({SCHOOL: SCHOOL}, ["care1", "school1"])


def test_a_child_is_listed_once_and_carried_under_the_standing_id(place: Place) -> None:
    async def work(store: GraphStore) -> tuple[list[str], list[Tie], list[str | None]]:
        await draw(store, TWO_RECORDS + "\n(school1)-[:SAME_AS]->(care1)")
        return (
            await store.subjects("child", NOW),
            await store.carried(["ben"], NOW),
            [m.member_id for m in await store.memberships(["hartley"], NOW)],
        )

    subjects, carried, members = place.run(work)
    assert (subjects, members) == (["care1"], ["care1"])
    assert [t.subject for t in carried] == [CARE]


def test_records_keep_what_each_source_says_and_what_stands_for_them(place: Place) -> None:
    async def work(store: GraphStore) -> list[tuple[Child, str, str]]:
        await draw(store, "(school1:Child given_name=Leonard upn=A1 date_of_birth=2015-02-03)", source="school")
        await draw(store, "(care1:Child given_name=Leo)\n(zoe:Child)", source="care")
        await draw(store, "(school1:Child)\n(care1:Child)\n(school1)-[:SAME_AS]->(care1)", source="judge")
        return [r for r in await store.same_children() if r[1] != "judge"]

    assert place.run(work) == [
        (Child("care1", "Leo"), "care", "care1"),
        (Child("school1", "Leonard", None, date(2015, 2, 3), "A1"), "school", "care1"),
        (Child("zoe"), "care", "zoe"),
    ]


def test_a_statement_about_any_record_is_told_around_the_child(place: Place) -> None:
    said = "\n(s1:Statement kind=trust speaker_kind=kin subject_kind=child subject_id={} said_on=2026-01-01)"
    for asked in (CARE, SCHOOL, HARTLEY):
        assert [s.id for s in around(place, asked, more=said.format("school1")).statements] == ["s1"], asked
