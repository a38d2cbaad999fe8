"""Every read and every write leaves one entry, before its answer leaves: ids only, never names, never what was searched for."""

from dataclasses import dataclass
from datetime import UTC
from hashlib import blake2b

import orjson

from api.guarding.access import Clock
from api.guarding.asking import Asking
from api.guarding.audit_file import AuditFile


@dataclass(slots=True)
class Audit:
    """Writes what requests note of themselves."""

    file: AuditFile
    clock: Clock

    def write(self, asking: Asking) -> None:
        """Record what was read, if anything was. Errors: AuditFailed."""
        if asking.what:
            self.file.add(orjson.dumps(self._line(asking)).decode())

    def _line(self, asking: Asking) -> dict[str, object]:
        viewer, purpose = asking.viewer, asking.purpose
        return {
            "when": self.clock().astimezone(UTC).isoformat(timespec="milliseconds"),
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

    def _digest(self, unknown: str) -> str:
        """Stands for what was asked for and not found: it may be a name someone took for an id. The key tells one who guesses."""
        return blake2b(unknown.encode(), key=self.file.secret[:64], digest_size=8).hexdigest()

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()
