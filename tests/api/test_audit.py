"""Every read leaves one line before its answer leaves; nothing anywhere holds a person's name."""

import json
import logging
import stat

import pytest

from api.guarding.audit_file import AUDIT
from graph.errors import DamagedStore
from tests.api.house import CANARY_BORN, CANARY_NAMES, CANARY_UPN, EVERYTHING, SCHOOL_ONLY, House

SECRETS = (*CANARY_NAMES, CANARY_BORN, CANARY_UPN, "5 April 2013", "Priya", "Hartley", "Amina")
FORM = {"sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"}


def written(house: House) -> str:
    """All that stands in the files of the audit."""
    return "".join(path.read_bytes().decode(errors="replace") for path in house.settings.state_folder.glob(f"{AUDIT}*"))


def session(house: House) -> dict[str, str]:
    return house.session()


def test_a_read_is_recorded_with_who_what_whom_and_how_many(house: House):
    answer = house.post({"query": '{whoKnows(subject:{family:"hartley"}){on} families(first:2){edges{node{id}}}}'}, viewer=SCHOOL_ONLY)
    [line] = house.audit()
    assert set(line.pop("subjects")) == {"hartley", "amina", "canary-family"}
    assert line == {
        "when": "2026-06-01T12:00:00.000+00:00",
        "who": "viewer-2",
        "role": "coordinator",
        "organisations": ["school"],
        "purpose": "early_help",
        "reason": "to test",
        "case": None,
        "what": ["whoKnows", "families"],
        "count": 3,
        "missed": [],
        "refused": None,
        "grant": None,
        "request": answer.headers["x-request-id"],
    }


def test_a_look_that_found_nothing_is_recorded_too_without_what_was_typed(house: House):
    house.ask('{family(id:"Zebedee Canarysson"){name}}')
    [line] = house.audit()
    assert (line["what"], line["subjects"], len(line["missed"])) == (["family"], [], 1)
    assert "Zebedee" not in json.dumps(line)


def test_what_reads_nothing_leaves_no_line(house: House):
    house.ask("{__typename __schema{queryType{name}}}")
    house.ask("{nope}")
    house.post({"query": '{family(id:"okoro"){name}}'}, authorization="")
    house.send("GET", "/")
    assert house.audit() == []


def test_pages_are_recorded(house: House):
    signed = session(house)
    house.send("POST", "/search", data={"name": "hartley"}, headers=signed | FORM)
    house.send("GET", "/family/hartley", headers=signed)
    house.send("GET", "/child/nope", headers=signed)
    assert [(line["who"], line["what"], line["subjects"], len(line["missed"])) for line in house.audit()] == [
        ("demo", ["search", "search"], ["hartley", "amina"], 0),
        ("demo", ["family page", "addresses"], ["hartley", "amina"], 0),
        ("demo", ["child page"], [], 1),
    ]


def test_where_the_line_cannot_be_written_nothing_is_answered(house: House):
    signed = session(house)
    (house.settings.state_folder / AUDIT).mkdir()
    answer = house.post({"query": '{family(id:"okoro"){name}}'})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (503, "AUDIT_UNAVAILABLE")
    assert "data" not in answer.json()
    for method, path in (("GET", "/family/hartley"), ("GET", "/child/nope"), ("POST", "/search")):
        page = house.send(
            method, path, data={"name": "hartley"} if method == "POST" else None, headers=signed | (FORM if method == "POST" else {})
        )
        assert page.status_code == 503
        assert "Priya" not in page.text
        assert "hartley" not in page.text.casefold()


def test_the_file_is_ours_alone(house: House):
    house.ask('{family(id:"okoro"){name}}')
    for name in (AUDIT, f"{AUDIT}.head", f"{AUDIT}.lock"):
        assert stat.S_IMODE((house.settings.state_folder / name).stat().st_mode) == 0o600


def test_where_the_entries_are_moved_away_and_the_head_is_not_nothing_is_answered(house: House):
    house.ask('{family(id:"okoro"){name}}')
    for path in house.settings.state_folder.glob(f"{AUDIT}*"):
        if not path.name.endswith(".head"):
            path.rename(path.with_name(f"old-{path.name}"))
    assert house.code('{family(id:"okoro"){name}}') == "AUDIT_UNAVAILABLE"
    (house.settings.state_folder / f"{AUDIT}.head").unlink()
    assert house.ask('{family(id:"okoro"){name}}')["data"] == {"family": {"name": "Okoro"}}


@pytest.mark.parametrize(
    "error", [DamagedStore(f"{CANARY_NAMES} is damaged at /secret/path"), RuntimeError(f"row {CANARY_NAMES} {CANARY_BORN}"), KeyError("x")]
)
def test_whatever_breaks_its_text_goes_nowhere(house: House, error: Exception, caplog: pytest.LogCaptureFixture):
    signed = session(house)
    house.reader.failing = error
    with caplog.at_level(logging.DEBUG):
        answer = house.post({"query": '{family(id:"okoro"){name}}'})
        page = house.send("GET", "/family/hartley", headers=signed)
    expected = "STORE_UNAVAILABLE" if isinstance(error, DamagedStore) else "INTERNAL"
    assert answer.json()["errors"][0]["extensions"] == {"code": expected, "requestId": answer.headers["x-request-id"]}
    assert page.status_code == (503 if isinstance(error, DamagedStore) else 500)
    for text in (answer.text, page.text, caplog.text):
        assert not any(secret in text for secret in (*SECRETS, "/secret/path", "Traceback"))
    assert answer.headers["x-request-id"] in caplog.text or expected == "STORE_UNAVAILABLE"


LOUD = [
    '{search(kind:CHILD,by:{name:"Zebedee Canarysson"}){matches{... on Child{id}}}}',
    '{search(kind:CHILD,by:{name:"Zebedee Canarysson"}){nope}}',
    '{search(kind:CHILD,by:{name:"Zebedee" "Canarysson"}){nope}}',
    "{search(kind:CHILD,by:{name:Zebedee}){tooMany}}",
    '{family(id:"Canarysson"){name}}',
    '{search(kind:Zebedee,by:{name:"x"}){tooMany}}',
    '{whoKnows(subject:{child:"Zebedee",family:"Canarysson"}){on}}',
    '{whoKnows(subject:{child:"Zebedee"},on:"Canarysson"){on}}',
    '{whoKnows(subject:{child:"Zebedee"},on:"2013-04-05"){on}}',
    '{child(by:{identifier:"A123456789012"}){id}}',
    '{child(by:{identifier:["A123456789012"]}){nope}}',
    '{families(first:"Zebedee"){edges{node{id}}}}',
    '{families(first:1,after:"Canarysson"){edges{node{id}}}}',
    '{family(id:"Zebedee',
    "query($n:Int!){families(first:$n){edges{node{id}}}}",
    "query($n:Zebedee){__typename}",
    "query($n:[Int!]){families(first:$n){edges{node{id}}}}",
]


@pytest.mark.parametrize("query", LOUD)
def test_a_name_typed_into_a_question_is_found_in_no_log_no_audit_and_no_error(
    house: House, query: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
):
    with caplog.at_level(logging.DEBUG):
        answer = house.post({"query": query, "variables": {"n": "Zebedee Canarysson"}, "operationName": None})
    printed = capfd.readouterr()
    audit = written(house)
    texts = [
        caplog.text,
        printed.out,
        printed.err,
        audit,
        json.dumps(answer.json().get("errors")),
    ]
    allowed = ("Zebedee",) if "$n:Zebedee" in query else ()
    assert not [s for s in SECRETS for t in texts if s in t and s not in allowed]


def test_pages_and_their_failures_log_no_name(house: House, caplog: pytest.LogCaptureFixture):
    signed = session(house)
    with caplog.at_level(logging.DEBUG):
        for name in ("Zebedee Canarysson", "Z", "smith"):
            house.send("POST", "/search", data={"name": name}, headers=signed | FORM)
        house.send("GET", "/child/canary", headers=signed)
        house.send("GET", "/child/Zebedee", headers=signed)
    audit = written(house)
    requests = [r for r in caplog.records if not r.name.startswith(("httpx", "httpcore"))]
    assert not any(s in r.getMessage() for s in SECRETS for r in requests)
    assert not any(s in audit for s in SECRETS)


def test_a_viewer_is_recorded_by_id(house: House):
    house.ask('{family(id:"okoro"){name}}', viewer=EVERYTHING)
    [line] = house.audit()
    assert (line["who"], line["organisations"]) == ("viewer-1", None)
