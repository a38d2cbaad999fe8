"""What the schema promises, found by walking all of it."""

import inspect
from typing import Any, get_args

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLUnionType,
)

from api.graphql import sees
from api.graphql.execution import _shapes  # pyright: ignore[reportPrivateUsage]
from api.graphql.gate import named_type, type_of
from api.graphql.schema import make_schema
from api.graphql.schema_print import COMMITTED, printed_schema
from api.guarding.policy import ACTIONS

CORE = make_schema().core
OURS: list[GraphQLNamedType] = [kind for name, kind in CORE.type_map.items() if not name.startswith("__")]
OBJECTS = [kind for kind in OURS if isinstance(kind, GraphQLObjectType)]
FIELDS: list[Any] = [pytest.param(kind, name, field, id=f"{kind.name}.{name}") for kind in OBJECTS for name, field in kind.fields.items()]

CLOSER = {
    "givenName": "summary",
    "familyName": "summary",
    "dateOfBirth": "summary",
    "email": "contact_route",
    "phone": "contact_route",
    "address": "addresses",
    "postcode": "addresses",
    "areaCode": "addresses",
    "excluded": "statements",
    "vouches": "statements",
    "trust": "statements",
    "touchstones": "statements",
    "personA": "working_together",
    "personB": "working_together",
}
"""Fields of these names hold what not everyone sees who sees the rest."""


def test_the_committed_schema_is_current():
    assert COMMITTED.read_text(encoding="utf-8") == printed_schema(), "run: .venv/bin/python -m api.graphql.schema_print"


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.name)
def test_every_type_and_all_in_it_are_described(kind: GraphQLNamedType):
    assert kind.description
    if isinstance(kind, GraphQLEnumType):
        assert all(value.description for value in kind.values.values())
    if isinstance(kind, GraphQLInputObjectType):
        assert all(field.description for field in kind.fields.values())
    if isinstance(kind, GraphQLObjectType):
        assert all(field.description and all(a.description for a in field.args.values()) for field in kind.fields.values())


@pytest.mark.parametrize(("kind", "name", "field"), FIELDS)
def test_every_field_declares_who_may_see_it(kind: GraphQLObjectType, name: str, field: Any):
    declared = field.extensions["strawberry-definition"].metadata
    if kind in (CORE.query_type, CORE.mutation_type):
        assert declared.get("sees") in ACTIONS
        assert declared.get("refusal") in get_args(sees.Refusal)
    else:
        assert declared.get("sees") in ("any_viewer", *ACTIONS)
        assert "refusal" not in declared


@pytest.mark.parametrize(("kind", "name", "field"), FIELDS)
def test_a_field_that_not_all_see_can_be_left_empty(kind: GraphQLObjectType, name: str, field: Any):
    instead = sees.instead_of(field.extensions["strawberry-definition"].metadata)
    if instead and kind not in (CORE.query_type, CORE.mutation_type) and not instead.attribute:
        assert instead.many or not isinstance(field.type, GraphQLNonNull)


@pytest.mark.parametrize(("kind", "name", "field"), FIELDS)
def test_names_contact_routes_addresses_and_what_was_said_are_for_those_alone_who_may_see_them(
    kind: GraphQLObjectType, name: str, field: Any
):
    told = field.extensions["strawberry-definition"].metadata["sees"]
    if name in CLOSER:
        assert told == CLOSER[name]
    if kind.name in ("Child", "Family", "Professional") and name != "id":
        assert told in ACTIONS


@pytest.mark.parametrize(("kind", "name", "field"), FIELDS)
def test_every_list_says_at_how_many_items_it_is_reckoned(kind: GraphQLObjectType, name: str, field: Any):
    if isinstance(type_of(field), GraphQLList):
        assert field.extensions["strawberry-definition"].metadata["size"] >= 1


@pytest.mark.parametrize("kind", ["Child", "Family", "Subject"])
def test_no_score_of_a_child_or_family_exists(kind: str):
    found = CORE.type_map[kind]
    assert isinstance(found, GraphQLObjectType)
    for name, field in found.fields.items():
        text = f"{name} {field.description}".casefold()
        assert not any(
            word in text for word in ("score", "risk", "predict", "rating", "rank", "threshold", "strength", "likel", "vulnerab")
        )
        assert str(named_type(field)) not in ("Float", "Int")


@pytest.mark.parametrize(("kind", "name", "field"), FIELDS)
def test_no_identifier_is_shown(kind: GraphQLObjectType, name: str, field: Any):
    assert not any(word in name.casefold() for word in ("upn", "nhs", "staffnumber", "uprn", "identifier"))


GUARDING: dict[str, str] = (
    {"keepApart": "KeptApart", "setHold": "LegalHold", "liftHolds": "HoldsLifted"}
    | dict.fromkeys(("askShield", "approveShield", "liftShield"), "Shield")
    | dict.fromkeys(("recordConsent", "askBroker", "answerBroker", "breakGlass", "reviewGlass", "endOpening"), "Opening")
    | dict.fromkeys(("askRight", "askRightFor", "answerRight"), "RightsRequest")
)


def test_nothing_can_be_changed_but_what_people_say_what_is_kept_to_look_at_and_who_is_guarded():
    assert CORE.mutation_type
    assert set(CORE.mutation_type.fields) == {"say", "withdraw", "sayMine", "withdrawMine", "saveScenario"} | GUARDING.keys()
    assert CORE.subscription_type is None


def test_every_change_takes_a_key_and_answers_a_union_of_what_may_become_of_it():
    assert CORE.mutation_type
    for name, field in CORE.mutation_type.fields.items():
        union = named_type(field)
        assert isinstance(union, GraphQLUnionType)
        told = {t.name for t in union.types}
        if name == "saveScenario":  # kept under its name: sent again it is the same
            assert told == {"ScenarioSaved", "ValidationProblem", "NotPermitted"}
        elif name in GUARDING:  # one step of one shield or request: taken again it finds it taken
            assert told == {GUARDING[name], "NotPermitted", "Conflict"}
        else:
            assert "idempotencyKey" in field.args
            assert told == {"Said", "ValidationProblem", "NotPermitted", "Conflict"}


def test_only_root_fields_do_any_work():
    for kind in OBJECTS:
        for field in kind.fields.values():
            declared = field.extensions["strawberry-definition"]
            assert declared.is_basic_field == (kind not in (CORE.query_type, CORE.mutation_type))
            assert inspect.iscoroutinefunction(field.resolve) == (kind in (CORE.query_type, CORE.mutation_type))


def test_look_ups_take_exactly_one_way():
    for kind in OURS:
        if isinstance(kind, GraphQLInputObjectType) and kind.name not in ("SayInput", "ActOnFilter"):
            assert kind.is_one_of or kind.name.endswith(("Filter", "Change", "Rules"))
    assert "input SubjectBy @oneOf" in printed_schema()


def test_words_are_enums():
    knower = CORE.type_map["Knower"]
    assert isinstance(knower, GraphQLObjectType)
    assert {n: str(named_type(knower.fields[n])) for n in ("word", "state", "contexts")} == {
        "word": "Word",
        "state": "State",
        "contexts": "Context",
    }
    assert {"word", "state", "since", "inferred"} <= set(_shapes(knower))
