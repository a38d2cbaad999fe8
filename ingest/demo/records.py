"""What gets written down of what happens: some of it, by some agencies, not always right."""

from collections.abc import Callable
from random import Random

from ingest.demo.calendar import Calendar
from ingest.demo.chance import between, happens
from ingest.demo.roles import BY_MESSAGE, KINDS
from ingest.demo.spells import Spell

WRONG_KIND = 0.05
"""Share of contacts entered under the next kind in the list."""

LATE = 0.04
"""Share of contacts dated on the day they were typed, up to three days late."""

MESSAGES_KEPT = 900
"""Days through which schools keep the log of their messages, all of them."""

STAMPS = ("", "{:02d}:{:02d}", "{:02d}:{:02d}:00", "{:02d}:{:02d}:00+00:00")
"""How agencies stamp a contact: the day only, or the time more or less exactly."""

_TIMES = tuple(tuple("T" + stamp.format(8 + n // 12, n % 12 * 5) if stamp else "" for n in range(120)) for stamp in STAMPS)
"""Every five minutes of a working day, in each way of stamping."""


class Records:
    """Writes rows of contacts."""

    def __init__(self, rng: Random, days: Calendar, write: Callable[[str], object]) -> None:
        self._rng, self._random, self._days, self._write = rng, rng.random, days, write

    def care(self, spell: Spell) -> tuple[float, int]:
        """The chance that an encounter is written down at all, and the first day of the agency's log."""
        kept = spell.role.kept * spell.worker.diligence
        if spell.seat is None:
            return spell.role.kept, self._days.start
        organisation = spell.seat.service.organisation
        if spell.role.mix is BY_MESSAGE:
            return 1.0, self._days.today - min(organisation.logs_days, MESSAGES_KEPT)
        return kept * organisation.care, self._days.today - organisation.logs_days

    def note(self, spell: Spell, day: int, kind: int) -> None:
        """One encounter as a row for each child who was seen, all at the same moment."""
        random = self._random
        if random() < WRONG_KIND:
            kind = min(kind + 1, 4)
        if random() < LATE:
            day = min(day + 1 + int(random() * 3), self._days.today)
        stamp = _TIMES[spell.seat.service.organisation.stamp if spell.seat else 0][int(random() * 120)]
        end = f"{self._days.text(day)}{stamp},{KINDS[kind]},{self._count(spell, kind)}\n"
        seen = spell.subjects if kind == 0 else spell.subjects[int(random() * len(spell.subjects)) :][:1]
        for subject in seen:
            self._write(f"{spell.worker.id},{subject},{end}")

    def _count(self, spell: Spell, kind: int) -> str:
        """How many messages went out at once: offices send them in bulk; empty for one."""
        if kind != 4 or (spell.role.mix is not BY_MESSAGE and self._random() < 0.8):
            return ""
        return str(2 + int(self._random() * 7))

    def duty_call(self, spell: Spell, day: int) -> None:
        """A one-off call, written down again and again: the call, a message about it, a meeting on it."""
        for kind in (3, 4, 2)[: between(self._rng, 1, 3)]:
            self.note(spell, day, kind)
        if happens(self._rng, 0.5):
            self.note(spell, min(day + between(self._rng, 1, 4), self._days.today), 3)
