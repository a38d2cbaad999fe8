# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownLambdaType=false
"""Bridges over 30 thousand professionals, beside networkx: from the same starting points, scaled up from few of them."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
from scipy import sparse  # pyright: ignore[reportMissingTypeStubs]

from benchmarks.world import VIEW, World
from graph.store import open_store
from queries.linking.between import PIVOTS, betweenness
from queries.linking.bridges import bridges
from queries.linking.holes import constraint, effective_size
from queries.linking.people_graph import people

PEOPLE, FAMILIES, CASES, WARDS = 30_000, 150_000, 12, 300
FEW = 4
"""Starting points from which networkx is timed; its time for all is that many times as long."""
SAMPLE = 300
"""People of whom networkx works out the constraint."""


def run(world: World) -> None:
    """Print times and ratios."""
    world.fill()
    asyncio.run(_demo(world))
    shared = made_up()
    print(f"made up: {PEOPLE:,} professionals, {shared.nnz // 2:,} pairs of them share a family")
    ours = _timed(f"betweenness from {PIVOTS} starting points", lambda: betweenness(shared))
    tight = _timed("constraint", lambda: constraint(shared))
    _timed("effective size", lambda: effective_size(shared))
    graph: Any = nx.from_scipy_sparse_array(shared, edge_attribute="weight")
    theirs = _timed(f"networkx, betweenness from {FEW}", lambda: nx.betweenness_centrality(graph, k=FEW, seed=1)) * PIVOTS / FEW
    some = list(range(SAMPLE))
    peer = _timed(f"networkx, constraint of {SAMPLE}", lambda: nx.constraint(graph, nodes=some, weight="weight")) * PEOPLE / SAMPLE
    print(f"networkx would take {theirs / ours:.0f} times as long for betweenness, {peer / tight:.0f} times for the constraint")


async def _demo(world: World) -> None:
    async with open_store(world.settings.store) as store:
        await store.history(VIEW)
        graph = await people(store, VIEW)
        start = time.perf_counter()
        found = await bridges(store, VIEW)
        took = time.perf_counter() - start
        print(
            f"this authority: {len(graph.names):,} professionals, {graph.shared.nnz // 2:,} pairs, {len(found):,} bridges in {took:.2f} s"
        )


def made_up() -> Any:
    """Professionals who share families, mostly in their own ward."""
    chance = np.random.default_rng(2041)
    person = np.repeat(np.arange(PEOPLE), CASES)
    ward = np.where(chance.random(len(person)) < 0.95, person % WARDS, chance.integers(0, WARDS, len(person)))
    family = ward * (FAMILIES // WARDS) + chance.integers(0, FAMILIES // WARDS, len(person))
    known = sparse.csr_array((np.ones(len(person), np.int64), (family, person)), shape=(FAMILIES, PEOPLE))
    known.data[:] = 1
    shared: Any = (known.T @ known).tocsr()
    shared.setdiag(0)
    shared.eliminate_zeros()
    return shared


def _timed(name: str, work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    took = time.perf_counter() - start
    print(f"{name:44} {took:8.2f} s")
    return took
