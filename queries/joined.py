"""Who knows whom, now and ever, as columns of numbers: what every question about links between agencies rests on.

The unit is the family, or a child without one (small print, rule 36). A tie that is disputed or to be hidden joins nobody.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from graph.model import Subject, View
from graph.store import GraphReader
from queries.claims import live, span
from queries.columns import Flags, Integers
from queries.who_knows import Answering, batches

OPEN = date.max.toordinal()
"""The last day of a tie that goes on."""
Row = tuple[Subject, str, int, int, bool]


@dataclass(frozen=True, slots=True)
class Joined:
    """A row for every tie, past ones too, by ascending unit: places in `units` and `people`, first and last day as ordinals.

    `now` says whether it is live on the day, of someone in post. A first day that nobody knows is 0.
    """

    on: date
    units: tuple[Subject, ...]
    people: tuple[str, ...]
    unit: Integers
    person: Integers
    since: Integers
    until: Integers
    now: Flags


async def joined(reader: GraphReader, view: View) -> Joined:
    """Everyone's ties on a day, read some families at a time."""
    rows: list[Row] = []
    async for batch in _units(reader, view):
        answering = Answering(await reader.around(batch, view, bare=True), view.on, {})
        rows += [row for unit in batch for row in _rows(answering, unit)]
        await asyncio.sleep(0)
    return of_rows(view.on, rows)


async def _units(reader: GraphReader, view: View) -> AsyncGenerator[Sequence[Subject]]:
    """All families, and then all children without one."""
    async for batch in batches(reader, view, "family"):
        yield batch
    async for batch in batches(reader, view, "child"):
        homes = await reader.homes([s.id for s in batch], view)
        if alone := [s for s in batch if s.id not in homes]:
            yield alone


def _rows(answering: Answering, unit: Subject) -> Iterable[Row]:
    """The ties of one unit."""
    on = answering.on
    for claim in answering.claims_of(unit):
        first, last = span(claim, on)
        now = live(claim, on) and answering.in_post(claim.professional_id)
        yield unit, claim.professional_id, first.toordinal() if first else 0, last.toordinal() if last else OPEN, now


def of_rows(on: date, rows: Iterable[Row]) -> Joined:
    """The columns of some ties."""
    ordered = sorted(rows)
    units = tuple(dict.fromkeys(r[0] for r in ordered))
    people = tuple(sorted({r[1] for r in ordered}))
    place, who = ({one: n for n, one in enumerate(all_)} for all_ in (units, people))
    numbers = np.array([(place[u], who[p], first, last) for u, p, first, last, _ in ordered], np.int64).reshape(-1, 4)
    now = np.fromiter((r[4] for r in ordered), np.bool_, len(ordered))
    unit, person, since, until = numbers.T
    return Joined(on, units, people, unit, person, since, until, now)
