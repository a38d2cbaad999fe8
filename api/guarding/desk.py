"""What every answer needs at hand: the reader, the keys, the clock, the audit; and the pen, where something may be written."""

from dataclasses import dataclass, field
from functools import partial

from starlette.requests import Request

from api.guarding.access import Clock, Issuer, Viewer
from api.guarding.asking import Asking
from api.guarding.audit import Audit
from api.guarding.calendar_key import calendar_address
from api.guarding.cursors import Cursors
from api.guarding.pen import Pen
from api.guarding.tables import Tables
from graph.store import GraphReader


@dataclass(frozen=True, slots=True)
class Desk:
    """Wired once, in app.py."""

    reader: GraphReader
    issuer: Issuer
    cursors: Cursors
    audit: Audit
    clock: Clock
    tables: Tables = field(default_factory=Tables)
    pen: Pen | None = None

    def asking(self, viewer: Viewer, request_id: str) -> Asking:
        """One request of a viewer, today."""
        now = self.clock()
        calendar = partial(calendar_address, self.issuer, viewer, now)
        return Asking(self.reader, viewer, now.date(), request_id, self.cursors, self.tables, self.pen, calendar)


def request_id_of(request: Request) -> str:
    """The id under which a request is logged and audited."""
    return request.scope["kith.request_id"]
