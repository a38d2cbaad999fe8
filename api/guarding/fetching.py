"""Fetching JSON from an issuer: bounded in time and size, over https or this machine, and never on to another address."""

import asyncio
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

import orjson

from graph.errors import KithError

PATIENCE = 5.0
"""Seconds for each wait on the other side, and twice that in all."""
_LARGEST = 262_144


class NotFetched(KithError):
    """The issuer didn't answer, or not with JSON. The text is ours, and says nothing of what was sent."""

    code = "ISSUER_UNREACHABLE"

    def __init__(self, address: str, what: str, status: int | None = None) -> None:
        super().__init__(f"{address} gives no JSON ({what}): check the address, and that this machine may reach it")
        self.status = status


async def fetched(address: str, form: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """The JSON object at an address; with a form, what is answered to it. Errors: NotFetched."""
    try:
        async with asyncio.timeout(2 * PATIENCE):
            told = await asyncio.to_thread(_read, address, form, headers or {})
        found = orjson.loads(told)
    except HTTPError as error:
        error.close()
        raise NotFetched(address, f"HTTP status {error.code}", error.code) from error
    except (OSError, HTTPException, ValueError) as error:
        raise NotFetched(address, type(error).__name__) from error
    if not isinstance(found, dict):
        raise NotFetched(address, "but something else")
    return found  # pyright: ignore[reportUnknownVariableType]


def _read(address: str, form: dict[str, str] | None, headers: dict[str, str]) -> bytes:
    body = None if form is None else urlencode(form).encode()
    request = Request(address, body, {"accept": "application/json", **headers})  # noqa: S310  # the opener knows http and https alone
    answer = _opener().open(request, timeout=PATIENCE)
    if answer is None:
        raise ValueError("neither http nor https")
    with answer:
        told = answer.read(_LARGEST + 1)
    if len(told) > _LARGEST:
        raise ValueError("too large")
    return told


def _opener() -> OpenerDirector:
    """Opens http and https, and follows no redirect: keys come from the address that was configured."""
    opener = OpenerDirector()
    for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler(), HTTPDefaultErrorHandler(), HTTPErrorProcessor()):
        opener.add_handler(handler)
    return opener
