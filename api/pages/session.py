"""The cookies of a session of pages: who someone is, and why they ask. For our own pages alone, and never for scripts."""

from datetime import timedelta
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

COOKIE, WHY = "kith_session", "kith_purpose"
SESSION = timedelta(hours=1)


def keep(
    response: Response, request: Request, cookie: str, text: str, lasting: timedelta = SESSION, *, site: Literal["strict", "lax"] = "strict"
) -> None:
    """Set a cookie, for the time given and the whole of this host; over https no other host can set it for us."""
    name, most = name_of(request, cookie), int(lasting.total_seconds())
    response.set_cookie(name, text, max_age=most, httponly=True, samesite=site, secure=name != cookie)


def held(request: Request, cookie: str) -> str:
    """What the browser holds under a cookie's name, empty where it holds nothing."""
    return request.cookies.get(name_of(request, cookie), "")


def forget(response: Response, request: Request, *cookies: str) -> None:
    """Take cookies back from the browser."""
    for cookie in cookies:
        name = name_of(request, cookie)
        response.delete_cookie(name, httponly=True, samesite="strict", secure=name != cookie)


def name_of(request: Request, cookie: str) -> str:
    """`__Host-` before the name: over https, and in production whatever a proxy says. Plain over http, to try Kith out."""
    secure = request.url.scheme == "https" or getattr(request.app.state, "production", False)
    return f"__Host-{cookie}" if secure else cookie
