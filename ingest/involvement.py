"""Until when anyone was involved with each child and family, and when children turn 25: what retention counts from."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from graph.history import History
from graph.model import Child, View
from graph.store import GraphReader
from ingest.holds import EVERYTHING

_PAGE = 5000


@dataclass(frozen=True, slots=True)
class Lives:
    """Children with all their records, families, who belonged where, and the days that count.

    `involved` is the last day of a tie or contact, by kind and id: a child's own and their families', a family's own and its
    children's; what goes on lasts for ever. Who never met anyone is not in it.
    """

    children: dict[str, set[str]]
    families: set[str]
    families_of: dict[str, set[str]]
    birthdays: dict[str, date]
    involved: dict[tuple[str, str], date]


async def lives(reader: GraphReader, today: date) -> Lives:
    """What is known of every child and family now."""
    history = await reader.history(View(today))
    stands = {child.id: stands for child, _, stands in await reader.same_children()}
    children: defaultdict[str, set[str]] = defaultdict(set)
    for record, child in stands.items():
        children[child].add(record)
    families_of: defaultdict[str, set[str]] = defaultdict(set)
    homes: list[tuple[int, int]] = list(zip(history.homes.child.tolist(), history.homes.family.tolist(), strict=True))
    for child, family in homes:
        families_of[history.subjects[child].id].add(history.subjects[family].id)
    birthdays = {stands.get(i, i): day async for i, day in _birthdays(reader)}
    return Lives(dict(children), await reader.ids("Family"), dict(families_of), birthdays, involved(history))


async def _birthdays(reader: GraphReader) -> AsyncIterator[tuple[str, date]]:
    after = ""
    while page := await reader.page(Child, EVERYTHING, after=after, first=_PAGE):
        after = page[-1].id
        for child in page:
            if child.date_of_birth:
                yield child.id, turns_25(child.date_of_birth)


def turns_25(born: date) -> date:
    """The 25th birthday; who was born on 29 February turns 25 on 1 March."""
    year = min(born.year + 25, date.max.year)
    return date(year, 3, 1) if (born.month, born.day) == (2, 29) and year % 4 else born.replace(year=year)


def involved(history: History) -> dict[tuple[str, str], date]:
    """The last day on which anyone was involved, by kind and id."""
    own = np.zeros(len(history.subjects), np.int64)
    np.maximum.at(own, history.ties.subject, history.ties.until)
    np.maximum.at(own, history.contacts.subject, history.contacts.day)
    last = own.copy()
    np.maximum.at(last, history.homes.child, own[history.homes.family])
    np.maximum.at(last, history.homes.family, own[history.homes.child])
    return dict(_dated(history, last.tolist()))


def _dated(history: History, last: list[int]) -> Iterable[tuple[tuple[str, str], date]]:
    for subject, day in zip(history.subjects, last, strict=True):
        if day:
            yield (subject.kind, subject.id), date.fromordinal(day)
