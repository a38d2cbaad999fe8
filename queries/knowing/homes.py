"""A place that someone is said to live at, who has confirmed it in person, and what it weighs among the others.

Live places come first, by recency × the strength of the best confirming knower: 2^(−days / 180) × (0.5 + 0.5 × strength). `days` are those
since it was last said, or seen in person, at most 365; `strength` is the tie, 0 to 1, of the one among those who confirmed it in
person who knows the child or family best now, 0 where nobody does [D]. It ranks places; it says nothing of whoever lives there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.address_claims import AddressClaim
from graph.model import Subject
from queries.knowing.living import LIVE_DAYS, Said
from queries.knowing.places import Place
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


def home(place: Place, told: Sequence[Said], ties: Mapping[str, Scored], on: date) -> Home:
    """The place that these claims name; `ties` are those of everyone who knows them now, by professional."""
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


def latest(one: Said) -> tuple[int, str, str, Subject, str]:
    """What claims are put in order by: the latest first, then by agency and the rest."""
    day = last_day(one.claim) or date.min
    return -day.toordinal(), one.claim.reported_by or "", one.claim.source, one.claim.subject, one.claim.address_id


def rank(one: Home) -> tuple[float, int, Place]:
    """Live ones by weight; the others after them, the one claimed last first."""
    day = last_day(one.said[0].claim) or date.min
    return -(one.weight or -1.0), -day.toordinal(), one.place
