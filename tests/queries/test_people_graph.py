# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
"""The graph of people: betweenness, constraint and effective size as networkx has them, and on graphs drawn by hand."""

import math
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse  # pyright: ignore[reportMissingTypeStubs]

from queries.linking.between import betweenness
from queries.linking.holes import constraint, effective_size

graphs = st.integers(1, 9).flatmap(
    lambda n: st.tuples(st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1), st.integers(1, 5)), max_size=24))
)


def both(size: int, edges: list[tuple[int, int, int]]) -> tuple[Any, Any]:
    """The same graph as a matrix and in networkx."""
    graph: Any = nx.Graph()
    matrix = np.zeros((size, size), np.int64)
    graph.add_nodes_from(range(size))
    for a, b, weight in edges:
        if a != b:
            graph.add_edge(a, b, weight=weight)
            matrix[a, b] = matrix[b, a] = weight
    return sparse.csr_array(matrix), graph


def in_order(values: dict[int, float]) -> list[float]:
    return [values[n] for n in sorted(values)]


@settings(max_examples=300, derandomize=True, deadline=None)
@given(graphs)
def test_betweenness_is_that_of_networkx(drawn: tuple[int, list[tuple[int, int, int]]]) -> None:
    matrix, graph = both(*drawn)
    found, _ = betweenness(matrix)
    assert found.tolist() == pytest.approx(in_order(nx.betweenness_centrality(graph)), abs=1e-12)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(graphs)
def test_constraint_and_effective_size_are_those_of_networkx(drawn: tuple[int, list[tuple[int, int, int]]]) -> None:
    matrix, graph = both(*drawn)
    assert constraint(matrix).tolist() == pytest.approx(in_order(nx.constraint(graph, weight="weight")), abs=1e-12, nan_ok=True)
    assert effective_size(matrix).tolist() == pytest.approx(in_order(nx.effective_size(graph)), abs=1e-12, nan_ok=True)


def test_in_a_star_all_ways_run_through_the_middle() -> None:
    matrix, _ = both(5, [(0, n, 1) for n in range(1, 5)])
    found, starts = betweenness(matrix)
    assert (found.tolist(), starts) == ([1, 0, 0, 0, 0], 5)
    assert effective_size(matrix).tolist() == [4, 1, 1, 1, 1]
    assert constraint(matrix).tolist() == pytest.approx([0.25, 1, 1, 1, 1])


def test_who_is_joined_to_nobody_has_no_constraint_and_no_size() -> None:
    matrix, _ = both(2, [])
    assert all(map(math.isnan, [*constraint(matrix).tolist(), *effective_size(matrix).tolist()]))
    assert betweenness(matrix)[0].tolist() == [0, 0]


def test_from_some_starting_points_it_is_an_estimate_close_to_all() -> None:
    graph: Any = nx.barbell_graph(30, 5)  # pyright: ignore[reportUnknownMemberType]
    matrix: Any = nx.to_scipy_sparse_array(graph, dtype=np.int64)  # pyright: ignore[reportUnknownMemberType]
    whole, every = betweenness(matrix)
    some, starts = betweenness(matrix, exact=10, pivots=40)
    assert (every, starts) == (65, 40)
    assert some.argmax() in range(30, 35)
    assert np.abs(some - whole).max() < 0.12
    assert betweenness(matrix, exact=10, pivots=40)[0].tolist() == some.tolist()
