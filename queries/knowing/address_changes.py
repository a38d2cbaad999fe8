"""What changed in where families are said to live since a day, for a partner that keeps up: ids only, no address.

It compares what stood, as it was known, at the end of the day before with what stands now, so that what is told late is not missed.
A partner that asks each time from the day on which it asked before misses nothing; what changed on that day may come twice, and is then
the same line.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, get_args

from graph.address_claims import AddressClaim
from graph.errors import BadInput
from graph.model import Subject, View
from graph.store import GraphReader
from queries.knowing.living import agency, by_family, said
from queries.knowing.places import places

What = Literal["claimed", "ended", "contested", "settled"]
WHATS: tuple[What, ...] = get_args(What)
A_DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed for a family, or a child without one.

    `claimed`: an agency names a place that nobody named; `ended`: it named one that nobody names any more; `contested`: two or more
    places are named, where it was fewer; `settled`: the other way round.
    `reported_by` is the agency's id, or the feed where none is named. `day` is the first day the new place was said, or the last day
    the old one was; None: not known, or no one day.
    """

    subject: Subject
    what: What
    reported_by: str | None = None
    day: date | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """Where it stands in the list; no two changes of a list share it."""
        return (*self.subject, str(WHATS.index(self.what)), self.reported_by or "")


async def address_changes(reader: GraphReader, view: View, since: date) -> list[Change]:
    """All changes from a day on, by kind and id of whom, then by what, then by agency. Errors: BadInput."""
    if since > view.on:
        raise BadInput(f"{since.isoformat()} is after {view.on.isoformat()}: ask from an earlier day")
    if since <= date(1, 1, 1):
        raise BadInput("no day is before that one: ask from a later day")
    eve = since - A_DAY
    known_at = min(eve, view.known_at) if view.known_at else eve
    before, after = await by_family(reader, replace(view, on=eve, known_at=known_at)), await by_family(reader, view)
    units = sorted(before.keys() | after.keys())
    found = [c for u in units for c in _changed(u, _Then(before.get(u, ()), eve), _Then(after.get(u, ()), view.on))]
    return sorted(found, key=lambda c: c.key)


@dataclass(frozen=True, slots=True)
class _Then:
    """What was said of one family at one time."""

    claims: Sequence[AddressClaim]
    on: date

    def live(self) -> list[AddressClaim]:
        return [s.claim for s in said(self.claims) if s.live(self.on)]


def _changed(unit: Subject, before: _Then, after: _Then) -> Iterator[Change]:
    then, now = before.live(), after.live()
    place = places([*before.claims, *after.claims])
    was, is_ = {place[c] for c in then}, {place[c] for c in now}
    yield from _by_agency(unit, "claimed", [(c, c.first_seen) for c in now if place[c] not in was])
    yield from _by_agency(unit, "ended", [(c, c.last_seen) for c in then if place[c] not in is_])
    if (len(was) > 1) != (len(is_) > 1):
        yield Change(unit, "contested" if len(is_) > 1 else "settled")


def _by_agency(unit: Subject, what: What, claims: Iterable[tuple[AddressClaim, date | None]]) -> Iterator[Change]:
    """One change for each agency, with the latest day."""
    days: dict[str, date | None] = {}
    for claim, day in claims:
        before = days.get(agency(claim))
        days[agency(claim)] = max(day, before) if day and before else day or before
    yield from (Change(unit, what, who, days[who]) for who in sorted(days))
