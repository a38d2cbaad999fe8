"""Where is this family said to live? Every agency's claim side by side, by place, with who has confirmed it in person.

Live places come first, by recency × the strength of the best confirming knower: 2^(−days / 180) × (0.5 + 0.5 × strength). `days` are those
since it was last said, or seen in person, at most 365; `strength` is the tie, 0 to 1, of the one among those who confirmed it in
person who knows the child or family best now, 0 where nobody does [D]. It ranks places; it says nothing of whoever lives there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from graph.address_claims import AddressClaim
from graph.errors import UnknownId
from graph.model import Around, Organisation, Professional, Subject, View
from graph.store import GraphReader
from queries.knowing.living import LIVE_DAYS, Said, said
from queries.knowing.places import Place
from queries.knowing.who_knows import Answering
from queries.scoring.claims import Scored

HALF_LIFE_DAYS = 180.0
"""Days after which a claim not said again weighs half [D]."""
UNCONFIRMED = 0.5
"""What a place weighs, of 1, that nobody who knows the family has confirmed [D]."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Someone saw them there in person; `tie` is theirs to the child or family now, None: they don't know them now."""

    professional_id: str
    on: date
    tie: Scored | None

    @property
    def strength(self) -> float:
        """0 to 1."""
        return self.tie.strength if self.tie else 0.0


@dataclass(frozen=True, slots=True)
class Home:
    """A place with all claims that name it, the latest first, and who confirmed it, the best tie first.

    `weight`, 0 to 1, ranks it among the live ones; None: no claim to it is live.
    """

    place: Place
    said: tuple[Said, ...]
    confirmed: tuple[Confirmed, ...]
    weight: float | None

    @property
    def written(self) -> AddressClaim:
        """The claim whose words are shown: the latest with an address, else the latest."""
        return next((s.claim for s in self.said if s.claim.text), self.said[0].claim)


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
    for one in sorted(said(claims), key=_latest):
        found.setdefault(one.place, []).append(one)
    homes = [_home(place, told, ties, on) for place, told in found.items()]
    return Addresses(subject, on, tuple(sorted(homes, key=_rank)), *names, known.around)


def _ties(subject: Subject, known: Answering) -> dict[str, Scored]:
    """The best tie of everyone who knows them now: of a child, or its family."""
    answer = known.answer(subject)
    found = [k.best for k in answer.knowers] + [s for s in answer.beside if known.in_post(s.professional_id)]
    return {s.professional_id: s for s in sorted(found, key=lambda s: s.strength)}


def _home(place: Place, told: Sequence[Said], ties: Mapping[str, Scored], on: date) -> Home:
    seen = {(c.confirmed_by, c.confirmed_on) for c in (s.claim for s in told)}
    confirmed = [Confirmed(by, when, ties.get(by)) for by, when in seen if by and when]
    best = sorted(confirmed, key=lambda c: (-c.strength, -c.on.toordinal(), c.professional_id))
    live = [s for s in told if s.live(on)]
    strength = best[0].strength if best else 0.0
    return Home(place, tuple(told), tuple(best), weight(_age(live, on), strength) if live else None)


def weight(days: int, strength: float) -> float:
    """Recency × strength of the best confirming knower, 0 to 1.

    >>> weight(0, 1.0), weight(180, 0.0), weight(900, 0.0) == weight(365, 0.0)
    (1.0, 0.25, True)
    """
    recency: float = 2 ** (-min(days, LIVE_DAYS) / HALF_LIFE_DAYS)
    return recency * (UNCONFIRMED + (1 - UNCONFIRMED) * strength)


def _age(live: Iterable[Said], on: date) -> int:
    """Days since any of these was last said, or seen in person; as old as can be where no day is known."""
    return min((on - day).days if (day := last_day(one.claim)) else LIVE_DAYS for one in live)


def last_day(claim: AddressClaim) -> date | None:
    """The last day on which it was said, or seen in person."""
    return max(filter(None, (claim.first_seen, claim.last_seen, claim.confirmed_on)), default=None)


def _latest(one: Said) -> tuple[int, str, str, Subject, str]:
    day = last_day(one.claim) or date.min
    return -day.toordinal(), one.claim.reported_by or "", one.claim.source, one.claim.subject, one.claim.address_id


def _rank(home: Home) -> tuple[float, int, Place]:
    """Live ones by weight; the others after them, the one claimed last first."""
    day = last_day(home.said[0].claim) or date.min
    return -(home.weight or -1.0), -day.toordinal(), home.place
