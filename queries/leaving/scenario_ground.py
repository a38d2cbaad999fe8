"""What of the store a scenario bears on: each read made once, and only where a change needs it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from graph.model import Around, Funded, Funding, Organisation, Post, Professional, Service, Subject, View
from graph.store import GraphReader
from queries.leaving.scenario import AddPosts, Bridge, Close, EndFunding, Gap, Leave, Move, Reallocate, Scenario

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Ground:
    """Everyone and everything that the changes name, the posts of everyone concerned, and what pays for them.

    `around` is what is held around the children and families that may change hands, `lists` whom each one who gives
    all of them away has, or had, to do with.
    """

    professionals: dict[str, Professional] = field(default_factory=dict[str, Professional])
    services: dict[str, Service] = field(default_factory=dict[str, Service])
    organisations: dict[str, Organisation] = field(default_factory=dict[str, Organisation])
    fundings: dict[str, Funding] = field(default_factory=dict[str, Funding])
    funded: tuple[Funded, ...] = ()
    posts: tuple[Post, ...] = ()
    around: Around = field(default_factory=Around)
    lists: dict[str, tuple[Subject, ...]] = field(default_factory=dict[str, tuple[Subject, ...]])

    def posts_of(self, professional: str) -> list[Post]:
        """Every post of someone, those past and to come too."""
        return [p for p in self.posts if p.professional_id == professional]


async def ground_of(reader: GraphReader, scenario: Scenario, view: View) -> Ground:
    """Read what a scenario bears on; what is not held, or not the viewer's, is simply absent."""
    handed = [c for c in scenario if isinstance(c, Reallocate)]
    people = {c.professional for c in scenario if isinstance(c, Leave)} | {p for c in handed for p in (c.giver, c.taker)}
    lines = {c.funding for c in scenario if isinstance(c, EndFunding | Gap | Bridge)}
    funded = await reader.fundings(view) if lines else []
    paid = {f.service_id for f in funded if f.funding_id in lines}
    emptied = paid | {c.service for c in scenario if isinstance(c, Close)}
    moved = {c.service for c in scenario if isinstance(c, Move)}
    lists = {c.giver: await _everyone_of(reader, c.giver, view) for c in handed if c.subjects is None}
    asked = {s for own in lists.values() for s in own} | {s for c in handed for s in c.subjects or ()}
    return Ground(
        await _held(reader, Professional, people, view),
        await _held(reader, Service, moved | {c.service for c in scenario if isinstance(c, Close | AddPosts)}, view),
        await _held(reader, Organisation, {c.to_organisation for c in scenario if isinstance(c, Move)}, view),
        await _held(reader, Funding, lines, view),
        tuple(f for f in funded if f.service_id in paid),
        await _posts(reader, people, emptied, moved, view),
        await reader.around(sorted(asked), view, bare=True) if asked else Around(),
        lists,
    )


async def _held(reader: GraphReader, kind: type[E], ids: Iterable[str], view: View) -> dict[str, E]:
    wanted = sorted(ids)
    return await reader.entities(kind, wanted, view) if wanted else {}


async def _everyone_of(reader: GraphReader, professional: str, view: View) -> tuple[Subject, ...]:
    met = await reader.met([professional], view)
    return tuple(sorted({t.subject for t in await reader.carried([professional], view)} | met.get(professional, frozenset())))


async def _posts(reader: GraphReader, people: set[str], emptied: set[str], moved: set[str], view: View) -> tuple[Post, ...]:
    """The posts of these people and in these services, and every other post of those who work in one that may be emptied."""
    if not (people or emptied or moved):
        return ()
    found = await reader.posts(view, professionals=sorted(people), services=sorted(emptied | moved))
    beside = sorted({p.professional_id for p in found if p.service_id in emptied} - people)
    found += await reader.posts(view, professionals=beside) if beside else []
    return tuple(dict.fromkeys(found))
