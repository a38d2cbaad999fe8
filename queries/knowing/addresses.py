"""Where is this family said to live? Every agency's claim side by side, by place, the place to be believed first in front."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from graph.address_claims import AddressClaim
from graph.errors import UnknownId
from graph.model import Around, Organisation, Professional, Subject, View
from graph.store import GraphReader
from queries.knowing.answering import Answering
from queries.knowing.homes import Home, home, latest, rank
from queries.knowing.living import Said, said
from queries.knowing.places import Place
from queries.scoring.claims import Scored


@dataclass(frozen=True, slots=True)
class Addresses:
    """The answer for one child or family: live places first, by weight, then former ones.

    A family's claims are its own and its children's; a child's are its own and those about its families. `agencies` and `people` are by
    id, as far as held; `around` tells what the children and families are called.
    """

    subject: Subject
    on: date
    homes: tuple[Home, ...]
    agencies: Mapping[str, Organisation]
    people: Mapping[str, Professional]
    around: Around

    @property
    def live(self) -> tuple[Home, ...]:
        """The places that are claimed now."""
        return tuple(h for h in self.homes if h.weight is not None)

    @property
    def contested(self) -> bool:
        """Whether live claims name different places."""
        return len(self.live) > 1


async def addresses(reader: GraphReader, asked: Sequence[Subject], view: View) -> list[Addresses]:
    """The answers in the order asked. Errors: UnknownId for what is not held, or not this viewer's to see."""
    around = await reader.around(asked, view)
    if missing := [s.id for s in asked if s not in around.asked]:
        raise UnknownId(*missing)
    known = Answering(around, view.on, around.contact_days)
    whose = {s: _whose(around.asked[s], known) for s in asked}
    claims = await reader.address_claims(sorted({s for own in whose.values() for s in own}), view)
    names = await _names(reader, claims, view)
    return [_answer(around.asked[s], [c for c in claims if c.subject in whose[s]], known, names) for s in asked]


def _whose(subject: Subject, known: Answering) -> set[Subject]:
    """Whose claims bear on the answer for a subject."""
    return {subject, *(known.children if subject.kind == "family" else known.families).get(subject, ())}


Named = tuple[dict[str, Organisation], dict[str, Professional]]


async def _names(reader: GraphReader, claims: Iterable[AddressClaim], view: View) -> Named:
    """Which agencies and people these are. Agencies that report are told to every viewer, so that their names are too."""
    agencies = sorted({c.reported_by for c in claims if c.reported_by})
    people = sorted({c.confirmed_by for c in claims if c.confirmed_by})
    told = await reader.entities(Organisation, agencies, replace(view, organisations=None))
    return told, await reader.entities(Professional, people, view)


def _answer(subject: Subject, claims: Iterable[AddressClaim], known: Answering, names: Named) -> Addresses:
    ties, on = _ties(subject, known), known.on
    found: dict[Place, list[Said]] = {}
    for one in sorted(said(claims), key=latest):
        found.setdefault(one.place, []).append(one)
    homes = [home(place, told, ties, on) for place, told in found.items()]
    return Addresses(subject, on, tuple(sorted(homes, key=rank)), *names, known.around)


def _ties(subject: Subject, known: Answering) -> dict[str, Scored]:
    """The best tie of everyone who knows them now: of a child, or its family."""
    answer = known.answer(subject)
    found = [k.best for k in answer.knowers] + [s for s in answer.beside if known.in_post(s.professional_id)]
    return {s.professional_id: s for s in sorted(found, key=lambda s: s.strength)}
