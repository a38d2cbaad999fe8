"""Every read and every write leaves one entry, before its answer leaves: ids only, never names, never what was searched for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from hashlib import blake2b
from typing import TYPE_CHECKING

import orjson

from api.guarding.access import Clock
from api.guarding.audit_file import AuditFile
from api.guarding.audit_reading import AuditReading
from api.guarding.trawling import Alarm, Limits, Watch, alarms

if TYPE_CHECKING:
    from api.guarding.asking import Asking

COMMAND_LINE = "command_line"
"""The role of whoever types commands: no role of a token, so that nobody can sign in as it."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as it was typed: `subjects` are ids that are held, `missed` those that are not; `everyone`: it is about anybody."""

    who: str
    what: str
    subjects: tuple[str, ...]
    missed: tuple[str, ...]
    everyone: bool
    request: str
    refused: str | None = None


class Audit:
    """Writes what requests note of themselves, and an alarm where someone looks at more than is usual."""

    def __init__(self, file: AuditFile, clock: Clock, limits: Limits) -> None:
        """Over the file of a state folder."""
        self.file, self.clock, self.reading = file, clock, AuditReading(file)
        self._watch = Watch(self.reading, limits)

    def write(self, asking: "Asking") -> None:
        """Record what was read, if anything was. Errors: AuditFailed."""
        if asking.what:
            self._add(self._line(asking))

    def write_typed(self, typed: Typed) -> None:
        """Record a command. Errors: AuditFailed."""
        self._add(self._typed_line(typed))

    def _add(self, told: Mapping[str, object]) -> None:
        line = {"when": self.clock().astimezone(UTC).isoformat(timespec="milliseconds"), **told}
        self.file.add(orjson.dumps(line).decode())
        alarm = self._watch.raises(str(line["who"]), str(line["when"]))
        if alarm:
            of_itself = {"what": ["alarm"], "subjects": [], "count": 0, "missed": [], "refused": None, "alarm": alarm}
            self.file.add(orjson.dumps(line | of_itself).decode())

    def alarms(self) -> list[Alarm]:
        """Every alarm so far, the newest first. Errors: AuditFailed."""
        return alarms(self.reading)

    def _line(self, asking: "Asking") -> dict[str, object]:
        viewer, purpose = asking.viewer, asking.purpose
        return {
            "who": viewer.id,
            "role": viewer.role,
            "organisations": None if viewer.organisations is None else sorted(viewer.organisations),
            "purpose": purpose.code if purpose else None,
            "reason": purpose.reason if purpose else None,
            "case": purpose.case if purpose else None,
            "what": asking.what,
            "subjects": list(asking.subjects),
            "count": len(asking.subjects),
            "missed": [self._digest(i) for i in asking.asked if i not in asking.subjects],
            "refused": asking.refused,
            "grant": asking.grant,
            "request": asking.request_id,
        }

    def _typed_line(self, typed: Typed) -> dict[str, object]:
        """A shell is the store's administrator: of all organisations, and asked for no purpose. How many everyone is, is not counted."""
        line: dict[str, object] = {"who": typed.who, "role": COMMAND_LINE, "organisations": None}
        line |= dict.fromkeys(("purpose", "reason", "case"))
        line |= {"what": [typed.what], "subjects": list(typed.subjects), "count": None if typed.everyone else len(typed.subjects)}
        line |= {"missed": [self._digest(i) for i in typed.missed], "refused": typed.refused, "grant": None, "request": typed.request}
        return line | ({"everyone": True} if typed.everyone else {})

    def _digest(self, unknown: str) -> str:
        """Stands for what was asked for and not found: it may be a name someone took for an id. The key tells one who guesses."""
        return blake2b(unknown.encode(), key=self.file.secret[:64], digest_size=8).hexdigest()

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()
