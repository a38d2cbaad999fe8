"""What is erased leaves nothing behind: no byte, no property, no name to search by, nothing in memory."""

from datetime import date
from random import Random

import pytest

from graph.errors import BadInput, UnknownId
from graph.model import Child, Source, Subject, View
from graph.store import GraphStore, Row
from ingest.erasing_people import erase_person, found
from ingest.holds import set_hold
from ingest.identity import judge_children
from ingest.withdrawing import withdraw
from tests.conformance.drawing import Drawing, tell
from tests.conftest import Place
from tests.ingest.erasures import CANARIES, FIRST, SECOND, THIRD, die_after, fill, remains
from tests.ingest.folders import Clock

ON = View(date(2026, 6, 1))


def test_the_canaries_are_there_before(place: Place) -> None:
    place.run(fill)
    assert remains(place) == list(CANARIES)


@pytest.mark.parametrize("name", ["leo-canary", "leo-school"])
def test_an_erased_child_leaves_nothing_behind_under_either_of_its_records(place: Place, name: str) -> None:
    async def work(store: GraphStore) -> dict[str, int]:
        await fill(store)
        return await erase_person(store, name, None, Clock())

    gone = place.run(work)
    assert {label: gone[label] for label in ("Child", "Statement", "Receipt", "Address", "SavedScenario", "SAME_AS", "(Child)")} == {
        "Child": 3,
        "Statement": 2,
        "Receipt": 1,
        "Address": 1,
        "SavedScenario": 1,
        "SAME_AS": 1,
        "(Child)": 2,
    }
    assert remains(place) == []
    assert remains(place, ("zoe", "said-zoe", "receipt-zoe", "2 low street", "other plan", "mum")) != []


def test_a_store_that_was_open_and_warm_all_the_while_forgets(place: Place) -> None:
    async def work(store: GraphStore) -> None:
        await fill(store)
        async with place.open() as other:
            for one in (store, other):
                assert "leo-canary" in {s.id for s in (await one.history(ON)).subjects}
                assert [c.id for c in await one.find(Child, ON, words="zorblatt")] == ["leo-canary", "leo-school"]
            await erase_person(store, "leo-canary", None, Clock())
            assert remains(place) == []
            for one in (store, other):
                assert {s.id for s in (await one.history(ON)).subjects} == {"zoe", "hartley"}
                assert await one.find(Child, ON, words="zorblatt") == []
                assert await one.find(Child, ON, identifier="H801200001001") == []
                assert (await one.around([Subject("child", "leo-canary")], ON)).asked == {}
                assert await one.faults() == []

    place.run(work)


def test_a_withdrawn_source_leaves_nothing_behind_nor_does_what_was_judged_of_it(place: Place) -> None:
    same = "({}:Child given_name=Ann family_name=Lee date_of_birth=2014-03-04)"

    async def work(store: GraphStore) -> None:
        for at, source, name in ((FIRST, "care", "leo-canary"), (SECOND, "other", "max")):
            await tell(store, Drawing().read(same.format(name)), source=source, at=at)
            await judge_children(store, Source(source), Clock())
        assert {stands for _, _, stands in await store.same_children()} == {"leo-canary"}
        assert remains(place, ("leo-canary",)) == ["leo-canary"]
        await withdraw(store, "care", "me", Clock())
        assert remains(place) == []

    place.run(work)


def test_no_page_of_the_file_keeps_a_trace_of_many_that_came_in_disorder(sqlite: Place) -> None:
    """Pages that part while rows come in keep old copies of some, which deleting does not reach."""
    names = Random(7).sample(range(20_000), 6_000)

    def told(kind: str, some: list[int]) -> list[Row]:
        return [(f"{kind}-{n}", f"{kind}{n}x", f"{kind}{n}y", "2014-03-04", None, None) for n in some]

    async def work(store: GraphStore) -> None:
        for turn in range(12):
            some = names[turn * 500 : turn * 500 + 500]
            await tell(store, {"Child": told("quimble", some)}, source="care", at=FIRST)
            await tell(store, {"Child": told("stay", some)}, source="other", at=FIRST)
        await withdraw(store, "care", "me", Clock())
        assert len(await store.ids("Child")) == 6_000

    sqlite.run(work)
    assert remains(sqlite, ("quimble",)) == []
    assert remains(sqlite, ("stay",)) == ["stay"]


def test_what_a_source_has_long_retired_is_erased_too(place: Place) -> None:
    async def work(store: GraphStore) -> None:
        await tell(store, Drawing().read("(leo-canary:Child given_name=Zörblatt)"), at=FIRST)
        await tell(store, {}, at=SECOND, snapshot=["Child"])
        assert await store.ids("Child") == set()
        assert await erase_person(store, "leo-canary", None, Clock()) == {"Child": 1, "(Child)": 1}
        assert remains(place) == []

    place.run(work)


def test_an_erased_family_takes_the_carers_who_have_no_other_along(place: Place) -> None:
    drawing = """
        (hartley:Family)
        (other:Family)
        (mum:Carer given_name=Joy)
        (aunt:Carer given_name=May)
        (leo:Child)
        (leo)-[:MEMBER_OF]->(hartley)
        (mum)-[:MEMBER_OF]->(hartley)
        (aunt)-[:MEMBER_OF]->(hartley)
        (s1:Statement kind=trust speaker_kind=carer speaker_id=mum said_on=2026-01-05)"""

    async def work(store: GraphStore) -> list[set[str]]:
        await tell(store, Drawing().read(drawing), at=FIRST)
        other = Drawing()
        other.read("(aunt:Carer)\n(other:Family)")
        await tell(store, other.read("(aunt)-[:MEMBER_OF]->(other)"), source="school", at=SECOND)
        await erase_person(store, "hartley", None, Clock())
        return [await store.ids(label) for label in ("Family", "Carer", "Child", "Statement")]

    assert place.run(work) == [{"other"}, {"aunt"}, {"leo"}, set()]


def test_nothing_of_a_household_under_a_legal_hold_is_erased(place: Place) -> None:
    async def work(store: GraphStore) -> None:
        await fill(store)
        await set_hold(store, Subject("family", "hartley"), "court", "me", Clock())
        for name in ("leo-canary", "leo-school", "hartley", "mum"):
            with pytest.raises(BadInput, match="legal hold"):
                await erase_person(store, name, None, Clock())
        assert (await erase_person(store, "zoe", None, Clock()))["(Child)"] == 1

    place.run(work)


def test_an_id_of_nobody_or_of_two_kinds_is_refused(sqlite: Place) -> None:
    async def work(store: GraphStore) -> None:
        await tell(store, Drawing().read("(one:Child)"), at=FIRST)
        await tell(store, Drawing().read("(one:Family)"), at=SECOND)
        with pytest.raises(UnknownId):
            await found(store, "nobody", None)
        with pytest.raises(BadInput, match="--kind child or family"):
            await found(store, "one", None)
        await erase_person(store, "one", "family", Clock())
        assert [await store.ids(label) for label in ("Child", "Family")] == [{"one"}, set()]

    sqlite.run(work)


ERASE = "from ingest.erasing_people import erase_person; await erase_person(store, 'leo-canary', None, Clock())"
WITHDRAW = "from ingest.withdrawing import withdraw; await withdraw(store, 'care', 'me', Clock())"


@pytest.mark.parametrize("steps", [0, 3, 8, 12])
@pytest.mark.parametrize("work", [ERASE, WITHDRAW], ids=["erase", "withdraw"])
def test_a_run_that_died_is_completed_by_the_same_run_again(place: Place, steps: int, work: str) -> None:
    place.run(fill)
    assert die_after(place, steps, work) == 9
    assert die_after(place, 1000, work) == 0

    async def look(store: GraphStore) -> tuple[list[str], list[bool]]:
        return await store.faults(), [run.finished is None and run.completed_by is None for run in await store.loads()]

    faults, unfinished = place.run(look)
    assert (faults, any(unfinished)) == ([], False)
    sought = CANARIES if work == ERASE else ("oldquimble", "h801200001001", "17 canary row", "said-canary", "leo-canary")
    assert remains(place, sought) == (["leo-canary"] if work == WITHDRAW else [])


def test_what_is_told_again_after_erasing_is_held_again(place: Place) -> None:
    async def work(store: GraphStore) -> set[str]:
        await tell(store, Drawing().read("(leo:Child given_name=Leo)\n(zoe:Child)"), at=FIRST)
        await erase_person(store, "leo", None, Clock())
        await tell(store, Drawing().read("(leo:Child given_name=Leo)"), at=THIRD)
        return {child.id for child in await store.find(Child, ON, words="leo")}

    assert place.run(work) == {"leo"}
