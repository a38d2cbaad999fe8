"""Reading a request's body, never more than allowed."""

from starlette.requests import ClientDisconnect, Request

from api.errors import refused

LONGEST = 65_536


async def read_body(request: Request, longest: int = LONGEST) -> bytes:
    """The whole body. Errors: Refused for one that is too long, or that broke off."""
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and (len(declared) > 9 or int(declared) > longest):
        raise refused("BODY_TOO_LARGE")
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > longest:
                raise refused("BODY_TOO_LARGE")
    except ClientDisconnect:
        raise refused("BAD_REQUEST") from None
    return bytes(body)
