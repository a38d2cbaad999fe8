"""What is said over GraphQL: recorded once, refused with its reasons, audited before it is written."""

import logging

import pytest

from api.guarding.access import Viewer
from api.guarding.audit_file import AUDIT
from tests.api.house import CANARY_NAMES, EVERYTHING, SCHOOL_ONLY, House

RESULT = """__typename ... on Said { id kind about answer saidOn standsUntil } ... on ValidationProblem { problems { field reason } }
  ... on NotPermitted { reason } ... on Conflict { reason }"""
SAY = f"mutation ($input: SayInput!, $key: ID!) {{ say(input: $input, idempotencyKey: $key) {{ {RESULT} }} }}"
WITHDRAW = f"mutation ($id: ID!, $key: ID!) {{ withdraw(statement: $id, idempotencyKey: $key) {{ {RESULT} }} }}"
WHO = '{ whoKnows(subject: {child: "amina"}) { excluded { id } keyIndividual { professional { id } } trust { answer } } }'
NO = {"kind": "TRUST", "speaker": {"child": "amina"}, "about": "priya", "answer": "NO", "question": f"Do you trust {CANARY_NAMES[0]}?"}


def say(house: House, *, key: str = "k1", viewer: Viewer = EVERYTHING, **changes: object):
    return house.ask(SAY, viewer=viewer, input=NO | changes, key=key)["data"]["say"]


def test_what_is_said_counts_in_the_next_answer(house: House):
    before = house.ask(WHO)["data"]["whoKnows"]
    said = say(house)
    assert said["__typename"] == "Said"
    assert (said["kind"], said["about"], said["answer"]) == ("TRUST", "priya", "NO")
    assert (said["saidOn"], said["standsUntil"]) == ("2026-06-01", "2027-06-01")
    after = house.ask(WHO)["data"]["whoKnows"]
    assert (before["keyIndividual"]["professional"]["id"], before["excluded"]) == ("priya", [])
    assert (after["keyIndividual"], after["excluded"]) == (None, [{"id": "priya"}])


def test_the_same_request_again_is_done_once(house: House):
    assert say(house) == say(house)
    assert len(house.ask(WHO)["data"]["whoKnows"]["trust"]) == 1


def test_a_key_used_twice_for_different_things_is_a_conflict(house: House):
    say(house)
    assert say(house, answer="YES") == {
        "__typename": "Conflict",
        "reason": "this key was used for something else: take a new key for each request",
    }


def test_the_same_key_of_another_viewer_is_another_key(house: House):
    assert say(house)["id"] != say(house, viewer=Viewer("viewer-9", "manager", None))["id"]


def test_what_does_not_hold_together_is_told_field_by_field(house: House):
    found = say(house, speaker={"child": "nemo"}, saidOn="2026-06-02", about="nobody", subject={"family": "nowhere"})
    assert found["__typename"] == "ValidationProblem"
    assert [p["field"] for p in found["problems"]] == ["saidOn", "about", "speaker", "subject"]
    assert house.ask(WHO)["data"]["whoKnows"]["trust"] == []


@pytest.mark.parametrize(
    "viewer", [SCHOOL_ONLY, Viewer("x", "board", None), Viewer("x", "auditor", None), Viewer("priya", "practitioner", None)]
)
def test_some_may_not_record_it(house: House, viewer: Viewer):
    assert say(house, viewer=viewer)["__typename"] == "NotPermitted"
    assert house.ask(WHO)["data"]["whoKnows"]["trust"] == []


def test_a_professional_may_speak_of_their_own_tie(house: House):
    priya = Viewer("priya", "practitioner", None)
    said = say(house, viewer=priya, speaker={"themselves": True}, subject={"child": "amina"}, answer="YES")
    assert said["__typename"] == "Said"


def test_a_statement_is_withdrawn_and_kept(house: House):
    said = say(house)
    gone = house.ask(WITHDRAW, id=said["id"], key="k2")["data"]["withdraw"]
    assert (gone["__typename"], gone["answer"]) == ("Said", "UNSURE")
    answer = house.ask(WHO)["data"]["whoKnows"]
    assert (answer["excluded"], answer["trust"]) == ([], [{"answer": "UNSURE"}])


def test_what_nobody_said_cannot_be_withdrawn(house: House):
    found = house.ask(WITHDRAW, id="nothing", key="k2")["data"]["withdraw"]
    assert [p["field"] for p in found["problems"]] == ["statement"]


def test_two_statements_of_one_document_are_recorded_in_order(house: House):
    both = f"""mutation ($a: SayInput!, $b: SayInput!) {{
      first: say(input: $a, idempotencyKey: "a") {{ {RESULT} }} second: say(input: $b, idempotencyKey: "b") {{ {RESULT} }} }}"""
    answer = house.ask(both, a=NO, b=NO | {"answer": "YES"})["data"]
    assert [answer[k]["answer"] for k in ("first", "second")] == ["NO", "YES"]
    assert house.ask(WHO)["data"]["whoKnows"]["trust"] == [{"answer": "YES"}]


@pytest.mark.parametrize("speaker", [{}, {"child": "amina", "carer": "x"}, {"child": None}])
def test_exactly_one_speaks(house: House, speaker: dict[str, str | None]):
    assert house.code(SAY, input=NO | {"speaker": speaker}, key="k") == "BAD_VARIABLES"


def test_nobody_says_anything_without_signing_in(house: House):
    answer = house.send("POST", "/graphql", json={"query": SAY, "variables": {"input": NO, "key": "k"}})
    assert answer.status_code == 401
    assert house.audit() == []


def test_an_attempt_is_in_the_audit_before_what_became_of_it_and_without_words(house: House, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.DEBUG):
        said = say(house)
    attempt, done = house.audit()
    assert (attempt["what"], done["what"]) == (["say"], ["said"])
    assert set(done["subjects"]) == {"amina", "priya", said["id"]}
    assert CANARY_NAMES[0] not in str(house.audit()) + caplog.text


def test_where_the_audit_cannot_be_written_nothing_is_said(house: House):
    folder = house.settings.state_folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / AUDIT).mkdir()
    assert house.code(SAY, input=NO, key="k") == "AUDIT_UNAVAILABLE"
    (folder / AUDIT).rmdir()
    assert house.ask(WHO)["data"]["whoKnows"]["trust"] == []
