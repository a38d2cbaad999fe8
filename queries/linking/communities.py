"""Communities: groups of people who actually work together, beside the organisation chart.

Found by Leiden [S: Traag, Waltman and van Eck 2019] over the families people share. It is drawn by chance, so it is run from several
seeds, and how alike the outcomes are is part of the answer: where they differ much, don't build on it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Any

import numpy as np
from scipy import sparse  # pyright: ignore[reportMissingTypeStubs]
from sknetwork.clustering import Leiden, get_modularity  # pyright: ignore[reportMissingTypeStubs]

from graph.model import View
from graph.store import GraphReader
from queries.linking.people_graph import People, people
from queries.linking.sides import works

SEEDS = 10
SEED = 2041


@dataclass(frozen=True, slots=True)
class Community:
    """People who share families with each other more than with others, by id; and how many of them each organisation has.

    Who works in several organisations counts for each, who has no post for none.
    """

    people: tuple[str, ...]
    organisations: Mapping[str, int]

    @property
    def largest_share(self) -> float:
        """The share of its people, 0 to 1, that belong to the organisation with the most of them."""
        return max(self.organisations.values(), default=0) / len(self.people)


@dataclass(frozen=True, slots=True)
class Communities:
    """The communities of the best of several runs, the largest first.

    `modularity` is how far ties stay inside them (Newman 2006), `stability` how alike two runs are on average, and `like_chart` how alike
    they are to the organisations: both adjusted Rand indices (Hubert and Arabie 1985), 1 the same, 0 no more than by chance; None where
    there is nothing to compare.
    """

    found: tuple[Community, ...]
    modularity: float
    stability: float | None
    like_chart: float | None
    seeds: int


async def communities(reader: GraphReader, view: View, *, seeds: int = SEEDS, seed: int = SEED) -> Communities:
    """Who works together on the day. Who shares no family with anyone is in none."""
    graph = await people(reader, view)
    return communities_of(graph, await works(reader, graph.names, view), seeds=seeds, seed=seed)


def communities_of(graph: People, where: Mapping[str, frozenset[str]], *, seeds: int = SEEDS, seed: int = SEED) -> Communities:
    """The communities of a graph; `where` says in which organisations people work."""
    joined = np.flatnonzero(np.diff(graph.shared.indptr))
    if not len(joined):
        return Communities((), 0.0, None, None, seeds)
    ties = sparse.csr_matrix(graph.shared[joined][:, joined].astype(np.float64))
    runs = [_run(ties, seed + n) for n in range(seeds)]
    quality = [_quality(ties, labels) for labels in runs]
    best = int(np.argmax(quality))
    names = [graph.names[n] for n in joined.tolist()]
    alike = [adjusted_rand(one, other) for one, other in combinations(runs, 2)]
    stability = float(np.mean([a for a in alike if a is not None])) if alike else None
    return Communities(_told(names, runs[best], where), quality[best], stability, _like_chart(names, runs[best], where), seeds)


def _run(ties: Any, seed: int) -> list[int]:
    labels: Any = Leiden(shuffle_nodes=True, random_state=seed).fit_predict(ties)  # pyright: ignore[reportUnknownMemberType]
    return labels.tolist()


def _quality(ties: Any, labels: Sequence[int]) -> float:
    found: Any = get_modularity(ties, np.array(labels))
    return float(found)


def _told(names: Sequence[str], labels: Sequence[int], where: Mapping[str, frozenset[str]]) -> tuple[Community, ...]:
    groups: dict[int, list[str]] = {}
    for name, label in zip(names, labels, strict=True):
        groups.setdefault(label, []).append(name)
    found = [Community(tuple(own), dict(sorted(Counter(o for p in own for o in where.get(p, ())).items()))) for own in groups.values()]
    return tuple(sorted(found, key=lambda c: (-len(c.people), c.people)))


def _like_chart(names: Sequence[str], labels: Sequence[int], where: Mapping[str, frozenset[str]]) -> float | None:
    """How alike the communities are to the organisations, over those who work in exactly one."""
    placed = [(min(where[p]), label) for p, label in zip(names, labels, strict=True) if len(where.get(p, ())) == 1]
    return adjusted_rand([o for o, _ in placed], [label for _, label in placed])


def adjusted_rand(one: Sequence[object], other: Sequence[object]) -> float | None:
    """How alike two ways of dividing the same things are: 1 the same, about 0 by chance; None for fewer than two things.

    >>> adjusted_rand([1, 1, 2, 2], [5, 5, 6, 6]), round(adjusted_rand([1, 1, 2, 2], [1, 2, 1, 2]) or 0, 6)
    (1.0, -0.5)
    """
    if len(one) < 2:
        return None
    together = sum(comb(n, 2) for n in Counter(zip(one, other, strict=True)).values())
    first, second = (sum(comb(n, 2) for n in Counter(side).values()) for side in (one, other))
    expected, most = first * second / comb(len(one), 2), (first + second) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)
