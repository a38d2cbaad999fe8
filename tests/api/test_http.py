"""POST /graphql as the GraphQL-over-HTTP specification has it, whatever bytes are sent."""

import json
from datetime import timedelta

import pytest

from api.guarding.access import PAGES, Viewer
from tests.api.house import EVERYTHING, House

GRAPHQL, JSON = "application/graphql-response+json", "application/json"
UTF8 = "; charset=utf-8"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"null",
        b'"query"',
        b"1",
        b"true",
        b"[]",
        b'[{"query":"{__typename}"}]',
        b"{",
        b"\xff\xfe{}",
        b'{"query":"\xff"}',
        b'{"query":"\\ud800"}',
        b"9" * 5000,
        b'{"query":' + b"9" * 5000 + b"}",
        b"[" * 30_000,
        b'{"query":"{__typename}","variables":' + b"[" * 30_000 + b"]" * 30_000 + b"}",
        b'{"a":' * 5_000,
        b"{}",
        b'{"query":null}',
        b'{"query":1}',
        b'{"query":{}}',
        b'{"query":["{__typename}"]}',
        b'{"query":"{__typename}","variables":[]}',
        b'{"query":"{__typename}","variables":"{}"}',
        b'{"query":"{__typename}","operationName":1}',
        b'{"query":"{__typename}","extensions":[]}',
    ],
)
def test_a_body_that_is_no_question_is_a_bad_request(house: House, raw: bytes):
    answer = house.post(raw=raw)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


@pytest.mark.parametrize("number", ["9" * 400, "1" + "0" * 5000])
def test_a_number_of_any_length_as_a_variable_is_no_server_error(house: House, number: str):
    raw = f'{{"query":"query($n:Int!){{families(first:$n){{pageInfo{{endCursor}}}}}}","variables":{{"n":{number}}}}}'
    assert house.post(raw=raw.encode()).status_code in (200, 400)
    assert house.code("{families(first:" + number + "){pageInfo{endCursor}}}") in ("INVALID", "TOO_COSTLY")


def test_a_body_over_64_kb_is_refused_however_it_comes(house: House):
    assert house.post(raw=b" " * 65_537).status_code == 413
    assert house.post(raw=b" " * 65_536).status_code == 400
    assert house.post({"query": "{__typename}"}, content_length="9" * 30).status_code == 413


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, JSON),
        ("*/*", JSON),
        (JSON, JSON),
        (GRAPHQL, GRAPHQL),
        (f"{JSON}, {GRAPHQL}", GRAPHQL),
        (f"{GRAPHQL};q=0.5, {JSON}", JSON),
        (f"{GRAPHQL}; q=0, */*", JSON),
        ("text/html, application/*;q=0.1", JSON),
        (f"{GRAPHQL};q=nonsense, {JSON};q=0.1", JSON),
        (GRAPHQL.upper(), GRAPHQL),
    ],
)
def test_the_answer_comes_in_the_type_most_wanted(house: House, accept: str | None, media: str):
    answer = house.post({"query": "{__typename}"}, accept=accept) if accept else house.post({"query": "{__typename}"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, media + UTF8)


@pytest.mark.parametrize("accept", ["text/html", f"{JSON};q=0", "image/*"])
def test_a_type_we_do_not_speak_is_not_acceptable(house: House, accept: str):
    assert house.post({"query": "{__typename}"}, accept=accept).status_code == 406


@pytest.mark.parametrize(
    "content", ["text/plain", "", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", f"{JSON}; charset=latin-1"]
)
def test_only_json_in_utf_8_is_read(house: House, content: str):
    assert house.post({"query": "{__typename}"}, content_type=content).status_code == 415


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
def test_only_post_is_answered(house: House, method: str):
    answer = house.send(method, "/graphql?query=%7B__typename%7D")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


REFUSED = [
    ("{", "SYNTAX", None),
    ("{nope}", "INVALID", None),
    ("{families(first:999999){edges{node{id}}}}", "TOO_COSTLY", None),
    ("query A{__typename} query B{__typename}", "OPERATION_UNCLEAR", None),
    ("query A{__typename}", "OPERATION_UNCLEAR", "B"),
    ("fragment A on Query{__typename}", "INVALID", None),
    ("", "SYNTAX", None),
    ("mutation {a}", "INVALID", None),
    ("subscription {a}", "INVALID", None),
    ("type A {b: Int}", "INVALID", None),
]


@pytest.mark.parametrize(("query", "code", "operation"), REFUSED)
def test_a_document_that_cannot_run_is_400_or_200_by_media_type_and_holds_no_data(
    house: House, query: str, code: str, operation: str | None
):
    for accept, status in ((GRAPHQL, 400), (JSON, 200)):
        answer = house.post({"query": query, "operationName": operation}, accept=accept)
        assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (status, code)
        assert "data" not in answer.json()


def test_variables_that_do_not_fit_are_refused_before_anything_is_read(house: House):
    query = "query($n:Int!){families(first:$n){pageInfo{endCursor}}}"
    for variables in ({}, {"n": None}, {"n": "ten"}, {"n": 1.5}, {"n": [1, 2]}):
        answer = house.post({"query": query, "variables": variables}, accept=GRAPHQL)
        assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_VARIABLES")
    assert not house.reader.calls


def test_the_named_operation_runs(house: House):
    answer = house.post({"query": "query A{a:__typename} query B{b:__typename}", "operationName": "B"})
    assert answer.json() == {"data": {"b": "Query"}}


def test_a_result_with_a_failed_field_keeps_the_rest(house: House):
    answer = house.post({"query": '{a:family(id:"nope"){name} b:family(id:"okoro"){name}}'}, accept=GRAPHQL)
    assert (answer.status_code, answer.json()["data"]) == (200, {"a": None, "b": {"name": "Okoro"}})
    [error] = answer.json()["errors"]
    assert error["path"] == ["a"]
    assert error["extensions"] == {"code": "NOT_FOUND", "requestId": answer.headers["x-request-id"]}


def test_what_was_meant_is_never_suggested(house: House):
    assert "mean" not in json.dumps(house.ask('{familiess{id} family(idd:"x"){nam}}'))


def test_without_a_token_nothing_is_answered(house: House):
    for authorization in (
        "",
        "Bearer",
        "Bearer ",
        "Basic eDp5",
        "Bearer nonsense",
        "Bearer a.b.c",
        "Bearer " + "x" * 10_000,
        f"Token {house.token()}",
    ):
        answer = house.post({"query": "{__typename}"}, authorization=authorization)
        assert answer.status_code == 401, authorization
        assert answer.headers["www-authenticate"].startswith('Bearer realm="kith"')
        assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


def test_a_token_ends(house: House):
    token = f"Bearer {house.token()}"
    assert house.post({"query": "{__typename}"}, authorization=token).status_code == 200
    house.now[0] += timedelta(hours=13)
    assert house.post({"query": "{__typename}"}, authorization=token).status_code == 401


def test_a_session_of_the_pages_is_no_token(house: House):
    session = house.issuer.issue(EVERYTHING, house.now[0], audience=PAGES)
    assert house.post({"query": "{__typename}"}, authorization=f"Bearer {session}").status_code == 401


def test_a_token_without_a_scope_or_an_owner_is_none(house: House):
    token = house.issuer.issue(Viewer("", "manager", None), house.now[0])
    assert house.post({"query": "{__typename}"}, authorization=f"Bearer {token}").status_code == 401


@pytest.mark.parametrize("path", ["/", "/graphql", "/healthz", "/readyz", "/nope", "/docs", "/assets/kith.css", "/family/hartley"])
def test_every_answer_carries_the_security_headers_and_is_not_kept(house: House, path: str):
    headers = house.send("GET", path).headers
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-request-id"]


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/graphiql", "/family", "/.env"])
def test_nothing_else_is_served(house: House, path: str):
    assert house.send("GET", path).status_code == 404


def test_the_process_is_up_and_can_answer(house: House):
    assert house.send("GET", "/healthz").status_code == 200
    assert house.send("GET", "/readyz").status_code == 200
    house.reader.failing = OSError("gone")
    assert house.send("GET", "/healthz").status_code == 200
    assert house.send("GET", "/readyz").status_code == 503
