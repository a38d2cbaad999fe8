"""How well someone knows a child or family: small pure functions, each a number with a unit and a range.

Source of every formula and number: the domain page, section 2, and the small print. [S] seen in a published
source, [C] computed from one, [D] a design choice of ours without empirical proof.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise
from math import exp
from statistics import median
from typing import Literal

from graph.model import CONTACT_KINDS, Contact

Word = Literal["strong", "steady", "light"]
State = Literal["current", "cooling", "lapsed", "ended"]
Provenance = Literal["S", "C", "D"]


def _number(value: float, unit: str, meaning: str, source: Provenance) -> float:
    """A number of the table below, with all that is told about it wherever it is shown."""
    return field(default=value, metadata={"unit": unit, "meaning": meaning, "source": source})


@dataclass(frozen=True, slots=True)
class Weights:
    """Every number that the scores use, each with its unit, what it means, and how far it can be relied on."""

    tenure_days: float = _number(730, "days", "that set how slowly knowing grows; half the benefit comes by year 3", "S")
    gap_half_life_days: float = _number(1460, "days", "of silence after which knowing is halved: about 15 % less a year", "C")
    activity_half_life_days: float = _number(90, "days", "after which a contact counts half", "S")
    activity_half: float = _number(4, "home visits of today", "at which activity is one half", "D")
    record_half: float = _number(2, "days of contact", "on record at which silence counts half", "D")
    knowing: float = _number(0.35, "share", "of knowing in a strength", "D")
    activity: float = _number(0.25, "share", "of activity, as far as contacts are on record", "D")
    trust: float = _number(0.30, "share", "of trust, as far as anything was said", "D")
    reach: float = _number(0.10, "share", "of reach", "D")
    strong: float = _number(0.60, "strength", "from which a tie is called strong", "D")
    steady: float = _number(0.35, "strength", "from which a tie is called steady", "D")
    knows: float = _number(0.20, "strength", "below which nobody is said to know a family", "D")
    home_visit: float = _number(1.0, "value", "of a home visit", "D")
    face_to_face: float = _number(0.8, "value", "of meeting face to face elsewhere", "D")
    meeting: float = _number(0.5, "value", "of a meeting, and of a contact whose kind is not known", "D")
    call: float = _number(0.4, "value", "of a call", "D")
    message: float = _number(0.1, "value", "of a message", "D")
    cooling: float = _number(4, "usual intervals", "of a tie, past which silence means it is cooling", "S")
    lapsed: float = _number(8, "usual intervals", "of a tie, past which silence means it has lapsed", "S")
    said_by_child: float = _number(1.0, "share", "to which a child is believed about trust in their own tie", "D")
    said_by_carer: float = _number(0.9, "share", "to which a parent or carer is believed", "D")
    said_by_kin: float = _number(0.7, "share", "to which a sibling or kin is believed", "D")
    said_by_professional: float = _number(0.6, "share", "to which a professional is believed about another", "D")
    said_by_self: float = _number(0.5, "share", "to which a professional is believed about themselves", "D")
    standing_months: float = _number(12, "months", "for which trust, a nomination and a vouch stand", "D")


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
    """How strong a tie is, 0 to 1: its parts weighed, each only as far as it is known: Σ share · known · part / Σ share · known.

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
