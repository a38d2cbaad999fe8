"""Every error is in the table, in our own words."""

import re
from pathlib import Path

import pytest
from graphql import GraphQLError, parse, validate

from api.errors import CODES, Shown, of_field, of_validation
from api.graphql.schema import make_schema
from graph import errors as kith_errors
from graph.errors import BadInput, KithError, StoreError, UnknownId

ROOM = Path(__file__).parents[2] / "api"


def test_every_code_that_is_raised_is_in_the_table():
    source = "".join(path.read_text() for path in ROOM.glob("*.py") if path.name not in ("cli.py", "lines.py"))
    raised = set(re.findall(r'(?:refused|Shown|failed)\((?:self\.templates, request, )?"([A-Z_]+)"', source))
    assert raised
    assert raised <= set(CODES)


@pytest.mark.parametrize("error", [e for e in vars(kith_errors).values() if isinstance(e, type) and issubclass(e, KithError)])
def test_each_of_our_own_errors_has_a_code_of_the_table(error: type[KithError]):
    shown = of_field(GraphQLError("x", original_error=error("Zebedee at /secret"), path=["a"]), "request")
    assert shown.code in CODES
    text = str(shown.as_json("request"))
    assert ("/secret" in text) == (issubclass(error, BadInput) and not issubclass(error, UnknownId))
    assert (shown.code == "STORE_UNAVAILABLE") == issubclass(error, StoreError)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("{families(first:1){nope}}", "Cannot query field 'nope' on type 'FamilyConnection'."),
        ("{families{pageInfo{endCursor}}}", "Argument 'Query.families(first:)' of type 'Int!' is required, but it was not provided."),
        ("{families(first:1)}", "Field 'families' of type 'FamilyConnection' must have a selection of subfields."),
        ("{families(first:1, last:2){pageInfo{endCursor}}}", "Unknown argument 'last' on field 'Query.families'."),
        ("{families(first:$n){pageInfo{endCursor}}}", "Variable '$n' is not defined."),
        ('{families(first:"Zebedee"){pageInfo{endCursor}}}', CODES["INVALID"].text),
        ("{search(kind:Zebedee,by:{name:1}){tooMany}}", CODES["INVALID"].text),
        ('{search(kind:CHILD,by:{name:"x",nope:"Zebedee"}){tooMany}}', CODES["INVALID"].text),
    ],
)
def test_what_is_wrong_with_a_document_is_said_without_its_values(document: str, said: str):
    told = of_validation(validate(make_schema().core, parse(document), hide_suggestions=True))
    assert said in [shown.message for shown in told]
    assert "Zebedee" not in str(told)


def test_an_error_is_shown_as_the_specification_has_it():
    assert Shown("NOT_FOUND", "", ((1, 2),), ("a", 0)).as_json("request") == {
        "message": CODES["NOT_FOUND"].text,
        "locations": [{"line": 1, "column": 2}],
        "path": ["a", 0],
        "extensions": {"code": "NOT_FOUND", "requestId": "request"},
    }
