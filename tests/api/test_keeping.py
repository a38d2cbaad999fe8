"""How long things are kept, and holds, as a privacy officer sees and sets them."""

import asyncio
import json
from typing import Any

import pytest

from api.guarding.access import Role, Viewer
from api.guarding.policy import ROLES
from api.guarding.purpose import purposes_in
from graph.store import open_store
from ingest.retention import due
from ingest.retention_rules import rules
from tests.api.house import CANARY_NAMES, NOW, House

ADA = Viewer("ada", "privacy_officer", None)
RETENTION = "{retention{on classes{name years days after never reason due{kind facts} spared undated}}}"
HOLDS = "{legalHolds(first:10){edges{node{id subjectKind subjectId reason setBy setOn}}}}"
SET = """mutation($id:ID!,$why:HoldReason!){setHold(subject:{child:$id},reason:$why){
  __typename ... on LegalHold{subjectId why:reason setBy setOn} ... on NotPermitted{reason} ... on Conflict{reason}}}"""
LIFT = "mutation($id:ID!){liftHolds(subject:{child:$id}){__typename ... on HoldsLifted{subjectId lifted} ... on Conflict{reason}}}"


def retention(house: House) -> Any:
    return house.ask(RETENTION, viewer=ADA)["data"]["retention"]


def hold(house: House, child: str = "amina", why: str = "COURT", viewer: Viewer = ADA) -> Any:
    return house.ask(SET, viewer=viewer, id=child, why=why)["data"]["setHold"]


def holds(house: House) -> list[Any]:
    return [edge["node"] for edge in house.ask(HOLDS, viewer=ADA)["data"]["legalHolds"]["edges"]]


def test_what_is_due_is_what_a_dry_run_of_the_command_counts(house: House) -> None:
    async def counted() -> dict[str, Any]:
        async with open_store(house.settings.store) as store:
            return {one.rule.name: one for one in await due(store, rules(), house.now[0].date())}

    house.now[0] = NOW.replace(year=2036)
    found, told = asyncio.run(counted()), retention(house)
    assert told["on"] == "2036-06-01"
    assert [one["name"] for one in told["classes"]] == list(rules())
    due_now = {one["name"]: {each["kind"]: each["facts"] for each in one["due"]} for one in told["classes"]}
    assert due_now == {name: dict(found[name].found.facts) if name in found else {} for name in rules()}
    assert due_now["contacts"] == {"MET": 9}
    undated = {name: one.undated for name, one in found.items() if one.undated}
    assert {one["name"]: one["undated"] for one in told["classes"] if one["undated"]} == undated
    assert not [name for name in (*CANARY_NAMES, "hartley", "amina") if name in json.dumps(told)]


def test_under_a_hold_nothing_of_the_household_is_due(house: House) -> None:
    house.now[0] = NOW.replace(year=2036)
    assert hold(house) == {"__typename": "LegalHold", "subjectId": "amina", "why": "COURT", "setBy": "ada", "setOn": "2036-06-01"}
    contacts = next(one for one in retention(house)["classes"] if one["name"] == "contacts")
    assert (contacts["due"], contacts["spared"]) == ([{"kind": "MET", "facts": 4}], 5)


def test_holds_stand_until_they_are_lifted(house: House) -> None:
    for why in ("COURT", "COURT", "POLICE"):
        hold(house, why=why)
    assert [(one["subjectId"], one["reason"]) for one in holds(house)] == [("amina", "COURT"), ("amina", "POLICE")]
    lifted = [house.ask(LIFT, viewer=ADA, id="amina")["data"]["liftHolds"] for _ in range(2)]
    assert lifted[0] == {"__typename": "HoldsLifted", "subjectId": "amina", "lifted": 2}
    assert lifted[1]["__typename"] == "Conflict"
    assert holds(house) == []


def test_whom_nobody_holds_is_under_no_hold(house: House) -> None:
    assert hold(house, "nobody")["__typename"] == "Conflict"
    assert holds(house) == []


def test_each_step_is_in_the_audit_before_it_is_taken(house: House) -> None:
    hold(house)
    holds(house)
    attempt, done, listed = house.audit()
    assert (attempt["what"], done["what"], done["subjects"]) == (["setHold"], ["setHold, done"], ["amina"])
    assert (listed["what"], listed["subjects"], listed["purpose"]) == (["legalHolds"], ["amina"], "oversight")


GIVEN = [(role, one.code) for role in ROLES for one in purposes_in(development=True).of_role(role)]
OTHERS = [one for one in GIVEN if one != ("privacy_officer", "oversight")]


@pytest.mark.parametrize(("role", "purpose"), OTHERS)
def test_only_a_privacy_officer_who_oversees_keeps_anything(house: House, role: Role, purpose: str) -> None:
    def asked(query: str, **variables: str) -> Any:
        body = {"query": query, "variables": variables}
        return house.post(body, viewer=Viewer("x", role, None, None, "amina"), kith_purpose=purpose).json()

    for query in (RETENTION, HOLDS):
        assert asked(query)["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"
    assert asked(SET, id="amina", why="COURT")["data"]["setHold"]["__typename"] == "NotPermitted"
    assert asked(LIFT, id="amina")["data"]["liftHolds"]["__typename"] == "NotPermitted"
    assert holds(house) == []
