"""Who looked at unusually many people, or guessed at unusually many ids, within an hour: for the privacy officer to look at.

Everything is taken from the audit. What a program or the whole of a list shows counts like any other look.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson

from api.guarding.audit_chain import Entry

_HOUR = 13
"""Characters of an instant that tell its hour."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What is unusual for one person in one hour: more than so many people shown, or ids that were not found."""

    subjects: int = 120
    missed: int = 20


@dataclass(frozen=True, slots=True)
class Alarm:
    """One person in one hour (UTC)."""

    who: str
    role: str
    hour: str
    subjects: int
    missed: int


@dataclass(slots=True)
class _Hour:
    role: str
    subjects: set[str] = field(default_factory=set[str])
    missed: set[str] = field(default_factory=set[str])


def alarms(entries: Iterable[Entry], limits: Limits) -> list[Alarm]:
    """Every hour in which someone went beyond a limit, in order of time, then of id."""
    hours: dict[tuple[str, str], _Hour] = {}
    for entry in entries:
        told: dict[str, Any] = orjson.loads(entry.line)
        hour = hours.setdefault((told["when"][:_HOUR], told["who"]), _Hour(told["role"]))
        hour.subjects.update(told["subjects"])
        hour.missed.update(told["missed"])
    return [
        Alarm(who, seen.role, hour, len(seen.subjects), len(seen.missed))
        for (hour, who), seen in sorted(hours.items())
        if len(seen.subjects) > limits.subjects or len(seen.missed) > limits.missed
    ]
