"""Bridges: people, roles and services that join what nobody else joins, and what falls apart without them.

About links, not about anyone's worth: someone is a bridge because of where families happen to be known, and a link that hangs on one
person is the organisations' to mend.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import rustworkx

from graph.model import Post, Professional, View
from graph.store import GraphReader
from queries.knowing.posted import holds
from queries.linking.apart import Parted, parted
from queries.linking.between import betweenness
from queries.linking.holes import constraint, effective_size
from queries.linking.links import ones, placed
from queries.linking.people_graph import People, people
from queries.linking.sides import organisations, works

By = Literal["person", "role", "service"]
NO_ROLE = "role not recorded"


@dataclass(frozen=True, slots=True)
class Bridge:
    """A person, a role or a service, and what only they join.

    `parted` are pairs of organisations that know families in common through them alone, `people` how many they are. Of a person too:
    `between`, the share of shortest ways between two others that run through them (0 to 1, from `starts` starting points), Burt's
    `constraint` (low: their contacts do not know each other) and `effective_size`, and `cut_off`, how many people would be joined to
    the rest no more.
    """

    who: str
    people: int
    parted: tuple[Parted, ...]
    between: float | None = None
    starts: int = 0
    constraint: float | None = None
    effective_size: float | None = None
    cut_off: int = 0

    @property
    def families(self) -> int:
        """Families that the parted organisations know in common, added up over pairs."""
        return sum(p.families for p in self.parted)


async def bridges(reader: GraphReader, view: View, by: By = "person") -> list[Bridge]:
    """All without whom anything falls apart: the most pairs of organisations first, then families, then people, then id."""
    graph = await people(reader, view)
    posts = [p for p in await reader.posts(view, professionals=graph.names) if holds(p, view.on)]
    groups = await _groups(reader, graph, posts, view, by)
    names = sorted({g for own in groups.values() for g in own})
    agencies = await organisations(reader, view)
    where = placed(graph.names, await works(reader, graph.names, view), agencies)
    matrix = _matrix(graph.names, groups, names)
    apart = parted(graph.known, where, matrix, agencies)
    sizes = np.asarray(matrix.sum(axis=0)).ravel().tolist()
    found = [Bridge(g, int(n), tuple(own)) for g, n, own in zip(names, sizes, apart, strict=True)]
    if by == "person":
        found = _measured(graph, found)
    return sorted((b for b in found if b.parted or b.cut_off), key=lambda b: (-len(b.parted), -b.families, -b.cut_off, b.who))


def for_board(found: Iterable[Bridge]) -> list[Bridge]:
    """Those that part pairs of organisations, the most first, then by id: an order by families would tell of numbers that are hidden."""
    return sorted((b for b in found if b.parted), key=lambda b: (-len(b.parted), b.who))


async def _groups(reader: GraphReader, graph: People, posts: Sequence[Post], view: View, by: By) -> Mapping[str, Iterable[str]]:
    """What each person belongs to: themselves, the role of their live posts (or their profession), or the services they work in."""
    if by == "person":
        return {p: (p,) for p in graph.names}
    found: dict[str, set[str]] = {}
    for post in posts:
        one = post.service_id if by == "service" else post.role
        if one:
            found.setdefault(post.professional_id, set()).add(one)
    if by == "role":
        rest = [p for p in graph.names if p not in found]
        told = await reader.entities(Professional, rest, view)
        found |= {p: {told[p].profession or NO_ROLE if p in told else NO_ROLE} for p in rest}
    return found


def _matrix(people: Sequence[str], groups: Mapping[str, Iterable[str]], names: Sequence[str]) -> Any:
    at = {name: n for n, name in enumerate(names)}
    pairs = [(n, at[g]) for n, p in enumerate(people) for g in sorted(groups.get(p, ()))]
    row, column = np.array(pairs, np.int64).reshape(-1, 2).T
    return ones(row, column, len(people), len(names))


def _measured(graph: People, found: Sequence[Bridge]) -> list[Bridge]:
    """The same people, in order of ids, with what the graph says of them."""
    between, starts = betweenness(graph.shared)
    tight, wide, off = constraint(graph.shared), effective_size(graph.shared), cut_off(graph.shared)
    return [
        Bridge(b.who, b.people, b.parted, float(between[n]), starts, _known(tight[n]), _known(wide[n]), off.get(n, 0))
        for n, b in enumerate(found)
    ]


def _known(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def cut_off(shared: Any) -> dict[int, int]:
    """For everyone without whom others fall apart, how many are then joined no more to the larger rest of those they were joined to."""
    graph = _graph(shared)
    found: dict[int, int] = {}
    for person in sorted(rustworkx.articulation_points(graph)):
        around = rustworkx.node_connected_component(graph, person) - {person}
        left = graph.subgraph(sorted(around))
        parts = sorted(map(len, rustworkx.connected_components(left)))
        found[person] = sum(parts[:-1])
    return found


def _graph(shared: Any) -> Any:
    pairs = shared.tocoo()
    first = pairs.row < pairs.col
    graph: Any = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(shared.shape[0]))
    graph.add_edges_from(list(zip(pairs.row[first].tolist(), pairs.col[first].tolist(), pairs.data[first].tolist(), strict=True)))
    return graph
