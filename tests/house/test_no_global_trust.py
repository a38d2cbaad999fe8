"""No trust, score or rank of a person by themselves can be had anywhere: only of a tie between a person and a family."""

import inspect
from typing import Any

import pytest
from graphql import GraphQLObjectType, get_named_type

from api.graphql.schema import make_schema
from graph.schema import KINDS, TIES
from graph.store import GraphReader
from tests.house.test_readme import commands

WORDS = ("trust", "score", "strength", "certainty", "rank", "rating", "reputation", "standing", "popular", "perform", "apprais")
CORE = make_schema().core
OBJECTS = {n: t for n, t in CORE.type_map.items() if isinstance(t, GraphQLObjectType) and not n.startswith("__")}
OF_A_TIE = {"Claim", "Knower"}
"""Types that carry a strength: each says in `subject` whose tie it is of."""


def says(name: str) -> bool:
    return any(word in name.casefold() for word in WORDS)


def numbers(kind: GraphQLObjectType) -> set[str]:
    named: Any = get_named_type
    return {n for n, f in kind.fields.items() if str(named(f.type)) in ("Float", "Int")}


@pytest.mark.parametrize("name", ["Professional", "Practitioner", "Post", "Service", "Organisation"])
def test_nothing_about_a_professional_alone_is_a_number_or_a_judgement(name: str) -> None:
    kind = OBJECTS[name]
    assert not numbers(kind)
    assert not [f for f in kind.fields if says(f)]


@pytest.mark.parametrize("name", sorted(OBJECTS))
def test_a_strength_always_belongs_to_a_tie_with_a_subject(name: str) -> None:
    kind = OBJECTS[name]
    if {"strength", "certainty"} & set(kind.fields):
        assert name in OF_A_TIE
        assert "subject" in kind.fields
    if "parts" in kind.fields:
        assert name in OF_A_TIE


def test_trust_can_only_be_asked_for_by_a_child_or_family() -> None:
    """From the roots, a type that speaks of trust is reached through an answer about one subject only."""
    guarded = {n for n, k in OBJECTS.items() if "trust" in k.fields}
    assert guarded <= {"Parts", "WhoKnows"}
    query = CORE.query_type
    assert query
    roots = {n: f for n, f in query.fields.items() if guarded & _reached(get_named_type(f.type))}
    assert roots
    for name, field in roots.items():
        one = name == "myInformation" or {"subject", "person"} & field.args.keys()
        assert one, f"{name} leads to trust without a child or family"


def _reached(kind: Any, seen: set[str] | None = None) -> set[str]:
    found = set[str]() if seen is None else seen
    if kind.name in found:
        return found
    found.add(kind.name)
    for field in getattr(kind, "fields", {}).values():
        _reached(get_named_type(field.type), found)
    for member in getattr(kind, "types", ()):
        _reached(member, found)
    return found


def test_the_store_holds_no_trust_but_what_people_said() -> None:
    guilty = [(k.label, p.name) for k in (*KINDS, *TIES) for p in k.properties if says(p.name)]
    assert guilty == []
    assert [k.label for k in KINDS if any("trust" in p.choices for p in k.properties)] == ["Statement"]


def test_no_read_of_the_store_speaks_of_trust() -> None:
    reads = [n for n, _ in inspect.getmembers(GraphReader, inspect.isfunction) if not n.startswith("_")]
    assert len(reads) > 8
    assert not [n for n in reads if says(n)]


def test_no_command_tells_the_trust_of_a_person() -> None:
    assert not [c for c in commands() if says(c)]
