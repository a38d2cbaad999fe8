"""Running a checked document: what is plainly there is read at once, everything else is graphql-core's work."""

from collections.abc import Awaitable, Callable
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, NamedTuple, cast

from graphql import (
    ExecutionResult,
    GraphQLEnumType,
    GraphQLField,
    GraphQLList,
    GraphQLObjectType,
    GraphQLScalarType,
    execute,  # pyright: ignore[reportUnknownVariableType]
)
from graphql.pyutils import Path, Undefined
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from api.graphql.gate import type_of
from api.graphql.sees import Instead, instead_of


class Shape(NamedTuple):
    """A field that is a plain attribute: of a leaf (its Python type, and how it becomes JSON) or of an object."""

    attribute: str
    many: bool
    leaf: type | None
    convert: Callable[[Any], Any] | None
    below: GraphQLObjectType | None


class Step(NamedTuple):
    """One chosen field of a selection; `attribute` and `leaf` are given where it is one plain leaf, `instead` where it is not shown."""

    name: str
    attribute: str
    leaf: type | None
    convert: Callable[[Any], Any] | None
    shape: Shape | None
    details: Any
    chosen_below: Any
    instead: Instead | None = None


def _enum(value: Enum) -> str:
    return value.name


_SCALARS: dict[str, tuple[type, Callable[[Any], Any] | None]] = {
    "String": (str, None),
    "ID": (str, None),
    "Boolean": (bool, None),
    "Float": (float, None),
    "Date": (date, date.isoformat),
}


@cache
def _shapes(kind: GraphQLObjectType) -> dict[str, Shape]:
    """The fields of a type that are plain attributes."""
    if kind.name.startswith("__"):
        return {}
    return {name: shape for name, field in kind.fields.items() if (shape := _shape(field))}


@cache
def _guards(kind: GraphQLObjectType) -> dict[str, Instead]:
    """The fields of a type that not everyone may see who sees the rest."""
    if kind.name.startswith("__"):
        return {}
    told = {name: instead_of(field.extensions["strawberry-definition"].metadata) for name, field in kind.fields.items()}
    return {name: instead for name, instead in told.items() if instead}


def _shape(field: GraphQLField) -> Shape | None:
    declared: Any = field.extensions["strawberry-definition"]
    if not declared.is_basic_field:
        return None
    whole, inside = cast("Any", field.type), type_of(field)  # pyright: ignore[reportUnknownMemberType]
    required, many = whole is not inside, isinstance(inside, GraphQLList)
    if many:
        item = inside.of_type  # pyright: ignore[reportUnknownMemberType]
        inside = getattr(item, "of_type", item)
        required = required and item is not inside
    if (leaf := _leaf(inside)) and (required or not many):
        return Shape(declared.python_name, many, *leaf, None)
    if required and isinstance(inside, GraphQLObjectType) and inside.is_type_of is None:
        return Shape(declared.python_name, many, None, None, inside)
    return None


def _leaf(kind: object) -> tuple[type, Callable[[Any], Any] | None] | None:
    if isinstance(kind, GraphQLEnumType):
        return kind.extensions["strawberry-definition"].wrapped_cls, _enum
    return _SCALARS.get(kind.name) if isinstance(kind, GraphQLScalarType) else None


class Executor(StrawberryGraphQLCoreExecutionContext):
    """graphql-core's executor with a short way for plain attributes.

    Below the root nothing is awaited. Whatever is not exactly what it was declared to be (null, another type, an
    object that may be null) takes the long way, where errors get their place.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._plans: dict[int, tuple[Any, list[Step]]] = {}

    def execute_operation(self, serially: bool | None = None) -> Any:
        """Root fields one after the other: a document that asks twenty questions never keeps others waiting for all of them."""
        return super().execute_operation(True)

    def execute_fields(
        self, parent_type: GraphQLObjectType, source_value: Any, path: Path | None, grouped_field_set: Any, position_context: Any
    ) -> Any:
        """Each chosen field of one object, in order."""
        if path is None:
            return super().execute_fields(parent_type, source_value, path, grouped_field_set, position_context)
        results: dict[str, Any] = {}
        for name, attribute, leaf, convert, shape, details, below, instead in self._plan(parent_type, grouped_field_set):
            if leaf is not None and type(value := getattr(source_value, attribute)) is leaf:
                results[name] = value if convert is None else convert(value)
                continue
            if instead is not None:
                results[name] = instead.of(source_value)
                continue
            own = Path(path, name, parent_type.name)
            value = self._short(shape, getattr(source_value, shape.attribute), own, below) if shape else Undefined
            if value is Undefined:
                value = self.execute_field(parent_type, source_value, details, own, position_context)
            if value is not Undefined:
                results[name] = value
        return results

    def _short(self, shape: Shape, value: Any, path: Path, chosen: Any) -> Any:
        """What a plain attribute becomes, or Undefined where it must take the long way."""
        _, many, leaf, convert, below = shape
        if not many:
            return Undefined if value is None or below is None else self.execute_fields(below, value, path, chosen, None)
        if type(value) is not list:
            return Undefined
        items = cast("list[Any]", value)
        if below is not None:
            run = self.execute_fields
            return Undefined if None in items else [run(below, v, Path(path, n, None), chosen, None) for n, v in enumerate(items)]
        if any(type(v) is not leaf for v in items):
            return Undefined
        return items if convert is None else [convert(v) for v in items]

    def _plan(self, kind: GraphQLObjectType, grouped: Any) -> list[Step]:
        """What is to be done for each object of a selection, worked out once."""
        known = self._plans.get(id(grouped))
        if known is None:
            known = self._plans[id(grouped)] = grouped, [self._step(kind, name, details) for name, details in grouped.items()]
        return known[1]

    def _step(self, kind: GraphQLObjectType, name: str, details: Any) -> Step:
        asked = details[0].node.name.value
        instead = _guards(kind).get(asked)
        if instead and instead.action not in self.context_value.allowed:
            return Step(name, "", None, None, None, details, None, instead)
        shape = _shapes(kind).get(asked)
        if shape is None or shape.many or shape.leaf is None:
            below = self.collect_subfields(shape.below, details)[0] if shape and shape.below else None
            return Step(name, "", None, None, shape, details, below)
        return Step(name, shape.attribute, shape.leaf, shape.convert, shape, details, None)


async def run(schema: Any, document: Any, context: object, variables: dict[str, Any] | None, operation: str | None) -> ExecutionResult:
    """The result of one operation."""
    result: ExecutionResult | Awaitable[ExecutionResult] = execute(
        schema,
        document,
        context_value=context,
        variable_values=variables,
        operation_name=operation,
        executor_class=Executor,
        hide_suggestions=True,
    )
    return result if isinstance(result, ExecutionResult) else await result
