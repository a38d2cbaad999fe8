"""Who looks at unusually many people, searches unusually often or guesses at ids, within an hour: for the privacy officer to look at.

Everything is taken from the audit. What a program or the whole of a list shows counts like any other look; a command about everyone
does not, for that is what the command line is there for.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson

from api.guarding.audit_chain import Entry
from api.guarding.audit_reading import AuditReading
from graph.settings import Settings

_HOUR = 13
"""Characters of an instant that tell its hour."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What is unusual for one person in one hour: more than so many different people shown, searches made, or ids not found."""

    subjects: int
    searches: int
    missed: int


@dataclass(frozen=True, slots=True)
class Alarm:
    """One person in one hour (UTC, as 2026-06-01T09): how many different people they were shown, searches, and ids not found."""

    who: str
    role: str
    hour: str
    subjects: int
    searches: int
    missed: int


def limits_of(settings: Settings) -> Limits:
    """The limits that are set. Errors: BadInput where one is no number from 1 on."""
    names = ("alarm_subjects_per_hour", "alarm_searches_per_hour", "alarm_missed_per_hour")
    return Limits(*map(settings.number, names))


@dataclass(slots=True)
class Hour:
    """What one person did within one hour, as far as entry `read`."""

    read: int = 0
    searches: int = 0
    subjects: set[str] = field(default_factory=set[str])
    missed: set[str] = field(default_factory=set[str])
    raised: bool = False

    def add(self, entries: Iterable[Entry]) -> None:
        """Count more entries of that person and hour."""
        for entry in entries:
            told: dict[str, Any] = orjson.loads(entry.line)
            self.read, self.raised = entry.number, self.raised or "alarm" in told
            if "everyone" in told:
                continue
            self.searches += sum(what.split(",")[0] == "search" for what in told["what"])
            self.subjects.update(told["subjects"])
            self.missed.update(told["missed"])

    def beyond(self, limits: Limits) -> bool:
        """Whether it is more than usual."""
        return len(self.subjects) > limits.subjects or self.searches > limits.searches or len(self.missed) > limits.missed


@dataclass(slots=True)
class Watch:
    """Looks after every entry whether it goes beyond what is usual; every process sees what the others wrote."""

    reading: AuditReading
    limits: Limits
    _hour: str = ""
    _people: dict[str, Hour] = field(default_factory=dict[str, Hour])

    def raises(self, who: str, when: str) -> dict[str, int | str] | None:
        """What the audit shall keep of an alarm, once a person and hour; None where there is none to raise."""
        if self._hour != when[:_HOUR]:
            self._hour, self._people = when[:_HOUR], {}
        seen = self._people.setdefault(who, Hour())
        if seen.raised:
            return None
        seen.add(self.reading.by(who, self._hour, seen.read))
        if seen.raised or not seen.beyond(self.limits):
            return None
        return {"hour": self._hour, "subjects": len(seen.subjects), "searches": seen.searches, "missed": len(seen.missed)}


def alarms(reading: AuditReading) -> list[Alarm]:
    """Every alarm that was raised, once a person and hour, the newest first; its figures are those of the whole hour."""
    raised = {(told["alarm"]["hour"], told["who"]): told["role"] for told in (orjson.loads(e.line) for e in reading.alarms())}
    return [_alarm(reading, who, role, hour) for (hour, who), role in sorted(raised.items(), reverse=True)]


def _alarm(reading: AuditReading, who: str, role: str, hour: str) -> Alarm:
    seen = Hour()
    seen.add(reading.by(who, hour))
    return Alarm(who, role, hour, len(seen.subjects), seen.searches, len(seen.missed))
