"""How much may be asked: by each who is signed in, and from each address by those who are not.

Whoever is signed in is never held up by others at the same address.
"""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.bearer import token_of
from api.errors import Refused, refused
from api.failures import PROGRAMS, failed
from api.guarding.access import Clock, NotSignedIn, Viewer
from api.guarding.buckets import Buckets, Ticking
from api.guarding.calendar_key import viewer_of
from api.guarding.issuers import Issuers
from api.pages.oidc_sessions import Sessions
from api.pages.rendering import Templates
from api.proxies import site_of
from graph.settings import Settings

FREE = ("/healthz", "/readyz", "/assets/", "/favicon.ico")
"""What the addresses begin with that anyone may ask for at any rate: they tell nothing, and cost next to nothing."""
SIGN_IN, CALENDAR = "/sign-in", "/calendar/"
OBJECTS = 100
"""Objects that a GraphQL document may hold for one point more."""
_SPENDER = "kith.spender"


@dataclass(frozen=True, slots=True)
class Callers:
    """Who is asking, by whatever proves it at the address asked."""

    issuers: Issuers
    sessions: Sessions
    clock: Clock

    def who(self, request: Request) -> str | None:
        """Issuer and subject of who is signed in; None for everyone else, and for every attempt to sign in."""
        try:
            return None if request.url.path.startswith(SIGN_IN) else self._viewer(request).id
        except NotSignedIn:
            return None

    def _viewer(self, request: Request) -> Viewer:
        path, now = request.url.path, self.clock()
        if path.startswith(PROGRAMS):
            return self.issuers.verify(token_of(request), now)
        if path.startswith(CALENDAR):
            return viewer_of(self.issuers.own, path.removeprefix(CALENDAR).removesuffix(".ics"), now)
        return self.sessions.viewer_of(request, now)


@dataclass(frozen=True, slots=True)
class Rates:
    """The points of everyone."""

    callers: Callers
    people: Buckets
    addresses: Buckets

    def spend(self, request: Request) -> int:
        """One point for a request: 0, or the seconds to wait."""
        who = self.callers.who(request)
        site = site_of(request.client.host) if request.client else ""
        buckets, name = (self.addresses, site) if who is None else (self.people, who)
        request.scope[_SPENDER] = buckets, name
        return buckets.spend(name)


def spend_more(request: Request, objects: int) -> None:
    """The points of a document that may hold so many objects. Errors: Refused."""
    buckets, name = request.scope[_SPENDER]
    if objects >= OBJECTS and (wait := buckets.spend(name, objects // OBJECTS)):
        raise too_many(wait)


def too_many(wait: int) -> Refused:
    """The refusal of who asked too much, with the seconds to wait."""
    return refused("TOO_MANY_REQUESTS", Retry_After=str(wait))


def rates_of(settings: Settings, issuers: Issuers, sessions: Sessions, clock: Clock, ticking: Ticking) -> Rates:
    """The rates that are set. Errors: BadInput."""
    people, addresses = settings.number("rate_per_person"), settings.number("rate_per_address")
    return Rates(Callers(issuers, sessions, clock), Buckets(people, ticking), Buckets(addresses, ticking))


@dataclass(frozen=True, slots=True)
class Rated:
    """The layer that lets a request on, or answers it with 429."""

    app: ASGIApp
    rates: Rates
    templates: Templates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a point before anything is read."""
        answer: ASGIApp = self.app
        if scope["type"] == "http" and not scope["path"].startswith(FREE):
            request = Request(scope)
            if wait := self.rates.spend(request):
                refusal = too_many(wait)
                answer = failed(self.templates, request, refusal.errors[0].code, headers=refusal.headers)
        await answer(scope, receive, send)
