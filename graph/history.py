"""Everyone's ties and contacts as columns of numbers: what questions about a whole authority rest on.

Days are ordinals (`date.toordinal`); people and subjects are places in `people` and `subjects`, both in order of ids. About 85 MB
for a million ties with four million contacts (`benchmarks/projection.py` measures it).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, LiteralString, NamedTuple, TypeVar

import numpy as np

from graph.arrays import Flags, Numbers, Small, Wide, grouped, sorted_by
from graph.model import CONTACT_KINDS, CONTEXTS, Subject

UNKNOWN = 0
"""A first day that nobody knows."""
OPEN = date.max.toordinal()
"""The last day of what goes on."""
CODES: tuple[LiteralString, ...] = ("0", "1", "2", "3", "4", "5", "6")
"""What stands in a statement of a store for the places of `CONTEXTS` and `CONTACT_KINDS`."""
NO_CONTEXT, NO_KIND = len(CONTEXTS), len(CONTACT_KINDS)
"""Places beyond those of `CONTEXTS` and `CONTACT_KINDS`: it was not said."""
N = TypeVar("N", str, Subject)
P = TypeVar("P", "Ties", "Contacts")


@dataclass(frozen=True, slots=True)
class Ties:
    """A row for every row that says a professional works, or worked, with a child or family; by subject and person."""

    subject: Numbers
    person: Numbers
    since: Numbers
    until: Numbers
    context: Small


@dataclass(frozen=True, slots=True)
class Contacts:
    """How often they met in one way on one day, told by however many sources; by subject, person and day."""

    subject: Numbers
    person: Numbers
    day: Numbers
    kind: Small
    count: Numbers


@dataclass(frozen=True, slots=True)
class Homes:
    """Which child belongs to which family from when to when, as every source tells it."""

    child: Numbers
    family: Numbers
    since: Numbers
    until: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """All that ever joined professionals to children and families, for one viewer.

    `described` says of which subjects anything is told now; all of those are among them.

    Records judged to be one child are the one that stands for them.
    """

    people: tuple[str, ...]
    subjects: tuple[Subject, ...]
    described: Flags
    ties: Ties
    contacts: Contacts
    homes: Homes

    @property
    def size(self) -> int:
        """Bytes held in columns, names left aside."""
        return sum(getattr(part, f.name).nbytes for part in (self.ties, self.contacts, self.homes) for f in fields(part))


class Told(NamedTuple):
    """Rows of whole numbers as a store tells them; nodes by any number of its own, days as ordinals, 0 where there is none.

    `ties`: person, record, first day, last day, context. `contacts`: person, record, day, kind, count, and a number for the time as
    it was written. `homes`: record, family, first day, last day. `same` leads from a record to the one that stands for it.
    """

    people: Mapping[int, str]
    subjects: Mapping[int, Subject]
    described: Iterable[int]
    same: Mapping[int, int]
    ties: Wide
    contacts: Wide
    homes: Wide


def history(told: Told) -> History:
    """The columns of what a store tells."""
    ties, contacts, homes = (np.array(part, np.int64) for part in (told.ties, told.contacts, told.homes))
    stands = _table({n: told.same.get(n, n) for n in told.subjects})
    ties[:, 1], contacts[:, 1], homes[:, 0] = stands[ties[:, 1]], stands[contacts[:, 1]], stands[homes[:, 0]]
    people, person = _named(told.people, (ties[:, 0], contacts[:, 0]))
    own = np.array([n for n in told.described if n not in told.same], np.int64)
    subjects, subject = _named(told.subjects, (own, ties[:, 1], contacts[:, 1], homes[:, 0], homes[:, 1]))
    described = np.zeros(len(subjects), np.bool_)
    described[subject[own]] = True
    tie = subject[ties[:, 1]], person[ties[:, 0]], ties[:, 2], _last(ties[:, 3]), ties[:, 4]
    home = subject[homes[:, 0]], subject[homes[:, 1]], homes[:, 2], _last(homes[:, 3])
    return History(people, subjects, described, _ties(*tie), _met(contacts, subject, person), _homes(*home))


def merged(old: History, gone: Iterable[str], fresh: History) -> History:
    """A history with what is fresh of some people in place of what was told of them; all else but ties is the fresh one's."""
    out = set(gone) | set(fresh.people)
    kept = np.array([p not in out for p in old.people], np.bool_)
    ties, contacts = _kept(old.ties, kept), _kept(old.contacts, kept)
    here = np.zeros(len(old.subjects), np.bool_)
    here[ties.subject], here[contacts.subject] = True, True
    people, person = _together([p for p, stays in zip(old.people, kept, strict=True) if stays], old.people, fresh.people)
    subjects, subject = _together([s for s, stays in zip(old.subjects, here, strict=True) if stays], old.subjects, fresh.subjects)
    described = np.zeros(len(subjects), np.bool_)
    described[subject[1][fresh.described]] = True
    rows = [_placed(part, s, p) for part, s, p in zip((ties, fresh.ties), subject, person, strict=True)]
    met = [_placed(part, s, p) for part, s, p in zip((contacts, fresh.contacts), subject, person, strict=True)]
    homes = fresh.homes
    return History(
        people,
        subjects,
        described,
        _ties(*(np.concatenate(pair) for pair in zip(*rows, strict=True))),
        _reordered(*(np.concatenate(pair) for pair in zip(*met, strict=True))),
        _homes(subject[1][homes.child], subject[1][homes.family], homes.since, homes.until),
    )


def _together(kept: Iterable[N], old: Sequence[N], fresh: Sequence[N]) -> tuple[tuple[N, ...], list[Wide]]:
    """The names that stay and the fresh ones, in order, with tables from old and from fresh places to theirs."""
    names = tuple(sorted({*kept, *fresh}))
    place = {name: n for n, name in enumerate(names)}
    return names, [np.array([place.get(name, -1) for name in own], np.int64) for own in (old, fresh)]


def _kept(part: P, kept: Flags) -> P:
    """The rows of those who stay."""
    rows = kept[part.person]
    return type(part)(*(getattr(part, f.name)[rows] for f in fields(part)))


def _placed(part: Ties | Contacts, subject: Wide, person: Wide) -> list[Any]:
    """Columns with new places for subjects and people."""
    return [subject[part.subject], person[part.person], *(getattr(part, f.name) for f in fields(part)[2:])]


def _table(pairs: Mapping[int, int]) -> Wide:
    """A table to look numbers up in by the thousand; -1 where there is none."""
    found = np.full(max(pairs, default=0) + 1, -1, np.int64)
    found[list(pairs.keys())] = list(pairs.values())
    return found


def _named(names: Mapping[int, N], used: Sequence[Wide]) -> tuple[tuple[N, ...], Wide]:
    """The names in use, in order, and a table from a store's number to the place."""
    numbers = np.unique(np.concatenate(used)).tolist()
    ordered = sorted(numbers, key=lambda n: names[n])
    table = np.full(max(names, default=0) + 1, -1, np.int64)
    table[ordered] = np.arange(len(ordered))
    return tuple(names[n] for n in ordered), table


def _last(days: Wide) -> Wide:
    """Last days; what has none goes on."""
    return np.where(days > 0, days, OPEN)


def _ties(subject: Any, person: Any, since: Any, until: Any, context: Any) -> Ties:
    order = sorted_by(subject, person, since, until, context)
    return Ties(_number(subject[order]), _number(person[order]), _number(since[order]), _number(until[order]), _small(context[order]))


def _contacts(subject: Any, person: Any, day: Any, kind: Any, count: Any) -> Contacts:
    """Contacts in their order already."""
    return Contacts(_number(subject), _number(person), _number(day), _small(kind), _number(count))


def _reordered(subject: Any, person: Any, day: Any, kind: Any, count: Any) -> Contacts:
    order = sorted_by(subject, person, day, kind)
    return _contacts(subject[order], person[order], day[order], kind[order], count[order])


def _homes(child: Any, family: Any, since: Any, until: Any) -> Homes:
    order = sorted_by(child, family, since, until)
    return Homes(_number(child[order]), _number(family[order]), _number(since[order]), _number(until[order]))


def _number(column: Any) -> Numbers:
    return column.astype(np.int32)


def _small(column: Any) -> Small:
    return column.astype(np.int8)


def _met(told: Wide, subject: Wide, person: Wide) -> Contacts:
    """Contacts told by several sources once, with the larger count; those of one kind on one day added up."""
    keys = subject[told[:, 1]], person[told[:, 0]], told[:, 2], told[:, 3], told[:, 5]
    order = sorted_by(*keys)
    whom, who, day, kind, _, count = grouped([k[order] for k in keys], told[order, 4], np.maximum)
    return _contacts(*grouped([whom, who, day, kind], count, np.add))
