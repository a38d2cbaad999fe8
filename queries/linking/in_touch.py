"""Who was in touch with a family on the same day: people who have met, as far as contacts tell."""

import numpy as np

from graph.arrays import distinct, first_of_each, sorted_by
from graph.history import History
from queries.knowing.standing import Standing, members
from queries.linking.strength import within
from queries.numbers.columns import Flags, Integers

_DAYS = 1 << 22


def in_touch(stand: Standing) -> tuple[Integers, Integers]:
    """Every two people who ever had contact with one family (or child without one) on one day, each pair once.

    Up to the day; by place in `history.people`, the first in order first. Contacts of a tie that is disputed or to be hidden don't count.
    """
    held = stand.history
    row, unit = _units(held, np.flatnonzero(_counts(stand)), stand)
    day, person = held.contacts.day[row].astype(np.int64), held.contacts.person[row].astype(np.int64)
    order = sorted_by(unit, day, person)
    at, person = (unit * _DAYS + day)[order], person[order]
    once = first_of_each(at, person) if len(at) else np.zeros(0, np.bool_)
    at, person = at[once], person[once]
    left, right = within(at)
    both = distinct(person[left] * max(len(held.people), 1) + person[right])
    return both // max(len(held.people), 1), both % max(len(held.people), 1)


def _counts(stand: Standing) -> Flags:
    """The contacts up to the day, of ties that count."""
    contacts, people = stand.history.contacts, max(len(stand.history.people), 1)
    pair = contacts.subject.astype(np.int64) * people + contacts.person
    return (contacts.day <= stand.on.toordinal()) & np.isin(pair, stand.scores.subject.astype(np.int64) * people + stand.scores.person)


def _units(held: History, rows: Integers, stand: Standing) -> tuple[Integers, Integers]:
    """The rows of contacts, each as often as its child has families, and the family (or the subject itself)."""
    child, family = members(held, stand.on)
    subject = held.contacts.subject[rows].astype(np.int64)
    first, last = (np.searchsorted(child, subject, side) for side in ("left", "right"))
    many = last - first
    again = np.repeat(np.arange(len(rows)), np.maximum(many, 1))
    nth = np.arange(len(again)) - np.repeat(np.cumsum(np.maximum(many, 1)) - np.maximum(many, 1), np.maximum(many, 1))
    unit = subject[again]
    homed = many[again] > 0
    unit[homed] = family[(first[again] + nth)[homed]]
    return rows[again], unit
