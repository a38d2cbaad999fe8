"""Links between services, in one area, of some sectors, and weighed: on both stores, and against counting by hand."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import BadInput
from graph.model import Subject, View
from graph.store import GraphStore
from queries.knowing.joined import Joined, Row, of_rows
from queries.linking.links import Link, linked, links
from queries.linking.sides import Between, Which
from queries.linking.wards import by_area
from tests.conformance.drawing import draw
from tests.conftest import Place
from tests.queries.drawn import ON, WORLD, ago, known, near, post
from tests.queries.test_links import AGENCIES, by_hand, places, rows

NURSES = """
    (trust:Organisation sector=health)
    (nurses:Service)
    (nurses)-[:PART_OF]->(trust)
    (ward:Area name=Ward kind=ward)
    (empty:Area name=Empty kind=ward)
    (north:Family area_code=ward)
    (south:Family area_code=south)
    """
POSTS = post(ago(900)) + post(ago(900), who="ben", where="school") + post(ago(900), who="cara", where="nurses")
KNOWN = "".join(
    known(ago(9), who=who, whom=whom) for who, whom in [("amina", "north"), ("ben", "north"), ("ben", "south"), ("cara", "south")]
)


def asked(place: Place, drawing: str, which: Which, *, weighed: bool = False) -> list[Link]:
    async def work(store: GraphStore) -> list[Link]:
        await draw(store, WORLD + NURSES + drawing)
        return await links(store, View(ON), which, weighed=weighed)

    return place.run(work)


def shared(found: Iterable[Link]) -> dict[tuple[str, str], int]:
    return {(x.a, x.b): x.shared_families for x in found}


def test_services_are_joined_by_the_rules_of_organisations(place: Place) -> None:
    found = asked(place, POSTS + KNOWN, Which("services"))
    assert shared(found) == {("early", "nurses"): 0, ("early", "school"): 1, ("nurses", "school"): 1}


def test_in_one_area_only_the_families_that_live_there_count(place: Place) -> None:
    found = asked(place, POSTS + KNOWN, Which(area="ward"))
    assert shared(found) == {("academy", "council"): 1, ("academy", "trust"): 0, ("council", "trust"): 0}


def test_who_met_before_may_have_met_over_a_family_of_another_area(place: Place) -> None:
    past = known(ago(800), ago(600), whom="other") + known(ago(700), ago(500), who="ben", whom="other")
    [link] = [x for x in asked(place, POSTS + KNOWN + past, Which(area="ward")) if x.shared_families]
    assert (link.pairs_sharing, link.pairs_met_before) == (1, 1)


def test_an_area_where_nobody_lives_shares_nothing_and_one_that_is_not_held_is_refused(sqlite: Place) -> None:
    assert set(shared(asked(sqlite, POSTS + KNOWN, Which(area="empty"))).values()) == {0}
    with pytest.raises(BadInput, match="no area has the code nowhere: families live in south, ward"):
        asked(sqlite, "", Which(area="nowhere"))


@pytest.mark.parametrize(("between", "sides"), [("organisations", []), ("services", [])])
def test_one_sector_of_one_organisation_has_no_pair(place: Place, between: Between, sides: list[Link]) -> None:
    assert asked(place, POSTS + KNOWN, Which(between, sectors=frozenset({"health"}))) == sides


def test_a_sector_that_no_organisation_has_is_refused(sqlite: Place) -> None:
    with pytest.raises(BadInput, match="no organisation is of the sector circus: the sectors are health"):
        asked(sqlite, POSTS, Which(sectors=frozenset({"circus"})))


def test_both_sides_of_a_pair_are_of_the_sectors(place: Place) -> None:
    more = "(clinic:Organisation sector=health)\n(doctors:Service)\n(doctors)-[:PART_OF]->(clinic)\n"
    found = asked(place, more + POSTS + post(ago(9), where="doctors") + KNOWN, Which("services", sectors=frozenset({"health"})))
    assert shared(found) == {("doctors", "nurses"): 0}


def test_by_area_the_families_of_a_pair_add_up_to_all_it_shares(place: Place) -> None:
    async def work(store: GraphStore) -> None:
        await draw(store, WORLD + NURSES + POSTS + KNOWN + known(ago(9)) + known(ago(9), who="ben"))
        found, areas = await by_area(store, View(ON))
        assert areas == ["south", "ward", "not recorded"]
        assert found["academy", "council"] == {"ward": 1, "not recorded": 1}
        assert {pair: own.total() for pair, own in found.items()} == shared(await links(store, View(ON)))

    place.run(work)


def test_a_link_is_as_strong_as_the_side_that_knows_the_family_less_well(place: Place) -> None:
    [link] = asked(place, POSTS + KNOWN, Which(area="ward"), weighed=True)[:1]
    [stronger] = asked(place, known(ago(800), who="amina", whom="north", row="2"), Which(area="ward"), weighed=True)[:1]
    assert link.strength == stronger.strength
    assert link.strength is not None
    assert 0 < link.strength < 0.1


strengths = st.floats(0, 1, allow_nan=False)


def weighed(ties: list[Row], values: list[float]) -> Joined:
    held = of_rows(ON, ties)
    return replace(held, strength=np.array((values + [0.5] * len(ties))[: len(held.unit)]))


@settings(max_examples=200, derandomize=True, deadline=None)
@given(rows, places, st.lists(strengths, max_size=14), st.frozensets(st.sampled_from(["f1", "f2", "f3"])))
def test_every_count_and_strength_over_some_units_is_the_one_made_by_hand(
    ties: list[Row], where: dict[str, frozenset[str]], values: list[float], counted: frozenset[str]
) -> None:
    held = weighed(ties, values)
    flags = np.array([u.id in counted for u in held.units], np.bool_)
    found = linked(held, where, AGENCIES, counted=flags, strength=held.strength)
    assert [x.strength for x in found] == [near(strength_by_hand(held, a, b, where, counted)) for a, b in combinations(AGENCIES, 2)]
    some = [(u, p, since, until, now and u.id in counted) for u, p, since, until, now in ties]
    plain = [by_hand(a, b, some, where) for a, b in combinations(AGENCIES, 2)]
    told = [(x.shared_families, x.people_a, x.people_b, x.pairs_sharing) for x in found]
    assert told == [(x.shared_families, x.people_a, x.people_b, x.pairs_sharing) for x in plain]


def strength_by_hand(held: Joined, a: str, b: str, where: dict[str, frozenset[str]], counted: frozenset[str]) -> float:
    best: dict[tuple[str, Subject], float] = {}
    for n in range(len(held.unit)):
        unit, person = held.units[int(held.unit[n])], held.people[int(held.person[n])]
        if held.now[n] and unit.id in counted:
            for side in where.get(person, ()):
                best[side, unit] = max(best.get((side, unit), 0.0), float(held.strength[n]))
    return sum(min(best[a, u], best[b, u]) for u in held.units if (a, u) in best and (b, u) in best)
