"""Every role asks every question there is, and is answered as the rules say."""

import re
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLEnumType, GraphQLNonNull

from api.graphql.gate import named_type
from api.graphql.pruned import pruned
from api.graphql.schema import make_schema
from api.graphql.types import Child, Family, Professional
from api.guarding.access import Role, Viewer
from api.guarding.policy import ACTIONS, ROLES, policy
from api.guarding.purpose import purposes_in
from graph import model
from tests.api.house import PURPOSE, House

CORE = make_schema().core
assert CORE.query_type
FIELDS: dict[str, Any] = CORE.query_type.fields
KNOWN = purposes_in(development=True)
GIVEN = {
    "by": {"SubjectBy": '{family:"hartley"}', "ChildBy": '{id:"amina"}', "ProfessionalBy": '{id:"tom"}', "SearchBy": '{name:"hartley"}'},
    "id": {"child": '"amina"', "family": '"hartley"', "service": '"team"', "organisation": '"school"'},
}
ARGUMENTS = {
    "subject": '{family:"hartley"}',
    "person": '{child:"kofi"}',
    "first": "1",
    "one": '"priya"',
    "other": '"tom"',
    "school": '"pastoral"',
    "changes": '[{leave:{professional:"priya",on:"2026-06-01"}}]',
    "leavers": '["priya"]',
    "since": '"2026-01-01"',
    "name": '"June"',
    "months": "12",
    "quarters": "4",
    "only": "WAITING",
}
ENUMS = {"BridgeBy": "ROLE"}


def question(name: str) -> str:
    """The shortest question of a root field."""
    told = [f"{n}:{_value(name, n, a)}" for n, a in FIELDS[name].args.items() if isinstance(a.type, GraphQLNonNull)]
    return f"{{{name}{'(' + ','.join(told) + ')' if told else ''}{{__typename}}}}"


def _value(root: str, name: str, argument: Any) -> str:
    kind = named_type(argument)
    if isinstance(kind, GraphQLEnumType):
        return ENUMS.get(kind.name) or next(iter(kind.values))
    return GIVEN["id"][root] if name == "id" else GIVEN["by"].get(str(kind)) or ARGUMENTS[name]


def declared(name: str) -> Any:
    return FIELDS[name].extensions["strawberry-definition"].metadata


def kind_of(role: Role) -> Any:
    known = KNOWN.known.get(PURPOSE.get(role, ""))
    return known.kind if known else None


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", FIELDS)
def test_a_question_is_answered_to_the_roles_that_may_ask_it_and_to_no_others(house: House, name: str, role: Role):
    answer = house.ask(question(name), viewer=Viewer("someone", role, None))
    code = answer["errors"][0]["extensions"]["code"] if "errors" in answer else None
    if declared(name)["sees"] in policy().allowed(role, kind_of(role)):
        assert code is None or (name, code) in (("whatIfSaved", "NOT_FOUND"), ("myInformation", "NOT_FOUND"))
        [line] = house.audit()
        assert (line["role"], bool(line["what"])) == (role, True), "whatever is read is recorded, counts for boards too"
        return
    assert answer["data"] == {name: None}
    assert house.reader.calls.total() == 0, "nothing is read for who may not see it"
    assert code == ("PURPOSE_NEEDED" if kind_of(role) is None and declared(name)["sees"] not in NEEDS_NONE else declared(name)["refusal"])
    assert house.audit()[-1]["what"] == [f"{name}, refused"]


NEEDS_NONE = {"how_it_works", "services"}


def test_what_is_refused_about_one_thing_reads_as_what_is_not_held(house: House):
    asked: tuple[tuple[Role, str], ...] = (("coordinator", "nope"), ("board", "nope"), ("board", "hartley"))
    answers = [house.ask("query($id:ID!){family(id:$id){name}}", viewer=Viewer("someone", role, None), id=wanted) for role, wanted in asked]
    for answer in answers:
        del answer["errors"][0]["extensions"]["requestId"]
    assert answers[0] == answers[1] == answers[2]


PEOPLE = """{ whoKnows(subject: {family: "mensah"}) {
    subject { name } excluded { id } nominated { id } vouches { answer } trust { answer } touchstones { silentDays }
    knowers { professional { name phone email } because parts { trust reach } }
} }"""


def told_to(house: House, role: Role, purpose: str) -> Any:
    body = {"query": PEOPLE}
    return house.post(body, viewer=Viewer("someone", role, None), kith_purpose=purpose).json()["data"]["whoKnows"]


def test_a_manager_sees_who_knows_them_and_nothing_of_what_was_said(house: House):
    whole, part = told_to(house, "coordinator", "care_planning"), told_to(house, "manager", "staffing")
    said = ("excluded", "nominated", "vouches", "trust", "touchstones")
    assert all(whole[group] for group in said)
    assert [part[group] for group in said] == [[]] * 5
    assert part["subject"] == whole["subject"] == {"name": "Mensah"}
    for seen, all_of_it in zip(part["knowers"], whole["knowers"], strict=True):
        assert seen["professional"] == all_of_it["professional"]
        assert seen["because"] == [sentence for sentence in all_of_it["because"] if "rust" not in sentence]
        assert (seen["parts"]["trust"], seen["parts"]["reach"]) == (None, all_of_it["parts"]["reach"])
    assert any("rust" in sentence for knower in whole["knowers"] for sentence in knower["because"])


@pytest.mark.parametrize("query", ['{child(by:{identifier:"A123456789012"}){id}}', '{professional(by:{identifier:"SW1"}){id}}'])
def test_a_look_up_by_number_is_for_some_roles_alone_and_reads_as_not_found_to_others(house: House, query: str):
    assert "errors" not in house.ask(query)
    assert house.code(query, viewer=Viewer("x", "practitioner", None)) == "NOT_FOUND"
    assert house.audit()[-1]["what"][-1].endswith("refused")


def test_a_search_by_number_is_not_permitted_to_who_may_search_by_name_alone(house: House):
    for by, code in (('name:"hartley"', None), ('identifier:"B123"', "NOT_PERMITTED")):
        answer = house.ask(f"{{search(kind:CHILD,by:{{{by}}}){{tooMany}}}}", viewer=Viewer("x", "practitioner", None))
        assert (answer["errors"][0]["extensions"]["code"] if "errors" in answer else None) == code


def test_whoever_asks_for_counts_alone_is_shown_bridges_and_missing_links_as_boards_are(house: House):
    query = "{bridges(by:PERSON,first:5){edges{node{who}}}}"
    manager = Viewer("x", "manager", None)
    assert "errors" not in house.post({"query": query}, viewer=manager, kith_purpose="handover").json()
    told = house.post({"query": query}, viewer=manager, kith_purpose="partnership").json()
    assert told["errors"][0]["extensions"]["code"] == "BAD_INPUT"


SAY = """mutation { say(idempotencyKey: "k", input: {kind: TRUST, speaker: {child: "kofi"}, about: "tom", answer: YES, question: "?"})
    { __typename } }"""


@pytest.mark.parametrize("role", ["practitioner", "coordinator", "manager", "demo", "board", "privacy_officer", "administrator", "auditor"])
def test_what_people_say_is_recorded_by_those_alone_who_may_record_it(house: House, role: Role):
    kind = house.ask(SAY, viewer=Viewer("someone", role, None))["data"]["say"]["__typename"]
    assert kind == ("Said" if "saying" in policy().allowed(role, kind_of(role)) else "NotPermitted")
    assert (kind == "Said") == (role in ("practitioner", "coordinator", "manager", "demo"))


PRUNED = [
    (Child.of(model.Child("c", given_name="Ada", family_name="Lane")), "summary", ["given_name", "family_name", "date_of_birth"]),
    (Family.of(model.Family("f", name="Lane", area_code="E1")), "addresses", ["area_code"]),
    (Professional.of(model.Professional("p", name="Ana", email="a@b.example")), "contact_route", ["email", "phone"]),
]


@pytest.mark.parametrize(("shown", "missing", "fields"), PRUNED, ids=["child", "family", "professional"])
def test_a_page_shows_no_more_of_an_answer_than_graphql_does(shown: Child | Family | Professional, missing: Any, fields: list[str]):
    before = dict(vars(shown))
    assert vars(pruned(shown, frozenset(ACTIONS))) == before
    after = vars(pruned([shown], frozenset(ACTIONS) - {missing})[0])
    assert after == before | dict.fromkeys(fields)


def test_no_request_runs_a_rule(house: House, monkeypatch: pytest.MonkeyPatch):
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("api.guarding.policy.is_authorized_batch", never)
    assert "errors" not in house.ask(PEOPLE)


README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_readme_tells_what_each_role_may_see_as_the_rules_have_it():
    rows = {r: (see, give) for r, see, give in re.findall(r"^\| (\w+) \| ((?:`\w+` ?)*) ?\| ((?:`\w+` ?)*) ?\|$", README, re.MULTILINE)}
    told = {role: tuple(set(re.findall(r"`(\w+)`", cell)) for cell in cells) for role, cells in rows.items() if role in ROLES}
    assert told == {role: (set(policy().ever(role)), {one.code for one in KNOWN.of_role(role)}) for role in ROLES}
