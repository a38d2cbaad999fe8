"""Sessions of the pages: a token of our own in a cookie, which ends when nobody uses it, or at the latest after a working day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.guarding.access import LONGEST, PAGES, NotSignedIn, Viewer
from api.guarding.own_tokens import Issuer, Told
from api.pages.oidc_ended import Ended
from api.pages.session import COOKIE, WHY, forget, held, keep

IDLE, WHOLE = timedelta(minutes=30), timedelta(hours=8)
"""How long a session lasts unused, and in all."""
_MINUTE = 60
_ROOM = LONGEST - 300
"""What browsers keep of a cookie, less its name and attributes."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """Begins, reads, prolongs and ends sessions."""

    own: Issuer
    ended: Ended

    def begin(
        self, response: Response, request: Request, viewer: Viewer, now: datetime, idle: timedelta = IDLE, whole: timedelta = WHOLE
    ) -> None:
        """Give the browser a new session. Errors: NotSignedIn where a viewer has more organisations than a cookie holds."""
        until = int((now + whole).timestamp())
        token = self._token(viewer, now, token_urlsafe(16), until, int(idle.total_seconds()))
        if len(token) > _ROOM:
            raise NotSignedIn("the issuer gives more organisations than a session holds: map a claim with fewer")
        keep(response, request, COOKIE, token, whole)

    def viewer_of(self, request: Request, now: datetime) -> Viewer:
        """Whose session a request is in. Errors: NotSignedIn."""
        return self._told(request, now).viewer

    def prolong(self, response: Response, request: Request, now: datetime) -> None:
        """Start the idle time anew, where the session was last used more than a minute ago; its end stays where it is."""
        try:
            told = self._told(request, now)
        except NotSignedIn:
            return
        claims, since = told.claims, now.timestamp() - told.claims["iat"]
        if "sid" in claims and since >= _MINUTE:
            token = self._token(told.viewer, now, claims["sid"], claims["until"], claims["idle"])
            keep(response, request, COOKIE, token, timedelta(seconds=claims["until"] - int(now.timestamp())))

    def end(self, response: Response, request: Request, now: datetime) -> None:
        """End the session everywhere: for this browser, and for whoever has a copy of its cookie. Errors: OSError."""
        try:
            claims = self._told(request, now).claims
        except NotSignedIn:
            claims = dict[str, Any]()
        if "sid" in claims:
            self.ended.end(claims["sid"], claims["until"])
        forget(response, request, COOKIE, WHY)

    def _told(self, request: Request, now: datetime) -> Told:
        told = self.own.told(held(request, COOKIE), now, PAGES)
        if "sid" in told.claims and self.ended.has(told.claims["sid"], told.claims["until"]):
            raise NotSignedIn("sign in: this session was signed out of")
        return told

    def _token(self, viewer: Viewer, now: datetime, session: str, until: int, idle: int) -> str:
        lasting = timedelta(seconds=min(idle, until - int(now.timestamp())))
        return self.own.issue(viewer, now, audience=PAGES, lasting=lasting, sid=session, until=until, idle=idle)
