"""How agencies are joined: for each pair of organisations the families both know, the people on each side, and who has worked together.

Rules 36 to 38 and 56 of the small print; pairs of services by the same rules. It says nothing about a child or family, and ranks nobody.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from scipy import sparse  # pyright: ignore[reportMissingTypeStubs]

from graph.model import View
from graph.store import GraphReader
from queries.knowing.joined import Joined, joined
from queries.linking.areas import living_in
from queries.linking.sides import EVERYTHING, Which, Works, names, works
from queries.linking.strength import strengths
from queries.linking.together import met_before
from queries.numbers.columns import Flags, Floats, Integers


@dataclass(frozen=True, slots=True)
class Link:
    """What joins two organisations (or services), `a` before `b` in order of ids.

    `shared_families` are the families (and children without one) that both know now; `people_a` and `people_b` those on each
    side who know one of these. `pairs_sharing` are pairs of two different people, one of each side, who know one family now;
    `pairs_met_before` those of them whose ties to another family, one they do not both know now, overlapped before the day.
    `strength`, where it was asked for, adds up over shared families the best tie of the side that knows the family less well.
    """

    a: str
    b: str
    shared_families: int
    people_a: int
    people_b: int
    pairs_sharing: int
    pairs_met_before: int
    strength: float | None = None


async def links(reader: GraphReader, view: View, which: Which = EVERYTHING, *, weighed: bool = False) -> list[Link]:
    """A link for every pair asked for, those without anything in common too, by a, then by b. Errors: BadInput."""
    sides = await names(reader, view, which)
    held = await joined(reader, view)
    where = await works(reader, held.people, view, which.between)
    counted = await living_in(reader, held.units, view, which.area) if which.area else None
    strength = held.strength if weighed else None
    return await asyncio.to_thread(linked, held, where, sides, counted=counted, strength=strength)


def linked(held: Joined, where: Works, names: Sequence[str], *, counted: Flags | None = None, strength: Floats | None = None) -> list[Link]:
    """The links between these organisations, over the units that are counted; who met before may have met over any other."""
    now = held.now if counted is None else held.now & counted[held.unit]
    known = ones(held.unit[now], held.person[now], len(held.units), len(held.people))
    posts = placed(held.people, where, names)
    knows = sign(known @ posts)
    shared, people = (knows.T @ knows).toarray(), (posts.T @ sign(known.T @ knows)).toarray()
    one, other = pairs_sharing(known)
    before = met_before(held, one, other)
    sharing, met = between(posts, one, other), between(posts, one[before], other[before])
    weights = None if strength is None else strengths(held.unit[now], held.person[now], strength[now], posts)
    return [
        Link(
            names[a],
            names[b],
            int(shared[a, b]),
            int(people[a, b]),
            int(people[b, a]),
            int(sharing[a, b]),
            int(met[a, b]),
            None if weights is None else float(weights[a, b]),
        )
        for a, b in combinations(range(len(names)), 2)
    ]


def knowing(held: Joined, where: Works, names: Sequence[str]) -> Any:
    """Units by organisations: one where someone with a post there knows the unit now."""
    known = ones(held.unit[held.now], held.person[held.now], len(held.units), len(held.people))
    return sign(known @ placed(held.people, where, names))


def pairs_sharing(known: Any) -> tuple[Integers, Integers]:
    """Every two people who know one unit, the first in order first."""
    both = (known.T @ known).tocoo()
    first = both.row < both.col
    return both.row[first].astype(np.int64), both.col[first].astype(np.int64)


def ones(row: Integers, column: Integers, rows: int, columns: int) -> Any:
    """Ones at these places."""
    return sign(sparse.csr_array((np.ones(len(row), np.int64), (row, column)), shape=(rows, columns)))


def sign(counts: Any) -> Any:
    """One wherever there is anything."""
    counts.data[:] = 1
    return counts


def placed(people: Sequence[str], where: Works, names: Sequence[str]) -> Any:
    """People by organisations."""
    at = {name: n for n, name in enumerate(names)}
    pairs = [(n, at[o]) for n, p in enumerate(people) for o in sorted(where.get(p, ())) if o in at]
    row, column = np.array(pairs, np.int64).reshape(-1, 2).T
    return ones(row, column, len(people), len(names))


def between(posts: Any, one: Integers, other: Integers) -> Any:
    """How many of these pairs of people stand with one foot in each of two organisations; each pair once, whoever is where."""
    size = posts.shape[0]
    pairs = sparse.csr_array((np.ones(len(one), np.int64), (one, other)), shape=(size, size))
    crossed = (posts.T @ pairs @ posts).toarray()
    counts = crossed + crossed.T
    for (a, b), twice in _both_in_both(posts, one, other).items():
        counts[a, b] -= twice
        counts[b, a] -= twice
    return counts


def _both_in_both(posts: Any, one: Integers, other: Integers) -> Counter[tuple[int, int]]:
    """Pairs of people who both work in both of two organisations, by these two: they were counted from either side."""
    several = np.diff(posts.indptr) > 1
    found: Counter[tuple[int, int]] = Counter()
    for p, q in zip(*(side[several[one] & several[other]] for side in (one, other)), strict=True):
        mine, theirs = (posts.indices[posts.indptr[x] : posts.indptr[x + 1]] for x in (p, q))
        found.update(combinations(np.intersect1d(mine, theirs).tolist(), 2))
    return found
