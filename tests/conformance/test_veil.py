"""Behind a veil, every read and every question is answered as by a store that never held what is hidden: on both stores."""

import asyncio
import itertools
from collections.abc import Generator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import neo4j
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from graph.store import open_store
from graph.veil import Veil
from tests.conformance.ballast import EMPTY, lay
from tests.conformance.pruning import PEOPLE, pruned, spread
from tests.conformance.test_random_graphs import ASKED, EXAMPLES, answer, made_ready
from tests.conformance.worlds import IDS, INSTANTS, World, tell, worlds
from tests.conftest import Place

WORLDS, ON_BOTH = EXAMPLES * 3, max(EXAMPLES // 12, 1)
"""Worlds on the embedded store alone, 75 unless told otherwise (`test_unseen` asks the schema about 500), and on both: that takes
a hundred times as long for each."""
NOT_FOR_VIEWERS = ("same children", "ids", "loads")
VEILED = {name: ask for name, ask in ASKED.items() if name not in NOT_FOR_VIEWERS}
nodes = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(IDS))
subjects = st.tuples(st.sampled_from(("Child", "Family")), st.sampled_from(IDS))
people = st.frozensets(st.sampled_from(IDS), max_size=2)
veils = st.builds(
    Veil,
    st.frozensets(nodes, max_size=3),
    st.frozensets(subjects, max_size=2),
    people,
    people,
    st.frozensets(st.tuples(st.sampled_from(IDS), st.sampled_from(("Child", "Family")), st.sampled_from(IDS)), max_size=3),
)
drawn = settings(
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=(
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ),
)


@dataclass
class Beside:
    """Stores that hold the whole world, beside one that holds only what is left of it."""

    folder: Path
    runner: asyncio.Runner
    number: "itertools.count[int]"
    neo: Place | None = None
    cleaner: neo4j.AsyncDriver | None = None

    def compare(self, world: World, drawn_veil: Veil) -> None:
        """Ask the whole world behind the veil, and the rest without one."""
        veil = spread(drawn_veil, world)
        rest = pruned(world, veil)
        assume(rest is not None)
        assert rest is not None
        self.runner.run(self._compare(world, rest, veil))

    async def _compare(self, world: World, rest: World, veil: Veil) -> None:
        files = [self.folder / f"{next(self.number)}.db" for _ in range(2)]
        async with AsyncExitStack() as stack:
            left, whole = [await stack.enter_async_context(open_store(f"sqlite:///{file}")) for file in files]
            stores = [whole]
            if self.neo and self.cleaner:
                for statement in EMPTY:
                    await self.cleaner.execute_query(statement)
                stores.append(await stack.enter_async_context(self.neo.open()))
            for step, remaining, at in zip(world.steps, rest.steps, INSTANTS, strict=True):
                await tell(left, remaining, at)
                for store in stores:
                    await tell(store, step, at)
            for view in world.views[:1]:
                expected = [await answer(ask, left, view) for ask in VEILED.values()]
                for store in stores:
                    behind = replace(view, veil=veil)
                    for (name, ask), plain in zip(VEILED.items(), expected, strict=True):
                        assert await answer(ask, store, behind) == plain, (name, behind, type(store).__name__)
        for file in files:
            for remainder in self.folder.glob(f"{file.name}*"):
                remainder.unlink()


@pytest.fixture
def embedded(tmp_path: Path) -> Generator[Beside]:
    """The embedded store alone."""
    with asyncio.Runner() as runner:
        yield Beside(tmp_path, runner, itertools.count())


@pytest.fixture
def both(neo: Place, tmp_path: Path) -> Generator[Beside]:
    """Both stores, open for as long as the test runs."""
    user = (neo.settings.neo4j_user, neo.settings.neo4j_password)
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            cleaner = runner.run(stack.enter_async_context(neo4j.AsyncGraphDatabase.driver(neo.url, auth=user)))  # pyright: ignore[reportUnknownMemberType]
            runner.run(made_ready(neo))
            runner.run(lay(cleaner))
            yield Beside(tmp_path, runner, itertools.count(), neo, cleaner)
        finally:
            runner.run(stack.aclose())


@pytest.mark.timeout(1800)
@settings(drawn, max_examples=WORLDS)
@given(world=worlds, veil=veils)
def test_the_embedded_store_answers_as_if_the_hidden_were_not_there(embedded: Beside, world: World, veil: Veil) -> None:
    embedded.compare(world, veil)


@pytest.mark.timeout(1800)
@settings(drawn, max_examples=ON_BOTH)
@given(world=worlds, veil=veils)
def test_both_stores_answer_as_if_the_hidden_were_not_there(both: Beside, world: World, veil: Veil) -> None:
    both.compare(world, veil)
