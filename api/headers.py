"""Around every answer: security headers, a request id, and a plain 500 where something unforeseen broke."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from os import urandom

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.trouble import log_unforeseen

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-robots-tag": "noindex",
}
"""same-origin, not no-referrer: with that one a browser sends `Origin: null` with our own forms."""
_RAW = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
_ONLY_HTTPS = (b"strict-transport-security", b"max-age=31536000")
"""A browser that came over https stays with it, for a year; over plain http the header means nothing and isn't sent."""
Broken = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Guard:
    """The outermost layer."""

    app: ASGIApp
    broken: Broken

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with its id; whatever breaks is logged without its text and answered with a 500."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope["kith.request_id"] = urandom(8).hex()
        sending = _Sending(send, scope["kith.request_id"], scope["scheme"] == "https")
        try:
            await self.app(scope, receive, sending)
        except Exception as error:
            log_unforeseen(error, scope["kith.request_id"])
            if not sending.begun:
                response = await self.broken(Request(scope))
                await response(scope, receive, sending)


@dataclass(slots=True)
class _Sending:
    send: Send
    request_id: str
    secure: bool
    begun: bool = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            message["headers"] = [*message.get("headers", ()), *_RAW, (b"x-request-id", self.request_id.encode())]
            if self.secure:
                message["headers"].append(_ONLY_HTTPS)
        await self.send(message)
