"""Missing links: agencies that know many of the same families, and of whose people no two have met; and whom to introduce.

It says who could usefully talk to whom, never that anyone failed to.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse  # pyright: ignore[reportMissingTypeStubs]

from graph.arrays import first_of_each, sorted_by
from graph.model import Professional, View
from graph.store import GraphReader
from queries.knowing.joined import Joined, of_standing
from queries.knowing.standing import Standing, standing
from queries.linking.areas import living_in
from queries.linking.in_touch import in_touch
from queries.linking.links import Link, between, linked, placed
from queries.linking.sides import EVERYTHING, Which, Works, names, working
from queries.numbers.columns import Flags, Integers

MANY = 5
"""Shared families from which on a link is missed, unless another number is given."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Two organisations (or services), `a` before `b`, that share families and of whose people no two have met.

    `person_a` and `person_b` are the two to introduce, `both_know` the families that both of them know now, `strength` how well: over
    these the sum of the smaller of their strengths. `role_a` and `role_b` say what they do, where it is told.
    """

    a: str
    b: str
    shared_families: int
    person_a: str
    person_b: str
    role_a: str | None
    role_b: str | None
    both_know: int
    strength: float

    @property
    def because(self) -> tuple[str, ...]:
        """Why these two, in plain sentences with ids."""
        return (
            f"{self.person_a} and {self.person_b} both know {_families(self.both_know)} now: "
            f"no two people of {self.a} and {self.b} know more together.",
            "Nobody of the two sides is known to have met: no two of them worked together for another family before, "
            "or were in touch with one family on one day.",
        )


class Two(NamedTuple):
    """Two people to introduce, the families both know now, and how well."""

    one: str
    other: str
    both_know: int
    strength: float


def _families(count: int) -> str:
    return "1 family" if count == 1 else f"{count:,} families"


async def missing(reader: GraphReader, view: View, which: Which = EVERYTHING, least: int = MANY) -> list[Missing]:
    """The missing links, those with most shared families first, then by a and b. Errors: BadInput."""
    sides = await names(reader, view, which)
    stand = await standing(reader, view)
    held, where = of_standing(stand), working(stand.posts, view.on, which.between)
    counted = await living_in(reader, held.units, view, which.area) if which.area else None
    touched = await asyncio.to_thread(met_someone, stand, held, where, sides)
    found = await asyncio.to_thread(unmet, held, where, sides, touched, counted=counted, least=least)
    roles = await _roles(reader, view, where, stand, {p for _, two in found for p in (two.one, two.other)})
    return [_told(link, two, roles) for link, two in found]


def met_someone(stand: Standing, held: Joined, where: Works, sides: Sequence[str]) -> Any:
    """For every two sides how many pairs of their people have been in touch with one family on one day, or work in both."""
    place = {p: n for n, p in enumerate(stand.history.people)}
    own = np.full(len(place), -1, np.int64)
    own[[place[p] for p in held.people]] = np.arange(len(held.people))
    one, other = (own[side] for side in in_touch(stand))
    here = (one >= 0) & (other >= 0)
    posts = placed(held.people, where, sides)
    return between(posts, one[here], other[here]) + (posts.T @ posts).toarray()


def unmet(
    held: Joined, where: Works, sides: Sequence[str], touched: Any, *, counted: Flags | None = None, least: int = MANY
) -> list[tuple[Link, Two]]:
    """The links where nobody has met, each with the two to introduce, the families both know, and how well."""
    at = {name: n for n, name in enumerate(sides)}
    wanted = [
        link
        for link in linked(held, where, sides, counted=counted)
        if link.shared_families >= least and not link.pairs_met_before and not touched[at[link.a], at[link.b]]
    ]
    best = _best(held, held.now if counted is None else held.now & counted[held.unit])
    posts = placed(held.people, where, sides).tocsc()
    both = _ones(best).T @ _ones(best)
    found = [(link, _two(held, best, both, _column(posts, at[link.a]), _column(posts, at[link.b]))) for link in wanted]
    return sorted(found, key=lambda row: (-row[0].shared_families, row[0].a, row[0].b))


def _best(held: Joined, now: Flags) -> Any:
    """Units by people: how well each knows each, by their strongest tie; a strength of 0 is kept as an entry."""
    unit, person, strength = held.unit[now], held.person[now], held.strength[now]
    order = sorted_by(unit, person)
    unit, person, strength = unit[order], person[order], strength[order]
    starts = np.flatnonzero(first_of_each(unit, person)) if len(unit) else np.arange(0)
    most = np.maximum.reduceat(strength, starts) if len(starts) else strength
    return sparse.csc_array((most, (unit[starts], person[starts])), shape=(len(held.units), len(held.people)))


def _ones(table: Any) -> Any:
    ones = table.copy()
    ones.data = np.ones(len(ones.data), np.int64)
    return ones


def _column(table: Any, n: int) -> Integers:
    return table.indices[table.indptr[n] : table.indptr[n + 1]].astype(np.int64)


def _two(held: Joined, best: Any, both: Any, here: Integers, there: Integers) -> Two:
    """The two who know most families together, then best, then the first in order of ids."""
    counts = both[here][:, there].tocoo()
    most = counts.data.max()
    top = [(int(here[r]), int(there[c])) for r, c, n in zip(counts.row, counts.col, counts.data, strict=True) if n == most]
    strength = {pair: _together(best, *pair) for pair in top}
    p, q = min(top, key=lambda pair: (-strength[pair], held.people[pair[0]], held.people[pair[1]]))
    return Two(held.people[p], held.people[q], int(most), strength[p, q])


def _together(best: Any, p: int, q: int) -> float:
    """Over the units that both know the sum of the smaller of their strengths."""
    _, mine, theirs = np.intersect1d(_column(best, p), _column(best, q), assume_unique=True, return_indices=True)
    one, other = (best.data[best.indptr[n] : best.indptr[n + 1]] for n in (p, q))
    return float(np.minimum(one[mine], other[theirs]).sum())


async def _roles(reader: GraphReader, view: View, where: Works, stand: Standing, people: set[str]) -> dict[str, str]:
    """What these people do: their profession, else their role in the post they hold."""
    posts = {p.professional_id: p.role for p in stand.posts if p.role and p.professional_id in people and p.professional_id in where}
    held = await reader.entities(Professional, sorted(people), view)
    return posts | {i: p.profession for i, p in held.items() if p.profession}


def _told(link: Link, two: Two, roles: Mapping[str, str]) -> Missing:
    one, other = roles.get(two.one), roles.get(two.other)
    return Missing(link.a, link.b, link.shared_families, two.one, two.other, one, other, two.both_know, two.strength)
