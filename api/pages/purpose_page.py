"""The page on which people say why they ask, before anything about anyone is shown to them."""

import re
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.guarding.access import Viewer
from api.guarding.asking import Asking
from api.guarding.desk import Desk
from api.guarding.purpose import LONGEST_CASE, LONGEST_REASON, Purpose, PurposeNeeded
from api.pages.forms import form_of
from api.pages.rendering import Templates
from api.pages.session import SESSION, WHY, keep

_OWN = re.compile(r"/(?![/\\])[\w/.~%?=&+-]*", re.ASCII)
"""An address of ours: a path, never another host."""


@dataclass(frozen=True, slots=True)
class PurposePage:
    """`/purpose`: the form, and what was typed into it. The reason goes into the cookie and the audit, and nowhere else."""

    desk: Desk
    templates: Templates

    async def page(self, request: Request, asking: Asking) -> Response:
        """The form, or, once sent, on to where someone was going."""
        if request.method != "POST":
            return self.form(asking.viewer, own(request.query_params.get("next", "")))
        told = await form_of(request, "code", "reason", "case", "next")
        to = own(told["next"])
        try:
            given = self.desk.reasons.purposes.given(asking.viewer.role, told["code"], told["reason"], told["case"])
        except PurposeNeeded as error:
            asking.asks("purpose, refused")
            asking.refused = error.code
            return self.form(asking.viewer, to, str(error), 400)
        asking.purpose = given
        asking.asks("purpose chosen")
        return self._kept(request, asking.viewer, given, to)

    def form(self, viewer: Viewer, to: str, error: str = "", status: int = 200) -> Response:
        """The form, with the purposes that this viewer's role may give."""
        offered = self.desk.reasons.purposes.of_role(viewer.role)
        most = {"reason": LONGEST_REASON, "case": LONGEST_CASE}
        return self.templates.page("purpose.html", status, offered=offered, to=to, error=error, most=most)

    def _kept(self, request: Request, viewer: Viewer, given: Purpose, to: str) -> Response:
        response = RedirectResponse(to, 303)
        keep(response, request, WHY, self.desk.reasons.kept(viewer, given, self.desk.clock() + SESSION))
        return response


def own(to: str) -> str:
    """Where to go on to: an address of ours, else the first page."""
    return to if _OWN.fullmatch(to) else "/"


def asked_for(request: Request) -> str:
    """The address that someone asked for, as it was sent."""
    path, query = request.scope["raw_path"].decode("ascii", "replace"), request.scope["query_string"].decode("ascii", "replace")
    return f"{path}?{query}" if query else path
