"""Whoever asks can't tell a world with something hidden from one where it never was: every question of the schema and every page."""

import asyncio
import itertools
import json
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Generator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import neo4j
import pytest
from graphql import GraphQLField
from starlette.routing import Route

from api.graphql.schema import make_schema
from api.guarding.access import Viewer
from api.guarding.calendar_key import calendar_address
from graph.veil import Eyes, grants, veil
from queries.owning.own_copy import guard_of
from tests.conformance.ballast import lay
from tests.conformance.pruning import pruned, spread
from tests.conformance.test_random_graphs import EXAMPLES, made_ready
from tests.conformance.unseen_askers import askers
from tests.conformance.unseen_copies import without_guards
from tests.conformance.unseen_pages import NOT_ASKED, PAGES
from tests.conformance.unseen_questions import DEPTH, Questions, chosen, next_page
from tests.conformance.unseen_scope import without_strangers
from tests.conformance.unseen_sides import AT, NOW, TODAY, Asker, Both, both
from tests.conformance.unseen_worlds import NAMES, Drawn, drawn
from tests.conformance.worlds import World
from tests.conftest import Place

WORLDS, ON_NEO4J = EXAMPLES * 20, max(EXAMPLES // 8, 1)
"""Pairs of worlds on the embedded store alone, 500 unless told otherwise, and on Neo4j beside it."""
BLOCKS, EACH = 2, 2
SCHEMA = make_schema().core
FIELDS = sorted(SCHEMA.query_type.fields) if SCHEMA.query_type else []
ACTIONS = {name: SCHEMA.query_type.fields[name].extensions["strawberry-definition"].metadata["sees"] for name in FIELDS}  # type: ignore[union-attr]
QUESTIONS: dict[str, GraphQLField] = SCHEMA.query_type.fields if SCHEMA.query_type else {}
OWN = ("own_copy", "copies")
KEEPING = "keeping"
"""An officer keeps all that is held, the hidden too: counts of what is due to go, and holds."""
PERSONS = (("Child", "a"), ("Carer", "a"), ("Child", "b"), ("Professional", "a"))
CORE = ("whoKnows", "whoKnows", "toActOn", "handoverPlan", "addresses")
"""Asked of more worlds than the rest: most of what hides something bears on these."""
ROUTES = sorted(PAGES)
GUARDS = ("Shield", "Hold", "Apart")


@dataclass
class Pairs:
    """Goes through pairs of worlds."""

    runner: asyncio.Runner
    sides: Both

    def some(self, compare: Callable[[int], Awaitable[bool]], count: int, first: int) -> None:
        """So many pairs in which something is hidden; what fails names its seed."""
        for seed in itertools.count(first, BLOCKS):
            if not count:
                return
            try:
                count -= self.runner.run(self._compared(compare, seed))
            except AssertionError as error:
                error.add_note(f"seed {seed}")
                raise

    async def _compared(self, compare: Callable[[int], Awaitable[bool]], seed: int) -> bool:
        return await compare(seed)

    async def pair(self, seed: int) -> bool:
        """Ask some questions of one pair; not where nothing is hidden in it, nor where a broken glass widens the viewer's organisations."""
        found, chance = drawn(seed), Random(seed)
        async with AsyncExitStack() as stack:
            store = await self.sides.open(stack, found.world)
            guarded, eyes = await store.guarded(TODAY), Eyes("ada", found.organisations or frozenset(), AT)
            if found.organisations and grants(guarded, eyes):
                return False
            hides = spread(veil(guarded, eyes), found.world)
            names = [*(FIELDS[(seed // BLOCKS * EACH + n) % len(FIELDS)] for n in range(EACH)), chance.choice(CORE)]
            officer = any(ACTIONS[name] in ("shielding", "alarms") for name in names)
            left = pruned(found.world, hides)
            assert left is not None
            rest = without_strangers(left, found.organisations)
            if rest == found.world:
                return False
            await self.sides.beside(stack, rest if officer else without(rest, GUARDS))
            for name in names:
                if ACTIONS[name] not in (*OWN, KEEPING):
                    await self.ask(name, found, chance, officer=officer)
            await self.page(ROUTES[seed // BLOCKS % len(ROUTES)], found, chance, officer=officer)
        return True

    async def page(self, route: str, found: Drawn, chance: Random, *, officer: bool) -> None:
        """One page or export."""
        action, address = PAGES[route]
        asker = askers(action, chance, found.organisations, self.sides.whole.issuer, officer=officer)
        headers = asker.cookies()
        self.sides.asked.add(route)
        if route.startswith("/calendar"):
            path = calendar_address(self.sides.whole.issuer, asker.viewer, NOW)
            answer = await self.sides.same("GET", path)
        elif route == "/search":
            answer = await self.sides.same("POST", "/search", headers=headers, data={"name": chance.choice(NAMES)})
        else:
            answer = await self.sides.same("GET", address(chance), headers=headers)
        if answer.status_code == 200:
            self.sides.seen.add(route)

    async def copy(self, seed: int) -> bool:
        """The same of one person's own copy, for themselves and, unless they are hidden whole, for an officer."""
        found, chance = drawn(seed), Random(seed)
        person = PERSONS[seed // BLOCKS % len(PERSONS)]
        async with AsyncExitStack() as stack:
            store = await self.sides.open(stack, found.world)
            guarded = await store.guarded(TODAY)
            rest = without_guards(found.world, guarded, person, AT)
            if rest is None or rest == found.world:
                return False
            await self.sides.beside(stack, rest)
            officer = Asker(Viewer("ada", "privacy_officer", None), "oversight", self.sides.whole.issuer)
            whole = guard_of(guarded, person, AT).whole
            if not whole:
                one = f"informationOn(person: {{{person[0].lower()}: {json.dumps(person[1])}}}) "
                await self.sides.ask(officer, f"{{ {one} {chosen(QUESTIONS['informationOn'], DEPTH)} }}", {})
            if person[0] != "Professional":
                role = "young_person" if person[0] == "Child" else "carer"
                own = Asker(Viewer("ada", role, frozenset(), None, person[1]), "own_information", self.sides.whole.issuer)
                await self.sides.ask(own, f"{{ myInformation {chosen(QUESTIONS['myInformation'], DEPTH)} }}", {}, reads=not whole)
                for path in ("/my-information", "/my-information.json"):
                    await self.sides.same("GET", path, reads=not whole, headers=own.cookies())
            await self.sides.ask(officer, *Questions(SCHEMA, chance).ask("rightsRequests"))
        return True

    async def ask(self, name: str, found: Drawn, chance: Random, *, officer: bool) -> None:
        """One question, with the pages that follow."""
        asker = askers(ACTIONS[name], chance, found.organisations, self.sides.whole.issuer, officer=officer)
        asked = Questions(SCHEMA, chance).ask(name)
        self.sides.asked.add(name)
        for _ in range(3):
            answer = await self.sides.ask(asker, *asked)
            assert "data" in answer, (asked, answer)
            if answer["data"] is None or (shown := answer["data"][name]) is None:
                return
            self.sides.seen.add(name)
            if (after := next_page(asked, shown)) is None:
                return
            asked = after


def without(world: World, labels: tuple[str, ...]) -> World:
    """The same world without some kinds."""
    return replace(world, steps=tuple(replace(s, facts={k: r for k, r in s.facts.items() if k not in labels}) for s in world.steps))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Generator[Path]:
    """Where the stores are: in memory where there is such a place, for each world has two stores of its own."""
    memory = Path("/dev/shm")
    path = Path(tempfile.mkdtemp(dir=memory)) if memory.is_dir() else tmp_path_factory.mktemp("unseen")
    yield path
    shutil.rmtree(path)


@pytest.fixture
def embedded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Pairs]:
    """Both worlds on the embedded store."""
    with asyncio.Runner() as runner:
        yield Pairs(runner, both(Path(tempfile.mkdtemp(dir=folder)), monkeypatch))


@pytest.fixture
def beside(folder: Path, neo: Place, monkeypatch: pytest.MonkeyPatch) -> Generator[Pairs]:
    """The whole world on Neo4j, what is left of it on the embedded store."""
    user = (neo.settings.neo4j_user, neo.settings.neo4j_password)
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            cleaner = runner.run(stack.enter_async_context(neo4j.AsyncGraphDatabase.driver(neo.url, auth=user)))  # pyright: ignore[reportUnknownMemberType]
            runner.run(made_ready(neo))
            runner.run(lay(cleaner))
            yield Pairs(runner, both(Path(tempfile.mkdtemp(dir=folder)), monkeypatch, neo, cleaner))
        finally:
            runner.run(stack.aclose())


@pytest.mark.timeout(900)
@pytest.mark.parametrize("block", range(BLOCKS))
def test_no_question_and_no_page_tells_what_is_hidden(embedded: Pairs, block: int) -> None:
    embedded.some(embedded.pair, WORLDS // BLOCKS, block)
    known = {*(name for name in FIELDS if ACTIONS[name] not in (*OWN, KEEPING)), *ROUTES}
    if len(FIELDS) * 5 <= WORLDS // BLOCKS * EACH:
        assert known == embedded.sides.asked
        assert known == embedded.sides.seen


@pytest.mark.timeout(900)
def test_no_own_copy_tells_what_guards_somebody(embedded: Pairs) -> None:
    embedded.some(embedded.copy, WORLDS // 5, 0)


@pytest.mark.timeout(900)
def test_neo4j_tells_nothing_of_what_is_hidden_either(beside: Pairs) -> None:
    beside.some(beside.pair, ON_NEO4J, 0)
    beside.some(beside.copy, 1, 0)


def test_every_page_is_asked(embedded: Pairs) -> None:
    held = {route.path for route in embedded.sides.whole.app.routes if isinstance(route, Route)}
    assert held == {*PAGES, *NOT_ASKED}
