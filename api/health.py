"""Two questions a machine asks: is the process up, and can it answer."""

from collections.abc import Awaitable, Callable
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from api.guarding.desk import Desk, request_id_of
from api.trouble import log_unforeseen
from graph.model import Organisation, View


async def healthz(_request: Request) -> Response:
    """The process is up."""
    return Response("ok", media_type="text/plain")


def readyz(desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint: 200 while the store can be read (opening it checked its schema), else 503."""

    async def answer(request: Request) -> Response:
        """Read one row."""
        try:
            await desk.reader.page(Organisation, View(date.min), first=1)
        except Exception as error:
            log_unforeseen(error, request_id_of(request))
            return Response("the store can't be read", 503, media_type="text/plain")
        return Response("ready", media_type="text/plain")

    return answer
