"""What a viewer of some organisations sees: their people, the households these lead to, and nothing of others anywhere."""

from datetime import date
from typing import TypeVar

from graph.model import Around, Carer, Child, Family, Organisation, Professional, Service, Subject, View
from graph.store import GraphStore
from tests.conformance.drawing import draw
from tests.conftest import Place

T = TypeVar("T")
ON = date(2026, 6, 1)
SCHOOL = View(ON, organisations=frozenset({"school"}))
HARTLEY, BYRNE, LEO = Subject("family", "hartley"), Subject("family", "byrne"), Subject("child", "leo")
WORLD = """
    (school:Organisation name=School)
    (police:Organisation name=Police)
    (class:Service name=Class)
    (beat:Service name=Beat)
    (class)-[:PART_OF]->(school)
    (beat)-[:PART_OF]->(police)
    (tess:Professional name='Tess Teacher' staff_number=T1)
    (carl:Professional name='Carl Constable' staff_number=C1)
    (lone:Professional name='Lone Helper')
    (tess)-[:WORKS_IN since=2019-01-01 until=2020-01-01]->(class)
    (carl)-[:WORKS_IN]->(beat)
    (hartley:Family name=Hartley)
    (byrne:Family name=Byrne)
    (leo:Child given_name=Leo upn=L1)
    (zoe:Child given_name=Zoe upn=Z1)
    (bo:Child given_name=Bo upn=B1)
    (mum:Carer given_name=Joy)
    (dad:Carer given_name=Roy)
    (leo)-[:MEMBER_OF]->(hartley)
    (zoe)-[:MEMBER_OF]->(hartley)
    (mum)-[:MEMBER_OF]->(hartley)
    (bo)-[:MEMBER_OF]->(byrne)
    (dad)-[:MEMBER_OF]->(byrne)
    (tess)-[:KNOWS row=1]->(leo)
    (carl)-[:KNOWS row=2]->(leo)
    (carl)-[:KNOWS row=3]->(bo)
    (lone)-[:KNOWS row=4]->(hartley)
    (tess)-[:MET at=2026-01-02]->(leo)
    (carl)-[:MET at=2026-01-03]->(leo)
    (carl)-[:MET at=2026-01-04]->(byrne)
    (said:Statement kind=trust speaker_kind=child speaker_id=leo about_professional_id=carl answer=yes said_on=2026-01-05)
    """


def around(place: Place, *asked: Subject, more: str = "", view: View = SCHOOL) -> Around:
    async def work(store: GraphStore) -> Around:
        await draw(store, WORLD + more)
        return await store.around(asked, view)

    return place.run(work)


def test_only_ties_contacts_and_days_of_the_viewers_own_professionals_are_told(place: Place) -> None:
    found = around(place, HARTLEY)
    assert {t.professional_id for t in found.ties} == {c.professional_id for c in found.contacts} == {"tess"}
    assert (set(found.professionals), set(found.contact_days)) == ({"tess"}, {"tess"})
    assert (set(found.services), set(found.organisations)) == ({"class"}, {"school"})


def test_the_whole_household_of_a_child_they_know_is_seen(place: Place) -> None:
    found = around(place, HARTLEY)
    assert [m.member_id for m in found.memberships] == ["mum", "leo", "zoe"]
    assert (set(found.children), set(found.families)) == ({"leo", "zoe"}, {"hartley"})


def test_a_household_that_only_others_know_is_absent(place: Place) -> None:
    assert around(place, BYRNE, Subject("child", "bo")) == Around()


def test_what_people_said_is_not_told_to_a_viewer_of_some_organisations(place: Place) -> None:
    assert not around(place, HARTLEY, LEO).statements
    assert around(place, HARTLEY, view=View(ON)).statements


def test_a_contact_alone_leads_to_a_household(place: Place) -> None:
    assert around(place, BYRNE, more="(tess)-[:MET at=2026-01-04]->(byrne)").asked == {BYRNE: BYRNE}


def test_a_viewer_of_no_organisation_or_of_one_not_held_sees_nobody(place: Place) -> None:
    for organisations in (frozenset[str](), frozenset({"nowhere"}), frozenset({"hartley", "leo", "tess", "class"})):
        assert around(place, HARTLEY, LEO, BYRNE, view=View(ON, organisations=organisations)) == Around()


def test_a_viewer_of_two_organisations_sees_the_households_of_both(place: Place) -> None:
    found = around(place, HARTLEY, BYRNE, view=View(ON, organisations=frozenset({"school", "police"})))
    assert {t.professional_id for t in found.ties} == {"tess", "carl"}


def test_others_are_absent_from_every_other_read_too(place: Place) -> None:
    async def work(store: GraphStore) -> list[set[str]]:
        await draw(store, WORLD)
        everyone = ["tess", "carl", "lone", "leo", "bo", "hartley", "byrne", "mum", "dad", "class", "beat", "school", "police"]
        by_kind = [set(await store.entities(kind, everyone, SCHOOL)) for kind in KINDS]
        paged = [{e.id for e in await store.page(kind, SCHOOL)} for kind in KINDS]
        expected: list[set[str]] = [{"leo", "zoe"}, {"mum"}, {"hartley"}, {"tess"}, {"class"}, {"school"}]
        assert paged == expected
        assert by_kind == [e - {"zoe"} for e in expected]
        return [
            set(await store.contact_days(None, SCHOOL)),
            {t.professional_id for t in await store.carried(["tess", "carl"], SCHOOL)},
            {m.family_id for m in await store.memberships(["hartley", "byrne"], SCHOOL)},
            set(await store.subjects("child", SCHOOL)),
            set(await store.subjects("family", SCHOOL)),
        ]

    assert place.run(work) == [{"tess"}, {"tess"}, {"hartley"}, {"leo", "zoe"}, {"hartley"}]


KINDS: tuple[type[Child] | type[Carer] | type[Family] | type[Professional] | type[Service] | type[Organisation], ...] = (
    Child,
    Carer,
    Family,
    Professional,
    Service,
    Organisation,
)


def test_others_are_not_found_by_name_or_identifier(place: Place) -> None:
    async def work(store: GraphStore) -> list[list[str]]:
        await draw(store, WORLD)
        return [
            [e.id for e in found]
            for found in (
                await store.find(Professional, SCHOOL, words="carl"),
                await store.find(Professional, SCHOOL, identifier="C1"),
                await store.find(Professional, SCHOOL, words="tess"),
                await store.find(Professional, SCHOOL, identifier="T1"),
                await store.find(Child, SCHOOL, identifier="B1"),
                await store.find(Child, SCHOOL, words="zoe"),
                await store.find(Family, SCHOOL, words="byrne"),
                await store.find(Carer, SCHOOL, words="roy"),
                await store.find(Service, SCHOOL, words="beat"),
                await store.find(Organisation, SCHOOL, identifier="police"),
            )
        ]

    assert place.run(work) == [[], [], ["tess"], ["tess"], [], ["zoe"], [], [], [], []]


def test_a_page_is_filled_with_what_the_viewer_may_see(place: Place) -> None:
    async def work(store: GraphStore) -> tuple[list[str], list[str]]:
        await draw(store, WORLD)
        return [c.id for c in await store.page(Child, SCHOOL, first=2)], await store.subjects("child", SCHOOL, first=1, after="leo")

    assert place.run(work) == (["leo", "zoe"], ["zoe"])


def test_a_post_not_yet_told_opens_nothing(place: Place) -> None:
    assert around(place, HARTLEY, view=View(ON, date(2025, 1, 1), SCHOOL.organisations)) == Around()


def test_a_household_is_seen_by_any_record_of_the_child_they_know(place: Place) -> None:
    more = "(leo2:Child given_name=Leo)\n(leo2)-[:SAME_AS]->(bo)\n(tess)-[:KNOWS row=9]->(leo2)"
    found = around(place, Subject("child", "leo2"), BYRNE, more=more)
    assert found.asked == {Subject("child", "leo2"): Subject("child", "bo"), BYRNE: BYRNE}
    assert {t.professional_id for t in found.ties} == {"tess"}


def test_a_sibling_seen_by_a_record_is_seen_as_the_child_it_is(place: Place) -> None:
    more = "(zoe1:Child given_name=Zoe)\n(zoe)-[:SAME_AS]->(zoe1)"
    found = around(place, HARTLEY, Subject("child", "zoe"), more=more)
    assert found.asked == {HARTLEY: HARTLEY, Subject("child", "zoe"): Subject("child", "zoe1")}
    assert set(found.children) == {"leo", "zoe1"}
