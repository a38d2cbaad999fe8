"""How well someone knows a child or family: small pure functions, each a number with a unit and a range.

Source of every formula and number: the domain page, section 2, and the small print. [S] seen in a published
source, [C] computed from one, [D] a design choice of ours without empirical proof.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import exp
from statistics import median
from typing import Literal

from graph.model import Contact

Word = Literal["strong", "steady", "light"]
State = Literal["current", "cooling", "lapsed", "ended"]


@dataclass(frozen=True, slots=True)
class Weights:
    """Every number that the scores use, with its unit."""

    tenure_days: float = 730  # days; half the benefit of knowing the same person comes by year 3 [S]
    gap_half_life_days: float = 1460  # days; closeness falls about 15 % a year without contact [C]
    activity_half_life_days: float = 90  # days [S]
    activity_half: float = 4  # weighted contacts at which activity is one half [D]
    record_half: float = 2  # contact days on record at which silence counts half [D]
    knowing: float = 0.35  # shares of the strength [D]
    activity: float = 0.25
    trust: float = 0.30
    reach: float = 0.10
    strong: float = 0.60  # strength from which a tie is called strong [D]
    steady: float = 0.35
    knows: float = 0.20  # strength below which nobody is said to know a family [D]
    home_visit: float = 1.0  # value of one contact [D]
    face_to_face: float = 0.8
    meeting: float = 0.5
    call: float = 0.4
    message: float = 0.1


WEIGHTS = Weights()
_VALUES = {
    "home_visit": WEIGHTS.home_visit,
    "face_to_face": WEIGHTS.face_to_face,
    "meeting": WEIGHTS.meeting,
    "call": WEIGHTS.call,
    "message": WEIGHTS.message,
    None: WEIGHTS.meeting,
}
_NEGLIGIBLE = 60  # the sixty-first contact of a day counts less than 1e-18 of the first
COOLING, LAPSED, ENOUGH_DAYS = 4, 8, 4  # multiples of a tie's own rhythm [S], and the contact days that make a rhythm


def tenure(days_known: float) -> float:
    """How long they have known each other, from 0 (just met) towards 1: 1 − exp(−days / 730).

    >>> round(tenure(730), 6), round(tenure(1460), 6)
    (0.632121, 0.864665)
    """
    return 1 - exp(-days_known / WEIGHTS.tenure_days)


def knowing(days_known: float, gap_days: float) -> float:
    """How well they know the family, 0 to 1: tenure, halved for each four years without contact.

    >>> round(knowing(730, 1460), 6)
    0.31606
    """
    return tenure(days_known) * 2 ** (-gap_days / WEIGHTS.gap_half_life_days)


def on_record(contact_days: int) -> float:
    """How far someone's contacts are on record at all, 0 to 1, from the days on which any contact of theirs is.

    >>> on_record(0), round(on_record(1), 6), round(on_record(10), 6)
    (0.0, 0.333333, 0.833333)
    """
    return contact_days / (contact_days + WEIGHTS.record_half)


def day_value(values: Iterable[float]) -> float:
    """What a day's contacts are worth: the best whole, the next a half, then a quarter, and so on."""
    return sum(v / 2**i for i, v in enumerate(sorted(values, reverse=True)))


def evidence(contacts: Sequence[Contact], on: date) -> float:
    """E: the contacts up to and on a day, in home visits of today; each day's value halves every 90 days.

    Contacts come in order of their day.
    """
    total = worth = fresh = 0.0
    day: date | None = None
    today: list[float] = []
    for contact in contacts:
        if contact.day != day:
            total += worth
            day = contact.day
            if day > on:
                return total
            today = []
            fresh = 2 ** (-(on - day).days / WEIGHTS.activity_half_life_days)
        value = _VALUES[contact.kind]
        today += [value] if contact.count == 1 else [value] * min(contact.count, _NEGLIGIBLE)
        worth = fresh * (value if len(today) == 1 else day_value(today))
    return total + worth


def activity(weighted: float) -> float:
    """How much they see of the family now, 0 to 1: E / (E + 4).

    >>> activity(1)
    0.2
    """
    return weighted / (weighted + WEIGHTS.activity_half)


def reach(contexts: int) -> float:
    """In how many settings they know the family, 0 to 1: none extra is 0, two settings 0.5, three 0.75.

    >>> reach(1), reach(2), reach(3)
    (0.0, 0.5, 0.75)
    """
    return 1 - 2.0 ** (1 - max(contexts, 1))


def strength(knowing: float, activity: float, reach: float, *, record: float, trust: float = 0.0, certainty: float = 0.0) -> float:
    """How strong a tie is, 0 to 1: the parts weighed, each only as far as it is known.

    `record` is how far contacts are on record, `certainty` how much was said about trust (0: not asked).

    >>> round(strength(0.5, 0.4, 0, record=1), 6)
    0.392857
    """
    w = WEIGHTS
    heard, told = w.activity * record, w.trust * certainty
    return (w.knowing * knowing + heard * activity + told * trust + w.reach * reach) / (w.knowing + heard + told + w.reach)


def word(strength: float) -> Word | None:
    """The word people see for a strength: strong from 0.6, steady from 0.35, light above 0, none at 0."""
    if strength >= WEIGHTS.strong:
        return "strong"
    if strength >= WEIGHTS.steady:
        return "steady"
    return "light" if strength > 0 else None


def rhythm(contact_days: Sequence[date], on: date) -> State:
    """Whether a live tie is current, or silent for long by its own rhythm: cooling past 4 usual intervals, lapsed past 8.

    `contact_days` are distinct, ascending and not after `on`; fewer than four make no rhythm: current.
    """
    if len(contact_days) < ENOUGH_DAYS:
        return "current"
    usual = median((later - earlier).days for earlier, later in pairwise(contact_days))
    silent = (on - contact_days[-1]).days
    if silent > LAPSED * usual:
        return "lapsed"
    return "cooling" if silent > COOLING * usual else "current"
