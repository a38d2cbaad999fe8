# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
"""Bridges, communities, anchors and ways between people: drawn by hand on both stores, and against counting one by one."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse  # pyright: ignore[reportMissingTypeStubs]

from graph.errors import UnknownId
from graph.model import View
from graph.store import GraphStore
from queries.linking.anchors import Anchor, anchors
from queries.linking.apart import Parted, parted
from queries.linking.bridges import NO_ROLE, bridges, cut_off
from queries.linking.communities import adjusted_rand, communities, communities_of
from queries.linking.paths import Connection, Path, connected, connection
from queries.linking.people_graph import People
from tests.conformance.drawing import draw
from tests.conftest import Place
from tests.queries.drawn import ON

T = TypeVar("T")
VIEW = View(ON)
AGENCIES = """
    (council:Organisation)
    (academy:Organisation)
    (clinic:Organisation)
    (team:Service)
    (school:Service)
    (health:Service)
    (team)-[:PART_OF]->(council)
    (school)-[:PART_OF]->(academy)
    (health)-[:PART_OF]->(clinic)
    (amina:Professional profession='social worker')
    (ben:Professional)
    (cara:Professional)
    (dan:Professional profession=caretaker)
    (amina)-[:WORKS_IN role='social worker' since=2020-01-01]->(team)
    (ben)-[:WORKS_IN role=tutor since=2020-01-01]->(school)
    (cara)-[:WORKS_IN role=tutor since=2020-01-01]->(school)
    (f1:Family)
    (f2:Family)
    (f3:Family)
"""
KNOWN = """
    (amina)-[:KNOWS since=2024-01-01]->(f1)
    (ben)-[:KNOWS since=2024-01-01]->(f1)
    (amina)-[:KNOWS since=2024-01-01]->(f2)
    (cara)-[:KNOWS since=2024-01-01]->(f2)
    (dan)-[:KNOWS since=2024-01-01]->(f2)
    (dan)-[:KNOWS since=2024-01-01]->(f3)
"""


def drawn(place: Place, work: Callable[[GraphStore], Awaitable[T]]) -> T:
    async def inside(store: GraphStore) -> T:
        await draw(store, AGENCIES + KNOWN)
        return await work(store)

    return place.run(inside)


def test_who_alone_joins_two_organisations_is_a_bridge_and_who_shares_it_is_none(place: Place) -> None:
    [found] = drawn(place, lambda store: bridges(store, VIEW))
    assert (found.who, found.parted, found.cut_off) == ("amina", (Parted("council", "academy", 2),), 1)
    assert found.between == pytest.approx(2 / 3)
    assert found.starts == 4


def test_a_role_holds_what_all_its_people_hold_together(place: Place) -> None:
    found = drawn(place, lambda store: bridges(store, VIEW, "role"))
    told = [(b.who, b.people, b.parted) for b in found]
    assert told == [
        ("social worker", 1, (Parted("council", "academy", 2),)),
        ("tutor", 2, (Parted("academy", "council", 2),)),
    ]


def test_a_service_holds_what_its_people_hold_and_who_has_no_post_is_in_none(place: Place) -> None:
    found = drawn(place, lambda store: bridges(store, VIEW, "service"))
    assert [(b.who, b.people) for b in found] == [("school", 2), ("team", 1)]


def test_without_post_or_profession_the_role_says_so(place: Place) -> None:
    async def work(store: GraphStore) -> Any:
        await draw(store, "(eve:Professional) (x:Family)".replace(") (", ")\n(") + "\n(eve)-[:KNOWS since=2024-01-01]->(x)")
        return await bridges(store, VIEW, "role")

    assert place.run(work) == []
    assert NO_ROLE == "role not recorded"


def test_anchors_count_ties_to_other_organisations_and_the_share_by_size(place: Place) -> None:
    found = drawn(place, lambda store: anchors(store, VIEW))
    assert found == [Anchor("academy", 2, 2, 0.5, 2 / 3), Anchor("council", 1, 2, 0.5, 1 / 3)]
    assert [a.each for a in found] == [1, 2]


def test_two_people_are_connected_by_way_of_whom_they_share_families_with(place: Place) -> None:
    found = drawn(place, lambda store: connection(store, "ben", "dan", VIEW))
    way = Path(("ben", "amina", "dan"), (1, 1))
    assert found == Connection(way, way)
    assert way.strength == pytest.approx(1 / 9)


def test_nobody_unknown_is_connected_and_who_knows_nobody_is_not(place: Place) -> None:
    with pytest.raises(UnknownId):
        drawn(place, lambda store: connection(store, "ben", "nobody", VIEW))

    async def work(store: GraphStore) -> Connection:
        await draw(store, AGENCIES + KNOWN + "(zoe:Professional)")
        return await connection(store, "ben", "zoe", VIEW)

    assert place.run(work) == Connection(None, None)


def test_communities_are_those_who_share_families_the_same_from_every_seed(place: Place) -> None:
    found = drawn(place, lambda store: communities(store, VIEW))
    assert sorted(p for c in found.found for p in c.people) == ["amina", "ben", "cara", "dan"]
    again = drawn(place, lambda store: communities(store, VIEW))
    assert found == again


# Graphs without a store


def people(edges: list[tuple[int, int, int]], size: int) -> People:
    shared = np.zeros((size, size), np.int64)
    for a, b, n in edges:
        if a != b:
            shared[a, b] = shared[b, a] = n
    return People(tuple(f"p{n}" for n in range(size)), None, sparse.csr_array(shared))


def test_two_groups_joined_by_one_are_two_communities_beside_the_chart() -> None:
    first = [(a, b, 5) for a in range(4) for b in range(a)]
    second = [(a + 4, b + 4, 5) for a, b, _ in first]
    graph = people([*first, *second, (0, 4, 1)], 8)
    where = {f"p{n}": frozenset({"x" if n < 4 else "y"}) for n in range(8)}
    found = communities_of(graph, where)
    assert [c.people for c in found.found] == [("p0", "p1", "p2", "p3"), ("p4", "p5", "p6", "p7")]
    assert (found.stability, found.like_chart) == (1, 1)
    assert [c.largest_share for c in found.found] == [1, 1]


def test_nobody_is_no_community() -> None:
    found = communities_of(people([], 3), {})
    assert (found.found, found.stability, found.like_chart) == ((), None, None)


def test_the_strongest_way_may_be_longer_than_the_shortest() -> None:
    found = connected(people([(0, 3, 1), (0, 1, 30), (1, 2, 30), (2, 3, 30)], 4), "p0", "p3")
    assert found.shortest == Path(("p0", "p3"), (1,))
    assert found.strongest == Path(("p0", "p1", "p2", "p3"), (30, 30, 30))


def test_of_equal_ways_it_is_the_first_by_id() -> None:
    found = connected(people([(0, 2, 1), (0, 1, 1), (1, 3, 1), (2, 3, 1)], 4), "p0", "p3")
    assert found.shortest == found.strongest == Path(("p0", "p1", "p3"), (1, 1))


edges = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 4)), max_size=14)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(edges)
def test_ways_are_as_short_and_as_strong_as_any(drawn: list[tuple[int, int, int]]) -> None:
    graph = people(drawn, 7)
    peer: Any = nx.Graph()
    peer.add_nodes_from(range(7))
    for a, b in zip(*graph.shared.nonzero(), strict=True):
        n = int(graph.shared[a, b])
        peer.add_edge(int(a), int(b), loose=-np.log(n / (n + 2)))
    found = connected(graph, "p0", "p6")
    if not nx.has_path(peer, 0, 6):
        assert found == Connection(None, None)
        return
    assert found.shortest
    assert found.strongest
    assert len(found.shortest.shared) == nx.shortest_path_length(peer, 0, 6)
    assert -np.log(found.strongest.strength) == pytest.approx(nx.dijkstra_path_length(peer, 0, 6, weight="loose"))


@settings(max_examples=200, derandomize=True, deadline=None)
@given(edges)
def test_who_is_cut_off_is_who_networkx_leaves_behind(drawn: list[tuple[int, int, int]]) -> None:
    graph = people(drawn, 7)
    peer: Any = nx.Graph()
    peer.add_edges_from(zip(*graph.shared.nonzero(), strict=True))
    expected: dict[int, int] = {}
    points: Any = nx.articulation_points(peer)
    for person in points:
        rest = peer.subgraph(nx.node_connected_component(peer, person) - {person})
        parts: Any = nx.connected_components(rest)
        expected[int(person)] = sum(sorted(map(len, parts))[:-1])
    assert cut_off(graph.shared) == expected


places = st.lists(st.frozensets(st.integers(0, 2), max_size=2), min_size=4, max_size=4)
knowing = st.lists(st.frozensets(st.integers(0, 3), max_size=3), min_size=1, max_size=5)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(knowing, places)
def test_what_falls_apart_is_what_is_gone_when_they_are_taken_out(units: list[frozenset[int]], where: list[frozenset[int]]) -> None:
    known, posts = (_matrix(rows, size) for rows, size in ((units, 4), (where, 3)))
    found = parted(known, posts, sparse.csr_array(np.eye(4, dtype=np.int64)), "xyz")
    for person in range(4):
        expected = [
            Parted("xyz"[own], "xyz"[other], len(both))
            for own in sorted(where[person])
            for other in range(3)
            if other != own and (both := _both(units, where, own, other, set())) and not _both(units, where, own, other, {(person, own)})
        ]
        assert found[person] == expected


def _both(units: list[frozenset[int]], where: list[frozenset[int]], own: int, other: int, out: set[tuple[int, int]]) -> list[int]:
    """Units that both organisations know, when some people's posts count for nothing."""

    def knows(unit: frozenset[int], side: int) -> bool:
        return any(side in where[p] and (p, side) not in out for p in unit)

    return [n for n, unit in enumerate(units) if knows(unit, own) and knows(unit, other)]


def _matrix(rows: list[frozenset[int]], columns: int) -> Any:
    return sparse.csr_array(np.array([[int(c in row) for c in range(columns)] for row in rows], np.int64))


def test_two_ways_of_dividing_are_alike_by_more_than_chance() -> None:
    assert adjusted_rand("aabb", "ccdd") == 1
    assert adjusted_rand("abcd", "aaaa") == 0
    assert adjusted_rand("a", "b") is None
