"""Forms that our own pages send, and nobody else's."""

from urllib.parse import parse_qs

from starlette.requests import Request

from api.bodies import read_body
from api.errors import refused

_LONGEST = 8192
"""Bytes: a reason of 280 characters, each of twelve when percent-encoded, and what goes with it."""


def same_site(request: Request) -> None:
    """Only our own pages may send a form. Errors: Refused."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    if site not in (None, "same-origin") or (origin is not None and origin != own) or (site is None and origin is None):
        raise refused("FORBIDDEN")


async def form_of(request: Request, *names: str) -> dict[str, str]:
    """Fields of a form, empty where they are not sent. Errors: Refused."""
    try:
        told = parse_qs((await read_body(request, _LONGEST)).decode(), max_num_fields=10)
    except ValueError:
        raise refused("BAD_REQUEST") from None
    return {name: told.get(name, [""])[0] for name in names}
