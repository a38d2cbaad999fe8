"""What is joined: organisations or services, and who works in which."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar, get_args

from graph.errors import BadInput
from graph.model import Organisation, Post, Service, View
from graph.store import GraphReader
from queries.knowing.posted import holds

Between = Literal["organisations", "services"]
BETWEENS: tuple[Between, ...] = get_args(Between)
PAGE = 1000
E = TypeVar("E", Organisation, Service)
Works = Mapping[str, frozenset[str]]
"""People, each with the organisations (or services) where they hold a post."""


@dataclass(frozen=True, slots=True)
class Which:
    """Which pairs are asked for, and over which families; without more, all organisations over all families.

    `area` is the code of the area where a family lives, or in which that lies; `sectors` those that both sides must be of; none: any.
    """

    between: Between = "organisations"
    area: str | None = None
    sectors: frozenset[str] = frozenset()


EVERYTHING = Which()


async def organisations(reader: GraphReader, view: View) -> list[str]:
    """The ids of all organisations, ascending."""
    return [o.id for o in await _every(reader, Organisation, view)]


async def names(reader: GraphReader, view: View, which: Which = EVERYTHING) -> list[str]:
    """The ids of the organisations or services that are asked for, ascending. Errors: BadInput for a sector that no organisation has."""
    every = await _every(reader, Organisation, view)
    if unknown := which.sectors - {o.sector for o in every if o.sector}:
        known = ", ".join(sorted({o.sector for o in every if o.sector}))
        raise BadInput(f"no organisation is of the sector {', '.join(sorted(unknown))}: the sectors are {known or 'not told'}")
    wanted = {o.id for o in every if not which.sectors or o.sector in which.sectors}
    if which.between == "organisations":
        return sorted(wanted)
    services = [s.id for s in await _every(reader, Service, view)]
    if not which.sectors:
        return services
    whose = await belongs(reader, services, view)
    return [s for s in services if whose.get(s) in wanted]


async def belongs(reader: GraphReader, services: Sequence[str], view: View) -> dict[str, str]:
    """The organisation of each of these services, as the posts there tell it; a service nobody ever worked in is left out."""
    posts = await reader.posts(view, services=services) if services else []
    return {p.service_id: p.organisation_id for p in posts if p.organisation_id}


async def _every(reader: GraphReader, kind: type[E], view: View) -> list[E]:
    found: list[E] = []
    while page := await reader.page(kind, view, after=found[-1].id if found else "", first=PAGE):
        found += page
    return found


async def works(reader: GraphReader, people: Sequence[str], view: View, between: Between = "organisations") -> dict[str, frozenset[str]]:
    """Where these people hold a post on the day; who holds none is left out (rule 56)."""
    return working(await reader.posts(view, professionals=people), view.on, between)


def working(posts: Iterable[Post], on: date, between: Between) -> dict[str, frozenset[str]]:
    """Where people work on a day, of all their posts."""
    found: dict[str, set[str]] = {}
    for post in posts:
        side = post.organisation_id if between == "organisations" else post.service_id
        if side and holds(post, on):
            found.setdefault(post.professional_id, set()).add(side)
    return {p: frozenset(own) for p, own in found.items()}
