"""A school as a hub: who is present there, from which services, and how many of its pupils each knows.

Paid and unpaid, statutory and voluntary stand side by side: by how many pupils they know, then by id, and by nothing else.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from graph.errors import UnknownId
from graph.model import Organisation, Post, Service, View
from graph.store import GraphReader
from queries.linking.pupils import Pupil, Pupils, pupils


@dataclass(frozen=True, slots=True)
class Present:
    """Someone who knows pupils: how many, in which contexts, and the services and organisations where they hold a post, if any."""

    professional_id: str
    pupils: int
    contexts: tuple[str, ...]
    services: tuple[str, ...]
    organisations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServicePresent:
    """A service whose people know pupils: how many people, and how many different pupils; with its organisation and sector, where told."""

    service: str
    organisation: str | None
    sector: str | None
    people: int
    pupils: int


@dataclass(frozen=True, slots=True)
class Hub:
    """One school: its pupils, those of them whom nobody in post knows, and the services and people who know some."""

    school: str
    pupils: int
    unknown: int
    services: tuple[ServicePresent, ...]
    people: tuple[Present, ...]


async def hub(reader: GraphReader, school: str, view: View, every: Pupils | None = None) -> Hub:
    """Who is present at a school, of every pupil there is, where they were read before. Errors: UnknownId."""
    if not await reader.entities(Service, [school], view):
        raise UnknownId(school)
    held = every or await pupils(reader, view)
    sectors = await reader.entities(
        Organisation, sorted({p.organisation_id or "" for own in held.posts.values() for p in own} - {""}), view
    )
    return seen(held, school, {o.id: o.sector for o in sectors.values()})


def seen(held: Pupils, school: str, sectors: dict[str, str | None]) -> Hub:
    """Who is present at a school, of all pupils."""
    own = [p for p in held.every if school in p.schools]
    people = [_present(person, held.posts.get(person, ()), own) for person in {who for p in own for who in p.knowers}]
    unknown = sum(not p.knowers for p in own)
    return Hub(
        school, len(own), unknown, _services(held, own, sectors), tuple(sorted(people, key=lambda p: (-p.pupils, p.professional_id)))
    )


def _present(person: str, posts: Iterable[Post], own: Iterable[Pupil]) -> Present:
    known = [p for p in own if person in p.knowers]
    contexts = tuple(sorted({c for p in known for c in p.knowers[person]}))
    services, organisations = ({getattr(p, side) for p in posts} - {None} for side in ("service_id", "organisation_id"))
    return Present(person, len(known), contexts, tuple(sorted(services)), tuple(sorted(organisations)))


def _services(held: Pupils, own: Iterable[Pupil], sectors: dict[str, str | None]) -> tuple[ServicePresent, ...]:
    """Services by pupils their people know, then by id; a pupil counts once in each."""
    count, people, organisation = Counter[str](), dict[str, set[str]](), dict[str, str | None]()
    for pupil in own:
        posts = [p for person in pupil.knowers for p in held.posts.get(person, ())]
        count.update({p.service_id for p in posts})
        for post in posts:
            people.setdefault(post.service_id, set()).add(post.professional_id)
            organisation[post.service_id] = post.organisation_id
    ordered = sorted(count, key=lambda s: (-count[s], s))
    whose = ((s, organisation[s]) for s in ordered)
    return tuple(ServicePresent(s, o, sectors.get(o) if o else None, len(people[s]), count[s]) for s, o in whose)
