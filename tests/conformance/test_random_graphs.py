"""The two stores answer every read, and every question, alike: on small random worlds full of collisions."""

import asyncio
import itertools
import os
from collections.abc import Awaitable, Callable, Generator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import neo4j
import pytest
from hypothesis import HealthCheck, given, settings

from graph.errors import KithError
from graph.model import (
    Area,
    Carer,
    Child,
    Family,
    Funding,
    Organisation,
    Professional,
    Receipt,
    SavedScenario,
    Service,
    Statement,
    Subject,
    View,
    WeightsVersion,
)
from graph.store import GraphReader, GraphStore, open_store
from queries.continuity.continuity import measured
from queries.continuity.window import Window
from queries.knowing.everyone_counted import equity
from queries.knowing.lists import Entry, everyone_placed
from queries.knowing.who_knows import who_knows, who_knows_all
from queries.linking.home_school import home_school
from queries.linking.hub import hub
from queries.linking.links import links
from queries.linking.missing import missing
from queries.linking.sides import Which
from queries.linking.trend import trend
from queries.linking.wards import by_area
from tests.conformance.ballast import EMPTY, lay
from tests.conformance.worlds import IDS, INSTANTS, World, tell, worlds
from tests.conftest import Place
from tests.graph.histories import in_plain

EXAMPLES = int(os.environ.get("KITH_TEST_EXAMPLES", "25"))
SUBJECTS = [Subject(kind, i) for kind in ("child", "family") for i in IDS]
KINDS: tuple[type[Any], ...] = (
    Child,
    Carer,
    Family,
    Professional,
    Service,
    Organisation,
    Area,
    Funding,
    Statement,
    Receipt,
    WeightsVersion,
    SavedScenario,
)
Question = Callable[[GraphReader, View], Awaitable[object]]
EVERYTHING = View(date(2026, 1, 3))


async def _who_knows(reader: GraphReader, view: View) -> object:
    held = (await reader.around(SUBJECTS, view)).asked
    return await who_knows(reader, [s for s in SUBJECTS if s in held], view)


async def _who_knows_all(reader: GraphReader, view: View) -> object:
    return [answer async for answer in who_knows_all(reader, view)]


async def _continuity(reader: GraphReader, view: View) -> object:
    windows = [Window(view.on, view.on, counted="days"), Window(date(2025, 12, 31), view.on, "service"), Window(date.min, view.on)]
    around = await reader.around(SUBJECTS, view, bare=True, past=True)
    return [measured(around, SUBJECTS, window) for window in windows]


async def _lists_and_counts(reader: GraphReader, view: View) -> object:
    entries = list[Entry]()
    async for placed in everyone_placed(reader, view):
        entries += placed.entries()
    return entries, await equity(reader, view)


QUESTIONS: dict[str, Question] = {
    "who knows": _who_knows,
    "who knows, all": _who_knows_all,
    "continuity": _continuity,
    "lists and counts": _lists_and_counts,
    "links": links,
    "links of services": lambda r, v: links(r, v, Which("services"), weighed=True),
    "links by area": by_area,
    "trend": lambda r, v: trend(r, v, 2),
    "missing links": lambda r, v: missing(r, v, Which("services"), 1),
    "home and school": home_school,
    "hub": lambda r, v: hub(r, IDS[0], v),
}


async def _found(reader: GraphReader, view: View) -> object:
    return [(await reader.find(kind, view, words="lee"), await reader.find(kind, view, identifier=IDS[0])) for kind in KINDS]


async def _history(reader: GraphReader, view: View) -> object:
    return in_plain(await reader.history(view))


READS: dict[str, Question] = {
    "around": lambda r, v: r.around(SUBJECTS, v),
    "around, bare": lambda r, v: r.around(SUBJECTS[:1], v, bare=True),
    "around a family": lambda r, v: r.around(SUBJECTS[3:4], v),
    "around, with the past": lambda r, v: r.around(SUBJECTS, v, past=True),
    "around some, with the past": lambda r, v: r.around(SUBJECTS[::5], v, bare=True, past=True),
    "contact days": lambda r, v: r.contact_days(None, v),
    "contact days of some": lambda r, v: r.contact_days(IDS[:2], v),
    "children": lambda r, v: r.subjects("child", v),
    "families": lambda r, v: r.subjects("family", v, after=IDS[0], first=1),
    **{f"{k.__name__} by id": lambda r, v, k=k: r.entities(k, IDS, v) for k in KINDS},
    **{f"{k.__name__} by page": lambda r, v, k=k: r.page(k, v, first=2) for k in KINDS},
    "found": _found,
    "memberships": lambda r, v: r.memberships(IDS, v),
    "met": lambda r, v: r.met(IDS, v),
    "met of late": lambda r, v: r.met(IDS[:2], v, since=date(2026, 1, 2)),
    "met by": lambda r, v: r.met_by(SUBJECTS, v, since=date(2026, 1, 1)),
    "carrying": lambda r, v: r.carrying(IDS, v),
    "homes": lambda r, v: r.homes(IDS, v),
    "address claims": lambda r, v: r.address_claims(None, v),
    "address claims of some": lambda r, v: r.address_claims(SUBJECTS[::2], v),
    "attendances": lambda r, v: r.attendances(v),
    "larger areas": lambda r, v: r.larger_areas(v),
    "posts": lambda r, v: r.posts(v, professionals=IDS[:1], services=IDS[:1]),
    "fundings": lambda r, v: r.fundings(v),
    "history": _history,
    "heard": lambda r, v: r.heard(v),
    "carried": lambda r, v: r.carried(IDS, v),
    "same children": lambda r, v: r.same_children(),
    "ids": lambda r, v: r.ids("Child", but_source="care"),
    "loads": lambda r, v: r.loads(),
}
ASKED = READS | QUESTIONS


@dataclass
class Pair:
    """An embedded store, new for each world, beside one Neo4j that is emptied for each."""

    folder: Path
    neo: Place
    cleaner: neo4j.AsyncDriver
    runner: asyncio.Runner
    number: "itertools.count[int]"

    def compare(self, world: World) -> None:
        """Tell both of a world, then ask both everything."""
        self.runner.run(self._compare(world))

    async def _compare(self, world: World) -> None:
        for statement in EMPTY:
            await self.cleaner.execute_query(statement)
        file = self.folder / f"{next(self.number)}.db"
        async with open_store(f"sqlite:///{file}") as sqlite, self.neo.open() as neo:
            await _tell_both(sqlite, neo, world)
            for view in dict.fromkeys(world.views):
                answers = [await asyncio.gather(*[answer(ask, store, view) for ask in ASKED.values()]) for store in (sqlite, neo)]
                for name, embedded, served in zip(ASKED, *answers, strict=True):
                    assert embedded == served, (name, view)
        for left in self.folder.glob(f"{file.name}*"):
            left.unlink()


async def answer(ask: Question, reader: GraphReader, view: View) -> object:
    """What is answered, or the kind of error."""
    try:
        return await ask(reader, view)
    except KithError as error:
        return type(error)


async def _tell_both(one: GraphStore, other: GraphStore, world: World) -> None:
    for step, at in zip(world.steps, INSTANTS, strict=True):
        assert await tell(one, step, at) == await tell(other, step, at), step
        assert in_plain(await one.history(EVERYTHING)) == in_plain(await other.history(EVERYTHING)), step


async def made_ready(place: Place) -> None:
    """Make the constraints and indexes that a store needs."""
    async with place.open():
        pass


@pytest.fixture
def pair(neo: Place, tmp_path: Path) -> Generator[Pair]:
    """Both stores, open for as long as the test runs."""
    user = (neo.settings.neo4j_user, neo.settings.neo4j_password)
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            cleaner = runner.run(stack.enter_async_context(neo4j.AsyncGraphDatabase.driver(neo.url, auth=user)))  # pyright: ignore[reportUnknownMemberType]
            runner.run(made_ready(neo))
            runner.run(lay(cleaner))
            yield Pair(tmp_path, neo, cleaner, runner, itertools.count())
        finally:
            runner.run(stack.aclose())


@pytest.mark.timeout(1800)
@settings(
    max_examples=EXAMPLES // 2,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=(HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large),
)
@given(world=worlds)
def test_both_stores_answer_every_read_and_every_question_alike(pair: Pair, world: World) -> None:
    pair.compare(world)
