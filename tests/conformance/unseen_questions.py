"""Every question of the schema, made from the schema itself: arguments drawn by their types, all leaves chosen, as deep as may be."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
)

from tests.conformance.unseen_worlds import EACH, IDS, MORE, NAMES, ONE_YEAR
from tests.conformance.worlds import DAYS

DEPTH = 8
"""How deep fields are chosen."""
UNKNOWN = ("nobody", "")
Asked = tuple[str, dict[str, Any]]
"""A document and its variables."""


@dataclass
class Questions:
    """Draws questions of one schema."""

    schema: GraphQLSchema
    chance: Random
    asked: str = ""

    def ask(self, name: str) -> Asked:
        """A question by one root field; `first` is written in the document, for a list is reckoned by it."""
        assert self.schema.query_type
        self.asked = name
        field = self.schema.query_type.fields[name]
        first = {"first": str(self.chance.randint(1, 3))} if "first" in field.args else {}
        named = {n: first.get(n, f"${n}") for n in field.args}
        declared = ", ".join(f"${n}: {a.type}" for n, a in field.args.items() if n not in first)
        given = f"({', '.join(f'{n}: {v}' for n, v in named.items())})" if named else ""
        values = {n: self.value(n, _type(a)) for n, a in field.args.items() if n not in first and self.given(n, a)}
        return f"query{f'({declared})' if declared else ''} {{ {name}{given} {chosen(field, DEPTH)} }}", values

    def given(self, name: str, one: GraphQLArgument | GraphQLInputField) -> bool:
        """What must be given is, what may be left out sometimes; the page after is asked for later."""
        return isinstance(_type(one), GraphQLNonNull) or (name != "after" and self.chance.random() < 0.3)

    def value(self, name: str, kind: Any) -> Any:
        """A value of a type; of changes most often one that can be."""
        if isinstance(kind, GraphQLNonNull):
            return self.value(name, _inner(kind))
        if isinstance(kind, GraphQLList):
            if name == "changes" and self.chance.random() < 0.6:
                return [{"leave": {"professional": self.chance.choice(IDS[: EACH["Professional"]]), "on": "2026-01-20"}}]
            return [self.value(name, _inner(kind)) for _ in range(self.chance.randint(1, 2))]
        if isinstance(kind, GraphQLEnumType):
            return self.chance.choice(sorted(kind.values))
        return self.input(kind) if isinstance(kind, GraphQLInputObjectType) else self.scalar(name, kind.name)

    def input(self, kind: GraphQLInputObjectType) -> dict[str, Any]:
        """An input object: exactly one field where it wants that."""
        chosen = [self.chance.choice(sorted(kind.fields))] if kind.is_one_of else [n for n, f in kind.fields.items() if self.given(n, f)]
        return {n: self.value(n, _type(kind.fields[n])) for n in chosen}

    def scalar(self, name: str, kind: str) -> Any:
        """A number, day, id or text."""
        held = IDS[: EACH.get((self.asked if name == "id" else name).capitalize(), 5)]
        texts = ("a", *NAMES, *IDS) if name in ("name", "identifier") else (*held * 4, *MORE[:1], *UNKNOWN)
        texts = ("a", "a", "nobody") if self.asked.startswith("whatIf") and name == "name" else texts
        drawn = {"Int": self.chance.choice((1, 3, 3, 6)), "Float": 0.5, "Boolean": self.chance.random() < 0.5}
        drawn |= {
            "Date": self.chance.choice((*DAYS, "2026-01-03", *ONE_YEAR)),
            "ID": self.chance.choice(texts),
            "String": self.chance.choice(texts),
        }
        return drawn[kind]


def chosen(field: GraphQLField, depth: int) -> str:
    """All leaves below a field, and what is below its objects; nothing for a leaf."""
    kind = _named(field)
    if isinstance(kind, GraphQLUnionType):
        return f"{{ __typename {' '.join(f'... on {one.name} {_below(one, depth)}' for one in kind.types)} }}"
    return _below(kind, depth) if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) else ""


def _below(kind: GraphQLObjectType | GraphQLInterfaceType, depth: int) -> str:
    return f"{{ __typename {' '.join(_fields(kind, depth))} }}"


def _fields(kind: GraphQLObjectType | GraphQLInterfaceType, depth: int) -> Iterator[str]:
    for name, field in kind.fields.items():
        assert not field.args, f"draw arguments for {kind.name}.{name} too"
        inner = chosen(field, depth - 1)
        if inner == "" or depth > 1:
            yield f"{name} {inner}"


def _type(one: Any) -> Any:
    return one.type


def _named(field: Any) -> Any:
    return get_named_type(field.type)  # pyright: ignore[reportUnknownVariableType]


def _inner(kind: Any) -> Any:
    return kind.of_type


def next_page(asked: Asked, shown: Any) -> Asked | None:
    """The same question for the page after, where there is one."""
    told: dict[str, Any] = {} if isinstance(shown, list) else shown
    info = told.get("pageInfo")
    return (asked[0], {**asked[1], "after": info["endCursor"]}) if info and info["hasNextPage"] else None
