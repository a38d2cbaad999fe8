"""Who was met, or held a tie, in each child's and each family's own sequence: from what is held around them to columns."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple, TypeVar

import numpy as np

from graph.model import Around, Contact, Post, Subject
from queries.continuity.measures import Met
from queries.continuity.window import By, Window
from queries.knowing.posted import holds
from queries.numbers.columns import Integers

STRIDE = 1 << 23
"""More days than there are."""
Unit = Callable[[str, int], tuple[str, str]]
Row = tuple[int, Contact]
N = TypeVar("N", str, tuple[str, str])


class Place(NamedTuple):
    """A sequence in which what concerns a subject counts, on some days; `own` where the sequence is the subject's own."""

    sequence: int
    since: date
    until: date
    own: bool


class Covered(NamedTuple):
    """Days covered by the ties of each professional in each sequence, in columns."""

    sequence: Integers
    unit: Integers
    days: Integers


def met(around: Around, subjects: Sequence[Subject], window: Window) -> Met:
    """The contacts of each subject that bear on a window; sequences are numbered as the subjects are."""
    rows = list(_contacts(around, _places(around, subjects), window))
    people = _numbered(c.professional_id for _, c in rows)
    who = [people[c.professional_id] for _, c in rows]
    days = [c.day.toordinal() for _, c in rows]
    return Met(
        _column(sequence for sequence, _ in rows),
        _column(who) if window.by == "person" else _units(unit_of(around, window.by), [c.professional_id for _, c in rows], days),
        _column(days),
        _column(second_of_day(c.at[11:19]) for _, c in rows),
        _column(who),
        _column(c.count for _, c in rows),
    )


def covered(around: Around, subjects: Sequence[Subject], window: Window) -> Covered:
    """The days of the window on which each professional's ties to each subject held; each day once, however many rows."""
    rows = sorted(_spans(around, _places(around, subjects), window))
    people = _numbered(who for _, who, _, _ in rows)
    tie = _column(sequence * len(people) + people[who] for sequence, who, _, _ in rows)
    ties, days, last = union(tie, _column(r[2] for r in rows), _column(r[3] for r in rows))
    names, numbers, ends = list(people), [*map(int, ties)], [*map(int, last)]
    who = [names[n % len(names)] for n in numbers]
    return Covered(ties // max(len(names), 1), _units(unit_of(around, window.by), who, ends), days)


def _places(around: Around, subjects: Sequence[Subject]) -> dict[Subject, list[Place]]:
    """Where what concerns each subject counts: in its own sequence, and a child's in those of its families while a member."""
    number = {subject: n for n, subject in enumerate(subjects)}
    found = {subject: [Place(n, date.min, date.max, True)] for subject, n in number.items()}
    for m in around.belonged:
        family = number.get(Subject("family", m.family_id))
        if m.member_kind == "child" and family is not None:
            place = Place(family, m.since or date.min, m.until or date.max, False)
            found.setdefault(Subject("child", m.member_id), []).append(place)
    return found


def _contacts(around: Around, places: dict[Subject, list[Place]], window: Window) -> Iterator[Row]:
    """Each contact in each sequence where it counts; one at the same moment with several children is one of their family."""
    earliest = window.looks_back_to
    joint: dict[tuple[int, str, str | None, str], Row] = {}
    for contact in around.contacts:
        if contact.day < earliest:
            continue
        for place in places.get(contact.subject, ()):
            if place.own:
                yield place.sequence, contact
            elif place.since <= contact.day <= place.until:
                key = place.sequence, contact.professional_id, contact.kind, contact.at
                if key not in joint or joint[key][1].count < contact.count:
                    joint[key] = place.sequence, contact
    yield from joint.values()


def _spans(around: Around, places: dict[Subject, list[Place]], window: Window) -> Iterator[tuple[int, str, int, int]]:
    """Sequence, professional, first and last day of each row in each sequence where it counts, within the window."""
    last = min(window.until, window.asked_on)
    for tie in around.ties:
        for place in places.get(tie.subject, ()):
            first = max(window.since, place.since, tie.since or date.min)
            until = min(last, place.until, tie.until or date.max)
            if first <= until:
                yield place.sequence, tie.professional_id, first.toordinal(), until.toordinal()


def union(group: Integers, first: Integers, last: Integers) -> tuple[Integers, Integers, Integers]:
    """For each group of spans: the group, how many days they cover between them, and the last; rows by group and first day."""
    reach = np.maximum.accumulate(last + group * STRIDE)
    before = np.concatenate(([-1], reach[:-1])) - group * STRIDE
    fresh = np.maximum(0, last - np.maximum(first, before + 1) + 1)
    groups, starts = np.unique(group, return_index=True)
    if not len(groups):
        return groups, groups, groups
    return groups, np.add.reduceat(fresh, starts), np.maximum.reduceat(last, starts)


def unit_of(around: Around, by: By) -> Unit:
    """Who someone counts as on a day: themselves, or the service (or its organisation) of the live post begun last.

    Where there is none they stand for themselves. Units are marked, so that ids of two kinds never meet.
    """
    posts: dict[str, list[Post]] = {}
    for post in () if by == "person" else around.posts:
        posts.setdefault(post.professional_id, []).append(post)

    @cache
    def unit(professional: str, day: int) -> tuple[str, str]:
        live = [p for p in posts.get(professional, ()) if holds(p, date.fromordinal(day))]
        post = min(live, key=lambda p: (-(p.since or date.min).toordinal(), p.service_id), default=None)
        works_for = (post.service_id if by == "service" else post.organisation_id) if post else None
        return (by, works_for) if works_for is not None else ("person", professional)

    return unit


def _units(unit: Unit, professionals: Iterable[str], days: Iterable[int]) -> Integers:
    found = [unit(who, day) for who, day in zip(professionals, days, strict=True)]
    number = _numbered(found)
    return _column(number[one] for one in found)


def _numbered(names: Iterable[N]) -> dict[N, int]:
    return {name: n for n, name in enumerate(sorted(set(names)))}


@lru_cache(maxsize=100_000)
def second_of_day(time: str) -> int:
    """Seconds since midnight of a time as it was written: HH:MM, HH:MM:SS, whatever follows; none is midnight."""
    hours, minutes, seconds = time[:2] or "0", time[3:5] or "0", time[6:8] if time[5:6] == ":" else "0"
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds)


def _column(values: Iterable[int]) -> Integers:
    return np.array(list(values), np.int64)
