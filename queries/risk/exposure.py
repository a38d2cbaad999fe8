"""On how few people does it hang? The smallest set whose leaving orphans half of the families that a service's people know.

Also called the bus factor. Orphaned is rule 34's: someone reached the threshold before and nobody left does. Everyone who knows
one of these families counts, in whatever service, or none, they work: only when the last of them goes is a family orphaned.
It is about who knows families; it says nothing about a child or family.
"""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from graph.model import Organisation, Post, View
from graph.store import GraphReader
from queries.risk.cover import Cover, cover, everyone, families_by
from queries.risk.smallest import Method, smallest

By = Literal["service", "organisation", "school"]
BYS: tuple[By, ...] = get_args(By)
SCHOOL = "school"
"""The sector whose services are schools."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """How exposed one service, school or organisation is.

    `families` that someone with a live post there knows, `people` who know one of these, wherever they work. `smallest` are
    the ids of the fewest people whose leaving orphans more than half of the families, and `covered_after` the share, 0 to 1,
    that someone still knows then. `method`: exact, or greedy where a smaller set may exist.
    """

    by: By
    id: str
    families: int
    people: int
    smallest: tuple[str, ...]
    method: Method
    covered_after: float


async def exposure(reader: GraphReader, view: View, *, by: By = "service") -> list[Exposure]:
    """A line for every service, organisation or school whose people know families, by id."""
    return await exposed(reader, await cover(reader, view), view, by=by)


async def exposed(reader: GraphReader, held: Cover, view: View, *, by: By) -> list[Exposure]:
    """The lines of a cover already read."""
    schools = await _schools(reader, held.live, view) if by == "school" else frozenset[str]()
    groups = families_by(held.knowers, groups_of(held.live, by, schools))
    found: list[Exposure] = []
    for group, families in groups.items():
        found.append(_line(by, group, [held.knowers[f] for f in families]))
        await asyncio.sleep(0)
    return found


async def _schools(reader: GraphReader, posts: Collection[Post], view: View) -> frozenset[str]:
    """Organisations that are schools."""
    held = await reader.entities(Organisation, everyone([[p.organisation_id] for p in posts if p.organisation_id]), view)
    return frozenset(o.id for o in held.values() if o.sector == SCHOOL)


def groups_of(posts: Collection[Post], by: By, schools: Collection[str] = ()) -> dict[str, set[str]]:
    """The services, organisations or schools in which each person holds a live post; someone with two belongs to both."""
    found: dict[str, set[str]] = {}
    for post in posts:
        group = post.organisation_id if by == "organisation" else post.service_id
        if group and (by != "school" or post.organisation_id in schools):
            found.setdefault(post.professional_id, set()).add(group)
    return found


def _line(by: By, group: str, sets: Sequence[frozenset[str]]) -> Exposure:
    found = smallest(sets)
    return Exposure(by, group, len(sets), len(everyone(sets)), found.people, found.method, found.covered_after)
