"""What is worked out over everyone: once for each view and load, and kept in this process while it is asked for."""

import asyncio
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import get_args

from graph.model import View
from graph.store import GraphReader
from queries.acting import List
from queries.equity import Counts, Tally
from queries.lists import Entry, Filter, everyone_placed

KEPT = 4
"""Tables that are kept at a time, the last asked for."""
Key = tuple[View, int]
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """Every list by kind and id, and the counts of the equity lens, through one pair of eyes on one day."""

    lists: dict[List, tuple[Entry, ...]]
    counts: Counts

    def after(self, wanted: List, only: Filter, start: Place | None = None) -> Iterator[Entry]:
        """The entries of a list that a filter wants, from the one after a place."""
        entries = self.lists[wanted]
        first = bisect_right(entries, start, key=place) if start else 0
        return (entries[n] for n in range(first, len(entries)) if only.wants(entries[n]))


def place(entry: Entry) -> Place:
    """Where an entry stands: by kind, then by id."""
    return entry.subject.kind, entry.subject.id


@dataclass(slots=True)
class Tables:
    """The tables of this process. Those who ask for the same one at the same time wait for one working out."""

    _known: OrderedDict[Key, "asyncio.Task[Table]"] = field(default_factory=lambda: OrderedDict[Key, "asyncio.Task[Table]"]())

    async def of(self, reader: GraphReader, view: View) -> Table:
        """The table of a view as of the last finished load; statements and weights come by loads too."""
        key = view, max((load.number for load in await reader.loads() if load.finished), default=0)
        if key not in self._known:
            self._forget(view)
            self._known[key] = asyncio.create_task(_worked_out(reader, view))
        self._known.move_to_end(key)
        try:
            return await asyncio.shield(self._known[key])
        except Exception:
            self._known.pop(key, None)
            raise

    def _forget(self, view: View) -> None:
        """Let go of what an older load made of a view, and of what was not asked for lately."""
        for key in [k for k in self._known if k[0] == view]:
            del self._known[key]
        while len(self._known) >= KEPT:
            self._known.popitem(last=False)


async def _worked_out(reader: GraphReader, view: View) -> Table:
    lists: dict[List, list[Entry]] = {name: [] for name in get_args(List)}
    tally = Tally()
    async for placed in everyone_placed(reader, view):
        tally.add(placed)
        for entry in placed.entries():
            lists[entry.list].append(entry)
    return Table({name: tuple(entries) for name, entries in lists.items()}, tally.counts())
