"""Lists for people who act, out of who knows everyone: with filters, streamed by kind and id."""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from graph.model import Around, Attendance, Family, Subject, SubjectKind, View
from graph.store import GraphReader
from queries.knowing.acting import List, reasons
from queries.knowing.answers import WhoKnows
from queries.knowing.nesting import Nesting, nesting, within
from queries.knowing.posted import holds
from queries.knowing.schools import schools
from queries.knowing.who_knows import answering, batches
from queries.scoring.said import Voices
from queries.scoring.weighing import weights_on

V = TypeVar("V")
IN_TURN: tuple[SubjectKind, ...] = ("child", "family")
"""The order of every list: by kind, then by id."""
FEW = 50
"""Subjects read at once where others are waiting for their turn."""
AT_ONCE = 10
"""Answers worked out before others get their turn."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One place on a list, with one plain sentence why.

    `areas` are the code of the family's area, or those of a child's families; `services` those in which the people who know
    them hold a post on the day, `schools` where the children go, `people` the professionals named in the sentence. Each
    ascending, without repeats.
    """

    list: List
    subject: Subject
    why: str
    key_individual: str | None
    lead: str | None
    areas: tuple[str, ...]
    services: tuple[str, ...]
    schools: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries are wanted; None leaves a side open."""

    kind: SubjectKind | None = None
    area: str | None = None
    school: str | None = None
    service: str | None = None

    def wants(self, entry: Entry, nesting: Nesting) -> bool:
        """Whether an entry passes every side; whoever lives in an area lives in those in which it lies."""
        sides = ((self.school, entry.schools), (self.service, entry.services))
        there = self.area is None or not within(nesting, self.area).isdisjoint(entry.areas)
        return there and self.kind in (None, entry.subject.kind) and all(wanted is None or wanted in held for wanted, held in sides)


@dataclass(frozen=True, slots=True)
class Placed:
    """One answer, with all that lists and figures need beside it."""

    answer: WhoKnows
    whys: Mapping[List, str]
    areas: tuple[str, ...]
    services: tuple[str, ...]
    schools: tuple[str, ...]
    attends: tuple[Attendance, ...]

    def entries(self) -> Iterator[Entry]:
        """Its place on each list that it is on."""
        answer, key = self.answer, self.answer.key_individual
        first = key.professional.id if key else None
        for name, why in self.whys.items():
            people = tuple(p for p in self._people() if p in why)
            yield Entry(name, answer.subject, why, first, answer.lead, self.areas, self.services, self.schools, people)

    def _people(self) -> tuple[str, ...]:
        """Every professional that a sentence may name."""
        answer, said = self.answer, self.answer.said
        known = (*answer.knowers, *(d.knower for d in answer.dormant))
        return _once((*(k.professional.id for k in known), *said.nominated, *said.excluded, *filter(None, (answer.lead,))))


async def listed(reader: GraphReader, view: View, wanted: List, only: Filter | None = None) -> AsyncGenerator[Entry]:
    """One list, streamed."""
    sides, areas = only or Filter(), await nesting(reader, view)
    async for placed in everyone_placed(reader, view, sides.kind):
        for entry in placed.entries():
            if entry.list == wanted and sides.wants(entry, areas):
                yield entry


async def everyone_placed(reader: GraphReader, view: View, kind: SubjectKind | None = None) -> AsyncGenerator[Placed]:
    """Every child, then every family, or one kind only; never all at once."""
    days = await reader.contact_days(None, view)
    for asked in (kind,) if kind else IN_TURN:
        async for batch in batches(reader, view, asked):
            for first in range(0, len(batch), FEW):
                async for placed in places(reader, batch[first : first + FEW], view, days):
                    yield placed


async def places(reader: GraphReader, batch: Sequence[Subject], view: View, days: dict[str, tuple[date, ...]]) -> AsyncGenerator[Placed]:
    """A batch, one after the other; others get their turn in between. `days` are everyone's contact days."""
    around = await reader.around(batch, view, bare=True)
    families = {m.family_id for m in around.memberships} | {s.id for s in batch if s.kind == "family"}
    place = _Placing(around, await reader.entities(Family, sorted(families), view), view.on, days)
    for n, subject in enumerate(batch):
        if n % AT_ONCE == 0:
            await asyncio.sleep(0)
        yield place.of(subject)


class _Placing:
    """What the places of one batch share."""

    def __init__(self, around: Around, families: Mapping[str, Family], on: date, days: dict[str, tuple[date, ...]]) -> None:
        _, weights = weights_on(around.weights, on)
        self.answer, self.voices, self.knows = answering(around, on, days), Voices(around, weights), weights.knows
        self.areas = {f.id: f.area_code for f in families.values() if f.area_code}
        self.homes = _grouped((m.member_id, m.family_id) for m in around.memberships if m.member_kind == "child")
        self.services = _grouped((p.professional_id, p.service_id) for p in around.posts if holds(p, on))
        self.schools, self.attends = schools(around, on), _grouped((a.child_id, a) for a in around.attends)

    def of(self, subject: Subject) -> Placed:
        """The place of one subject."""
        answer = self.answer(subject)
        homes = [subject.id] if subject.kind == "family" else self.homes.get(subject.id, [])
        children = sorted(s.id for s in answer.subjects if s.kind == "child")
        return Placed(
            answer,
            reasons(answer, self.voices, self.knows),
            _once(self.areas[f] for f in homes if f in self.areas),
            _once(s for k in answer.knowers for s in self.services.get(k.professional.id, ())),
            _once(s for c in children for s in self.schools.get(Subject("child", c), ())),
            tuple(a for c in children for a in self.attends.get(c, ())),
        )


def _grouped(pairs: Iterable[tuple[str, V]]) -> dict[str, list[V]]:
    found: dict[str, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _once(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(ids)))
