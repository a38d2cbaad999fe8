"""What every answer needs at hand: the reader, the keys, the clock, the audit; and the pen, where something may be written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from starlette.requests import Request

from api.guarding.access import Clock, Viewer
from api.guarding.asking import Asking
from api.guarding.audit import Audit
from api.guarding.calendar_key import calendar_address
from api.guarding.cursors import Cursors
from api.guarding.issuers import Issuers
from api.guarding.kept_purpose import KeptPurpose
from api.guarding.pen import Pen
from api.guarding.policy import policy
from api.guarding.purpose import Purpose, PurposeNeeded
from api.guarding.tables import Tables
from graph.rows import instant
from graph.store import GraphReader
from ingest.retention_rules import Rule, rules


@dataclass(frozen=True, slots=True)
class Desk:
    """Wired once, in app.py."""

    reader: GraphReader
    issuer: Issuers
    cursors: Cursors
    audit: Audit
    clock: Clock
    reasons: KeptPurpose
    tables: Tables = field(default_factory=Tables)
    pen: Pen | None = None
    rules: Mapping[str, Rule] = field(default_factory=rules)

    def asking(self, viewer: Viewer, request_id: str, why: Purpose | PurposeNeeded) -> Asking:
        """One request of a viewer, today, with the purpose they gave, or why there is none."""
        now, purpose = self.clock(), why if isinstance(why, Purpose) else None
        return Asking(
            self.reader,
            viewer,
            now.date(),
            request_id,
            self.cursors,
            self.tables,
            self.pen,
            partial(calendar_address, self.issuer.own, viewer, now),
            self.audit.alarms,
            self.audit.reading.looks,
            self.rules,
            purpose,
            policy().allowed(viewer.role, self.reasons.purposes.kind_of(purpose)),
            "" if isinstance(why, Purpose) else str(why),
            at=instant(now),
        )


def request_id_of(request: Request) -> str:
    """The id under which a request is logged and audited."""
    return request.scope["kith.request_id"]
