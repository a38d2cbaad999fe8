"""The short way for leaves gives what graphql-core gives, over selections drawn at random."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLObjectType, GraphQLUnionType, parse, validate
from graphql import execute as graphql_execute  # pyright: ignore[reportUnknownVariableType]
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from api.graphql.execution import run
from api.graphql.gate import named_type
from api.graphql.schema import make_schema
from api.guarding.asking import Asking
from api.guarding.cursors import Cursors
from api.guarding.policy import ACTIONS
from api.guarding.purpose import Purpose
from graph.store import open_store
from graph.veil import Veil
from tests.api.house import EVERYTHING, NOW

CORE = make_schema().core
ROOTS = [
    'whoKnows(subject:{child:"amina"})',
    'whoKnows(subject:{family:"hartley"})',
    "families(first:3)",
    "children(first:9)",
    'search(kind:CHILD,by:{name:"amina"})',
    'family(id:"nope")',
    'professional(by:{id:"tom"})',
]


@st.composite
def selection(draw: st.DrawFn, kind: GraphQLObjectType, depth: int = 4) -> str:
    """A selection set of some fields of a type, some aliased, some skipped."""
    chosen: list[str] = []
    for n, name in enumerate(draw(st.lists(st.sampled_from(["__typename", *kind.fields]), min_size=1, max_size=6))):
        below: Any = named_type(kind.fields[name]) if name in kind.fields else None
        inner = ""
        if isinstance(below, GraphQLUnionType):
            inner = "{" + " ".join(f"... on {t.name} {draw(selection(t, 0))}" for t in below.types[:2]) + "}"
        elif isinstance(below, GraphQLObjectType):
            if depth == 0:
                continue
            inner = draw(selection(below, depth - 1))
        chosen.append(f"a{n}{kind.name}:{name}{draw(st.sampled_from(['', '', ' @skip(if:true)', ' @include(if:true)']))}{inner}")
    return "{" + " ".join(chosen or ["__typename"]) + "}"


WHY = Purpose("early_help", "to test")


async def both(world: Path, document: str) -> tuple[Any, Any]:
    parsed = parse(document)
    assert CORE.query_type
    async with open_store(f"sqlite:///{world}") as store:

        def asking() -> Asking:
            return Asking(
                store, EVERYTHING, NOW.date(), "request", Cursors(b"secret"), purpose=WHY, allowed=frozenset(ACTIONS), veil=Veil()
            )

        ours = await run(CORE, parsed, asking(), None, None)
        theirs: Any = graphql_execute(CORE, parsed, context_value=asking(), executor_class=StrawberryGraphQLCoreExecutionContext)
        return ours.formatted, (await theirs).formatted


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_our_executor_answers_as_graphql_core_does(world: Path, data: st.DataObject):
    root = data.draw(st.sampled_from(ROOTS))
    assert CORE.query_type
    kind: Any = named_type(CORE.query_type.fields[root.split("(")[0]])
    assert isinstance(kind, GraphQLObjectType)
    document = "{" + root + data.draw(selection(kind)) + "}"
    if validate(CORE, parse(document)):
        pytest.fail(document)
    ours, theirs = asyncio.run(both(world, document))
    assert ours == theirs
    assert list(ours["data"]) == list(theirs["data"])
