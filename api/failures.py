"""An error in the shape an address is used to: JSON for programs, a page in plain words for people."""

from collections.abc import Mapping

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.errors import CODES, Shown
from api.guarding.desk import request_id_of
from api.pages.rendering import Templates

PROGRAMS = ("/graphql", "/feeds/")
"""What the addresses of programs begin with."""


def failed(
    templates: Templates, request: Request, code: str, status: int | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """One error as a whole answer. What is not held and what is not yours to see read the same."""
    request_id, status = request_id_of(request), status or CODES[code].status
    if request.url.path.startswith(PROGRAMS):
        body = orjson.dumps({"errors": [Shown(code).as_json(request_id)]})
        return Response(body, status, headers, "application/json; charset=utf-8")
    page = templates.page("error.html", status, code=code, reference=request_id)
    page.headers.update(headers or {})
    return page


def code_for(error: HTTPException) -> str:
    """The code of an error that the framework raised: a wrong method, or no such address."""
    return "METHOD_NOT_ALLOWED" if error.status_code == 405 else "NOT_FOUND"
