"""Who knows every pupil, read at once, is what is read around each child: on random worlds, for every viewer."""

import asyncio
import tempfile

import pytest
from hypothesis import HealthCheck, given, settings

from graph.model import View
from graph.store import GraphReader, open_store
from queries.knowing.answering import Answering
from queries.knowing.posted import holds
from queries.knowing.schools import schools
from queries.knowing.who_knows import batches
from queries.linking.pupils import Pupil, pupils
from queries.scoring.claims import live
from tests.conformance.worlds import INSTANTS, World, tell, worlds
from tests.queries import oracle_worlds
from tests.queries.oracle_told import held, view


async def one_by_one(reader: GraphReader, asked: View) -> list[Pupil]:
    """Every child with what is held around it."""
    return [await around_one(reader, child.id, asked) async for batch in batches(reader, asked, "child") for child in batch]


async def around_one(reader: GraphReader, child: str, asked: View) -> Pupil:
    [[subject]] = [[s] async for batch in batches(reader, asked, "child") for s in batch if s.id == child]
    around = await reader.around([subject], asked, bare=True)
    answering = Answering(around, asked.on, {})
    families = answering.families.get(subject, ())
    claims = [*answering.claims_of(subject), *(c for f in families for c in answering.claims_of(f) if c.subject == f)]
    known: dict[str, set[str]] = {}
    for claim in claims:
        if live(claim, asked.on) and answering.in_post(claim.professional_id):
            told = {t.context for t in claim.ties if t.context and holds(t, asked.on)}
            known.setdefault(claim.professional_id, set()).update(told)
    where = schools(around, asked.on).get(subject, set())
    return Pupil(child, tuple(sorted(where)), {p: frozenset(c) for p, c in known.items()})


async def agree(reader: GraphReader, asked: View) -> int:
    found = await pupils(reader, asked)
    assert list(found.every) == await one_by_one(reader, asked)
    people = {p for pupil in found.every for p in pupil.knowers}
    posts = await reader.posts(asked, professionals=sorted(people))
    for person in people:
        assert set(found.posts.get(person, ())) == {p for p in posts if p.professional_id == person and holds(p, asked.on)}
    return sum(len(p.knowers) + len(p.schools) for p in found.every)


@settings(max_examples=200, derandomize=True, deadline=None, suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large))
@given(worlds)
def test_all_at_once_is_one_by_one_however_facts_are_told(world: World) -> None:
    async def work(folder: str) -> None:
        async with open_store(f"sqlite:///{folder}/kith.db") as store:
            for step, at in zip(world.steps, INSTANTS, strict=True):
                await tell(store, step, at)
            for asked in world.views:
                await agree(store, asked)

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(work(folder))


@pytest.mark.parametrize("tens", range(10))
def test_all_at_once_is_one_by_one_in_crowded_worlds_with_words(tens: int) -> None:
    async def work(seed: int) -> int:
        world = oracle_worlds.drawn(seed)
        async with held(world) as store:
            return await agree(store, view(world))

    assert sum(asyncio.run(work(seed)) for seed in range(tens * 10, tens * 10 + 10)) > 0
