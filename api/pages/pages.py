"""The pages: server-rendered, no script needed, no name in any address."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from hmac import compare_digest
from pathlib import Path
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.bodies import read_body
from api.errors import Refused, code_of, refused
from api.failures import failed
from api.graphql.address_types import addresses_of
from api.graphql.answer_types import answered
from api.graphql.lookups import SHOWN, matching
from api.guarding.access import PAGES, NotSignedIn, Viewer
from api.guarding.asking import Asking
from api.guarding.desk import Desk, request_id_of
from api.pages.rendering import Templates
from api.trouble import log_unforeseen
from graph.errors import BadInput, KithError, UnknownId
from graph.model import Child, Family, Subject, SubjectKind

COOKIE = "kith_session"
SESSION = timedelta(hours=1)
DEMO = Viewer("demo", "demo", None)
_ASSETS = {"kith.css": "text/css; charset=utf-8", "kith.svg": "image/svg+xml"}
_FORM = 4096
Page = Callable[[Request, Asking], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Pages:
    """Every page. Those that show people are reached only through `_signed_in`, which writes the audit line."""

    desk: Desk
    demo_key: str | None
    templates: Templates

    async def home(self, request: Request) -> Response:
        """The search form, or how to sign in."""
        try:
            self._viewer(request)
        except NotSignedIn:
            return self.templates.page("sign_in.html", 401 if COOKIE in request.cookies else 200)
        return self.templates.page("home.html")

    async def sign_in(self, request: Request) -> Response:
        """Take the demo link's key, and give a session for it."""
        key = request.query_params.get("key", "")
        if not self.demo_key or not compare_digest(key.encode(), self.demo_key.encode()):
            return failed(self.templates, request, "UNAUTHENTICATED", 403)
        token = self.desk.issuer.issue(DEMO, self.desk.clock(), audience=PAGES, lasting=SESSION)
        response = RedirectResponse("/", 303)
        response.set_cookie(
            COOKIE, token, max_age=int(SESSION.total_seconds()), httponly=True, samesite="strict", secure=request.url.scheme == "https"
        )
        return response

    async def sign_out(self, request: Request) -> Response:
        """End the session in this browser."""
        try:
            _same_site(request)
        except Refused as refusal:
            return failed(self.templates, request, refusal.errors[0].code)
        response = RedirectResponse("/", 303)
        response.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return response

    async def search(self, request: Request, asking: Asking) -> Response:
        """Families and children of a name."""
        name = await _form_field(request, "name")
        try:
            too_many, families = await matching(asking, Family, name, None)
            more, children = await matching(asking, Child, name, None)
        except BadInput as error:
            return self.templates.page("home.html", 400, error=str(error), name=name)
        if too_many or more or len(families) + len(children) > SHOWN:
            return self.templates.page("home.html", error="More than 50 match, so none is shown. Give more of the name.", name=name)
        return self.templates.page("results.html", families=families, children=children)

    async def family(self, request: Request, asking: Asking) -> Response:
        """Who knows a family."""
        return await self._who("family", request, asking)

    async def child(self, request: Request, asking: Asking) -> Response:
        """Who knows a child."""
        return await self._who("child", request, asking)

    async def _who(self, kind: SubjectKind, request: Request, asking: Asking) -> Response:
        asked = Subject(kind, request.path_params["id"])
        answer = await answered(asking, f"{kind} page", asked, asking.view())
        return self.templates.page("answer.html", answer=answer, living=await addresses_of(asking, "addresses", asked, asking.view()))

    async def asset(self, request: Request) -> Response:
        """One of our own few files."""
        name = request.path_params.get("name", "kith.svg")
        if name not in _ASSETS:
            return failed(self.templates, request, "NOT_FOUND")
        return Response((Path(__file__).parent.parent / "assets" / name).read_bytes(), media_type=_ASSETS[name])

    def signed_in(self, page: Page) -> Callable[[Request], Awaitable[Response]]:
        """A page for those signed in; what it read is audited before it leaves."""

        async def answer(request: Request) -> Response:
            """The page, the way to sign in, or an error page."""
            try:
                asking = self.desk.asking(self._viewer(request), request_id_of(request))
                if request.method == "POST":
                    _same_site(request)
                return await self._audited(page, request, asking)
            except NotSignedIn:
                return self.templates.page("sign_in.html", 401)
            except Refused as refusal:
                return failed(self.templates, request, refusal.errors[0].code)
            except KithError as error:
                return self._trouble(error, request)

        return answer

    async def _audited(self, page: Page, request: Request, asking: Asking) -> Response:
        try:
            return await page(request, asking)
        finally:
            self.desk.audit.write(asking)

    def _trouble(self, error: KithError, request: Request) -> Response:
        if not isinstance(error, UnknownId):
            log_unforeseen(error, request_id_of(request))
        return failed(self.templates, request, code_of(error))

    def _viewer(self, request: Request) -> Viewer:
        return self.desk.issuer.verify(request.cookies.get(COOKIE, ""), self.desk.clock(), audience=PAGES)


def _same_site(request: Request) -> None:
    """Only our own pages may send a form. Errors: Refused."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    if site not in (None, "same-origin") or (origin is not None and origin != own) or (site is None and origin is None):
        raise refused("FORBIDDEN")


async def _form_field(request: Request, name: str) -> str:
    """One field of a form. Errors: Refused."""
    try:
        told = parse_qs((await read_body(request, _FORM)).decode(), max_num_fields=10)
    except ValueError:
        raise refused("BAD_REQUEST") from None
    return told.get(name, [""])[0].strip()
