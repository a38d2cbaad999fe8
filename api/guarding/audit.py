"""Every read leaves one line, before its answer leaves: ids only, never names, never what was searched for."""

import os
from dataclasses import dataclass
from datetime import UTC
from hashlib import blake2b
from pathlib import Path

import orjson

from api.guarding.access import Clock
from api.guarding.asking import Asking
from graph.errors import KithError


class AuditFailed(KithError):
    """The line could not be written, so nothing may be answered."""

    code = "AUDIT_UNAVAILABLE"


@dataclass(slots=True)
class Audit:
    """An append-only file of JSON lines. One line is one write, so that processes may share the file."""

    path: Path
    clock: Clock
    secret: bytes
    _handle: int | None = None

    def write(self, asking: Asking) -> None:
        """Record what was read, if anything was. Errors: AuditFailed."""
        if not asking.what:
            return
        line = orjson.dumps(self._line(asking), option=orjson.OPT_APPEND_NEWLINE)
        try:
            written = os.write(self._open(), line)
        except OSError as error:
            raise AuditFailed("the audit line can't be written, so nothing is answered: check the disk") from error
        if written != len(line):
            raise AuditFailed("the audit line was cut short, so nothing is answered: check the disk")

    def _line(self, asking: Asking) -> dict[str, object]:
        viewer = asking.viewer
        return {
            "when": self.clock().astimezone(UTC).isoformat(timespec="milliseconds"),
            "who": viewer.id,
            "role": viewer.role,
            "organisations": None if viewer.organisations is None else sorted(viewer.organisations),
            "what": asking.what,
            "subjects": list(asking.subjects),
            "count": len(asking.subjects),
            "missed": [self._digest(i) for i in asking.asked if i not in asking.subjects],
            "request": asking.request_id,
        }

    def _digest(self, unknown: str) -> str:
        """Stands for what was asked for and not found: it may be a name someone took for an id. The key tells one who guesses."""
        return blake2b(unknown.encode(), key=self.secret[:64], digest_size=8).hexdigest()

    def _open(self) -> int:
        """The file, opened once; opened again where someone has moved or deleted it."""
        if self._handle is not None and not self._in_place(self._handle):
            self.close()
        if self._handle is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(self.path, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)
        return self._handle

    def _in_place(self, handle: int) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), self.path.stat())
        except FileNotFoundError:
            return False

    def close(self) -> None:
        """Let go of the file."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
