"""Who works with whom: people in post, joined where they know the same family (or child without one) now."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.model import View
from graph.store import GraphReader
from queries.knowing.joined import Joined, joined
from queries.linking.links import ones


@dataclass(frozen=True, slots=True)
class People:
    """Everyone who knows anyone now, by id, and for each two of them how many families (or children without one) both know.

    `known` has units as rows and people as columns, one where one knows the other; `shared` people by people, nothing on the diagonal,
    both SciPy CSR.
    """

    names: tuple[str, ...]
    known: Any
    shared: Any


async def people(reader: GraphReader, view: View) -> People:
    """Everyone in post who knows anyone on the day."""
    return people_of(await joined(reader, view))


def people_of(held: Joined) -> People:
    """The people of some columns."""
    now = held.now
    here, who = np.unique(held.person[now], return_inverse=True)
    known = ones(held.unit[now], who, len(held.units), len(here))
    return People(tuple(held.people[int(n)] for n in here), known, _shared(known))


def _shared(known: Any) -> Any:
    both = (known.T @ known).tocsr()
    both.setdiag(0)
    both.eliminate_zeros()
    both.sort_indices()
    return both
