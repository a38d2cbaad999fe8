"""POST /graphql, as the GraphQL-over-HTTP specification has it."""

from dataclasses import dataclass
from typing import Any

import orjson
from graphql import DocumentNode, ExecutionResult, OperationType, get_operation_ast
from starlette.requests import Request
from starlette.responses import Response

from api.bearer import bearer
from api.bodies import read_body
from api.errors import Refused, code_of, of_field, refused
from api.graphql.documents import Documents
from api.graphql.execution import run
from api.graphql.schema import Schema
from api.guarding.access import Viewer
from api.guarding.asking import Asking, GuardsChanged
from api.guarding.audit_file import AuditFailed
from api.guarding.desk import Desk, request_id_of
from api.guarding.purpose import Purpose, PurposeNeeded
from api.rating import spend_more

JSON, GRAPHQL = "application/json", "application/graphql-response+json"
_IN_DOCUMENT = 400


@dataclass(frozen=True, slots=True)
class Question:
    """What a body asks."""

    query: str
    operation: str | None
    variables: dict[str, Any] | None

    @classmethod
    def of(cls, body: bytes) -> "Question":
        """A body read and checked. Errors: Refused."""
        try:
            told = orjson.loads(body)
        except orjson.JSONDecodeError:
            raise refused("BAD_REQUEST") from None
        if not isinstance(told, dict):
            raise refused("BAD_REQUEST")
        query, operation, variables, more = (told.get(k) for k in ("query", "operationName", "variables", "extensions"))  # pyright: ignore
        if not (
            isinstance(query, str)
            and isinstance(operation, str | None)
            and isinstance(variables, dict | None)
            and isinstance(more, dict | None)
        ):
            raise refused("BAD_REQUEST")
        return cls(query, operation or None, variables)  # pyright: ignore[reportUnknownArgumentType]


@dataclass(frozen=True, slots=True)
class GraphQL:
    """The endpoint."""

    desk: Desk
    schema: Schema
    documents: Documents

    async def answer(self, request: Request) -> Response:
        """Answer one request, whatever is in it."""
        media, request_id = JSON, request_id_of(request)
        try:
            viewer = bearer(request, self.desk)
            media = media_type(request.headers.get("accept"))
            _json_in(request)
            question = Question.of(await read_body(request))
        except Refused as refusal:
            return _refusal(refusal, media, request_id, refusal.status)
        try:
            return _answer(await self._ask(request, question, viewer), media, request_id)
        except Refused as refusal:
            in_document = refusal.status == _IN_DOCUMENT and media == JSON
            return _refusal(refusal, media, request_id, 200 if in_document else refusal.status)

    def _why(self, viewer: Viewer, request: Request) -> Purpose | PurposeNeeded:
        """Why they ask, or what is wrong with what they say: that refuses whatever needs a purpose, and nothing else."""
        try:
            return self.desk.reasons.purposes.of_headers(viewer.role, request.headers)
        except PurposeNeeded as lacking:
            return lacking

    async def _ask(self, request: Request, question: Question, viewer: Viewer) -> ExecutionResult:
        """Run a question; its audit line is written before its result goes on. Errors: Refused."""
        document = self.documents.check(question.query, question.operation)
        spend_more(request, self.documents.cost(question.query))
        asking = self.desk.asking(viewer, request_id_of(request), self._why(viewer, request))
        await asking.draw_veil()
        result = await run(self.schema.core, document, asking, question.variables, question.operation)
        try:
            await self._audited(asking, reads=_reads(document, question.operation))
        except (AuditFailed, GuardsChanged) as error:
            raise refused(code_of(error)) from error
        return result

    async def _audited(self, asking: Asking, *, reads: bool) -> None:
        """Write the audit line; what only reads must still be guarded by what it was read under. Errors: AuditFailed, GuardsChanged."""
        try:
            if reads:
                await asking.sees_the_same()
        finally:
            self.desk.audit.write(asking)


def _reads(document: DocumentNode, operation: str | None) -> bool:
    """Whether it changes nothing: a change may itself alter what is guarded, and tells only what it did."""
    asked = get_operation_ast(document, operation)
    return asked is not None and asked.operation == OperationType.QUERY


def media_type(accept: str | None) -> str:
    """The media type to answer in: the most wanted of the two, JSON where nothing is said. Errors: Refused."""
    best, weight = "", 0.0
    for part in (accept or "*/*").split(","):
        name, *parameters = (p.strip().lower() for p in part.split(";"))
        media = {GRAPHQL: GRAPHQL, JSON: JSON, "application/*": JSON, "*/*": JSON}.get(name)
        wanted = _quality(parameters)
        if media and (wanted > weight or (wanted == weight > 0 and media == GRAPHQL)):
            best, weight = media, wanted
    if not best:
        raise refused("NOT_ACCEPTABLE")
    return best


def _quality(parameters: list[str]) -> float:
    """The q of an accepted type, 0 to 1; 1 where it says none, 0 where it can't be read."""
    text = next((p[2:].strip() for p in parameters if p.startswith("q=")), "1")
    return min(float(text), 1.0) if text.replace(".", "", 1).isdecimal() and text.isascii() and len(text) < 8 else 0.0


def _json_in(request: Request) -> None:
    name, *parameters = (p.strip().lower() for p in request.headers.get("content-type", "").split(";"))
    charset = next((p[8:].strip('"') for p in parameters if p.startswith("charset=")), "utf-8")
    if name != JSON or charset not in ("utf-8", "utf8"):
        raise refused("UNSUPPORTED_MEDIA_TYPE")


def _answer(result: ExecutionResult, media: str, request_id: str) -> Response:
    if not result.errors:
        return _response({"data": result.data}, media, 200)
    errors = [of_field(e, request_id) for e in result.errors]
    told: dict[str, Any] = {"errors": [e.as_json(request_id) for e in errors]}
    if all(e.code == "BAD_VARIABLES" for e in errors) and result.data is None:
        return _response(told, media, 200 if media == JSON else _IN_DOCUMENT)
    return _response(told | {"data": result.data}, media, 200)


def _refusal(refusal: Refused, media: str, request_id: str, status: int) -> Response:
    return _response({"errors": [e.as_json(request_id) for e in refusal.errors]}, media, status, refusal.headers)


def _response(told: dict[str, Any], media: str, status: int, headers: dict[str, str] | None = None) -> Response:
    return Response(orjson.dumps(told), status, headers, f"{media}; charset=utf-8")
