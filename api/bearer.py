"""Who sent a request of a program, by the token that it bears: cookies count for nothing here."""

from starlette.requests import Request

from api.errors import refused
from api.guarding.access import NotSignedIn, Viewer
from api.guarding.desk import Desk


def bearer(request: Request, desk: Desk) -> Viewer:
    """The viewer of the token in `Authorization`. Errors: Refused."""
    try:
        return desk.issuer.verify(token_of(request), desk.clock())
    except NotSignedIn:
        detail = ' error="invalid_token"' if request.headers.get("authorization") else ""
        raise refused("UNAUTHENTICATED", WWW_Authenticate=f'Bearer realm="kith"{"," if detail else ""}{detail}') from None


def token_of(request: Request) -> str:
    """The token that a request bears. Errors: NotSignedIn where it bears none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise NotSignedIn("sign in: the request bears no token")
    return token.strip()
