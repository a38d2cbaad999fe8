"""What may be asked over GraphQL. Each root field makes one read of the store; changes are in `api.graphql.mutations`."""

from typing import Self

import strawberry
from graphql import GraphQLError, GraphQLInputObjectType, GraphQLSchema
from strawberry.types import ExecutionContext

from api.graphql.guarded import guard
from api.graphql.mutations import Mutation
from api.graphql.roots.guarding import Guarding
from api.graphql.roots.keeping import Keeping
from api.graphql.roots.knowing import Knowing
from api.graphql.roots.leaving import Leaving
from api.graphql.roots.linking import Linking
from api.graphql.roots.living import Living
from api.graphql.roots.owning import Owning
from api.graphql.roots.risk import Risk
from api.graphql.roots.things import Things


@strawberry.type(description="All that may be asked. What is not held, and what is not yours to see, answer the same: null and NOT_FOUND.")
class Query(Knowing, Things, Living, Leaving, Linking, Risk, Guarding, Owning, Keeping):
    """The root of every question."""


class Schema(strawberry.Schema):
    """The schema, which logs nothing of any document."""

    @property
    def core(self) -> GraphQLSchema:
        """The schema as graphql-core has it."""
        return self._schema

    def mark_one_of(self) -> Self:
        """Let graphql-core itself hold callers to "exactly one of these", in variables too."""
        for kind in self.core.type_map.values():
            if isinstance(kind, GraphQLInputObjectType):
                kind.is_one_of = kind.extensions["strawberry-definition"].is_one_of
        return self

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Say nothing: strawberry would log the document, with every name in it."""


def make_schema() -> Schema:
    """The one schema."""
    schema = Schema(query=Query, mutation=Mutation).mark_one_of()
    guard(schema.core)
    return schema
