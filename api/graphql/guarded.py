"""No root field is answered before its declared action is seen to be open to whoever asks, for the purpose they gave."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, cast

from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema

from api.guarding.asking import Asking
from api.guarding.policy import Action
from api.guarding.purpose import NotPermitted
from graph.errors import UnknownId

Resolve = Callable[..., Awaitable[Any]]
_IDS = frozenset({"id", "child", "family", "one", "other", "school", "leavers", "statement"})


def guard(schema: GraphQLSchema) -> None:
    """Put the check before every question and every change of a schema."""
    for kind in (schema.query_type, schema.mutation_type):
        for name, field in _fields(kind).items():
            field.resolve = _guarded(name, field)


def _fields(kind: GraphQLObjectType | None) -> dict[str, GraphQLField]:
    return kind.fields if kind else {}


def _guarded(name: str, field: GraphQLField) -> Resolve:
    declared = field.extensions["strawberry-definition"].metadata
    action, refusal, resolve = cast("Action", declared["sees"]), declared["refusal"], cast("Resolve", field.resolve)

    async def answer(source: Any, info: Any, **given: Any) -> Any:
        check(info.context, action, refusal, name, given)
        return await resolve(source, info, **given)

    return answer


def check(asking: Asking, action: Action, refusal: str, name: str, given: Mapping[str, Any]) -> None:
    """Errors: PurposeNeeded; NotPermitted, or UnknownId for one thing. A change that is not permitted says so itself."""
    if refusal == "data" and asking.purpose is not None:
        return
    ids = tuple(ids_in(given))
    try:
        asking.needs(action, name, *ids)
    except NotPermitted:
        if refusal == "NOT_FOUND":
            raise UnknownId(*ids) from None
        raise


def ids_in(given: Mapping[str, Any]) -> Iterator[str]:
    """The ids that a question was asked by, for the audit of a refusal."""
    for name, value in given.items():
        if isinstance(value, Mapping):
            yield from ids_in(cast("Mapping[str, Any]", value))
        elif name in _IDS:
            yield from (str(one) for one in (cast("list[object]", value) if isinstance(value, list) else [value]) if one is not None)
