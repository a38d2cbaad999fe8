"""The history kept in memory: refreshed by what changed it is what reading all of it anew gives, on both stores."""

import asyncio
import tempfile
from collections.abc import Sequence
from datetime import date
from functools import partial

from hypothesis import HealthCheck, given, settings

from graph.history import Told
from graph.model import Load, Source, View
from graph.projection import Projection, stamped
from graph.store import GraphStore, open_store
from tests.conformance.drawing import Drawing
from tests.conformance.drawing import tell as draw_with
from tests.conformance.worlds import INSTANTS, World, tell, worlds
from tests.conftest import Place
from tests.graph.histories import in_plain

VIEW = View(date(2026, 1, 3))
FIRST, SECOND, THIRD = INSTANTS
DRAWN = """
    (amina:Professional)
    (ben:Professional)
    (cara:Professional)
    (dan:Professional)
    (hartley:Family)
    (leo:Child)
    (leo)-[:MEMBER_OF]->(hartley)
    (amina)-[:KNOWS since=2024-01-01 context=home]->(leo)
    (amina)-[:MET at=2025-01-02 kind=call]->(leo)
    (ben)-[:KNOWS since=2024-01-01]->(hartley)
    (cara)-[:MET at=2025-01-02T10:30 kind=home_visit count=2]->(hartley)
    (dan)-[:MET at=2025-03-02]->(hartley)
"""
LATER = """
    (ben)-[:MET at=2025-06-01 kind=meeting]->(leo)
    (ben)-[:KNOWS since=2024-01-01 until=2025-12-01]->(hartley)
"""


async def anew(place: Place) -> object:
    async with place.open() as store:
        return in_plain(await store.history(VIEW))


def test_what_changed_is_taken_in_and_what_did_not_stays(place: Place) -> None:
    async def work(store: GraphStore) -> None:
        drawing = Drawing()
        await draw_with(store, drawing.read(DRAWN), at=FIRST)
        before = await store.history(VIEW)
        await draw_with(store, drawing.read(LATER), at=SECOND)
        after = await store.history(VIEW)
        assert len(before.contacts.day) == 3
        assert len(after.contacts.day) == 4
        assert in_plain(after) == await anew(place)

    place.run(work)


def test_a_load_that_is_running_is_looked_at_again_once_it_has_finished(place: Place) -> None:
    async def work(store: GraphStore) -> None:
        drawing = Drawing()
        await draw_with(store, drawing.read(DRAWN), at=FIRST)
        slow = await store.begin_load(Source("slow"), SECOND)
        await store.history(VIEW)
        await draw_with(store, drawing.read("(cara)-[:MET at=2025-06-01]->(leo)"), at=THIRD)
        await store.history(VIEW)
        for label, rows in drawing.read(LATER).items():
            await store.upsert(slow, label, rows)
        await store.finish_load(slow, THIRD, read=0, kept=0, refused=0)
        assert in_plain(await store.history(VIEW)) == await anew(place)

    place.run(work)


def test_a_record_judged_to_be_another_child_takes_its_ties_along(place: Place) -> None:
    async def work(store: GraphStore) -> None:
        drawing = Drawing()
        await draw_with(store, drawing.read(DRAWN + "(other:Child) (amina)-[:MET at=2025-01-02 kind=call]->(other)".replace(") (", ")\n(")))
        assert len((await store.history(VIEW)).subjects) == 3
        await draw_with(store, drawing.read("(other)-[:SAME_AS]->(leo)"), at=SECOND)
        after = await store.history(VIEW)
        assert [s.id for s in after.subjects] == ["leo", "hartley"]
        assert len(after.contacts.day) == 3
        assert in_plain(after) == await anew(place)

    place.run(work)


def test_those_who_ask_at_once_share_one_reading_and_one_stamp(place: Place) -> None:
    async def work(store: GraphStore) -> None:
        await draw_with(store, Drawing().read(DRAWN))
        one, other = await asyncio.gather(store.history(VIEW), store.history(View(date(2024, 5, 6))))
        assert one is other
        assert one is await store.history(VIEW)

    place.run(work)


def test_only_those_of_whom_anything_changed_are_read_again(sqlite: Place) -> None:
    asked: list[Sequence[str] | None] = []

    async def work(store: GraphStore) -> None:
        drawing = Drawing()
        await draw_with(store, drawing.read(DRAWN), at=FIRST)
        kept = _listening(store, asked)
        await kept.history(VIEW)
        await draw_with(store, drawing.read(LATER), at=SECOND)
        await kept.history(VIEW)
        await draw_with(store, drawing.read("(amina) \n (zoe:Child)"), at=THIRD)
        await kept.history(VIEW)

    sqlite.run(work)
    assert asked == [None, ["ben"], []]


def _listening(store: GraphStore, asked: list[Sequence[str] | None]) -> Projection:
    """A projection of an embedded store that writes down whose ties it reads."""
    from graph.sqlite_history import changed, told
    from graph.sqlite_store import SqliteStore

    assert isinstance(store, SqliteStore)
    read = partial(store._read, told)  # pyright: ignore[reportPrivateUsage]

    async def tell(view: View, people: Sequence[str] | None, known: str) -> Told:
        asked.append(people)
        return await read(view, people, known)

    return Projection(tell, partial(store._read, changed), store.loads)  # pyright: ignore[reportPrivateUsage]


def test_a_stamp_reaches_back_to_before_the_first_load_that_still_runs() -> None:
    done = [Load(n, "a", f"2026-01-0{n}T00:00:00.000000Z", "x") for n in (1, 2, 3)]
    runs = [done[0], Load(2, "b", done[1].started), done[2]]
    assert stamped(done).since == done[2].started
    assert stamped(done).running == ()
    assert stamped(runs).since == done[0].started
    assert stamped(runs).running == (2,)
    assert stamped(runs).known == "2026-01-03T00:00:00.000001Z"
    assert stamped([]).known.startswith("9999")


@settings(max_examples=120, derandomize=True, deadline=None, suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large))
@given(worlds)
def test_whatever_is_loaded_the_refreshed_history_is_the_one_read_anew(world: World) -> None:
    async def work(folder: str) -> None:
        url = f"sqlite:///{folder}/kith.db"
        async with open_store(url) as store:
            for step, at in zip(world.steps, INSTANTS, strict=True):
                await tell(store, step, at)
                kept = in_plain(await store.history(VIEW))
                async with open_store(url) as other:
                    assert kept == in_plain(await other.history(VIEW))

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(work(folder))
