"""The scores of everyone at once are those that each answer gives, on random worlds of ties, contacts and words."""

import asyncio
import tempfile

import pytest
from hypothesis import HealthCheck, given, settings

from graph.model import Subject, View
from graph.store import GraphStore, open_store
from queries.knowing.answering import Answering
from queries.knowing.standing import standing
from queries.scoring.claims import live, span
from tests.conformance.worlds import INSTANTS, World, tell, worlds
from tests.queries import oracle_worlds
from tests.queries.oracle_told import held, view

Claimed = dict[tuple[str, Subject], tuple[float, bool, str, str]]
"""For each professional and subject: strength, whether they are a knower, first and last day."""


async def at_once(store: GraphStore, asked: View) -> Claimed:
    """Every claim on someone who is still told of: the columns hold others too, which no question counts."""
    stand = await standing(store, asked)
    names, scores = stand.history, stand.scores
    columns = (scores.person, scores.subject, scores.strength, stand.now, scores.since, scores.until)
    return {
        (names.people[int(p)], names.subjects[int(s)]): (float(strength), bool(now), str(since), str(until))
        for p, s, strength, now, since, until in zip(*columns, strict=True)
        if names.described[int(s)]
    }


async def one_by_one(store: GraphStore, asked: View) -> Claimed:
    """Every claim that is answered with, family by family and child by child."""
    subjects = [Subject("family", i) for i in await store.subjects("family", asked)]
    subjects += [Subject("child", i) for i in await store.subjects("child", asked)]
    answering = Answering(await store.around(subjects, asked), asked.on, await store.contact_days(None, asked))
    found: Claimed = {}
    for subject in subjects:
        for claim in answering.claims_of(subject):
            score, (first, last) = answering.score(claim), span(claim, asked.on)
            now = live(claim, asked.on) and answering.in_post(claim.professional_id)
            days = str(first.toordinal() if first else 0), str(last.toordinal() if last else 3652059)
            found[claim.professional_id, claim.subject] = (score.strength, now, *days)
    return found


async def agree(store: GraphStore, asked: View) -> None:
    found, wanted = await at_once(store, asked), await one_by_one(store, asked)
    assert found.keys() == wanted.keys()
    for pair, (strength, *rest) in wanted.items():
        assert found[pair][0] == pytest.approx(strength, abs=1e-12), pair
        assert found[pair][1:] == tuple(rest), pair


@settings(max_examples=150, derandomize=True, deadline=None, suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large))
@given(worlds)
def test_everyone_at_once_is_everyone_one_by_one_however_facts_are_told(world: World) -> None:
    async def work(folder: str) -> None:
        async with open_store(f"sqlite:///{folder}/kith.db") as store:
            for step, at in zip(world.steps, INSTANTS, strict=True):
                await tell(store, step, at)
            for asked in world.views:
                await agree(store, asked)

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(work(folder))


@pytest.mark.parametrize("tens", range(20))
def test_everyone_at_once_is_everyone_one_by_one_in_crowded_worlds_with_words(tens: int) -> None:
    async def work(seed: int) -> None:
        world = oracle_worlds.drawn(seed)
        async with held(world) as store:
            await agree(store, view(world))

    for seed in range(tens * 10, tens * 10 + 10):
        asyncio.run(work(seed))
