"""How well people really know a family: a bond grows when they meet and fades slowly when they don't.

This is the planted truth's own process and knows nothing of Kith's formula: each encounter closes a part of
the gap to a full bond (more in the same room, more with someone one takes to), and quiet days wear it down.
People who take to each other also meet more often. Nothing of that is in the feed but its traces.
"""

from bisect import bisect
from dataclasses import dataclass
from random import Random

from ingest.demo.calendar import FOREVER, HISTORY, Calendar
from ingest.demo.chance import between, happens, one_of, skewed
from ingest.demo.family import Family
from ingest.demo.place import Place
from ingest.demo.records import Records
from ingest.demo.roles import BY_KEY, GROWTH
from ingest.demo.spells import Spell
from ingest.demo.staff import Staff

FADE = 0.9989
"""What is left of a bond after a day without meeting: half after 21 months, our assumption."""

DUTY_NOW, DUTY_EVER = 0.09, 0.2
"""Share of families with a one-off duty call in the last six weeks, and at some time."""

CONFLICT_LEAVES = 0.15
"""What a tie that ends in conflict leaves of a bond."""


def _fading(days: int) -> list[float]:
    """What is left after 0, 1, 2 ... days, by multiplication alone (the same on every machine)."""
    left = [1.0]
    while len(left) < days:
        left.append(left[-1] * FADE)
    return left


FADED = _fading(HISTORY + 10 * 366)


@dataclass(slots=True)
class Bond:
    """What has grown between a person and a family; `met` counts encounters other than messages."""

    click: float
    strength: float = 0.0
    day: int = 0
    met: int = 0
    first: int = 0
    last: int = 0

    def on(self, day: int) -> float:
        """The bond on a later day, from 0 (strangers) to 1."""
        return self.strength * FADED[max(0, day - self.day)]

    def meet(self, day: int, growth: float, kind: int) -> None:
        """One encounter."""
        faded = self.on(day) if self.day else 0.0
        self.strength = faded + (1.0 - faded) * min(0.5, growth * self.click)
        self.day = max(self.day, day)
        if kind < 4:
            self.met += 1
            self.first = self.first or day
            self.last = max(self.last, day)


class Lives:
    """Lives through a family's spells, encounter by encounter, and has some of it written down."""

    def __init__(self, rng: Random, place: Place, staff: Staff, days: Calendar, records: Records) -> None:
        self._rng, self._place, self._staff, self._days, self._records = rng, place, staff, days, records

    def of(self, family: Family, spells: list[Spell]) -> dict[str, Bond]:
        """The bond of everyone who has met the family, by the person's id."""
        bonds: dict[str, Bond] = {}
        for spell in spells:
            bond = bonds.get(spell.worker.id)
            if bond is None:
                bond = bonds[spell.worker.id] = Bond(self._click(spell))
            self._live(spell, bond)
            if spell.reason == "ended in conflict":
                bond.strength *= CONFLICT_LEAVES
        self._duty(family, bonds)
        return {who: bond for who, bond in bonds.items() if bond.day}

    def _click(self, spell: Spell) -> float:
        """How much the two take to each other: a little for most, a lot for few."""
        return skewed(self._rng, 0.3, 3.0) * spell.worker.warmth

    def _live(self, spell: Spell, bond: Bond) -> None:
        """Every encounter from the start of the history to the day they were last in touch."""
        random, meet, note = self._rng.random, bond.meet, self._records.note
        role, growth, mix = spell.role, spell.role.growth, spell.role.mix
        kept, logged = self._records.care(spell)
        step = 2 * role.every / (0.4 + 0.6 * bond.click)
        day, stop = max(spell.since, self._days.start) + int(step * random()), spell.active
        while day <= stop:
            kind = bisect(mix, random())
            meet(day, growth[kind], kind)
            if random() < kept and day >= logged:
                note(spell, day, kind)
            day += 1 + int(step * random())

    def _duty(self, family: Family, bonds: dict[str, Bond]) -> None:
        """One-off calls by someone on duty: on record more than once, and known to nobody after."""
        today, earliest = self._days.today, max(family.arrived, self._days.start)
        if happens(self._rng, DUTY_EVER):
            self._call(family, bonds, between(self._rng, earliest, today))
        if happens(self._rng, DUTY_NOW):
            self._call(family, bonds, max(earliest, today - between(self._rng, 0, 42)))

    def _call(self, family: Family, bonds: dict[str, Bond], day: int) -> None:
        """A call by the duty desk, the police or housing: no tie, only contacts."""
        role = BY_KEY[one_of(self._rng, ("duty", "duty", "police", "housing"))]
        service = one_of(self._rng, self._place.near(role.service, family.ward))
        seat = one_of(self._rng, self._staff.seats[service.id, role.key])
        stint = seat.at(day)
        if stint:
            spell = Spell(stint.worker, role, seat, (family.subject,), day, FOREVER, day)
            self._records.duty_call(spell, day)
            bonds.setdefault(stint.worker.id, Bond(0.5)).meet(day, GROWTH[3], 3)
