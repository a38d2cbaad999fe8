"""What can be asked of the audit: all of it, who looked at someone, what someone looked at, and which alarms were raised."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from api.guarding.audit_chain import Entry
from api.guarding.audit_file import AuditFile

_ALL = "SELECT number, line, seal FROM entry"
_ABOUT = """SELECT number FROM about WHERE subject = :subject UNION SELECT number FROM entry WHERE line->>'everyone' IS NOT NULL"""
_INDEX_LACKS = """SELECT e.number, value FROM entry e, json_each(e.line, '$.subjects') EXCEPT SELECT number, subject FROM about"""
_INDEX_ADDS = """SELECT number, subject FROM about EXCEPT SELECT e.number, value FROM entry e, json_each(e.line, '$.subjects')"""


@dataclass(frozen=True, slots=True)
class Look:
    """One time that someone was shown something: `when` an instant (UTC), `organisations` None for all, `what` the questions asked."""

    when: str
    who: str
    role: str
    organisations: tuple[str, ...] | None
    purpose: str | None
    reason: str | None
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditReading:
    """Questions to the audit of one state folder. Errors, of each: AuditFailed."""

    file: AuditFile

    def entries(self) -> Iterator[Entry]:
        """All entries, in order."""
        return self._found(f"{_ALL} ORDER BY number")

    def about(self, subject: str) -> Iterator[Entry]:
        """Entries of those who were shown something of someone, or of everyone, in order."""
        return self._found(f"{_ALL} WHERE number IN ({_ABOUT}) ORDER BY number", subject=subject)

    def by(self, who: str, hour: str = "", after: int = 0) -> Iterator[Entry]:
        """Entries of one person in order: all, or those within one hour (as 2026-06-01T09, UTC) with higher numbers than `after`."""
        asked = f"{_ALL} WHERE line->>'who' = :who AND line->>'when' BETWEEN :hour AND :hour || '~' AND number > :after ORDER BY number"
        return self._found(asked, who=who, hour=hour, after=after)

    def alarms(self) -> Iterator[Entry]:
        """Entries that are alarms, in order."""
        return self._found(f"{_ALL} WHERE line->>'alarm' IS NOT NULL ORDER BY number")

    def seal_of(self, number: int) -> str | None:
        """The seal of one entry; None where there is no such entry."""
        return next((seal for (seal,) in self.file.rows("SELECT seal FROM entry WHERE number = :number", number=number)), None)

    def first_since(self, instant: str) -> int | None:
        """The number of the first entry from an instant (UTC) on; None where there is none."""
        asked = "SELECT number FROM entry WHERE line->>'when' >= :instant ORDER BY number LIMIT 1"
        return next((number for (number,) in self.file.rows(asked, instant=instant)), None)

    def from_number(self, first: int) -> Iterator[Entry]:
        """Entries from a number on, in order."""
        return self._found(f"{_ALL} WHERE number >= :first ORDER BY number", first=first)

    def looks(self, subject_ids: Iterable[str]) -> list[Look]:
        """Every time that any of these was shown to someone, each once, in order: for a person's own copy."""
        found = {entry.number: entry for subject in subject_ids for entry in self.about(subject)}
        return [_look(orjson.loads(found[number].line)) for number in sorted(found)]

    def not_indexed(self) -> int | None:
        """The first entry for which the index of subjects says something else than the entry, or None."""
        both = (number for asked in (_INDEX_LACKS, _INDEX_ADDS) for number, _ in self.file.rows(asked))
        return min(both, default=None)

    def damage(self) -> str | None:
        """What SQLite itself finds wrong with the file, or None."""
        [(told,)] = list(self.file.rows("PRAGMA integrity_check(1)"))
        return None if told == "ok" else str(told)

    def _found(self, question: str, **given: str | int) -> Iterator[Entry]:
        return (Entry(*row) for row in self.file.rows(question, **given))


def _look(told: dict[str, Any]) -> Look:
    scope = told["organisations"]
    organisations = None if scope is None else tuple[str, ...](scope)
    return Look(told["when"], told["who"], told["role"], organisations, told["purpose"], told["reason"], tuple(told["what"]))
