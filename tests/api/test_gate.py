"""Documents made to hurt: each is refused with its code, before the store is asked anything."""

import pytest
from graphql import get_introspection_query, parse

from api.errors import Refused
from api.graphql.documents import REMEMBERED, Documents
from api.graphql.gate import weigh
from api.graphql.schema import make_schema
from tests.api.house import House

WHO = 'whoKnows(subject:{family:"f"})'


def chain(body: str, count: int, last: str, on: str = "Query") -> str:
    """Fragments A0, A1, …, each using the next in place of %s."""
    return (
        " ".join(f"fragment A{n} on {on}{{{body.replace('%s', f'...A{n + 1}')}}}" for n in range(count))
        + f" fragment A{count} on {on}{{{last}}}"
    )


ATTACKS = {
    "a fragment of itself": ("{...A} fragment A on Query{...A}", "FRAGMENT_CYCLE"),
    "a cycle of two": ("{...A} fragment A on Query{...B} fragment B on Query{...A}", "FRAGMENT_CYCLE"),
    "a cycle nobody uses": ("{__typename} fragment A on Query{...B} fragment B on Query{...A}", "FRAGMENT_CYCLE"),
    "a cycle through fields": (
        "{" + WHO + "{...A}} fragment A on WhoKnows{knowers{claims{...B}}} fragment B on Claim{...A ...B}",
        "FRAGMENT_CYCLE",
    ),
    "fragments doubling 90 times": ("{...A0} " + chain("%s %s", 90, "__typename"), "TOO_MANY_ALIASES"),
    "aliases doubling": (
        "{...A0} "
        + " ".join(f"fragment A{n} on Query{{a{n}:__typename ...A{n + 1}}}" for n in range(40))
        + " fragment A40 on Query{__typename}",
        "TOO_MANY_ALIASES",
    ),
    "31 aliases": ("{" + WHO + "{" + "".join(f"a{n}:nobody " for n in range(31)) + "}}", "TOO_MANY_ALIASES"),
    "one field 900 times": ("{" + WHO + "{" + "nobody " * 900 + "}}", "TOO_MANY_ALIASES"),
    "one field in 200 inline fragments": ("{" + WHO + "{" + "...{nobody} " * 200 + "}}", "TOO_MANY_ALIASES"),
    "an alias in a fragment used 31 times": (
        "{" + "".join(f"f{n}:family(id:1){{...A}}" for n in range(16)) + "} fragment A on Family{a:id}",
        "TOO_MANY_ALIASES",
    ),
    "21 root fields": ("{" + "".join(f"a{n}:__typename " for n in range(21)) + "}", "TOO_MANY_ROOT_FIELDS"),
    "21 root fields by fragment": (
        "{...A} fragment A on Query{" + "".join(f"a{n}:__typename " for n in range(21)) + "}",
        "TOO_MANY_ROOT_FIELDS",
    ),
    "21 directives": ("{" + WHO + "{nobody " + "@skip(if:true) " * 21 + "}}", "TOO_MANY_DIRECTIVES"),
    "directives by fragments": (
        "{" + WHO + "{...A @skip(if:true)}} fragment A on WhoKnows" + " @include(if:true)" * 20 + "{on}",
        "TOO_MANY_DIRECTIVES",
    ),
    "11 deep": ("{" + WHO + "{" + "a{" * 9 + "b" + "}" * 9 + "}}", "TOO_DEEP"),
    "400 braces": ("{" + "a{" * 400, "TOO_DEEP"),
    "400 braces, closed": ("{" + "a{" * 180 + "b" + "}" * 180 + "}", "TOO_DEEP"),
    "deep by fragments": ("{" + WHO + "{knowers{...A0}}} " + chain("claims{%s}", 20, "word", "Claim"), "TOO_DEEP"),
    "deep lists": ("{a(b:" + "[" * 450 + "]" * 450 + ")}", "TOO_DEEP"),
    "deep objects": ("{a(b:" + "{a:" * 240 + "1" + "}" * 240 + ")}", "TOO_DEEP"),
    "deep types": ("query($a:" + "[" * 400 + "Int" + "]" * 400 + "){__typename}", "TOO_DEEP"),
    "a page of a million": ("{families(first:1000000){edges{node{id}}}}", "TOO_COSTLY"),
    "a number of 5,000 digits": ("{families(first:" + "9" * 5000 + "){edges{node{id}}}}", "INVALID"),
    "ten pages of a hundred": ("{" + "".join(f"f{n}:families(first:100){{edges{{node{{id}}}}}}" for n in range(10)) + "}", "TOO_COSTLY"),
    "ten pages by variable": (
        "query($n:Int!=1){" + "".join(f"f{n}:families(first:$n){{edges{{node{{id}}}}}}" for n in range(10)) + "}",
        "TOO_COSTLY",
    ),
    "wide in the second operation": (
        "query A{__typename} query B{" + "".join(f"f{n}:families(first:100){{edges{{node{{id}}}}}}" for n in range(10)) + "}",
        "TOO_COSTLY",
    ),
    "1,001 tokens": ("{" + "a " * 1000 + "}", "DOCUMENT_TOO_LONG"),
    "over 16 kB": ("#" + "x" * 16_384 + "\n{__typename}", "DOCUMENT_TOO_LONG"),
    "over 16 kB in bytes": ("#" + "é" * 8_200 + "\n{__typename}", "DOCUMENT_TOO_LONG"),
    "introspection of types of types": ("{__schema{types{fields{type{fields{type{fields{name}}}}}}}}", "TOO_COSTLY"),
    "introspection four times": ("{" + "".join(f"a{n}:__schema{{queryType{{name}}}}" for n in range(4)) + "}", "TOO_COSTLY"),
    "introspection very deep": ("{__schema{queryType{" + "ofType{" * 19 + "name" + "}" * 19 + "}}}", "TOO_DEEP"),
}


@pytest.mark.parametrize(("document", "code"), ATTACKS.values(), ids=ATTACKS)
def test_an_attack_is_refused_and_reads_nothing(house: House, document: str, code: str):
    assert house.code(document) == code
    assert not house.reader.calls
    assert house.audit() == []


LIMITS = [
    "{" + WHO + "{" + "".join(f"a{n}:nobody " for n in range(30)) + "}}",
    "{" + "".join(f"a{n}:__typename " for n in range(20)) + "}",
    "{" + WHO + "{nobody" + "".join(f" a{n}:on @skip(if:true)" for n in range(20)) + "}}",
    "{families(first:100){edges{cursor node{id name areaCode}} pageInfo{endCursor}}}",
]


@pytest.mark.parametrize("document", LIMITS)
def test_what_stays_within_the_limits_is_answered(house: House, document: str):
    assert [e["extensions"]["code"] for e in house.ask(document).get("errors", [])] in ([], ["NOT_FOUND"])


def test_the_standard_introspection_query_is_answered(house: House):
    query = get_introspection_query(
        specified_by_url=True, directive_is_repeatable=True, schema_description=True, input_value_deprecation=True
    )
    assert house.ask(query)["data"]["__schema"]["queryType"]["name"] == "Query"


def test_a_fragment_is_counted_each_time_it_is_used():
    schema = make_schema().core
    once = weigh(schema, parse("{families(first:7){...A}} fragment A on FamilyConnection{edges{node{id}}}"))
    twice = weigh(schema, parse("{a:families(first:7){...A} b:families(first:7){...A}} fragment A on FamilyConnection{edges{node{id}}}"))
    assert (once, twice) == (7 * 3, 2 * 7 * 3)


def test_the_dearest_operation_counts():
    assert weigh(make_schema().core, parse('query A{__typename} query B{family(id:"x"){id}} query C{__typename}')) == 1


def test_only_the_last_documents_are_remembered_the_refused_ones_too():
    documents = Documents(make_schema().core)
    for n in range(REMEMBERED + 50):
        with pytest.raises(Refused):
            documents.check(f"{{nope{n}}}", None)
    assert len(documents._known) == REMEMBERED  # pyright: ignore[reportPrivateUsage]


def test_a_document_seen_before_is_not_read_again():
    documents = Documents(make_schema().core)
    assert documents.check("{__typename}", None) is documents.check("{__typename}", None)
