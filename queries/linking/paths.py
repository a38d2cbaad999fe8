"""How two people are connected: by way of whom, and by how many families that both of each step know."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from scipy import sparse  # pyright: ignore[reportMissingTypeStubs]
from scipy.sparse import csgraph  # pyright: ignore[reportMissingTypeStubs]

from graph.errors import UnknownId
from graph.model import Professional, View
from graph.store import GraphReader
from queries.linking.people_graph import People, people
from queries.numbers.columns import Floats

HALF = 2
"""Families in common at which two people count as half connected [D]."""


@dataclass(frozen=True, slots=True)
class Path:
    """People from one to the other, and for each step how many families both know; `strength` is that of the whole way, 0 to 1.

    A step of n families has n/(n + 2), a way the product of its steps: two people who share one family are connected more loosely than two
    who both share ten with a third.
    """

    people: tuple[str, ...]
    shared: tuple[int, ...]

    @property
    def strength(self) -> float:
        """The product of n/(n + 2) over the steps."""
        return float(np.prod([n / (n + HALF) for n in self.shared]))


@dataclass(frozen=True, slots=True)
class Connection:
    """The way with the fewest steps, and the strongest; None where they are not connected."""

    shortest: Path | None
    strongest: Path | None


async def connection(reader: GraphReader, one: str, other: str, view: View) -> Connection:
    """How two people are connected on the day, through people whom this viewer may see. Errors: UnknownId."""
    held = await reader.entities(Professional, [one, other], view)
    if missing := [p for p in dict.fromkeys((one, other)) if p not in held]:
        raise UnknownId(*missing)
    return connected(await people(reader, view), one, other)


def connected(graph: People, one: str, other: str) -> Connection:
    """How two people of a graph are connected; of equal ways the first by id, step for step."""
    at = {name: n for n, name in enumerate(graph.names)}
    if one not in at or other not in at or one == other:
        return Connection(None, None)
    steps = graph.shared.astype(bool).astype(np.float64).tocsr()
    loose = graph.shared.astype(np.float64).tocsr()
    loose.data = -np.log(loose.data / (loose.data + HALF))
    return Connection(*(_way(graph, lengths, at[one], at[other]) for lengths in (steps, loose)))


def _distances(lengths: Any, end: int) -> Floats:
    return csgraph.dijkstra(sparse.csr_matrix(lengths), directed=False, indices=end)  # pyright: ignore


def _way(graph: People, lengths: Any, start: int, end: int) -> Path | None:
    """The shortest way by some lengths: distances to the end by Dijkstra, then from the start to whoever is next on a shortest way."""
    left = _distances(lengths, end)
    if not np.isfinite(left[start]):
        return None
    way, here = [start], start
    while here != end:
        row = slice(lengths.indptr[here], lengths.indptr[here + 1])
        ahead: Any = lengths.indices[row]
        length: Any = lengths.data[row]
        fits: Any = np.isclose(left[ahead] + length, left[here], rtol=0, atol=1e-9) & (left[ahead] < left[here])
        here = int(ahead[fits].min())
        way.append(here)
    shared = (int(graph.shared[a, b]) for a, b in pairwise(way))
    return Path(tuple(graph.names[n] for n in way), tuple(shared))
