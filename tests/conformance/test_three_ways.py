"""One rule, three ways: what a store's reads leave out, what a plain Python rule leaves out, and what `api/policy.cedar` decides are the
same for every child or family, group of fields, viewer, purpose, day and shield of many small worlds.
"""

import asyncio
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.guarding.asking import Asking
from api.guarding.explaining import rulings
from api.guarding.policy import Kind, policy
from api.guarding.subject_facts import Facts
from api.guarding.subject_seen import GROUPS, Group, Seen, seen_by
from graph.model import Subject
from graph.store import GraphStore, open_store
from graph.veil import Eyes, Veil, grants, node_of, veil
from tests.conformance.plain_rule import PlainRule, subject_of
from tests.conformance.test_random_graphs import EXAMPLES
from tests.conformance.test_veil import drawn as derandomized
from tests.conformance.three_ways_drawn import Asker, asker, guarded_world
from tests.conformance.unseen_worlds import EACH, IDS
from tests.conformance.worlds import INSTANTS, Step, tell
from tests.conftest import Place

WORLDS, ON_NEO4J, VIEWERS = EXAMPLES * 5, max(EXAMPLES // 12, 1), 4
"""Worlds on the embedded store, 125 unless told otherwise, and on Neo4j; viewers of each world."""
SUBJECTS = [subject_of((label, i)) for label in ("Child", "Family") for i in IDS[: EACH[label]]]


def plainly(rule: PlainRule, asker: Asker, hidden: Veil, glass: bool, subject: Subject) -> Seen:
    """What the plain rule shows: all that no word of it hides."""
    node, own, allowed = rule.standing(node_of(subject)), asker.viewer.organisations, policy().allowed(asker.viewer.role, asker.kind)
    in_scope = own is None or bool(own & rule.known_to(node, hidden))
    held = hidden.shows(subject_of(node)) and (in_scope or glass)
    shown: dict[Group, bool] = {
        "identifiers": held and in_scope,
        "addresses": held and hidden.shows_place(subject_of(node)),
        "statements": held and (own is None or glass),
    }
    theirs = {p for p in rule.professionals(node) if own is None or glass or own & rule.works_for.get(p, frozenset())}
    people = {p for p in theirs if hidden.shows_tie(p, subject_of(node))} if held and "summary" in allowed else set[str]()
    return Seen(node, frozenset[Group](g for g in GROUPS if g in allowed and shown.get(g, held)), frozenset(people))


def by_cedar(rule: PlainRule, asking: Asking, kind: Kind | None, facts: Facts, subject: Subject, told: Counter[str]) -> Seen:
    """What the rules of the policy show."""
    node = rule.standing(node_of(subject))
    found = rulings(asking, kind, subject_of(node), rule.professionals(node), facts)
    for ruling in (*found.groups.values(), *found.ties.values()):
        told.update(["opened"] if ruling.yes and ruling.by else ruling.rules)
    groups = frozenset[Group](g for g in GROUPS if found.groups[g].yes)
    return Seen(node, groups, frozenset(p for p, ruling in found.ties.items() if ruling.yes))


async def compare(store: GraphStore, seed: int, told: Counter[str]) -> None:
    """Ask the three about everyone of one world; `told` counts which rules had a say."""
    world, chance = guarded_world(seed), Random(seed)
    await tell(store, Step("feed", world, ()), INSTANTS[0])
    for one in [asker(chance) for _ in range(VIEWERS)]:
        asking = one.asking(store)
        rule = PlainRule(world, asking.today)
        assert await store.guarded(asking.today) == rule.guarded, seed
        await asking.draw_veil()
        eyes = Eyes(one.viewer.id, one.viewer.organisations or frozenset(), one.at)
        hidden, broken = veil(rule.guarded, eyes), grants(rule.guarded, eyes)
        reached = rule.reached(hidden)
        known = {node_of(s): frozenset(o for o in reached if node_of(s) in reached[o]) for s in SUBJECTS}
        facts = Facts(rule.guarded, known, rule.works_for)
        standing = {s: subject_of(rule.standing(node_of(s))) for s in SUBJECTS}
        for subject, seen in (await seen_by(asking, SUBJECTS, standing)).items():
            expected = plainly(rule, one, hidden, node_of(subject) in broken, subject)
            assert by_cedar(rule, asking, one.kind, facts, subject, told) == expected, (seed, one, subject)
            assert seen == expected, (seed, one, subject)


async def compared(folder: Path, seed: int, told: Counter[str]) -> None:
    async with open_store(f"sqlite:///{folder / f'{seed}.db'}") as store:
        await compare(store, seed, told)


@pytest.mark.timeout(600)
@settings(derandomized, max_examples=WORLDS)
@given(seed=st.integers(0, 2**32))
def test_the_embedded_store_the_plain_rule_and_the_policy_are_one(tmp_path: Path, seed: int) -> None:
    asyncio.run(compared(tmp_path, seed, Counter()))


@pytest.mark.parametrize("seed", range(ON_NEO4J))
def test_neo4j_the_plain_rule_and_the_policy_are_one(neo: Place, seed: int) -> None:
    neo.run(lambda store: compare(store, seed, Counter()))


def test_these_worlds_try_every_rule_about_a_child_or_family(tmp_path: Path) -> None:
    told = Counter[str]()
    for seed in range(12):
        asyncio.run(compared(tmp_path, seed, told))
    needed = ("full_shield", "restricted", "location_shield", "sensitive_service", "scope", "own_people", "purpose", "planning", "opened")
    assert {rule for rule in needed if told[rule] < 10} == set(), told
