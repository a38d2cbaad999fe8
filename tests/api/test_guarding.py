"""Shields, requests to a broker and broken glasses over GraphQL, from asking to what others then see."""

from datetime import timedelta
from typing import Any

import pytest

from api.guarding.access import Role, Viewer
from tests.api.house import EVERYTHING, NOTHING, PURPOSE, SCHOOL_ONLY, House

ADA, BEN = Viewer("ada", "privacy_officer", None), Viewer("ben", "privacy_officer", None)
SHOWN = "__typename ... on Shield { id inForce approvedBy liftAskedBy users } ... on NotPermitted { reason } ... on Conflict { reason }"
OPENED = "__typename ... on Opening { id decision until isOverdue reviewedBy } ... on NotPermitted { reason } ... on Conflict { reason }"
ASK = f"""mutation($level:ShieldLevel!,$users:[String!],$child:ID!,$on:Date!) {{
  askShield(subject:{{child:$child}},level:$level,reason:COURT_ORDER,reviewOn:$on,users:$users) {{ {SHOWN} }} }}"""
WHO = "query($id:ID!){whoKnows(subject:{child:$id}){knowers{professional{id}}}}"
ANYTHING: list[tuple[str, dict[str, str]]] = [
    (WHO, {"id": "amina"}),
    ('{whoKnows(subject:{family:"hartley"}){knowers{professional{id}}}}', {}),
    ('{child(by:{id:"amina"}){id}}', {}),
    ('{family(id:"hartley"){id}}', {}),
    ('{search(kind:CHILD,by:{name:"amina"}){tooMany matches{__typename}}}', {}),
    ('{search(kind:FAMILY,by:{name:"hartley"}){tooMany matches{__typename}}}', {}),
    ("{children(first:100){edges{cursor node{id}} pageInfo{endCursor}}}", {}),
    ("{families(first:100){edges{cursor node{id}} pageInfo{endCursor}}}", {}),
    ("{toActOn(list:NOBODY,first:50){edges{node{subjectId}}}}", {}),
]


def ask_shield(
    house: House, *, level: str = "FULL", child: str = "amina", viewer: Viewer = ADA, on: str = "2026-12-01", **more: Any
) -> Any:
    return house.ask(ASK, viewer=viewer, level=level, child=child, on=on, **more)["data"]["askShield"]


def step(house: House, name: str, key: str, viewer: Viewer, more: str = "", argument: str = "shield") -> Any:
    shown = SHOWN if argument == "shield" else OPENED
    return house.ask(f"mutation($id:ID!){{{name}({argument}:$id{more}){{{shown}}}}}", viewer=viewer, id=key)["data"][name]


def shielded(house: House, **how: Any) -> str:
    key = ask_shield(house, **how)["id"]
    assert step(house, "approveShield", key, BEN)["inForce"] is True
    return key


def known(house: House, viewer: Viewer = EVERYTHING, child: str = "amina") -> set[str] | None:
    found = house.ask(WHO, viewer=viewer, id=child)["data"]["whoKnows"]
    return found and {k["professional"]["id"] for k in found["knowers"]}


def test_a_shield_hides_nothing_until_a_second_person_approves_it(house: House) -> None:
    asked = ask_shield(house)
    assert (asked["inForce"], asked["approvedBy"]) == (False, None)
    assert known(house) == {"priya", "tom"}
    assert "second person" in step(house, "approveShield", asked["id"], ADA)["reason"]
    assert known(house) == {"priya", "tom"}
    assert step(house, "approveShield", asked["id"], BEN)["inForce"] is True
    assert known(house) is None


def test_whoever_is_shielded_reads_as_one_who_is_not_held(house: House) -> None:
    shielded(house)
    for query, variables in ANYTHING[:4]:
        hidden = house.ask(query, viewer=EVERYTHING, **variables)
        unknown = house.ask(
            query.replace("amina", "nobody-1").replace("hartley", "nobody-2"), viewer=None, **dict.fromkeys(variables, "nobody-1")
        )
        for answer in (hidden, unknown):
            del answer["errors"][0]["extensions"]["requestId"]
        assert hidden == unknown


def test_named_users_see_through_and_nobody_else(house: House) -> None:
    shielded(house, users=["viewer-1"])
    assert known(house) == {"priya", "tom"}
    assert known(house, Viewer("viewer-11", "coordinator", None)) is None


def test_two_people_lift_a_shield(house: House) -> None:
    key = shielded(house)
    assert step(house, "liftShield", key, ADA)["inForce"] is True
    assert "second person" in step(house, "liftShield", key, ADA)["reason"]
    assert known(house) is None
    assert step(house, "liftShield", key, BEN)["inForce"] is False
    assert known(house) == {"priya", "tom"}


@pytest.mark.parametrize("role", sorted(PURPOSE.keys() - {"privacy_officer"}))
def test_only_privacy_officers_shield(house: House, role: Role) -> None:
    assert ask_shield(house, viewer=Viewer("someone", role, None))["__typename"] == "NotPermitted"
    assert house.ask("{shields(only:WAITING,first:1){edges{node{id}}}}", viewer=ADA)["data"]["shields"]["edges"] == []


def test_a_shield_of_nobody_or_for_too_long_is_refused(house: House) -> None:
    assert "no such child" in ask_shield(house, child="nobody")["reason"]
    assert "within a year" in ask_shield(house, on="2028-01-01")["reason"]
    assert "within a year" in ask_shield(house, on="2026-06-01")["reason"]
    assert "blank" in ask_shield(house, users=["two ids"])["reason"]


def test_shields_that_wait_or_are_overdue_are_listed(house: House) -> None:
    query = "query($o:ShieldsOnly!){shields(only:$o,first:10){edges{node{subjectId inForce}}}}"

    def listed(only: str) -> list[Any]:
        return [e["node"]["subjectId"] for e in house.ask(query, viewer=ADA, o=only)["data"]["shields"]["edges"]]

    key = ask_shield(house)["id"]
    assert (listed("WAITING"), listed("STANDING"), listed("OVERDUE")) == (["amina"], [], [])
    step(house, "approveShield", key, BEN)
    assert (listed("WAITING"), listed("STANDING"), listed("OVERDUE")) == ([], ["amina"], [])
    house.now[0] += timedelta(days=200)
    assert listed("OVERDUE") == ["amina"]
    assert house.code(query, o="STANDING") == "NOT_PERMITTED"


def break_glass(
    house: House, viewer: Viewer = SCHOOL_ONLY, child: str = "amina", hours: int = 2, reason: str = "found at the station"
) -> Any:
    query = f"mutation($c:ID!,$h:Int!,$r:String!){{breakGlass(subject:{{child:$c}},reason:$r,hours:$h){{{OPENED}}}}}"
    return house.ask(query, viewer=viewer, c=child, h=hours, r=reason)["data"]["breakGlass"]


def test_a_broken_glass_shows_one_child_for_a_while_and_is_looked_at_by_someone_else(house: House) -> None:
    assert (known(house, NOTHING), known(house, NOTHING, "kofi")) == (None, None)
    opened = break_glass(house, NOTHING)
    assert (opened["decision"], opened["until"]) == ("yes", "2026-06-01T14:00:00+00:00")
    assert known(house, NOTHING) == {"priya", "tom"}
    assert known(house, NOTHING, "kofi") is None
    assert known(house, Viewer("viewer-4", "coordinator", frozenset())) is None
    house.now[0] += timedelta(hours=2)
    assert known(house, NOTHING) is None
    assert (
        "someone else"
        in step(house, "reviewGlass", opened["id"], Viewer(NOTHING.id, "privacy_officer", None), ",justified:true", "opening")["reason"]
    )
    queue = "query($o:OpeningsOnly!){openings(only:$o,first:10){edges{node{id isOverdue}}}}"
    assert house.ask(queue, viewer=ADA, o="TO_REVIEW")["data"]["openings"]["edges"] == [{"node": {"id": opened["id"], "isOverdue": False}}]
    house.now[0] += timedelta(days=3)
    assert house.ask(queue, viewer=ADA, o="OVERDUE")["data"]["openings"]["edges"] == [{"node": {"id": opened["id"], "isOverdue": True}}]
    assert step(house, "reviewGlass", opened["id"], ADA, ",justified:true", "opening")["reviewedBy"] == "ada"
    assert house.ask(queue, viewer=ADA, o="TO_REVIEW")["data"]["openings"]["edges"] == []


def test_a_broken_glass_never_opens_a_full_shield(house: House) -> None:
    shielded(house)
    refused = break_glass(house, EVERYTHING)
    assert refused == break_glass(house, EVERYTHING, child="nobody")
    assert known(house) is None


def test_a_shield_closes_a_glass_that_was_broken_before(house: House) -> None:
    break_glass(house, NOTHING)
    shielded(house)
    assert known(house, NOTHING) is None


def test_a_glass_is_not_broken_without_a_reason_or_for_days(house: House) -> None:
    assert "1 to 24 hours" in break_glass(house, hours=25)["reason"]
    assert "say why" in break_glass(house, reason="  ")["reason"]


def test_every_step_is_audited_with_who_and_whom(house: House) -> None:
    shielded(house)
    lines = [(line["who"], line["what"], line["subjects"]) for line in house.audit()]
    assert ("ada", ["askShield"], []) in lines
    assert ("ada", ["askShield, done"], ["amina"]) in lines
    assert any(who == "ben" and what == ["approveShield"] for who, what, _ in lines)


def test_what_is_asked_for_again_is_the_same_one(house: House) -> None:
    assert ask_shield(house)["id"] == ask_shield(house)["id"]
    assert break_glass(house)["id"] == break_glass(house)["id"]
