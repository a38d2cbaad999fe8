"""GET /calendar/KEY.ics: the horizon as a calendar to subscribe to; no name in it, and nothing of any family but counts."""

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from api.errors import code_of
from api.failures import failed
from api.guarding.access import NotSignedIn, Viewer
from api.guarding.asking import Asking
from api.guarding.calendar_key import viewer_of
from api.guarding.desk import Desk, request_id_of
from api.guarding.purpose import NotPermitted, Purpose, PurposeNeeded
from api.pages.rendering import Templates
from api.telling.horizon_words import as_calendar
from api.trouble import log_unforeseen
from graph.errors import KithError
from queries.risk.horizon import MONTHS, horizon

_KINDS = frozenset({"planning", "demonstration"})


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The calendar of whoever a key speaks of."""

    desk: Desk
    templates: Templates

    async def page(self, request: Request) -> Response:
        """Twelve months ahead. A key that is wrong or has expired reads as a page that is not there."""
        try:
            viewer = viewer_of(self.desk.issuer.own, request.path_params["key"], self.desk.clock())
            return await self._told(self.desk.asking(viewer, request_id_of(request), self._why(viewer)))
        except (NotSignedIn, NotPermitted, PurposeNeeded):
            return failed(self.templates, request, "NOT_FOUND")
        except KithError as error:
            log_unforeseen(error, request_id_of(request))
            return failed(self.templates, request, code_of(error))

    def _why(self, viewer: Viewer) -> Purpose | PurposeNeeded:
        """A calendar is subscribed to for the planning of staff: the first such purpose of the role."""
        for one in self.desk.reasons.purposes.of_role(viewer.role):
            if one.kind in _KINDS:
                return Purpose(one.code, "subscribed to the calendar")
        return PurposeNeeded("your role plans no staff")

    async def _told(self, asking: Asking) -> Response:
        """The calendar, in the audit before it leaves. Errors: AuditFailed, those of the store."""
        try:
            asking.needs("staffing", "calendar")
        except KithError:
            self.desk.audit.write(asking)
            raise
        await asking.draw_veil()
        asking.asks("calendar")
        view = replace(asking.view(), asked_on=asking.today)
        found = await asking.tables.calendars.of(asking.reader, view, lambda: horizon(asking.reader, view, max(MONTHS)))
        asking.saw(dict.fromkeys(p.professional_id for event in found.events for p in event.posts))
        await asking.sees_the_same()
        self.desk.audit.write(asking)
        return Response(as_calendar(found), media_type="text/calendar; charset=utf-8")
