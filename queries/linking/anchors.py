"""Anchors: the organisations that hold most of what joins agencies, with the caveat of size.

A large organisation holds many ties because it is large: beside the count stand ties for each of its people, and the share that it would
hold if all people held alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.model import View
from graph.store import GraphReader
from queries.linking.links import Works, placed
from queries.linking.people_graph import People, people
from queries.linking.sides import organisations, works

FEWEST = 5
"""Fewer people or ties than this are not told to boards, nor are communities of fewer people."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """An organisation: its `people` who know anyone now, and the `ties` of theirs to people who work elsewhere and not there.

    A tie is a pair of people who know one family. `share` is of all ties between organisations, each counted at both its ends;
    `by_size` the share of people.
    """

    organisation: str
    people: int
    ties: int
    share: float
    by_size: float

    @property
    def each(self) -> float:
        """Ties for each of its people."""
        return self.ties / self.people if self.people else 0.0


async def anchors(reader: GraphReader, view: View) -> list[Anchor]:
    """Every organisation with people who know anyone: the most ties first, then by id."""
    graph = await people(reader, view)
    return anchors_of(graph, await works(reader, graph.names, view), await organisations(reader, view))


def anchors_of(graph: People, where: Works, names: Sequence[str]) -> list[Anchor]:
    """The anchors of a graph."""
    posts = placed(graph.names, where, names)
    shared = graph.shared.astype(bool).astype(np.int64)
    sizes = np.asarray(posts.sum(axis=0)).ravel()
    elsewhere = (np.asarray(posts.sum(axis=1)).ravel() > 0).astype(np.int64)
    ties = [int((shared[staff] @ elsewhere).sum() - shared[staff][:, staff].sum()) for staff in _staff(posts)]
    every, everyone = max(sum(ties), 1), max(int(sizes.sum()), 1)
    found = [Anchor(o, int(n), t, t / every, int(n) / everyone) for o, n, t in zip(names, sizes.tolist(), ties, strict=True) if n]
    return sorted(found, key=lambda a: (-a.ties, a.organisation))


def _staff(posts: Any) -> list[Any]:
    """The people of each organisation, by their places."""
    columns = posts.tocsc()
    return [columns.indices[columns.indptr[n] : columns.indptr[n + 1]] for n in range(columns.shape[1])]
