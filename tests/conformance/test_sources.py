"""Two sources that tell of the same thing, loads, and what a source no longer tells."""

from datetime import date

import pytest

from graph.errors import StoreError
from graph.model import Child, Contact, Family, Load, Source, Subject, View
from graph.store import GraphStore
from tests.conformance.drawing import draw, tell
from tests.conftest import Place

NOW = View(date(2026, 6, 1))
FIRST, SECOND, THIRD = (f"2026-0{n}-01T09:00:00.000000Z" for n in (2, 3, 4))
HARTLEY = Subject("family", "hartley")


def test_each_property_is_the_newest_that_any_source_knows(place: Place) -> None:
    async def work(store: GraphStore) -> dict[str, Child]:
        await draw(store, "(leo:Child given_name=Leo upn=A1)", source="school", at=FIRST)
        await draw(store, "(leo:Child given_name=Leonard family_name=Hart)", source="care", at=SECOND)
        return await store.entities(Child, ["leo"], NOW)

    assert place.run(work) == {"leo": Child("leo", "Leonard", "Hart", upn="A1")}


def test_what_one_source_retires_another_keeps(place: Place) -> None:
    async def work(store: GraphStore) -> tuple[int, dict[str, Child]]:
        await draw(store, "(leo:Child given_name=Leo upn=A1)", source="school", at=FIRST)
        await draw(store, "(leo:Child given_name=Leonard)", source="care", at=SECOND)
        load = await store.begin_load(Source("care"), THIRD)
        return await store.retire_unseen(load, "Child"), await store.entities(Child, ["leo"], NOW)

    assert place.run(work) == (1, {"leo": Child("leo", "Leo", upn="A1")})


def test_a_thing_that_every_source_retired_is_absent(place: Place) -> None:
    async def work(store: GraphStore) -> tuple[list[Family], list[str], set[str], dict[Subject, Subject]]:
        await draw(store, "(hartley:Family name=Hartley)")
        await tell(store, {}, at=SECOND, snapshot=["Family"])
        return (
            await store.find(Family, NOW, identifier="hartley"),
            await store.subjects("family", NOW),
            await store.ids("Family"),
            (await store.around([HARTLEY], NOW)).asked,
        )

    assert place.run(work) == ([], [], set(), {})


def test_retiring_takes_only_what_this_source_told_of_this_kind_and_not_in_this_load(place: Place) -> None:
    async def work(store: GraphStore) -> tuple[int, set[str], set[str]]:
        await draw(store, "(ann:Child)\n(bo:Child)\n(ann_home:Family)", source="care", at=FIRST)
        await draw(store, "(cy:Child)", source="school", at=SECOND)
        load = await store.begin_load(Source("care"), THIRD)
        await store.upsert(load, "Child", [("bo", None, None, None, None, None)])
        return await store.retire_unseen(load, "Child"), await store.ids("Child"), await store.ids("Family")

    assert place.run(work) == (1, {"bo", "cy"}, {"ann_home"})


def test_retiring_twice_retires_nothing_more(place: Place) -> None:
    async def work(store: GraphStore) -> list[int]:
        await draw(store, "(ann:Child)\n(bo:Child)")
        load = await store.begin_load(Source("feed"), SECOND)
        return [await store.retire_unseen(load, "Child") for _ in range(2)]

    assert place.run(work) == [2, 0]


def test_a_contact_told_by_two_sources_counts_once_with_the_larger_count(place: Place) -> None:
    drawn = "(amina:Professional)\n(hartley:Family)\n(amina)-[:MET at=2026-01-02 kind=call count={}]->(hartley)"

    async def work(store: GraphStore) -> tuple[Contact, ...]:
        for source, count in (("care", 2), ("school", 5), ("health", 3)):
            await draw(store, drawn.format(count), source=source)
        return (await store.around([HARTLEY], NOW)).contacts

    assert place.run(work) == (Contact("amina", HARTLEY, "2026-01-02", "call", date(2026, 1, 2), 5),)


def test_contacts_of_two_kinds_or_at_two_times_are_two(place: Place) -> None:
    async def work(store: GraphStore) -> list[tuple[str, str | None]]:
        await draw(
            store,
            """(amina:Professional)
            (hartley:Family)
            (amina)-[:MET at=2026-01-02 kind=call]->(hartley)
            (amina)-[:MET at=2026-01-02]->(hartley)
            (amina)-[:MET at=2026-01-02T09:00 kind=call]->(hartley)""",
        )
        return [(c.at, c.kind) for c in (await store.around([HARTLEY], NOW)).contacts]

    assert sorted(place.run(work), key=str) == [("2026-01-02", "call"), ("2026-01-02", None), ("2026-01-02T09:00", "call")]


def test_a_tie_told_by_two_sources_is_two_rows_in_one_order(place: Place) -> None:
    async def work(store: GraphStore) -> list[str | None]:
        for source, role in (("school", "teacher"), ("care", "worker"), ("health", "nurse")):
            await draw(store, f"(amina:Professional)\n(hartley:Family)\n(amina)-[:KNOWS row=1 role={role}]->(hartley)", source=source)
        return [t.role for t in (await store.around([HARTLEY], NOW)).ties]

    assert place.run(work) == ["nurse", "teacher", "worker"]


def test_a_statement_told_by_two_sources_is_one_as_told_last(place: Place) -> None:
    async def work(store: GraphStore) -> list[tuple[str | None, str | None]]:
        said = "(hartley:Family)\n(s1:Statement kind=trust speaker_kind=kin subject_kind=family subject_id=hartley said_on=2026-01-01 {})"
        await draw(store, said.format("answer=yes question=who"), source="school", at=FIRST)
        await draw(store, said.format("answer=no"), source="care", at=SECOND)
        return [(s.answer, s.question) for s in (await store.around([HARTLEY], NOW)).statements]

    assert place.run(work) == [("no", "who")]


def test_a_membership_told_by_two_sources_is_one_as_told_last(place: Place) -> None:
    async def work(store: GraphStore) -> list[str | None]:
        for at, source, relationship in ((FIRST, "school", "aunt"), (SECOND, "care", "mother")):
            await draw(
                store, f"(mum:Carer)\n(hartley:Family)\n(mum)-[:MEMBER_OF relationship={relationship}]->(hartley)", source=source, at=at
            )
        return [m.relationship for m in await store.memberships(["hartley"], NOW)]

    assert place.run(work) == ["mother"]


def test_ids_without_those_that_only_one_source_tells_of(place: Place) -> None:
    async def work(store: GraphStore) -> list[set[str]]:
        await draw(store, "(ann:Child)\n(bo:Child)", source="care")
        await draw(store, "(bo:Child)\n(cy:Child)", source="school")
        return [await store.ids("Child", but_source=s) for s in (None, "care", "school", "unheard")]

    assert place.run(work) == [{"ann", "bo", "cy"}, {"bo", "cy"}, {"ann", "bo"}, {"ann", "bo", "cy"}]


def test_loads_of_any_source_never_share_an_instant(place: Place) -> None:
    async def work(store: GraphStore) -> list[str]:
        return [(await store.begin_load(Source(s), at)).started for s, at in (("a", SECOND), ("b", SECOND), ("a", FIRST), ("a", THIRD))]

    assert place.run(work) == [SECOND, "2026-03-01T09:00:00.000001Z", "2026-03-01T09:00:00.000002Z", THIRD]


def test_a_load_is_told_with_its_counts(place: Place) -> None:
    async def work(store: GraphStore) -> tuple[Load, list[Load]]:
        load = await store.begin_load(Source("care"), FIRST)
        return await store.finish_load(load, SECOND, read=5, kept=3, refused=2), await store.loads()

    expected = Load(1, "care", FIRST, SECOND, 5, 3, 2)
    assert place.run(work) == (expected, [expected])


def test_a_load_that_broke_off_is_unfinished_until_the_next_of_its_source_completes_it(place: Place) -> None:
    async def work(store: GraphStore) -> tuple[list[Load], list[Load]]:
        for source in ("care", "school"):
            await store.begin_load(Source(source), FIRST)
        before = await store.loads("care")
        await draw(store, "(ann:Child)", source="care", at=SECOND)
        return before, await store.loads()

    before, after = place.run(work)
    assert [(load.finished, load.completed_by) for load in before] == [(None, None)]
    assert [(load.source, load.finished is not None, load.completed_by) for load in after] == [
        ("care", False, 3),
        ("school", False, None),
        ("care", True, None),
    ]


def test_what_a_load_that_broke_off_wrote_is_unchanged_when_told_again(place: Place) -> None:
    async def work(store: GraphStore) -> bytes:
        broken = await store.begin_load(Source("care"), FIRST)
        await store.upsert(broken, "Family", [("hartley", "Hartley", None)])
        load = await store.begin_load(Source("care"), SECOND)
        return await store.upsert(load, "Family", [("hartley", "Hartley", None), ("byrne", None, None)])

    assert list(place.run(work)) == [0, 1]


def test_a_source_known_by_name_keeps_what_an_earlier_load_said_of_it(place: Place) -> None:
    async def work(store: GraphStore) -> list[str]:
        for source in (Source("care", "Council", "duty"), Source("care")):
            await store.begin_load(source, FIRST)
        return [load.source for load in await store.loads("care")]

    assert place.run(work) == ["care", "care"]


def test_a_tie_to_something_not_held_is_refused_and_nothing_of_its_batch_is_written(place: Place) -> None:
    async def work(store: GraphStore) -> int:
        await draw(store, "(amina:Professional)\n(hartley:Family)")
        load = await store.begin_load(Source("feed"), SECOND)
        rows = [("Professional", "amina", "Family", to, to, None, None, None, None, None, None) for to in ("hartley", "nowhere")]
        with pytest.raises(StoreError, match="not held"):
            await store.upsert(load, "KNOWS", rows)
        return len(await store.carried(["amina"], NOW))

    assert place.run(work) == 0


def test_after_a_refused_batch_the_same_load_goes_on(place: Place) -> None:
    async def work(store: GraphStore) -> tuple[bytes, int]:
        await draw(store, "(amina:Professional)\n(hartley:Family)")
        load = await store.begin_load(Source("feed"), SECOND)
        with pytest.raises(StoreError):
            await store.upsert(load, "KNOWS", [_tie("nowhere")])
        return await store.upsert(load, "KNOWS", [_tie("hartley")]), len(await store.carried(["amina"], NOW))

    assert place.run(work) == (bytes([1]), 1)


def _tie(to: str) -> tuple[str | None, ...]:
    return ("Professional", "amina", "Family", to, "1", None, None, None, None, None, None)
