"""My information over GraphQL and as a file: one's own and nobody else's, what one may say and ask there, and an officer's copy."""

import json
from datetime import timedelta
from typing import Any

import pytest

from api.guarding.access import ROLES, Role, Viewer
from api.guarding.policy import policy
from tests.api.house import NOW, PURPOSE, House

KOFI = Viewer("login-kofi", "young_person", frozenset(), None, "kofi")
OFFICER = Viewer("viewer-9", "privacy_officer", None)
OWN = "own_information"
MINE = """{ myInformation { person records { what kind fields { name value } source { name controller } recorded until }
    leftOut { what count why } guards used whoKnows { professional { id name } subject { id } because }
    looks { who role organisations purpose what } requests { kind words dueOn granted answer } } }"""


def mine(house: House, viewer: Viewer = KOFI, query: str = MINE) -> Any:
    return house.post({"query": query}, viewer=viewer, kith_purpose=OWN, kith_reason="my own").json()


def copy(house: House) -> Any:
    return mine(house)["data"]["myInformation"]


def changed(house: House, change: str, viewer: Viewer = KOFI, purpose: str = "") -> Any:
    purpose = purpose or (OWN if viewer.role in ("young_person", "carer") else PURPOSE[viewer.role])
    answer = house.post({"query": f"mutation {{ {change} }}"}, viewer=viewer, kith_purpose=purpose, kith_reason="my own").json()
    return next(iter(answer["data"].values()))


def test_a_young_person_sees_what_is_held_who_told_it_and_who_knows_them(house: House):
    found = copy(house)
    kinds = {r["kind"] for r in found["records"]}
    assert {"Child", "MEMBER_OF", "Family", "KNOWS", "MET", "Statement"} <= kinds
    assert {r["source"]["name"] for r in found["records"]} == {"made-up"}
    [who] = [r for r in found["records"] if r["kind"] == "Child"]
    assert (who["what"], {f["name"]: f["value"] for f in who["fields"]}, who["until"]) == ("Who you are", {"given_name": "Kofi"}, None)
    assert {r["what"] for r in found["records"] if r["kind"] == "KNOWS"} == {
        "Tom Okafor works with your family",
        "Priya Nair works with your family",
    }
    assert {(k["professional"]["name"], k["subject"]["id"]) for k in found["whoKnows"]} == {
        ("Tom Okafor", "mensah"),
        ("Priya Nair", "mensah"),
    }
    assert found["used"]
    assert "rust" not in json.dumps(found["whoKnows"])


def test_what_others_said_is_counted_and_not_shown(house: House):
    found = copy(house)
    said = [{f["name"]: f["value"] for f in r["fields"]} for r in found["records"] if r["kind"] == "Statement"]
    assert {s["statement"] for s in said} == {"s1", "s2"}
    assert {g["what"]: g["count"] for g in found["leftOut"]} == {"SAID_BY_OTHERS": 2}


def test_who_looked_is_told_without_what_they_typed(house: House):
    body = {"query": '{ whoKnows(subject: {child: "kofi"}) { nobody } }'}
    house.post(body, kith_purpose="safeguarding", kith_reason="secret words of someone else")
    looks = copy(house)["looks"]
    assert [(one["who"], one["role"], one["purpose"], one["what"]) for one in looks] == [
        ("viewer-1", "coordinator", "safeguarding", ["whoKnows"])
    ]
    assert "secret words" not in json.dumps(looks)
    assert [one["who"] for one in copy(house)["looks"]] == ["viewer-1", "login-kofi"]


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("young_person", "carer")])
def test_nobody_else_has_a_copy_of_their_own(house: House, role: Role):
    answer = house.ask(MINE, viewer=Viewer("someone", role, None, None, "kofi"))
    assert answer["data"] == {"myInformation": None}
    assert house.reader.calls.total() == 0


@pytest.mark.parametrize("person", [None, "nobody", "hartley", "priya"])
def test_whoever_is_not_held_as_a_child_has_none_and_all_read_alike(house: House, person: str | None):
    answer = mine(house, Viewer("login", "young_person", frozenset(), None, person))
    assert answer["data"] == {"myInformation": None}
    assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    carer = mine(house, Viewer("login", "carer", frozenset(), None, "kofi"))
    assert carer["errors"][0]["extensions"]["code"] == "NOT_FOUND"


def test_a_young_person_may_ask_nothing_about_anyone_else(house: House):
    for query in ('{whoKnows(subject:{child:"kofi"}){nobody}}', '{child(by:{id:"amina"}){id}}', '{professional(by:{id:"tom"}){name}}'):
        assert mine(house, query=query)["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert policy().ever("young_person") == policy().ever("carer") == {"how_it_works", "own_copy", "staff", "contact_route"}


def test_a_professional_has_a_copy_of_their_own_under_that_purpose_alone(house: House):
    tom = Viewer("tom", "practitioner", frozenset(["school"]))
    found = mine(house, tom)["data"]["myInformation"]
    assert (found["person"], found["whoKnows"]) == ("tom", [])
    assert {r["kind"] for r in found["records"]} == {"Professional", "WORKS_IN", "KNOWS", "MET"}
    assert mine(house, tom, '{whoKnows(subject:{child:"kofi"}){nobody}}')["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert changed(house, ASK.format("I never met them"), tom, OWN)["__typename"] == "RightsRequest"
    assert changed(house, SAY.format("DISPUTE", "k"), tom, OWN)["__typename"] == "NotPermitted"


def test_without_a_purpose_it_is_refused_and_recorded(house: House):
    assert house.post({"query": MINE}, viewer=KOFI).json()["errors"][0]["extensions"]["code"] == "PURPOSE_NEEDED"
    assert house.audit()[-1]["refused"] == "PURPOSE_NEEDED"


SAY = 'sayMine(kind: {}, about: "tom", answer: YES, idempotencyKey: "{}") {{ __typename ... on Said {{ id kind }} }}'


def test_what_they_say_counts_and_they_may_take_it_back(house: House):
    said = changed(house, SAY.format("DISPUTE", "k1"))
    assert said["kind"] == "DISPUTE"
    assert changed(house, SAY.format("DISPUTE", "k1")) == said
    gone = {k["professional"]["id"] for k in copy(house)["whoKnows"]}
    assert changed(house, f'withdrawMine(statement: "{said["id"]}", idempotencyKey: "k2") {{ __typename }}')["__typename"] == "Said"
    back = {k["professional"]["id"] for k in copy(house)["whoKnows"]}
    assert back == {"tom", "priya"}
    assert gone <= back


@pytest.mark.parametrize("statement", ["s3", "s4", "nothing"])
def test_nobody_takes_back_what_others_said(house: House, statement: str):
    answer = changed(house, f'withdrawMine(statement: "{statement}", idempotencyKey: "k") {{ __typename ... on ValidationProblem '
                            "{ problems { field reason } } }")  # fmt: skip
    assert answer["__typename"] == "ValidationProblem"
    assert "s3" not in json.dumps(answer)


def test_only_those_who_are_held_themselves_say_so(house: House):
    for viewer in (Viewer("viewer-1", "coordinator", None), Viewer("login", "young_person", frozenset())):
        assert changed(house, SAY.format("HIDE", "k"), viewer)["__typename"] == "NotPermitted"
        assert house.audit()[-1]["what"][-1] == "sayMine, refused"


ASK = """askRight(kind: CORRECTION, about: "Child", words: "{}") {{ __typename
    ... on RightsRequest {{ id dueOn granted }} ... on Conflict {{ reason }} }}"""


def test_what_they_ask_is_answered_within_a_month_and_told_them(house: House):
    asked = changed(house, ASK.format("My name is Kofi Mensah"))
    assert (asked["dueOn"], asked["granted"]) == ("2026-07-01", None)
    assert changed(house, ASK.format("My name is Kofi Mensah"))["id"] == asked["id"]
    waiting = house.ask("{rightsRequests(only:WAITING,first:5){edges{node{id person words isOverdue}}}}", viewer=OFFICER)
    assert [e["node"]["isOverdue"] for e in waiting["data"]["rightsRequests"]["edges"]] == [False]
    house.now[0] = NOW + timedelta(days=31)
    late = house.ask("{rightsRequests(only:OVERDUE,first:5){edges{node{id}}}}", viewer=OFFICER)
    assert [e["node"]["id"] for e in late["data"]["rightsRequests"]["edges"]] == [asked["id"]]
    answer = f'answerRight(request: "{asked["id"]}", yes: true, answer: "We put it right") {{ ... on RightsRequest {{ granted answer }} }}'
    assert changed(house, answer, OFFICER) == {"granted": True, "answer": "We put it right"}
    assert copy(house)["requests"] == [
        {"kind": "CORRECTION", "words": "My name is Kofi Mensah", "dueOn": "2026-07-01", "granted": True, "answer": "We put it right"}
    ]
    assert house.ask("{rightsRequests(only:OVERDUE,first:5){edges{node{id}}}}", viewer=OFFICER)["data"]["rightsRequests"]["edges"] == []


@pytest.mark.parametrize("words", ["", "   ", "x" * 281])
def test_a_request_without_words_or_with_too_many_is_refused(house: House, words: str):
    assert changed(house, ASK.format(words))["__typename"] == "Conflict"


def test_a_coordinator_neither_makes_copies_nor_decides_on_requests(house: House):
    for change in ('answerRight(request: "r", yes: true, answer: "x")', 'askRightFor(person: {child: "kofi"}, kind: ERASURE, words: "x")'):
        assert changed(house, f"{change} {{ __typename }}", Viewer("viewer-1", "coordinator", None))["__typename"] == "NotPermitted"
    assert house.code('{informationOn(person:{child:"kofi"}){person}}') == "NOT_FOUND"


def test_an_officer_makes_a_copy_for_someone_and_what_they_release_is_recorded(house: House):
    query = '{informationOn(person:{child:"kofi"},release:[SAID_BY_OTHERS]){records{kind fields{name value}} leftOut{what}}}'
    found = house.ask(query, viewer=OFFICER)["data"]["informationOn"]
    assert found["leftOut"] == []
    ids = {f["value"] for r in found["records"] if r["kind"] == "Statement" for f in r["fields"] if f["name"] == "statement"}
    assert ids == {"s1", "s2", "s3", "s4"}
    entry = next(e for e in reversed(house.audit()) if any("copy" in what for what in e["what"]))
    assert "copy, releasing said_by_others" in entry["what"]
    assert (entry["purpose"], entry["reason"]) == ("oversight", "to test")


def test_the_file_holds_what_graphql_says(house: House):
    cookies = house.send("GET", "/sign-in?key=demo-key&child=kofi").headers.get_list("set-cookie")
    cookie = {"cookie": "; ".join(c.split(";")[0] for c in cookies)}
    answer = house.send("GET", "/my-information.json", headers=cookie)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert "attachment" in answer.headers["content-disposition"]
    told = answer.json()
    assert [r["what"] for r in told["records"]] == [r["what"] for r in copy(house)["records"]]
    assert house.send("GET", "/my-information", headers=house.session()).status_code == 403
    assert house.send("GET", "/child/kofi", headers=cookie).status_code == 404
