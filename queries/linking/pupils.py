"""The children who go to school, with everyone in post who knows them, and in which parts of their lives."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.model import Around, Post, Subject, View
from graph.store import GraphReader
from queries.knowing.schools import schools
from queries.knowing.who_knows import Answering, batches, holds
from queries.scoring.claims import Claim, live


@dataclass(frozen=True, slots=True)
class Pupil:
    """A child, its schools, and who knows it or its family now, each with the contexts of the rows that hold (none told: none)."""

    child: str
    schools: tuple[str, ...]
    knowers: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Pupils:
    """Every child, those of whom no school is known too, by id; and the posts held on the day by those who know one."""

    every: tuple[Pupil, ...]
    posts: Mapping[str, tuple[Post, ...]]


async def pupils(reader: GraphReader, view: View) -> Pupils:
    """Every child there is, some at a time."""
    every: list[Pupil] = []
    posts: dict[str, dict[Post, None]] = {}
    async for batch in batches(reader, view, "child"):
        around = await reader.around(batch, view, bare=True)
        every += _some(around, batch, view)
        for post in around.posts:
            if holds(post, view.on):
                posts.setdefault(post.professional_id, {})[post] = None
    return Pupils(tuple(every), {p: tuple(own) for p, own in posts.items()})


def _some(around: Around, batch: list[Subject], view: View) -> list[Pupil]:
    answering, where = Answering(around, view.on, {}), schools(around, view.on)
    return [Pupil(child.id, tuple(sorted(where.get(child, ()))), _knowers(answering, child, view)) for child in batch]


def _knowers(answering: Answering, child: Subject, view: View) -> dict[str, frozenset[str]]:
    """By the child's own claims, and those on its family alone: a brother's or sister's worker may never have met it."""
    own = answering.claims_of(child)
    homes = [c for f in answering.families.get(child, ()) for c in answering.claims_of(f) if c.subject == f]
    found: dict[str, frozenset[str]] = {}
    for claim in (*own, *homes):
        person = claim.professional_id
        if live(claim, view.on) and answering.in_post(person):
            found[person] = found.get(person, frozenset()) | contexts(claim, view)
    return found


def contexts(claim: Claim, view: View) -> frozenset[str]:
    """The contexts of the rows that hold on the day; what is only inferred has none."""
    return frozenset(t.context for t in claim.ties if t.context and holds(t, view.on))
