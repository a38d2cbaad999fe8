"""How agencies are joined: for each pair of organisations the families both know, the people on each side, and who has worked together.

Rules 36 to 38 and 56 of the small print. It says nothing about a child or family, and ranks nobody.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from scipy import sparse  # pyright: ignore[reportMissingTypeStubs]

from graph.model import Organisation, View
from graph.store import GraphReader
from queries.knowing.joined import Joined, joined
from queries.knowing.who_knows import holds
from queries.linking.together import met_before
from queries.numbers.columns import Integers

PAGE = 1000
Works = Mapping[str, frozenset[str]]
"""People, each with the organisations where they hold a post."""


@dataclass(frozen=True, slots=True)
class Link:
    """What joins two organisations, `a` before `b` in order of ids.

    `shared_families` are the families (and children without one) that both know now; `people_a` and `people_b` those on each
    side who know one of these. `pairs_sharing` are pairs of two different people, one of each side, who know one family now;
    `pairs_met_before` those of them whose ties to another family, one they do not both know now, overlapped before the day.
    """

    a: str
    b: str
    shared_families: int
    people_a: int
    people_b: int
    pairs_sharing: int
    pairs_met_before: int


async def links(reader: GraphReader, view: View) -> list[Link]:
    """A link for every pair of organisations, those without anything in common too, by a, then by b."""
    held = await joined(reader, view)
    return linked(held, await works(reader, held.people, view), await organisations(reader, view))


async def organisations(reader: GraphReader, view: View) -> list[str]:
    """The ids of all organisations, ascending."""
    found: list[str] = []
    while page := await reader.page(Organisation, view, after=found[-1] if found else "", first=PAGE):
        found += [o.id for o in page]
    return found


async def works(reader: GraphReader, people: Sequence[str], view: View) -> dict[str, frozenset[str]]:
    """Where these people hold a post on the day; who holds none is left out (rule 56)."""
    found: dict[str, set[str]] = {}
    for post in await reader.posts(view, professionals=people):
        if post.organisation_id and holds(post, view.on):
            found.setdefault(post.professional_id, set()).add(post.organisation_id)
    return {p: frozenset(own) for p, own in found.items()}


def linked(held: Joined, where: Works, names: Sequence[str]) -> list[Link]:
    """The links between these organisations."""
    known = _matrix(held.unit[held.now], held.person[held.now], len(held.units), len(held.people))
    posts = _posts(held.people, where, names)
    knows = _sign(known @ posts)
    shared, people = (knows.T @ knows).toarray(), (posts.T @ _sign(known.T @ knows)).toarray()
    one, other = _pairs(known)
    before = met_before(held, one, other)
    sharing, met = _between(posts, one, other), _between(posts, one[before], other[before])
    return [
        Link(names[a], names[b], int(shared[a, b]), int(people[a, b]), int(people[b, a]), int(sharing[a, b]), int(met[a, b]))
        for a, b in combinations(range(len(names)), 2)
    ]


def _pairs(known: Any) -> tuple[Integers, Integers]:
    """Every two people who know one unit, the first in order first."""
    both = (known.T @ known).tocoo()
    first = both.row < both.col
    return both.row[first].astype(np.int64), both.col[first].astype(np.int64)


def _matrix(row: Integers, column: Integers, rows: int, columns: int) -> Any:
    """Ones at these places."""
    return _sign(sparse.csr_array((np.ones(len(row), np.int64), (row, column)), shape=(rows, columns)))


def _sign(counts: Any) -> Any:
    """One wherever there is anything."""
    counts.data[:] = 1
    return counts


def _posts(people: Sequence[str], where: Works, names: Sequence[str]) -> Any:
    """People by organisations."""
    at = {name: n for n, name in enumerate(names)}
    pairs = [(n, at[o]) for n, p in enumerate(people) for o in sorted(where.get(p, ())) if o in at]
    row, column = np.array(pairs, np.int64).reshape(-1, 2).T
    return _matrix(row, column, len(people), len(names))


def _between(posts: Any, one: Integers, other: Integers) -> Any:
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
