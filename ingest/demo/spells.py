"""Spells: one person working with one family for a time, which agencies keep as ties."""

from dataclasses import dataclass
from random import Random

from ingest.demo.calendar import FOREVER, Calendar
from ingest.demo.chance import between, days_until, happens, one_of
from ingest.demo.people import Seat, Stint, Worker
from ingest.demo.roles import Role

REALLOCATED = 0.15
"""Re-allocations of a case a year while its worker stays: a third of all changes of worker (England 2025)."""

HANDED_OVER = 0.6
"""Share of cases of leavers that a colleague has visited together with them before, and then takes over, our assumption."""
TOGETHER = 42
"""Days of visits together before the last one."""

CONFLICT = 0.012
"""Share of ended spells that end in conflict."""


@dataclass(slots=True)
class Spell:
    """One person with one family: on paper from `since` to `until`, really in touch until `active` at most."""

    worker: Worker
    role: Role
    seat: Seat | None
    subjects: tuple[str, ...]
    since: int
    until: int
    active: int
    reason: str = ""
    lead: bool = False


class Spells:
    """Makes spells from seats: whoever sits there works with the family, and successors take over."""

    def __init__(self, rng: Random, days: Calendar) -> None:
        self._rng, self._today = rng, days.today

    def along(self, seat: Seat, subjects: tuple[str, ...], since: int, until: int, active: int = FOREVER) -> list[Spell]:
        """One spell for each person in the seat between two days (`until` may be a day that never comes)."""
        spells: list[Spell] = []
        for stint in seat.during(since, min(until, self._today)):
            start, stop = max(since, stint.since), min(until, stint.until)
            reason = stint.reason if stop == stint.until else "closed"
            spells.append(self._spell(stint.worker, seat, subjects, start, stop, active, reason))
        return [spell for spell in spells if spell.since <= min(spell.until, self._today)]

    def _spell(self, worker: Worker, seat: Seat, subjects: tuple[str, ...], since: int, until: int, active: int, why: str) -> Spell:
        """A spell that ends for its reason, in conflict, or (its last day lies ahead) not yet."""
        if until >= self._today:
            until, why = FOREVER, ""
        elif happens(self._rng, CONFLICT):
            why = "ended in conflict"
        return Spell(worker, seat.role, seat, subjects, since, until, min(until, active, self._today), why)

    def case(self, team: list[Seat], subjects: tuple[str, ...], since: int, until: int) -> list[Spell]:
        """A case with its team: workers leave, others take over, and some cases are re-allocated."""
        spells: list[Spell] = []
        seat, day = self._lighter(team, until), since
        while day <= min(until, self._today):
            stint = seat.at(day)
            if stint is None:
                seat, day = self._other(team, seat, day), day + between(self._rng, 0, 9)
                continue
            spell = self._allocated(stint, seat, subjects, day, until)
            spells.append(spell)
            if spell.until < self._today and (colleague := self._beside(team, seat, stint, spell)):
                spells.append(self._together(colleague, subjects, spell))
                seat, day = colleague, spell.until + 1
                continue
            day = spell.until + between(self._rng, 1, 14)
            seat = self._lighter(team, until) if spell.reason == "re-allocated" else seat
        if spells and spells[-1].until == FOREVER:
            seat.load += len(subjects)
        return spells

    def _allocated(self, stint: Stint, seat: Seat, subjects: tuple[str, ...], day: int, until: int) -> Spell:
        """The case with one worker: until it closes, they go, or it is given to someone else."""
        stays = day + days_until(self._rng, REALLOCATED)
        stop = min(until, stint.until, stays)
        why = "closed" if stop == until else "re-allocated" if stop == stays else stint.reason
        spell = self._spell(stint.worker, seat, subjects, day, stop, FOREVER, why)
        spell.lead = True
        return spell

    def _beside(self, team: list[Seat], seat: Seat, stint: Stint, spell: Spell) -> Seat | None:
        """The colleague who takes over from someone who leaves, where a handover was made: there before and after."""
        if spell.until != stint.until or not happens(self._rng, HANDED_OVER):
            return None
        there = [s for s in team if s is not seat and (one := s.at(spell.until - TOGETHER)) and one.until > spell.until]
        return one_of(self._rng, there) if there else None

    def _together(self, colleague: Seat, subjects: tuple[str, ...], spell: Spell) -> Spell:
        """The visits together before a leaver's last day."""
        stint = colleague.at(spell.until)
        assert stint, "they are there before and after"
        since = max(spell.since, spell.until - TOGETHER)
        return Spell(stint.worker, colleague.role, colleague, subjects, since, spell.until, spell.until, "handed over")

    def _lighter(self, team: list[Seat], until: int) -> Seat:
        """Of two seats the one with fewer children, if the case is open now."""
        one, other = one_of(self._rng, team), one_of(self._rng, team)
        return other if until > self._today and other.load < one.load else one

    def _other(self, team: list[Seat], seat: Seat, day: int) -> Seat:
        """While a seat is empty its cases go to someone in the team who is there; else they wait."""
        there = [other for other in team if other.at(day)]
        return min(there, key=lambda other: other.load) if there else seat
