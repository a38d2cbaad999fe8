"""What is worked out over everyone: once for each view and load, and kept in this process while it is asked for."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import get_args

from api.guarding.address_tables import AddressTables
from api.guarding.once import Once
from graph.model import View
from graph.store import GraphReader
from ingest.retention import Due
from queries.handover.handover import Plan
from queries.knowing.acting import List
from queries.knowing.equity import Counts
from queries.knowing.lists import Entry, Filter, everyone_placed
from queries.knowing.nesting import Nesting, nesting
from queries.leaving.impact import Impact
from queries.linking.anchors_board import ShownAnchor
from queries.linking.board import ShownChange
from queries.linking.bridges import Bridge
from queries.linking.communities import Communities
from queries.linking.home_school_board import ShownSchool
from queries.linking.links import Link
from queries.linking.missing import Missing
from queries.linking.pupils import Pupils
from queries.risk.at_risk import KnowledgeAtRisk
from queries.risk.cover import Cover
from queries.risk.exposure import Exposure
from queries.risk.horizon import Horizon

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """Every list by kind and id, through one pair of eyes on one day; and which areas lie in which."""

    lists: dict[List, tuple[Entry, ...]]
    areas: Nesting

    def after(self, wanted: List, only: Filter, start: Place | None = None) -> Iterator[Entry]:
        """The entries of a list that a filter wants, from the one after a place."""
        entries = self.lists[wanted]
        first = bisect_right(entries, start, key=place) if start else 0
        return (entries[n] for n in range(first, len(entries)) if only.wants(entries[n], self.areas))


def place(entry: Entry) -> Place:
    """Where an entry stands: by kind, then by id."""
    return entry.subject.kind, entry.subject.id


@dataclass(slots=True)
class Tables:
    """What this process has worked out: the tables, and what scenarios do."""

    impacts: Once[Impact] = field(default_factory=Once[Impact])
    plans: Once[Plan] = field(default_factory=Once[Plan])
    links: Once[list[Link]] = field(default_factory=Once[list[Link]])
    bridges: Once[list[Bridge]] = field(default_factory=Once[list[Bridge]])
    communities: Once[Communities] = field(default_factory=Once[Communities])
    anchors: Once[list[ShownAnchor]] = field(default_factory=Once[list[ShownAnchor]])
    missing: Once[list[Missing]] = field(default_factory=Once[list[Missing]])
    pupils: Once[Pupils] = field(default_factory=Once[Pupils])
    schools: Once[list[ShownSchool]] = field(default_factory=Once[list[ShownSchool]])
    counts: Once[Counts] = field(default_factory=Once[Counts])
    trends: Once[list[ShownChange]] = field(default_factory=Once[list[ShownChange]])
    covers: Once[Cover] = field(default_factory=Once[Cover])
    exposures: Once[list[Exposure]] = field(default_factory=Once[list[Exposure]])
    risks: Once[KnowledgeAtRisk] = field(default_factory=Once[KnowledgeAtRisk])
    addresses: AddressTables = field(default_factory=AddressTables)
    horizons: Once[Horizon] = field(default_factory=Once[Horizon])
    calendars: Once[Horizon] = field(default_factory=Once[Horizon])
    dues: Once[list[Due]] = field(default_factory=Once[list[Due]])
    _tables: Once[Table] = field(default_factory=Once[Table])

    async def of(self, reader: GraphReader, view: View) -> Table:
        """The table of a view as of the last finished load."""
        return await self._tables.of(reader, view, lambda: _worked_out(reader, view))


async def _worked_out(reader: GraphReader, view: View) -> Table:
    lists: dict[List, list[Entry]] = {name: [] for name in get_args(List)}
    async for placed in everyone_placed(reader, view):
        for entry in placed.entries():
            lists[entry.list].append(entry)
    return Table({name: tuple(entries) for name, entries in lists.items()}, await nesting(reader, view))
