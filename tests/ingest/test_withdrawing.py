"""A partner leaves: afterwards every answer is that of a store that never had its source."""

import asyncio
import itertools
import os
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.erasing import ERASER
from graph.errors import BadInput
from graph.model import Child, Load, Source, Subject, View
from graph.store import GraphStore
from ingest.holds import set_hold
from ingest.identity import judge_children
from ingest.withdrawing import allow_again, counted, refuse_withdrawn, withdraw
from queries.continuity.continuity import measured
from queries.continuity.window import Window
from queries.knowing.who_knows import who_knows_all
from queries.linking.links import links
from tests.conformance.drawing import Drawing, Facts
from tests.conformance.drawing import tell as draw_with
from tests.conformance.worlds import IDS, INSTANTS, facts
from tests.conftest import Place, clean
from tests.graph.histories import in_plain

ON = View(date(2026, 1, 3))
EXAMPLES = int(os.environ.get("KITH_TEST_EXAMPLES", "25"))
SUBJECTS = [Subject(kind, i) for kind in ("child", "family") for i in IDS]
LOADED = tuple(f"2026-01-0{n}T10:00:00.000000Z" for n in range(1, 9))
FILES = itertools.count()
Steps = tuple[tuple[str, Facts, tuple[str, ...]], ...]


class Clock:
    """A moment later each time it is asked."""

    def __init__(self, start: str) -> None:
        self.now = datetime.fromisoformat(start)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def named(rows: Facts) -> Facts:
    """Children of one of two names, all born on one day, so that sources agree about some."""
    names = {"a": "Ann", "b": "Ann", "é'\"": "Bo"}
    return {**rows, "Child": [(r[0], r[1] and names[str(r[0])], "Lee", "2015-01-01", r[4], None) for r in rows.get("Child", [])]}


steps = st.lists(
    st.tuples(st.sampled_from(("care", "school", "health")), facts.map(named), st.sampled_from(((), ("KNOWS", "MET", "Child")))),
    min_size=2,
    max_size=4,
).map(tuple)


async def told(store: GraphStore, world: Steps, without: str = "") -> None:
    """Each step a load, with judgements after it as a feed's load has them; those of one source left out."""
    for (source, rows, snapshot), at in zip(world, LOADED, strict=False):
        if source != without:
            await draw_with(store, rows, source=source, at=at, snapshot=snapshot)
            await judge_children(store, Source(source), Clock(at))


async def answers(store: GraphStore) -> list[Any]:
    """What everyone is told: who knows, links, continuity, the whole history, and what is held around all."""
    around = await store.around(SUBJECTS, ON, bare=True, past=True)
    return [
        [answer async for answer in who_knows_all(store, ON)],
        await links(store, ON),
        measured(around, SUBJECTS, Window(date.min, ON.on)),
        in_plain(await store.history(ON)),
        await store.around(SUBJECTS, ON, past=True),
        [await store.find(Child, ON, words=word) for word in ("ann", "bo", "lee")],
        [sorted(await store.ids(label)) for label in ("Child", "Family", "Carer", "Professional", "Address", "Statement", "Receipt")],
        await store.address_claims(None, ON),
        await store.attendances(ON),
        await store.fundings(ON),
    ]


Fresh = Callable[[], Place]


@pytest.fixture(params=["sqlite", "neo"])
def fresh(request: pytest.FixtureRequest) -> Fresh:
    """Empty stores of one kind, one after the other."""
    place: Place = request.getfixturevalue(request.param)
    if request.param == "neo":
        server = request.getfixturevalue("server")
        return lambda: (clean(server), place)[1]
    numbers = itertools.count()
    return lambda: Place(place.url.replace("kith.db", f"kith{next(numbers)}.db"), place.settings)


@pytest.mark.timeout(1800)
@settings(
    max_examples=max(EXAMPLES // 4, 1),
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=(HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large),
)
@given(world=steps)
def test_after_withdrawing_every_answer_is_that_of_a_store_that_never_had_the_source(fresh: Fresh, world: Steps) -> None:
    leaver = world[0][0]

    async def never(store: GraphStore) -> list[Any]:
        await told(store, world, without=leaver)
        return await answers(store)

    async def left(store: GraphStore) -> list[Any]:
        await told(store, world)
        await answers(store)  # what it keeps in memory is warm
        await withdraw(store, leaver, "me", Clock(LOADED[-1]))
        assert await store.faults() == []
        return await answers(store)

    expected = fresh().run(never)
    assert fresh().run(left) == expected


children = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from(("Ann", "Ann", "Bo"))), min_size=1, max_size=3, unique_by=lambda row: row[0]
).map(lambda rows: {"Child": [(i, name, "Lee", "2015-01-01", None, None) for i, name in rows]})
arrivals = st.lists(
    st.tuples(st.sampled_from(("care", "school", "health", "police")), children, st.sampled_from(((), ("Child",)))), min_size=3, max_size=7
).map(tuple)


@settings(
    max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, suppress_health_check=(HealthCheck.function_scoped_fixture,)
)
@given(world=arrivals)
def test_who_stands_for_whom_is_judged_as_if_the_source_had_never_come(sqlite: Place, world: Steps) -> None:
    async def stand(without: str, leaver: str) -> list[tuple[Child, str, str]]:
        async with Place(sqlite.url.replace("kith.db", f"{next(FILES)}.db"), sqlite.settings).open() as store:
            await told(store, world, without=without)
            if leaver:
                await withdraw(store, leaver, "me", Clock(LOADED[-1]))
            return await store.same_children()

    source = world[0][0]
    assert asyncio.run(stand("", source)) == asyncio.run(stand(source, ""))


def child(i: str) -> Facts:
    return {"Child": [(i, "Ann", "Lee", "2015-01-01", None, None)]}


@pytest.mark.parametrize(
    ("arrived", "stands"),
    [
        ("care:a school:c health:d police:b", "c"),
        ("care:c school:d health:b police:a", "b"),
        ("school:c care:d health:b", "b"),
        ("care:a school:c health:b", "b"),
    ],
)
def test_the_record_that_came_to_stand_without_the_source_stands(place: Place, arrived: str, stands: str) -> None:
    async def work(store: GraphStore) -> set[str]:
        world = tuple((source, child(i), ()) for source, i in (one.split(":") for one in arrived.split()))
        await told(store, world)
        await withdraw(store, "care", "me", Clock(LOADED[-1]))
        return {standing for _, _, standing in await store.same_children()}

    assert place.run(work) == {stands}


DRAWN = """
    (amina:Professional name='Amina Osei')
    (hartley:Family name=Hartley)
    (leo:Child given_name=Leo family_name=Hartley)
    (leo)-[:MEMBER_OF]->(hartley)
    (amina)-[:KNOWS row=1 since=2020-01-01]->(leo)
    (amina)-[:MET at=2025-01-02 kind=call]->(leo)
"""
OTHER = """
    (ben:Professional name=Ben)
    (leo:Child given_name=Leo)
    (zoe:Child given_name=Zoe)
    (ben)-[:KNOWS row=1 since=2020-01-01]->(leo)
"""


async def two_sources(store: GraphStore) -> None:
    await draw_with(store, Drawing().read(DRAWN), source="care", at=INSTANTS[0])
    await draw_with(store, Drawing().read(OTHER), source="school", at=INSTANTS[1])


def test_what_would_go_is_counted_by_kind_and_nothing_is_written(place: Place) -> None:
    async def work(store: GraphStore) -> tuple[Any, list[Load]]:
        await two_sources(store)
        found = await counted(store, "school")
        return (dict(found.facts), dict(found.first), found.spared), await store.loads()

    (facts, first, spared), loads = place.run(work)
    assert facts == {"Child": 2, "Professional": 1, "KNOWS": 1}
    assert first == {"Child": ("leo", "zoe"), "Professional": ("ben",), "KNOWS": ("leo",)}
    assert (spared, len(loads)) == (0, 2)


def test_withdrawing_is_a_run_with_its_counts(place: Place) -> None:
    async def work(store: GraphStore) -> tuple[dict[str, int], Load]:
        await two_sources(store)
        gone, _ = await withdraw(store, "school", "me", Clock(INSTANTS[2]))
        return gone, (await store.loads(ERASER))[-1]

    gone, run = place.run(work)
    assert gone == {"Child": 2, "Professional": 1, "KNOWS": 1, "(Child)": 1, "(Professional)": 1}
    assert (run.read, run.kept, run.finished is not None) == (4, 0, True)


def test_a_withdrawn_source_loads_no_more_until_it_is_allowed(place: Place) -> None:
    async def work(store: GraphStore) -> None:
        await two_sources(store)
        await refuse_withdrawn(store, "school")
        clock = Clock(INSTANTS[2])
        await withdraw(store, "school", "me", clock)
        with pytest.raises(BadInput, match=r"withdrawn on 2026-01-02.*--allow-again"):
            await refuse_withdrawn(store, "school")
        await refuse_withdrawn(store, "care")
        await allow_again(store, "school", "me", clock)
        await refuse_withdrawn(store, "school")
        with pytest.raises(BadInput, match="not withdrawn"):
            await allow_again(store, "school", "me", clock)

    place.run(work)


@pytest.mark.parametrize("source", ["people", "kith-identity", "guarding", "nobody"])
def test_kiths_own_sources_and_those_never_heard_of_can_not_be_withdrawn(sqlite: Place, source: str) -> None:
    async def work(store: GraphStore) -> None:
        await two_sources(store)
        with pytest.raises(BadInput, match=r"own source|no source nobody.*care, school"):
            await withdraw(store, source, "me", Clock(INSTANTS[2]))

    sqlite.run(work)


def test_what_is_under_a_legal_hold_stays_and_is_counted(place: Place) -> None:
    async def work(store: GraphStore) -> tuple[int, Any]:
        await two_sources(store)
        clock = Clock(INSTANTS[2])
        await set_hold(store, Subject("child", "leo"), "court", "me", clock)
        _, spared = await withdraw(store, "school", "me", clock)
        return spared, [sorted(await store.ids(label)) for label in ("Child", "Professional")]

    assert place.run(work) == (2, [["leo"], ["amina"]])


def test_another_store_object_that_was_warm_forgets_too(place: Place) -> None:
    async def work(store: GraphStore) -> tuple[object, object, object]:
        await two_sources(store)
        async with place.open() as serving:
            before = in_plain(await serving.history(ON))
            await withdraw(store, "school", "me", Clock(INSTANTS[2]))
            after = in_plain(await serving.history(ON))
        async with place.open() as anew:
            return before, after, in_plain(await anew.history(ON))

    before, after, anew = place.run(work)
    assert before != after == anew


def test_a_load_that_runs_on_while_another_process_erases_takes_no_key_of_what_is_gone(sqlite: Place) -> None:
    async def work(store: GraphStore) -> tuple[list[str], list[str]]:
        await draw_with(store, Drawing().read("(amina:Professional)\n(leo:Child)\n(amina)-[:KNOWS row=1]->(leo)"), source="school")
        running = await store.begin_load(Source("care"), INSTANTS[1])
        await store.upsert(running, "Child", [("leo", "Leo", None, None, None, None), ("zoe", "Zoe", None, None, None, None)])
        async with sqlite.open() as other:
            await withdraw(other, "care", "me", Clock(INSTANTS[2]))
            await draw_with(other, Drawing().read("(max:Child given_name=Max)"), source="health", at=INSTANTS[2])
        await store.upsert(running, "Child", [("zoe", "Zoe", None, None, None, None)])
        return sorted(await store.ids("Child")), await store.faults()

    assert sqlite.run(work) == (["leo", "max", "zoe"], [])
