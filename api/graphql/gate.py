"""The document gate: how deep, wide and costly a document is, found in one walk, each fragment walked once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
)

from api.errors import refused

SOURCE_BYTES, TOKENS, DEPTH, ALIASES, ROOT_FIELDS, DIRECTIVES, COST = 16_384, 1_000, 10, 30, 20, 20, 2_000
INTROSPECTION_ROOTS, INTROSPECTION_DEPTH, INTROSPECTION_COST = 3, 20, 150_000
"""Wide enough for the standard introspection query once, with every option."""
FIRST = 100
"""What a `first` counts as where its value isn't written in the document."""
_UNKNOWN_LIST = 20


@dataclass(slots=True)
class Measure:
    """The size of a selection, fragments counted each time they are used."""

    top: int = 0
    depth: int = 0
    aliases: int = 0
    directives: int = 0
    cost: int = 0
    own_top: int = 0
    own_depth: int = 0
    own_cost: int = 0

    def add(self, other: "Measure") -> None:
        """Take in what stands beside."""
        self.top += other.top
        self.own_top += other.own_top
        self.depth, self.own_depth = max(self.depth, other.depth), max(self.own_depth, other.own_depth)
        self.aliases += other.aliases
        self.directives += other.directives
        self.cost += other.cost
        self.own_cost += other.own_cost


@dataclass(slots=True)
class Walk:
    """One walk through one document. Introspection is reckoned apart, in `own_top`, `own_depth`
    and `own_cost`."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    measured: dict[str, Measure | None] = field(default_factory=dict[str, Measure | None])

    def selections(
        self, chosen: SelectionSetNode | None, parent: GraphQLNamedType | None, seen: set[tuple[str, str]] | None = None
    ) -> Measure:
        """The size of a selection of a type. A name chosen twice counts as an alias: it costs as much to check."""
        total = Measure()
        seen = set() if seen is None else seen
        for node in chosen.selections if chosen else ():
            total.directives += len(node.directives or ())
            if isinstance(node, FieldNode):
                total.aliases += self._again(seen, parent, node.alias.value if node.alias else node.name.value) or bool(node.alias)
                self._field(total, node, parent)
            elif isinstance(node, InlineFragmentNode):
                total.add(self.selections(node.selection_set, self._named(node, parent), seen))
            elif isinstance(node, FragmentSpreadNode):
                total.aliases += self._again(seen, parent, f"...{node.name.value}")
                total.add(self.fragment(node.name.value))
        return total

    def _again(self, seen: set[tuple[str, str]], parent: GraphQLNamedType | None, name: str) -> bool:
        key = (parent.name if parent else "", name)
        known = key in seen
        seen.add(key)
        return known

    def _named(self, node: InlineFragmentNode | FragmentDefinitionNode, parent: GraphQLNamedType | None) -> GraphQLNamedType | None:
        return self.schema.get_type(node.type_condition.name.value) if node.type_condition else parent

    def fragment(self, name: str) -> Measure:
        """The size of a fragment, walked once. Errors: Refused where it leads back to itself."""
        if name not in self.fragments:
            return Measure()
        if name not in self.measured:
            self.measured[name] = None
            definition = self.fragments[name]
            found = self.selections(definition.selection_set, self._named(definition, None))
            found.directives += len(definition.directives or ())
            self.measured[name] = found
        if (known := self.measured[name]) is None:
            raise refused("FRAGMENT_CYCLE")
        return known

    def _field(self, total: Measure, node: FieldNode, parent: GraphQLNamedType | None) -> None:
        """Add a field with all below it, times the number of items it may hold."""
        name = node.name.value
        definition = self._definition(name, parent)
        inner = self.selections(node.selection_set, named_type(definition) if definition else None)
        times = _items(definition, node)
        own = times * (bool(node.selection_set) + inner.cost)
        if name in ("__schema", "__type"):
            inner.own_top, inner.own_depth, inner.own_cost, inner.depth, own = 1, inner.depth + 1, own, 0, 0
        else:
            inner.depth += 1
            inner.own_cost *= times
        inner.top, inner.cost = 1, own
        total.add(inner)

    def _definition(self, name: str, parent: GraphQLNamedType | None) -> GraphQLField | None:
        if name == "__schema":
            return GraphQLField(GraphQLNonNull(self.schema.type_map["__Schema"]))  # type: ignore[arg-type]
        if name == "__type":
            return GraphQLField(self.schema.type_map["__Type"])  # type: ignore[arg-type]
        return parent.fields.get(name) if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else None


def type_of(definition: GraphQLField) -> Any:
    """What a field holds, null or not."""
    whole = cast("Any", definition.type)  # pyright: ignore[reportUnknownMemberType]
    return cast("Any", whole.of_type if isinstance(whole, GraphQLNonNull) else whole)  # pyright: ignore[reportUnknownMemberType]


def named_type(definition: GraphQLField) -> Any:
    """The kind of thing a field holds, one or many of them."""
    return cast("Any", get_named_type(type_of(definition)))


def _items(definition: GraphQLField | None, node: FieldNode) -> int:
    """How many items a field may hold: its `first`, else the size its list is reckoned at, else one."""
    if definition is None:
        return 1
    if "first" in definition.args:
        return next((_written(a.value) for a in node.arguments or () if a.name.value == "first"), FIRST)
    if not isinstance(type_of(definition), GraphQLList):
        return 1
    declared: Any = definition.extensions.get("strawberry-definition")
    return int(declared.metadata["size"]) if declared else _UNKNOWN_LIST


def _written(value: object) -> int:
    """A number in the document; a variable, or what is no sensible number, counts as the longest page."""
    text = value.value if isinstance(value, IntValueNode) else ""
    return max(int(text), 1) if 0 < len(text) < 10 else FIRST


def weigh(schema: GraphQLSchema, document: DocumentNode) -> int:
    """The cost of a document's dearest operation. Errors: Refused, with the first limit that it passes."""
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    walk = Walk(schema, fragments)
    dearest = 0
    try:
        for definition in document.definitions:
            if isinstance(definition, OperationDefinitionNode):
                size = walk.selections(definition.selection_set, schema.get_root_type(definition.operation))
                size.directives += len(definition.directives or ())
                _limit(size)
                dearest = max(dearest, size.cost)
        for name in fragments:
            _limit(walk.fragment(name), whole=False)
    except RecursionError:
        raise refused("TOO_DEEP") from None
    return dearest


def _limit(size: Measure, *, whole: bool = True) -> None:
    for over, code in (
        (size.depth > DEPTH + (0 if whole else INTROSPECTION_DEPTH) or size.own_depth > INTROSPECTION_DEPTH, "TOO_DEEP"),
        (size.aliases > ALIASES, "TOO_MANY_ALIASES"),
        (size.directives > DIRECTIVES, "TOO_MANY_DIRECTIVES"),
        (whole and size.top > ROOT_FIELDS, "TOO_MANY_ROOT_FIELDS"),
        (whole and size.cost > COST, "TOO_COSTLY"),
        (size.own_top > INTROSPECTION_ROOTS or size.own_cost > INTROSPECTION_COST, "TOO_COSTLY"),
    ):
        if over:
            raise refused(code)
