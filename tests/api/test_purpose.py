"""Why someone asks: what counts as a purpose, what is refused without one, and where the reason goes."""

import logging
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.guarding.policy import ROLES, policy
from api.guarding.purpose import PURPOSES, Purpose, PurposeNeeded, Purposes, purposes_in
from graph.errors import BadInput
from tests.api.house import EVERYTHING, NOTHING, House

FAMILY = '{family(id:"okoro"){name}}'
KNOWN = purposes_in(development=True)


def why(house: House, **headers: Any) -> Any:
    return house.post({"query": FAMILY}, **headers).json()


def given_with(purposes: Purposes = KNOWN, **headers: str) -> Purpose:
    told = {"kith-purpose": "early_help", "kith-reason": "a visit"} | {f"kith-{k}": v for k, v in headers.items()}
    return purposes.of_headers("coordinator", told)


def test_people_are_shown_to_those_who_say_why(house: House):
    assert why(house) == {"data": {"family": {"name": "Okoro"}}}


@pytest.mark.parametrize(
    "headers",
    [
        {"kith_purpose": ""},
        {"kith_purpose": "nosiness"},
        {"kith_purpose": "partnership planning"},
        {"kith_purpose": "oversight"},
        {"kith_purpose": "demonstration"},
        {"kith_reason": ""},
        {"kith_reason": "%20%0a"},
        {"kith_reason": "x" * 281},
        {"kith_reason": "%ff"},
        {"kith_case": "x" * 65},
    ],
)
def test_without_a_purpose_that_holds_people_are_refused_and_the_refusal_is_recorded(house: House, headers: dict[str, str]):
    answer = why(house, **headers)
    [error] = answer["errors"]
    assert (answer["data"], error["extensions"]["code"]) == ({"family": None}, "PURPOSE_NEEDED")
    assert "say why you ask" in error["message"]
    assert house.reader.calls["entities"] == 0
    [line] = house.audit()
    assert (line["who"], line["what"], line["subjects"], len(line["missed"])) == ("viewer-1", ["family, refused"], [], 1)


def test_what_shows_nobody_needs_no_purpose(house: House):
    query = '{weights{version} services(first:1){edges{node{id}}} organisation(id:"school"){name} __schema{queryType{name}}}'
    assert "errors" not in house.post({"query": query}, kith_purpose="").json()


def test_one_question_refused_leaves_the_others_answered(house: House):
    answer = house.post({"query": f"{{weights{{version}} {FAMILY[1:]}"}, kith_purpose="").json()
    assert (answer["data"]["weights"], answer["data"]["family"]) == ({"version": "built-in"}, None)
    assert [error["path"] for error in answer["errors"]] == [["family"]]


def test_a_refusal_reads_the_same_whether_or_not_anything_is_held(house: House):
    held, not_held = (house.post({"query": f'{{family(id:"{i}"){{name}}}}'}, kith_purpose="").json() for i in ("okoro", "nope"))
    for answer in (held, not_held):
        del answer["errors"][0]["extensions"]["requestId"]
    assert held == not_held


def test_a_mutation_needs_a_purpose_too_and_writes_nothing_without(house: House):
    said = 'mutation{withdraw(statement:"s1",idempotencyKey:"k"){__typename}}'
    assert house.post({"query": said}, kith_purpose="").json()["errors"][0]["extensions"]["code"] == "PURPOSE_NEEDED"
    assert [line["what"] for line in house.audit()] == [["withdraw, refused"]]


def test_the_reason_goes_into_no_answer_no_log_and_no_error(
    house: House, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
):
    secret = "Canarysson was seen"
    house.reader.failing = RuntimeError("broken")
    with caplog.at_level(logging.DEBUG):
        answers = [
            why(house, kith_reason=quote(secret), kith_case=quote(secret)),
            why(house, kith_purpose=quote(secret), kith_reason=secret),
        ]
    printed = capfd.readouterr()
    ours = [r.getMessage() for r in caplog.records if not r.name.startswith(("httpx", "httpcore"))]
    assert not [t for t in (*ours, printed.out, printed.err, str(answers)) if "Canarysson" in t or quote(secret) in t]
    assert "Canarysson" not in repr(Purpose("early_help", secret, secret))


@given(st.text(min_size=1, max_size=280).filter(lambda t: "".join(t.split()).isprintable() and t.strip() and "".join(t.split())))
def test_any_text_is_a_reason_sent_percent_encoded(text: str):
    assert given_with(reason=quote(text)).reason == " ".join(text.split())


@given(st.binary(max_size=400), st.binary(max_size=60), st.binary(max_size=80))
def test_whatever_the_headers_hold_it_is_a_purpose_or_refused(reason: bytes, code: bytes, case: bytes):
    try:
        told = given_with(purpose=code.decode("latin-1"), reason=reason.decode("latin-1"), case=case.decode("latin-1"))
    except PurposeNeeded:
        return
    assert told.code in KNOWN.known
    assert 1 <= len(told.reason) <= 280
    assert told.reason.isprintable()


def test_plain_utf_8_is_taken_too_and_a_case_is_optional():
    assert given_with(reason="Zoë fehlt".encode().decode("latin-1")).reason == "Zoë fehlt"
    assert given_with().case is None
    assert given_with(case=" C-1 ").case == "C-1"


def test_each_role_that_sees_people_has_a_purpose_to_give_and_may_see_something_for_it():
    for role in ROLES:
        opened = [policy().allowed(role, one.kind) - policy().allowed(role, None) for one in KNOWN.of_role(role)]
        if policy().ever(role) - policy().allowed(role, None):
            assert opened
            assert all(opened)
    assert KNOWN.of_role("service") == []


def test_the_demonstration_is_for_development_alone():
    assert "demonstration" in KNOWN.known
    assert "demonstration" not in purposes_in(development=False).known
    assert set(KNOWN.known) - set(purposes_in(development=False).known) == {"demonstration"}


def test_an_authority_may_have_purposes_of_its_own(tmp_path: Path):
    path = tmp_path / "purposes.toml"
    path.write_text('[panel]\ntitle = "Panel"\nkind = "care"\nroles = ["coordinator"]\n')
    assert given_with(purposes_in(path, development=False), purpose="panel").code == "panel"
    with pytest.raises(PurposeNeeded):
        given_with(purposes_in(path, development=False))


@pytest.mark.parametrize(
    "text",
    [
        "panel",
        "panel = 1",
        "[panel]",
        '[panel]\ntitle = "Panel"\nkind = "curiosity"\nroles = ["coordinator"]',
        '[panel]\ntitle = "Panel"\nkind = "care"\nroles = ["coordinater"]',
        '[panel]\ntitle = 1\nkind = "care"\nroles = ["coordinator"]',
        "\udcff",
    ],
)
def test_purposes_that_cannot_be_read_start_nothing(tmp_path: Path, text: str):
    path = tmp_path / "purposes.toml"
    path.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(BadInput, match="purposes"):
        purposes_in(path, development=True)
    with pytest.raises(BadInput):
        purposes_in(tmp_path / "none.toml", development=True)


def test_the_file_that_kith_comes_with_names_a_purpose_for_every_kind():
    assert PURPOSES.is_file()
    assert {one.kind for one in KNOWN.known.values()} == {"care", "planning", "counts", "oversight", "own", "demonstration"}


def test_scope_still_holds_whatever_the_purpose(house: House):
    assert house.code(FAMILY, viewer=NOTHING) == "NOT_FOUND"
    assert house.ask(FAMILY, viewer=EVERYTHING)["data"]["family"]
