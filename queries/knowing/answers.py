"""The answer to who knows a child or family, and what it is made of."""

from dataclasses import dataclass
from datetime import date

from graph.model import Around, Post, Professional, Subject
from queries.scoring.claims import Scored
from queries.scoring.said import Pair, Voice


@dataclass(frozen=True, slots=True)
class Knower:
    """A professional with every claim they have, the strongest first, and the post they hold."""

    professional: Professional
    claims: tuple[Scored, ...]
    post: Post | None

    @property
    def best(self) -> Scored:
        """The claim that ranks them."""
        return self.claims[0]


@dataclass(frozen=True, slots=True)
class Dormant:
    """Someone who knew the family well: `strong_until` is the day on which the tie was last strong and held."""

    knower: Knower
    strong_until: date
    strength_then: float


@dataclass(frozen=True, slots=True)
class Spoken:
    """What people said that bears on an answer, as it stands on the day.

    `excluded` are those the child or family said "no" to, `nominated` those they want to be asked, `vouches` words
    of one professional for another, `trust` every voice about trust in someone, and `removed` the ties (professional,
    subject) that are disputed or that someone wished hidden.
    """

    excluded: frozenset[str] = frozenset()
    nominated: frozenset[str] = frozenset()
    vouches: tuple[Voice, ...] = ()
    trust: tuple[Voice, ...] = ()
    removed: tuple[Pair, ...] = ()


NOTHING_SAID = Spoken()


@dataclass(frozen=True, slots=True)
class Known:
    """Who knows one child or family on one day.

    `lead` is the lead practitioner on paper (a professional's id). `subjects` are the subject and, of a family, its
    children on the day; `around` holds names, services and organisations; `said` is what people said, and `weights`
    the version of the weights that made the scores.
    """

    subject: Subject
    subjects: frozenset[Subject]
    on: date
    lead: str | None
    knowers: tuple[Knower, ...]
    around: Around
    said: Spoken
    weights: str


@dataclass(frozen=True, slots=True)
class WhoKnows(Known):
    """The whole answer for one child or family on one day.

    `nobody`: no one in post reaches 0.20, people excluded by the family counted. `margin` is how far the key
    individual is ahead of the next. For a child, `beside` are the claims on their family, shown and labelled, not
    counted.
    """

    nobody: bool
    key_individual: Knower | None
    margin: float | None
    dormant: tuple[Dormant, ...]
    beside: tuple[Scored, ...]
