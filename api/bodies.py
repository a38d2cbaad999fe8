"""Reading a request's body, never more than allowed."""

from collections.abc import AsyncGenerator
from pathlib import Path

from starlette.requests import ClientDisconnect, Request

from api.errors import Refused, Shown, refused

LONGEST = 65_536


async def read_body(request: Request, longest: int = LONGEST) -> bytes:
    """The whole body. Errors: Refused for one that is too long, or that broke off."""
    body = bytearray()
    async for part in _parts(request, longest, refused("BODY_TOO_LARGE")):
        body += part
    return bytes(body)


async def keep_body(request: Request, path: Path, longest: int) -> None:
    """Write the whole body to a file as it comes. Errors: as for `read_body`."""
    too_long = Refused((Shown("BODY_TOO_LARGE", f"the body is longer than {longest >> 20} MiB"),))
    with path.open("xb") as file:
        async for part in _parts(request, longest, too_long):
            file.write(part)


async def _parts(request: Request, longest: int, too_long: Refused) -> AsyncGenerator[bytes]:
    """The parts of a body. Errors: what is told for one that is too long, before a byte too many is given; Refused where it broke off."""
    declared, size = request.headers.get("content-length", ""), 0
    if declared.isascii() and declared.isdigit() and (len(declared) > 9 or int(declared) > longest):
        raise too_long
    try:
        async for part in request.stream():
            size += len(part)
            if size > longest:
                raise too_long
            yield part
    except ClientDisconnect:
        raise refused("BAD_REQUEST") from None
