"""`/sign-in/with/N` leads to a provider, `/sign-in/back` is where it sends people back to."""

import logging
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.errors import code_of
from api.failures import failed
from api.guarding.access import NotSignedIn
from api.guarding.desk import Desk, request_id_of
from api.guarding.fetching import NotFetched
from api.guarding.provider import Provider
from api.guarding.purpose import PurposeNeeded
from api.guarding.sealed import Seal
from api.pages.oidc_flow import LASTING, Started, address, resumed, signed_in, started
from api.pages.oidc_sessions import Sessions
from api.pages.purpose_page import own
from api.pages.rendering import Templates
from api.pages.session import WHY, forget, held, keep
from api.trouble import log_unforeseen
from graph.errors import KithError

LOG = logging.getLogger("kith")
SIGN_IN = "kith_sign_in"
_CODE = 2048


@dataclass(frozen=True, slots=True)
class OidcPages:
    """Signing in at the providers of KITH_ISSUERS that have a client."""

    desk: Desk
    sessions: Sessions
    seal: Seal
    templates: Templates

    def page(self, status: int = 200, error: str = "", to: str = "/") -> Response:
        """The page that offers every way to sign in."""
        offered = [one.trusted.client.name for one in self._providers if one.trusted.client]
        return self.templates.page("sign_in.html", status, offered=offered, error=error, to=own(to), demo=self.desk.issuer.development)

    async def leave(self, request: Request) -> Response:
        """On to a provider; what proves that it was begun here stays in this browser."""
        number: int = request.path_params["n"]
        provider = self._providers[number - 1] if 1 <= number <= len(self._providers) else None
        if provider is None or provider.trusted.client is None:
            return self.page(404, "This provider is not known here.")
        if provider.endpoints is None:
            return self.page(503, "This provider can’t be reached now. Try again in a few minutes.")
        attempt = started(provider.trusted.issuer, own(request.query_params.get("to", "")), self.desk.clock())
        response = RedirectResponse(address(attempt, provider.endpoints, provider.trusted.client), 303)
        keep(response, request, SIGN_IN, attempt.sealed(self.seal), LASTING, site="lax")
        return response

    async def back(self, request: Request) -> Response:
        """From a provider: a session, or why there is none. An attempt can be come back from once."""
        try:
            response = await self._answered(request)
        except NotFetched as error:
            LOG.warning("nobody could be signed in under request %s: %s", request_id_of(request), error)
            response = self.page(503, "The provider can’t be reached now. Try again in a few minutes.")
        except NotSignedIn:
            response = self.page(403, "You were not signed in. Try again; if it stays, tell whoever runs Kith here.")
        except KithError as error:
            log_unforeseen(error, request_id_of(request))
            response = failed(self.templates, request, code_of(error))
        forget(response, request, SIGN_IN)
        return response

    async def _answered(self, request: Request) -> Response:
        told = request.query_params
        if any(len(told.getlist(name)) > 1 for name in ("state", "code", "iss", "error")):
            raise NotSignedIn("a name is there twice")
        now = self.desk.clock()
        attempt = resumed(held(request, SIGN_IN), self.seal, told.get("state", ""), now)
        provider = self.desk.issuer.providers.get(attempt.issuer)
        if provider is None or told.get("iss", attempt.issuer) != attempt.issuer:
            raise NotSignedIn("the answer is another provider's")
        if "error" in told or not 0 < len(told.get("code", "")) <= _CODE:
            raise NotSignedIn("the provider did not sign you in")
        return await self._begun(request, attempt, provider, told["code"])

    async def _begun(self, request: Request, attempt: Started, provider: Provider, code: str) -> Response:
        """A session, and on by a page of ours: a browser keeps strict cookies from a redirect that began elsewhere."""
        now = self.desk.clock()
        viewer = await signed_in(attempt, provider, code, now)
        response = self.templates.page("signed_in.html", to=attempt.to)
        self.sessions.begin(response, request, viewer, now)
        forget(response, request, WHY)
        asking = self.desk.asking(viewer, request_id_of(request), PurposeNeeded("signing in"))
        asking.asks("signed in")
        self.desk.audit.write(asking)
        return response

    @property
    def _providers(self) -> list[Provider]:
        return [one for one in self.desk.issuer.providers.values() if one.trusted.client]
