"""The demo link: whoever follows it looks at made-up people as a coordinator and manager, or as one of the children or carers."""

from dataclasses import dataclass, field
from hmac import compare_digest

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.failures import failed
from api.guarding.access import PERSONS, Viewer
from api.guarding.desk import Desk
from api.guarding.purpose import Purpose
from api.pages.oidc_sessions import Sessions
from api.pages.rendering import Templates
from api.pages.session import SESSION, WHY, keep

DEMO = Viewer("demo", "demo", None)
_WHY = Purpose("demonstration", "looking at the demo, with made-up people")
_OWN = Purpose("own_information", "looking at the demo, as one of its made-up people")


@dataclass(frozen=True, slots=True)
class DemoSession:
    """Gives a session for the demo link's key; without a key there is no demo."""

    desk: Desk
    key: str | None = field(repr=False)
    templates: Templates
    sessions: Sessions

    async def sign_in(self, request: Request) -> Response:
        """Take the demo link's key, and give a session for it."""
        key = request.query_params.get("key", "")
        if not self.key or not compare_digest(key.encode(), self.key.encode()):
            return failed(self.templates, request, "UNAUTHENTICATED", 403)
        viewer, why = _whom(request)
        response, now = RedirectResponse("/", 303), self.desk.clock()
        self.sessions.begin(response, request, viewer, now, SESSION, SESSION)
        keep(response, request, WHY, self.desk.reasons.kept(viewer, why, now + SESSION))
        return response


def _whom(request: Request) -> tuple[Viewer, Purpose]:
    """Whom the link is for: one of the children or carers where it names one."""
    for role, label in PERSONS.items():
        if person := request.query_params.get(label.lower()):
            return Viewer(f"demo-{label.lower()}", role, frozenset(), None, person), _OWN
    return DEMO, _WHY
