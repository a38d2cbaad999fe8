"""What had been told by a day, and what becomes of a fact that changes."""

from datetime import date

from graph.model import Around, Family, Source, Subject, Tie, View
from graph.store import CHANGED, NEW, UNCHANGED, GraphStore
from tests.conformance.drawing import Drawing, draw, tell
from tests.conftest import Place

ON = date(2026, 6, 1)
HARTLEY = Subject("family", "hartley")
FAMILY = "(amina:Professional name=Amina)\n(hartley:Family)"
SOURCE = Source("feed")
EVERYTHING = """
    (amina:Professional name='Amina Osei' staff_number=SW1)
    (team:Service name='Early Help' sensitivity=ordinary)
    (council:Organisation name=Council sector=authority)
    (ward:Area name=Ward kind=ward)
    (town:Area name=Town kind=authority)
    (grant:Funding name=Grant starts=2025-04-01 notice_days=30)
    (home:Address uprn=1 postcode='AB1 2CD')
    (hartley:Family name=Hartley area_code=ward)
    (leo:Child given_name=Leo family_name=Hartley date_of_birth=2015-02-03)
    (twin:Child given_name=Leo)
    (mum:Carer given_name=Joy)
    (said:Statement kind=trust speaker_kind=carer speaker_id=mum about_professional_id=amina answer=yes said_on=2026-01-05)
    (amina)-[:KNOWS row=1 role=helper context=home lead=yes since=2021-03-01]->(hartley)
    (amina)-[:KNOWS row=2 lead=no]->(leo)
    (amina)-[:MET at=2024-01-02T10:00 kind=call count=2]->(leo)
    (amina)-[:MET at=2024-01-03]->(hartley)
    (leo)-[:MEMBER_OF since=2015-02-03]->(hartley)
    (mum)-[:MEMBER_OF relationship=mother parental_responsibility=yes]->(hartley)
    (amina)-[:WORKS_IN contract=agency expected_end=2026-12-31 capacity=12]->(team)
    (team)-[:PART_OF]->(council)
    (ward)-[:PART_OF]->(town)
    (team)-[:SERVES]->(ward)
    (leo)-[:LIVES_AT reported_by=council first_seen=2025-01-01]->(home)
    (hartley)-[:LIVES_AT]->(home)
    (grant)-[:FUNDS since=2025-04-01]->(team)
    (leo)-[:ATTENDS]->(team)
    (twin)-[:SAME_AS rule=name]->(leo)"""
FIRST, SECOND, THIRD = (f"2026-0{n}-01T09:00:00.000000Z" for n in (2, 3, 4))


async def around(store: GraphStore, known_at: date | None = None, on: date = ON) -> Around:
    return await store.around([HARTLEY], View(on, known_at))


def role(found: Around) -> list[str | None]:
    return [t.role for t in found.ties]


def test_nothing_is_known_before_the_day_it_was_told(place: Place) -> None:
    async def work(store: GraphStore) -> list[bool]:
        await draw(store, FAMILY, at=FIRST)
        return [HARTLEY in (await around(store, day)).asked for day in (date(2026, 1, 31), date(2026, 2, 1), None)]

    assert place.run(work) == [False, True, True]


def test_a_fact_told_on_a_day_counts_on_the_whole_of_that_day(place: Place) -> None:
    async def work(store: GraphStore) -> list[bool]:
        await draw(store, FAMILY, at="2026-02-01T23:59:59.999999Z")
        await draw(store, "(byrne:Family)", at="2026-02-02T00:00:00.000000Z")
        return [bool(await store.entities(Family, [i], View(ON, date(2026, 2, 1)))) for i in ("hartley", "byrne")]

    assert place.run(work) == [True, False]


def test_a_changed_tie_is_read_as_it_was_and_as_it_is(place: Place) -> None:
    async def work(store: GraphStore) -> list[list[str | None]]:
        await draw(store, f"{FAMILY}\n(amina)-[:KNOWS row=1 role=helper]->(hartley)", at=FIRST)
        await draw(store, f"{FAMILY}\n(amina)-[:KNOWS row=1 role=leader]->(hartley)", at=SECOND)
        return [role(await around(store, day)) for day in (date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1), None)]

    assert place.run(work) == [["helper"], ["helper"], ["leader"], ["leader"]]


def test_a_changed_name_is_read_and_found_as_it_was_and_as_it_is(place: Place) -> None:
    async def work(store: GraphStore) -> list[list[str | None]]:
        await draw(store, "(hartley:Family name='Hartley')", at=FIRST)
        await draw(store, "(hartley:Family name='Byrne')", at=SECOND)
        then, now = View(ON, date(2026, 2, 1)), View(ON)
        found = [await store.find(Family, v, words=w) for v in (then, now) for w in ("hartley", "byrne")]
        return [[f.name for f in each] for each in found]

    assert place.run(work) == [["Hartley"], [], [], ["Byrne"]]


def test_a_tie_moved_to_another_family_leaves_the_first(place: Place) -> None:
    async def work(store: GraphStore) -> tuple[list[Tie], list[Tie]]:
        two = f"{FAMILY}\n(byrne:Family)\n"
        await draw(store, f"{two}(amina)-[:KNOWS row=1]->(hartley)", at=FIRST)
        await draw(store, f"{two}(amina)-[:KNOWS row=1]->(byrne)", at=SECOND)
        return await store.carried(["amina"], View(ON, date(2026, 2, 1))), await store.carried(["amina"], View(ON))

    then, now = place.run(work)
    assert [t.subject.id for t in then] == ["hartley"]
    assert [t.subject.id for t in now] == ["byrne"]


def test_a_retired_fact_told_again_stands_again_with_a_gap_between(place: Place) -> None:
    drawn = f"{FAMILY}\n(amina)-[:KNOWS row=1 role=helper]->(hartley)"

    async def work(store: GraphStore) -> list[list[str | None]]:
        await draw(store, drawn, at=FIRST)
        await tell(store, {}, at=SECOND, snapshot=["KNOWS"])
        await draw(store, drawn, at=THIRD)
        return [role(await around(store, day)) for day in (date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1), None)]

    assert place.run(work) == [["helper"], [], ["helper"], ["helper"]]


def test_each_row_of_a_batch_says_whether_it_was_new_changed_or_unchanged(place: Place) -> None:
    async def work(store: GraphStore) -> list[bytes]:
        told = [("a", "Ann", "Hart", "2015-01-02", None, None), ("b", "Bo", None, None, None, None)]
        again = [told[0], ("b", "Bo", "Byrne", None, None, None), ("c", None, None, None, None, None)]
        outcomes: list[bytes] = []
        for at, rows in ((FIRST, told), (SECOND, again), (THIRD, again)):
            load = await store.begin_load(SOURCE, at)
            outcomes.append(await store.upsert(load, "Child", rows))
            await store.finish_load(load, at, read=0, kept=0, refused=0)
        return outcomes

    assert place.run(work) == [bytes([NEW, NEW]), bytes([UNCHANGED, CHANGED, NEW]), bytes([UNCHANGED] * 3)]


def test_every_kind_of_fact_told_again_as_it_was_is_unchanged(place: Place) -> None:
    async def work(store: GraphStore) -> dict[str, list[bytes]]:
        facts = Drawing().read(EVERYTHING)
        outcomes: dict[str, list[bytes]] = {}
        for at in (FIRST, SECOND):
            load = await store.begin_load(SOURCE, at)
            for label, rows in facts.items():
                outcomes.setdefault(label, []).append(await store.upsert(load, label, rows))
            await store.finish_load(load, at, read=0, kept=0, refused=0)
        return outcomes

    for label, (first, again) in place.run(work).items():
        assert (set(first), set(again)) == ({NEW}, {UNCHANGED}), label
