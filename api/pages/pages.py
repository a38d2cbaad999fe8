"""The pages: server-rendered, no script needed, no name in any address."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.errors import Refused, code_of
from api.failures import failed
from api.graphql.address_types import addresses_of
from api.graphql.answer_types import answered
from api.graphql.lookups import SHOWN, matching
from api.graphql.pruned import pruned
from api.guarding.access import NotSignedIn, Viewer
from api.guarding.asking import Asking
from api.guarding.desk import Desk, request_id_of
from api.guarding.policy import Action
from api.guarding.purpose import NotPermitted, PurposeNeeded
from api.pages.forms import form_of, same_site
from api.pages.oidc_pages import OidcPages
from api.pages.purpose_page import PurposePage, asked_for, own
from api.pages.rendering import Templates
from api.pages.session import COOKIE, WHY, held
from api.trouble import log_unforeseen
from graph.errors import BadInput, KithError, UnknownId
from graph.model import Child, Family, Subject, SubjectKind

_ASSETS = {"kith.css": "text/css; charset=utf-8", "kith.svg": "image/svg+xml"}
Page = Callable[[Request, Asking], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Pages:
    """Every page. Those that show people are reached only through `_signed_in`, which writes the audit line."""

    desk: Desk
    templates: Templates
    oidc: OidcPages

    async def home(self, request: Request) -> Response:
        """The search form, or how to sign in."""
        try:
            asking = self._asking(request)
        except NotSignedIn:
            return self.oidc.page(401 if held(request, COOKIE) else 200)
        offered = self.desk.reasons.purposes.of_role(asking.viewer.role)
        if asking.purpose is None and offered:
            return self._prolonged(request, PurposePage(self.desk, self.templates).form(asking.viewer, "/"))
        return self._prolonged(request, self.templates.page("home.html", may=asking.allowed))

    async def sign_out(self, request: Request) -> Response:
        """End the session, for this browser and for any copy of its cookie."""
        try:
            same_site(request)
        except Refused as refusal:
            return failed(self.templates, request, refusal.errors[0].code)
        response = RedirectResponse("/", 303)
        self.oidc.sessions.end(response, request, self.desk.clock())
        return response

    async def search(self, request: Request, asking: Asking) -> Response:
        """Families and children of a name."""
        name = (await form_of(request, "name"))["name"].strip()
        try:
            too_many, families = await matching(asking, Family, name, None)
            more, children = await matching(asking, Child, name, None)
        except BadInput as error:
            return self.templates.page("home.html", 400, may=asking.allowed, error=str(error), name=name)
        if too_many or more or len(families) + len(children) > SHOWN:
            more = "More than 50 match, so none is shown. Give more of the name."
            return self.templates.page("home.html", may=asking.allowed, error=more, name=name)
        return self.templates.page("results.html", families=families, children=children)

    async def family(self, request: Request, asking: Asking) -> Response:
        """Who knows a family."""
        return await self._who("family", request, asking)

    async def child(self, request: Request, asking: Asking) -> Response:
        """Who knows a child."""
        return await self._who("child", request, asking)

    async def _who(self, kind: SubjectKind, request: Request, asking: Asking) -> Response:
        asked = Subject(kind, request.path_params["id"])
        answer = await answered(asking, f"{kind} page", asked, asking.view(about=asked))
        living = await addresses_of(asking, "addresses", asked, asking.view(about=asked)) if asking.may("addresses") else None
        may = asking.allowed
        return self.templates.page("answer.html", answer=pruned(answer, may), living=pruned(living, may), may=may)

    async def asset(self, request: Request) -> Response:
        """One of our own few files."""
        name = request.path_params.get("name", "kith.svg")
        if name not in _ASSETS:
            return failed(self.templates, request, "NOT_FOUND")
        return Response((Path(__file__).parent.parent / "assets" / name).read_bytes(), media_type=_ASSETS[name])

    def signed_in(self, page: Page, action: Action | None, *, one: bool = False) -> Callable[[Request], Awaitable[Response]]:
        """A page for those signed in who may see an action, None for all; what it read, or refused, is audited before it leaves.

        A page of `one` thing that is not to be seen reads as one that is not there.
        """

        async def answer(request: Request) -> Response:
            """The page, the way to sign in, the form that asks why, or an error page."""
            try:
                asking = self._asking(request)
                if request.method == "POST":
                    same_site(request)
                return self._prolonged(request, await self._audited(page, request, asking, action))
            except PurposeNeeded:
                to = own(asked_for(request)) if request.method == "GET" else "/"
                return PurposePage(self.desk, self.templates).form(self._viewer(request), to, status=403)
            except NotPermitted:
                return failed(self.templates, request, "NOT_FOUND" if one else "NOT_PERMITTED")
            except NotSignedIn:
                return self.oidc.page(401, to=asked_for(request) if request.method == "GET" else "/")
            except Refused as refusal:
                return failed(self.templates, request, refusal.errors[0].code)
            except KithError as error:
                return self._trouble(error, request)

        return answer

    async def _audited(self, page: Page, request: Request, asking: Asking, action: Action | None) -> Response:
        try:
            if action:
                asking.needs(action, f"{page.__name__} page", *request.path_params.values())
            await asking.draw_veil()
            response = await page(request, asking)
            if request.method == "GET":
                await asking.sees_the_same()
            return response
        finally:
            self.desk.audit.write(asking)

    def _trouble(self, error: KithError, request: Request) -> Response:
        if not isinstance(error, UnknownId):
            log_unforeseen(error, request_id_of(request))
        return failed(self.templates, request, code_of(error))

    def _asking(self, request: Request) -> Asking:
        """Who asks and why. Errors: NotSignedIn."""
        viewer = self._viewer(request)
        try:
            why = self.desk.reasons.of(held(request, WHY), viewer, self.desk.clock())
        except PurposeNeeded as lacking:
            why = lacking
        return self.desk.asking(viewer, request_id_of(request), why)

    def _viewer(self, request: Request) -> Viewer:
        return self.oidc.sessions.viewer_of(request, self.desk.clock())

    def _prolonged(self, request: Request, response: Response) -> Response:
        self.oidc.sessions.prolong(response, request, self.desk.clock())
        return response
