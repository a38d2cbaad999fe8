"""The scores of every tie at once: the formulas of `queries.scoring.knowing` over columns, equal to them within 1e-9.

One place for many: what is worked out over a whole authority is worked out here, what is told of one family in `claims`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from graph.arrays import distinct, first_of_each
from graph.history import OPEN, UNKNOWN, History
from graph.model import CONTACT_KINDS
from queries.numbers.columns import Flags, Floats, Integers
from queries.scoring.knowing import Weights
from queries.scoring.said import Pair
from queries.scoring.trust import Opinion

_STRIDE = 1 << 22
"""More days than there are."""
_NEGLIGIBLE = 60
"""Contacts of one kind on one day beyond which the next adds less than 1e-18."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Every claim that has begun by a day, by subject and person: one row for all rows and contacts of the two.

    `since` and `until` are ordinals (0: nobody knows; `OPEN`: it goes on), `live` says whether it holds on the day. `strength` is that
    of `queries.scoring.claims.weigh`.
    """

    subject: Integers
    person: Integers
    since: Integers
    until: Integers
    live: Flags
    strength: Floats

    def some(self, rows: Any) -> "Scores":
        """Some of the rows, by flags or by their numbers."""
        return Scores(self.subject[rows], self.person[rows], self.since[rows], self.until[rows], self.live[rows], self.strength[rows])


@dataclass(frozen=True, slots=True)
class Pairs:
    """Who ever had to do with whom: each pair of subject and person once, in order, and the pair of every tie and contact."""

    subject: Integers
    person: Integers
    of_tie: Integers
    of_contact: Integers


@lru_cache(maxsize=1)
def pairs_of(held: History) -> Pairs:
    """The pairs of a history, kept for the next question."""
    people = max(len(held.people), 1)
    ties, contacts = (part.subject.astype(np.int64) * people + part.person for part in (held.ties, held.contacts))
    every = distinct(np.concatenate((ties, contacts[first_of_each(contacts)] if len(contacts) else contacts)))
    return Pairs(every // people, every % people, np.searchsorted(every, ties), np.searchsorted(every, contacts))


def scored(held: History, on: date, weights: Weights, said: Mapping[Pair, Opinion]) -> Scores:
    """Every claim as it stands on a day; `said` has the opinions on trust, of those of whom anything was said."""
    pairs, today = pairs_of(held), on.toordinal()
    size = len(pairs.subject)
    tied = _tied(held, pairs, today)
    met = _met(held, pairs, today, weights)
    exists = tied.begun | (met.first > 0)
    live = np.where(tied.begun, tied.live, met.first > 0)
    until = np.where(tied.begun & ~tied.live, tied.until, OPEN)
    since = _earlier(tied.since, met.first)
    record = _on_record(held, today, weights)[pairs.person]
    dated = np.where(since == UNKNOWN, today, since)
    known = np.maximum(np.minimum(until, today) - dated, 0)
    gap = np.where(met.last > 0, today - met.last, np.where(until == OPEN, record * (today - dated), today - until))
    knowing = (1 - np.exp(-known / weights.tenure_days)) * np.exp2(-gap / weights.gap_half_life_days)
    heard = weights.activity * record
    trust, told = _said(held, pairs, said, size)
    told = weights.trust * told
    reach = 1 - np.exp2(1.0 - np.maximum(tied.contexts, 1))
    activity = met.evidence / (met.evidence + weights.activity_half)
    top = weights.knowing * np.where(since == UNKNOWN, 0, knowing) + heard * activity + told * trust + weights.reach * reach
    strength = top / (weights.knowing + heard + told + weights.reach)
    return Scores(pairs.subject, pairs.person, since, until, live, strength).some(exists)


@dataclass(frozen=True, slots=True)
class _Tied:
    begun: Flags
    live: Flags
    since: Integers
    until: Integers
    contexts: Integers


def _tied(held: History, pairs: Pairs, today: int) -> _Tied:
    """What the rows of each pair that have begun say: those that hold, or, where none does, all of them."""
    begun = held.ties.since <= today
    pair, since = pairs.of_tie[begun], held.ties.since[begun].astype(np.int64)
    until, context = held.ties.until[begun].astype(np.int64), held.ties.context[begun].astype(np.int64)
    size, holds = len(pairs.subject), until >= today
    any_row, any_live = _any(pair, size), _any(pair[holds], size)
    shown = holds | ~any_live[pair]
    contexts = np.zeros(size, np.int64)
    np.bitwise_or.at(contexts, pair[shown], 1 << context[shown])
    first, last = np.full(size, OPEN), np.zeros(size, np.int64)
    dated = since != UNKNOWN
    np.minimum.at(first, pair[dated], since[dated])
    np.maximum.at(last, pair, until)
    return _Tied(any_row, any_live, np.where(first == OPEN, UNKNOWN, first), last, np.bitwise_count(contexts).astype(np.int64))


def _any(places: Integers, size: int) -> Flags:
    found = np.zeros(size, np.bool_)
    found[places] = True
    return found


@dataclass(frozen=True, slots=True)
class _Met:
    """Of each pair the first and last day of contact (0: none) and E, what all of it is worth on the day."""

    first: Integers
    last: Integers
    evidence: Floats


def _met(held: History, pairs: Pairs, today: int, weights: Weights) -> _Met:
    size = len(pairs.subject)
    past = held.contacts.day <= today
    pair, day = pairs.of_contact[past], held.contacts.day[past].astype(np.int64)
    first, last = np.zeros(size, np.int64), np.zeros(size, np.int64)
    first[pair[::-1]], last[pair] = day[::-1], day
    value = _worth(pair, day, held.contacts.kind[past], held.contacts.count[past], weights)
    fresh = np.exp2(-(today - day) / weights.activity_half_life_days)
    evidence: Any = np.bincount(pair, weights=value * fresh, minlength=size)
    return _Met(first, last, evidence)


def _worth(pair: Integers, day: Integers, kind: Any, count: Any, weights: Weights) -> Floats:
    """What each row adds to its day: the day's best contact whole, the next a half, then a quarter, and so on."""
    values = np.array([*(getattr(weights, name) for name in CONTACT_KINDS), weights.meeting])[kind]
    often = np.minimum(count, _NEGLIGIBLE).astype(np.int64)
    worth = values * 2 * (1 - np.exp2(-often.astype(np.float64)))
    if not len(day):
        return worth
    new = first_of_each(pair, day)
    group = np.cumsum(new) - 1
    several = np.flatnonzero(np.bincount(group)[group] > 1)
    order = several[np.lexsort((-values[several], group[several]))]
    before = _before(group[order], often[order])
    worth[order] *= np.exp2(-before.astype(np.float64))
    return worth


def _before(group: Integers, amount: Integers) -> Integers:
    """The sum of the amounts before each row within its group; rows come by group."""
    total = np.cumsum(amount) - amount
    if not len(group):
        return total
    new = first_of_each(group)
    return total - total[new][np.cumsum(new) - 1]


def _on_record(held: History, today: int, weights: Weights) -> Floats:
    """How far the contacts of each person are on record: ρ."""
    person, day = days_of_contact(held)
    days = np.bincount(person[day <= today], minlength=len(held.people))
    return days / (days + weights.record_half)


@lru_cache(maxsize=1)
def days_of_contact(held: History) -> tuple[Integers, Integers]:
    """Each day on which each person had contact with anyone, once, by person."""
    both = distinct(held.contacts.person.astype(np.int64) * _STRIDE + held.contacts.day)
    return both // _STRIDE, both % _STRIDE


def _said(held: History, pairs: Pairs, said: Mapping[Pair, Opinion], size: int) -> tuple[Floats, Floats]:
    """Trust and certainty of each pair; of whom nothing was said 0 and 0."""
    trust, certainty = np.zeros(size), np.zeros(size)
    for place, opinion in places(held, pairs.subject, pairs.person, said):
        trust[place], certainty[place] = opinion.trust or 0.0, opinion.certainty
    return trust, certainty


def _earlier(one: Integers, other: Integers) -> Integers:
    """The earlier of two days, where an unknown one is none."""
    both = np.minimum(np.where(one == UNKNOWN, OPEN, one), np.where(other == UNKNOWN, OPEN, other))
    return np.where(both == OPEN, UNKNOWN, both)


def places(held: History, subject: Integers, person: Integers, by_pair: Mapping[Pair, Any]) -> list[tuple[int, Any]]:
    """For what is known by pair its row among rows in order of subject and person; pairs without a row are left out."""
    if not by_pair:
        return []
    people, subjects = ({name: n for n, name in enumerate(names)} for names in (held.people, held.subjects))
    rows, many = subject * max(len(held.people), 1) + person, max(len(held.people), 1)
    wanted = [(subjects[s] * many + people[p], one) for (p, s), one in by_pair.items() if p in people and s in subjects]
    at = np.searchsorted(rows, [row for row, _ in wanted])
    return [(int(n), one) for n, (row, one) in zip(at, wanted, strict=True) if n < len(rows) and rows[n] == row]
