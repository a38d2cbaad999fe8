"""How well someone knows a child or family: small pure functions, each a number with a unit and a range.

Source of every formula and number: the domain page, section 2, and the small print. [S] seen in a published
source, [C] computed from one, [D] a design choice of ours without empirical proof.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from math import exp
from statistics import median
from typing import Literal

from graph.model import CONTACT_KINDS, Contact

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
    cooling: float = 4  # silence in usual intervals of a tie from which it is cooling [S]
    lapsed: float = 8  # and from which it has lapsed [S]
    said_by_child: float = 1.0  # how far a speaker is believed: a child of their own tie [D]
    said_by_carer: float = 0.9
    said_by_kin: float = 0.7
    said_by_professional: float = 0.6
    said_by_self: float = 0.5
    standing_months: float = 12  # months for which trust, a nomination and a vouch stand [D]


WEIGHTS = Weights()
"""The numbers that Kith comes with; an authority may set its own."""


@cache
def _values(weights: Weights) -> dict[str | None, float]:
    """What one contact of each kind is worth; of a kind not known, as much as a meeting."""
    return {**{kind: getattr(weights, kind) for kind in CONTACT_KINDS}, None: weights.meeting}


_NEGLIGIBLE = 60  # the sixty-first contact of a day counts less than 1e-18 of the first
ENOUGH_DAYS = 4  # contact days that make a rhythm [S]


def tenure(days_known: float, weights: Weights = WEIGHTS) -> float:
    """How long they have known each other, from 0 (just met) towards 1: 1 − exp(−days / 730).

    >>> round(tenure(730), 6), round(tenure(1460), 6)
    (0.632121, 0.864665)
    """
    return 1 - exp(-days_known / weights.tenure_days)


def knowing(days_known: float, gap_days: float, weights: Weights = WEIGHTS) -> float:
    """How well they know the family, 0 to 1: tenure, halved for each four years without contact.

    >>> round(knowing(730, 1460), 6)
    0.31606
    """
    return tenure(days_known, weights) * 2 ** (-gap_days / weights.gap_half_life_days)


def on_record(contact_days: int, weights: Weights = WEIGHTS) -> float:
    """How far someone's contacts are on record at all, 0 to 1, from the days on which any contact of theirs is.

    >>> on_record(0), round(on_record(1), 6), round(on_record(10), 6)
    (0.0, 0.333333, 0.833333)
    """
    return contact_days / (contact_days + weights.record_half)


def day_value(values: Iterable[float]) -> float:
    """What a day's contacts are worth: the best whole, the next a half, then a quarter, and so on."""
    return sum(v / 2**i for i, v in enumerate(sorted(values, reverse=True)))


def evidence(contacts: Sequence[Contact], on: date, weights: Weights = WEIGHTS) -> float:
    """E: the contacts up to and on a day, in home visits of today; each day's value halves every 90 days.

    Contacts come in order of their day.
    """
    values = _values(weights)
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
            fresh = 2 ** (-(on - day).days / weights.activity_half_life_days)
        value = values[contact.kind]
        today += [value] if contact.count == 1 else [value] * min(contact.count, _NEGLIGIBLE)
        worth = fresh * (value if len(today) == 1 else day_value(today))
    return total + worth


def activity(weighted: float, weights: Weights = WEIGHTS) -> float:
    """How much they see of the family now, 0 to 1: E / (E + 4).

    >>> activity(1)
    0.2
    """
    return weighted / (weighted + weights.activity_half)


def reach(contexts: int) -> float:
    """In how many settings they know the family, 0 to 1: none extra is 0, two settings 0.5, three 0.75.

    >>> reach(1), reach(2), reach(3)
    (0.0, 0.5, 0.75)
    """
    return 1 - 2.0 ** (1 - max(contexts, 1))


def strength(
    knowing: float,
    activity: float,
    reach: float,
    *,
    record: float,
    trust: float = 0.0,
    certainty: float = 0.0,
    weights: Weights = WEIGHTS,
) -> float:
    """How strong a tie is, 0 to 1: the parts weighed, each only as far as it is known.

    `record` is how far contacts are on record, `certainty` how much was said about trust (0: not asked).

    >>> round(strength(0.5, 0.4, 0, record=1), 6)
    0.392857
    """
    w = weights
    heard, told = w.activity * record, w.trust * certainty
    return (w.knowing * knowing + heard * activity + told * trust + w.reach * reach) / (w.knowing + heard + told + w.reach)


def word(strength: float, weights: Weights = WEIGHTS) -> Word | None:
    """The word people see for a strength: strong from 0.6, steady from 0.35, light above 0, none at 0."""
    if strength >= weights.strong:
        return "strong"
    if strength >= weights.steady:
        return "steady"
    return "light" if strength > 0 else None


def usual_interval(contact_days: Sequence[date]) -> float | None:
    """Days between two contacts as a rule: the median; None where fewer than four days of contact make no rhythm.

    `contact_days` are distinct and ascending.
    """
    if len(contact_days) < ENOUGH_DAYS:
        return None
    return median((later - earlier).days for earlier, later in pairwise(contact_days))


def rhythm(usual: float | None, silent: float, weights: Weights = WEIGHTS) -> State:
    """Whether a live tie is current, or silent for long by its own rhythm: cooling past 4 usual intervals, lapsed past 8.

    `silent` is the days since the last contact. Without a rhythm a tie is current.
    """
    if usual is not None and silent > weights.lapsed * usual:
        return "lapsed"
    return "cooling" if usual is not None and silent > weights.cooling * usual else "current"
