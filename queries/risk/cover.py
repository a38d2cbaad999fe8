"""Who covers whom: for every family, the people in post who know it well enough; what exposure and knowledge at risk rest on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from scipy import sparse  # pyright: ignore[reportMissingTypeStubs]

from graph.model import Post, View
from graph.store import GraphReader
from queries.knowing.joined import Joined, of_standing
from queries.knowing.posted import holds
from queries.knowing.standing import standing
from queries.scoring.weighing import BUILT_IN

Knowers = dict[str, frozenset[str]]
"""Families, each with those who cover it: people in post who reach the weights' `knows` there."""


@dataclass(frozen=True, slots=True)
class Cover:
    """Every family that someone knows, by whom, and the posts of those people that are not over.

    Someone the family said no to still counts as cover; a disputed or hidden tie does not. A family nobody knows is
    left out. `weights` is the version of the weights that made the scores.
    """

    on: date
    knowers: Knowers
    posts: tuple[Post, ...]
    weights: str = BUILT_IN

    @property
    def people(self) -> list[str]:
        """Everyone who covers a family, by id."""
        return everyone(self.knowers.values())

    @property
    def live(self) -> list[Post]:
        """The posts held on the day, without those to come."""
        return [p for p in self.posts if holds(p, self.on)]


async def cover(reader: GraphReader, view: View) -> Cover:
    """Who covers whom on the day."""
    stand = await standing(reader, view)
    knowers = covering(of_standing(stand), stand.weights.knows)
    people = frozenset(everyone(knowers.values()))
    posts = dict.fromkeys(p for p in stand.posts if p.professional_id in people and (p.until is None or p.until >= view.on))
    return Cover(view.on, knowers, tuple(posts), stand.version)


def covering(held: Joined, enough: float) -> Knowers:
    """The knowers of each family who reach a strength."""
    rows = held.now & (held.strength >= enough)
    found: dict[str, set[str]] = {}
    for at, who in zip(held.unit[rows], held.person[rows], strict=True):
        unit, person = held.units[int(at)], held.people[int(who)]
        if unit.kind == "family":
            found.setdefault(unit.id, set()).add(person)
    return {family: frozenset(people) for family, people in found.items()}


def everyone(sets: Iterable[Iterable[str]]) -> list[str]:
    """Everyone in some sets, by id."""
    return sorted({p for s in sets for p in s})


def families_by(knowers: Knowers, groups: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Families, ascending, by group: those that someone of the group knows. `groups` are the groups of each person."""
    found: dict[str, list[str]] = {}
    for family in sorted(knowers):
        for group in {g for p in knowers[family] for g in groups.get(p, ())}:
            found.setdefault(group, []).append(family)
    return {g: found[g] for g in sorted(found)}


@dataclass(frozen=True, slots=True)
class Incidence:
    """Distinct sets of people as rows, `weights` families of each, and people in order of id as columns: 1 where one knows them."""

    people: tuple[str, ...]
    matrix: Any
    weights: "np.ndarray[Any, np.dtype[np.int64]]"


def incidence(sets: Iterable[frozenset[str]]) -> Incidence:
    """Who knows whom as a sparse matrix (SciPy CSR of int32); families that the same people know are one row."""
    count: dict[frozenset[str], int] = {}
    for one in sets:
        count[one] = count.get(one, 0) + 1
    people = everyone(count)
    at = {p: n for n, p in enumerate(people)}
    ends = np.cumsum([0, *map(len, count)])
    flat = np.array([c for one in count for c in sorted(at[p] for p in one)], dtype=np.int32)
    matrix: Any = sparse.csr_array((np.ones(len(flat), np.int32), flat, ends), shape=(len(count), len(people)))
    return Incidence(tuple(people), matrix, np.array(list(count.values()), dtype=np.int64))
