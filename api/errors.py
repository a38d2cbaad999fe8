"""Every code that an error may carry, with what it means; nothing else ever reaches a caller.

Texts are ours: no Python text, and no value out of a document, its variables or the store.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLError

from api.guarding.purpose import PurposeNeeded
from api.trouble import log_unforeseen
from graph.errors import BadInput, KithError, StoreError, UnknownId


@dataclass(frozen=True, slots=True)
class Code:
    """One row of the table: the HTTP status where the whole request fails of it, and the text people read."""

    status: int
    text: str


CODES: Mapping[str, Code] = {
    "UNAUTHENTICATED": Code(401, "sign in: send `Authorization: Bearer …` with a token that is ours and has not expired"),
    "PURPOSE_NEEDED": Code(403, "say why you ask: send `Kith-Purpose` with a code that your role may give, and `Kith-Reason`"),
    "NOT_PERMITTED": Code(403, "your role, or the purpose you gave, does not open this question"),
    "FORBIDDEN": Code(403, "this may only be sent from one of our own pages"),
    "FEED_UNREADABLE": Code(400, "nothing of the feed could be read, and nothing was written"),
    "FEED_RUNNING": Code(409, "another feed is being taken in: send this one again in a minute"),
    "TOO_SLOW": Code(408, "the body did not arrive in time: send it again"),
    "METHOD_NOT_ALLOWED": Code(405, "only POST is answered here"),
    "NOT_ACCEPTABLE": Code(406, "accept application/graphql-response+json or application/json"),
    "TOO_MANY_REQUESTS": Code(429, "too much was asked within a minute: wait the seconds that `Retry-After` tells"),
    "BODY_TOO_LARGE": Code(413, "the body is longer than 64 kB"),
    "UNSUPPORTED_MEDIA_TYPE": Code(415, "send application/json in UTF-8"),
    "BAD_REQUEST": Code(400, "the body is a JSON object: `query` a string, `operationName` a string, `variables` and `extensions` objects"),
    "SYNTAX": Code(400, "the document can't be read: look at the place named"),
    "INVALID": Code(400, "the document doesn't fit the schema: look at the place named"),
    "BAD_VARIABLES": Code(400, "the variables don't fit what the operation asks for"),
    "OPERATION_UNCLEAR": Code(400, "name one operation of the document in `operationName`"),
    "DOCUMENT_TOO_LONG": Code(400, "the document is longer than 16 kB, or has more than 1,000 tokens"),
    "TOO_DEEP": Code(400, "the document is nested deeper than 10 fields (introspection: 20)"),
    "TOO_MANY_ALIASES": Code(400, "the document has more than 30 aliases and repeated fields, fragments counted each time"),
    "TOO_MANY_ROOT_FIELDS": Code(400, "the document asks more than 20 questions at once"),
    "TOO_MANY_DIRECTIVES": Code(400, "the document has more than 20 directives, fragments counted each time"),
    "TOO_COSTLY": Code(400, "the answer may hold more than 2,000 objects: ask for less at once (a variable `first` counts as 100)"),
    "FRAGMENT_CYCLE": Code(400, "a fragment leads back to itself"),
    "BAD_INPUT": Code(400, "what was asked for can't be answered as asked"),
    "NOT_FOUND": Code(404, "nothing is held under this, or it is not yours to see"),
    "STORE_UNAVAILABLE": Code(503, "the store can't be read now: try again soon"),
    "GUARDS_CHANGED": Code(503, "what is guarded changed while this was read, so nothing is answered: ask again"),
    "AUDIT_UNAVAILABLE": Code(503, "the audit can't be written, so nothing is answered: try again soon"),
    "INTERNAL": Code(500, "something broke on our side: tell us the request id"),
}
"""The table of codes. The statuses from SYNTAX to FRAGMENT_CYCLE are 200 where application/json is accepted."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One error as a caller sees it."""

    code: str
    message: str = ""
    locations: tuple[tuple[int, int], ...] = ()
    path: tuple[str | int, ...] = ()

    def as_json(self, request_id: str) -> dict[str, Any]:
        """In the shape of the GraphQL specification."""
        told: dict[str, Any] = {"message": self.message or CODES[self.code].text}
        if self.locations:
            told["locations"] = [{"line": line, "column": column} for line, column in self.locations]
        if self.path:
            told["path"] = list(self.path)
        return told | {"extensions": {"code": self.code, "requestId": request_id}}


@dataclass(slots=True)
class Refused(Exception):
    """A request that is refused whole."""

    errors: tuple[Shown, ...]
    headers: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def status(self) -> int:
        """The HTTP status of the first error."""
        return CODES[self.errors[0].code].status


def refused(code: str, **headers: str) -> Refused:
    """A refusal with the text of the table."""
    return Refused((Shown(code),), {name.replace("_", "-"): value for name, value in headers.items()})


_NAME = r"'[@$]?[_A-Za-z][_0-9A-Za-z.]*(\([_0-9A-Za-z]+:\))?[\]!]*'|'\[+[_A-Za-z][_0-9A-Za-z]*[\]!]*'"
_SAFE = re.compile(
    r"^(Cannot query field|Unknown (argument|type|fragment|directive|operation)|Field |Fragment |Variable |The |There can be only one|"
    r"Directive |Argument |Cannot spread|This anonymous|Within OneOf|Maximum introspection)"
)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_ECHOES = re.compile(r"invalid value|found|represent|encountered", re.IGNORECASE)


def of_validation(errors: Iterable[GraphQLError]) -> tuple[Shown, ...]:
    """What is wrong with a document, without any value that stands in it."""
    return tuple(Shown("INVALID", _without_values(e.message), places(e)) for e in errors)


def _without_values(message: str) -> str:
    message = message.split(" Did you mean")[0]
    safe = _SAFE.match(message) and not _ECHOES.search(message) and all(re.fullmatch(_NAME, q) for q in _QUOTED.findall(message))
    return message if safe else CODES["INVALID"].text


def places(error: GraphQLError) -> tuple[tuple[int, int], ...]:
    """Lines and columns that an error is about."""
    return tuple((p.line, p.column) for p in error.locations or ())


def of_field(error: GraphQLError, request_id: str) -> Shown:
    """What went wrong with one field. Anything unforeseen is INTERNAL, and logged under the request id."""
    cause, path = error.original_error, tuple(error.path or ())
    if isinstance(cause, KithError):
        return Shown(code_of(cause), text_of(cause), places(error), path)
    if not error.path and (cause is None or isinstance(cause, GraphQLError)):
        return Shown("BAD_VARIABLES", "", places(error))
    if error.message.startswith("Argument ") and isinstance(cause, GraphQLError | None):
        return Shown("BAD_INPUT", "", places(error), path)
    log_unforeseen(cause or error, request_id)
    return Shown("INTERNAL", "", places(error), path)


def code_of(error: KithError) -> str:
    """The code of one of Kith's own errors."""
    if isinstance(error, StoreError):
        return "STORE_UNAVAILABLE"
    return error.code if error.code in CODES else "INTERNAL"


def text_of(error: KithError) -> str:
    """The text of one of Kith's own errors, where it was written for callers; else that of the table."""
    return str(error) if isinstance(error, BadInput | PurposeNeeded) and not isinstance(error, UnknownId) else ""
