"""Measures of continuity of care for many sequences of contacts at once, in arrays.

Published names and formulas (BJGP 2023;73:279) [S]; see `queries.continuity.continuity` for the question they answer. Days are
ordinals (`date.toordinal`). A measure that cannot be worked out is NaN here, never 0 or 1.
"""

from dataclasses import dataclass, fields

import numpy as np

from graph.arrays import sorted_by
from queries.numbers.columns import Flags, Floats, Integers, ratio, sums, year_before


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    """Contacts in columns, in any order: whose sequence it is, who was met (any number for a unit), and when.

    `order` settles who comes first at the same second (one order is one unit then); `count` n is n contacts, one right after the other.
    """

    sequence: Integers
    unit: Integers
    day: Integers
    second: Integers
    order: Integers
    count: Integers

    def chosen(self, rows: Integers | Flags) -> "Met":
        """Some of the rows, in the order given."""
        return Met(*(getattr(self, f.name)[rows] for f in fields(self)))


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """Every measure, one place a sequence; `contacts` and `workers` are whole numbers, NaN is what cannot be worked out."""

    contacts: Integers
    workers: Integers
    upc: Floats
    coc: Floats
    hi: Floats
    secon: Floats
    mmci: Floats
    k: Floats
    kpc: Floats
    changes: Floats

    def columns(self) -> list[list[float | None]]:
        """Each field as plain values, in the order of the fields; None is what cannot be worked out."""
        columns: list[Integers | Floats] = [getattr(self, f.name) for f in fields(self)]
        return [[None if value != value else value for value in column.tolist()] for column in columns]


def of_contacts(met: Met, sequences: int, since: int, until: int) -> Measures:
    """The measures of the contacts from `since` to `until`, both included; earlier ones only tell who was known already."""
    met = met.chosen(sorted_by(met.sequence, met.day, met.second, met.order))
    pair, units = _pairs(met.sequence, met.unit)
    by_pair = sorted_by(pair, np.arange(len(pair)))
    known = _known(pair[by_pair], met.day[by_pair])
    within = (met.day >= since) & (met.day <= until)
    inside = by_pair[within[by_pair]]
    repeats = sums(met.sequence[inside], met.count[inside] - 1 + known[within[by_pair]], sequences)
    contacts, changes = sums(met.sequence[inside], met.count[inside], sequences), _changes(met.chosen(within), sequences)
    return _measures(
        *_per_unit(pair[inside], met.count[inside], units),
        sequences,
        secon=ratio(contacts - 1 - changes, contacts - 1, contacts > 1),
        kpc=ratio(repeats, contacts, contacts > 0),
        changes=np.where(contacts > 0, changes, np.nan),
    )


def of_amounts(sequence: Integers, unit: Integers, amount: Integers, sequences: int) -> Measures:
    """The measures that need no order, from how much of each unit there is in each sequence."""
    nothing = np.full(sequences, np.nan)
    pair, units = _pairs(sequence, unit)
    order = sorted_by(pair)
    return _measures(*_per_unit(pair[order], amount[order], units), sequences, secon=nothing, kpc=nothing, changes=nothing)


def _pairs(sequence: Integers, unit: Integers) -> tuple[Integers, int]:
    """One number for each unit in each sequence, and how many units there are."""
    units = int(unit.max(initial=0)) + 1
    return sequence * units + unit, units


def _per_unit(pair: Integers, amount: Integers, units: int) -> tuple[Integers, Integers]:
    """For each unit of each sequence: the sequence, and n_i, the amounts added up; pairs are in order."""
    starts = np.flatnonzero(np.diff(pair, prepend=-1))
    return pair[starts] // units, np.add.reduceat(amount, starts) if len(starts) else amount


def _changes(met: Met, sequences: int) -> Integers:
    change = (met.unit[1:] != met.unit[:-1]) & (met.sequence[1:] == met.sequence[:-1])
    return np.bincount(met.sequence[1:][change], minlength=sequences)


def _known(pair: Integers, day: Integers) -> Flags:
    """Whether each unit was met before in its sequence, at most twelve months earlier; pairs are in order, each by day."""
    known = np.zeros(len(day), np.bool_)
    if len(day):
        first = int(day.min())
        before = year_before(np.arange(first, int(day.max()) + 1))
        known[1:] = (pair[1:] == pair[:-1]) & (day[:-1] >= before[day[1:] - first])
    return known


def _measures(sequence: Integers, n_i: Integers, sequences: int, *, secon: Floats, kpc: Floats, changes: Floats) -> Measures:
    n, m = sums(sequence, n_i, sequences), np.bincount(sequence, minlength=sequences)
    most = np.zeros(sequences, np.int64)
    np.maximum.at(most, sequence, n_i)
    squares = sums(sequence, n_i * n_i, sequences)
    some, several = n > 0, n > 1
    return Measures(
        contacts=n,
        workers=m,
        upc=ratio(most, n, several),
        coc=ratio(squares - n, n * (n - 1), several),
        hi=ratio(squares, n * n, some),
        secon=secon,
        mmci=ratio(1 - m / (n + 0.1), 1 - 1 / (n + 0.1), some),
        k=ratio(n - m, n - 1, several),
        kpc=kpc,
        changes=changes,
    )
