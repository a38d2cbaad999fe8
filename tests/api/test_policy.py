"""The rules in policy.cedar: that they fit what they may speak of, what they permit, and that every doubt is a no."""

import re
from typing import Any, get_args

import pytest
from cedarpy import AuthzResult, is_authorized_batch  # pyright: ignore[reportUnknownVariableType]

from api.guarding.access import PERSONS, Role
from api.guarding.policy import ACTIONS, KINDS, NO_PURPOSE, POLICY, ROLES, SCHEMA, Action, Kind, PolicyBroken, decided, permits, policy

RULES, WORDS = POLICY.read_text(encoding="utf-8"), SCHEMA.read_text(encoding="utf-8")
OF_CHILDREN: frozenset[Action] = frozenset({"summary", "statements", "identifiers", "addresses", "people_lists", "saying"})


def test_the_rules_fit_what_they_may_speak_of_and_nothing_is_left_out_of_either():
    decided(RULES, WORDS)
    assert set(re.findall(r'^action "(\w+)".* appliesTo', WORDS, re.MULTILINE)) == set(ACTIONS)
    assert set(re.findall(r'"(\w+)"', WORDS.split("entity Role enum [")[1].split("]")[0])) == set(ROLES)
    assert set(re.findall(r'context\.purpose == "(\w+)"', RULES)) <= set(KINDS)


@pytest.mark.parametrize(
    "rule",
    [
        'permit (principal in Role::"manger", action == Action::"summary", resource);',
        'permit (principal, action == Action::"sumary", resource);',
        'permit (principal, action == Action::"summary", resource) when { context.reason == "x" };',
        "permit (principal, action, resource",
    ],
)
def test_a_rule_with_a_word_that_is_not_known_lets_nothing_start(rule: str):
    with pytest.raises(PolicyBroken):
        decided(RULES + rule, WORDS)


def test_without_any_rule_nothing_is_permitted():
    assert not any(decided("", WORDS).permitted.values())


def test_a_role_that_is_not_known_may_see_nothing():
    for role in ("", "x", "Manager", "demo "):
        assert not any(policy().allowed(role, kind) for kind in (None, *KINDS))


def _asked(rules: str) -> AuthzResult:
    asked: dict[str, Any] = {"principal": 'Role::"demo"', "action": 'Action::"summary"', "resource": 'Store::"kith"', "context": {}}
    [answer] = is_authorized_batch([asked], rules, [])
    return answer


def test_a_rule_that_breaks_while_it_is_read_makes_every_answer_a_no():
    anyone, broken = "permit (principal, action, resource);", "forbid (principal, action, resource) when { context.nothing == 1 };"
    assert permits(_asked(anyone))
    assert _asked(anyone + broken).allowed, "Cedar itself lets it through"
    assert not permits(_asked(anyone + broken))


def test_without_a_purpose_nobody_sees_anyone():
    for role in ROLES:
        assert policy().allowed(role, None) <= NO_PURPOSE


def test_what_needs_no_purpose_is_what_the_rules_open_without_one():
    assert frozenset[Action]().union(*(policy().allowed(role, None) for role in ROLES)) == NO_PURPOSE


@pytest.mark.parametrize("known", KINDS)
def test_a_board_sees_counts_alone_and_others_who_see_nobody_do_not_either(known: Kind):
    assert policy().allowed("board", known) <= {"how_it_works", "services", "board_counts"}
    assert policy().allowed("auditor", known) <= {"how_it_works", "audit"}
    assert policy().allowed("service", known) == {"feeds"}
    for role in ("young_person", "carer"):
        own = {"own_copy", "staff", "contact_route"} if known == "own" else set[Action]()
        assert policy().allowed(role, known) == {"how_it_works"} | own


def test_each_purpose_opens_no_more_than_it_is_for():
    for role in ROLES:
        assert not policy().allowed(role, "counts") & (set(ACTIONS) - {"board_counts"} - NO_PURPOSE)
        assert not policy().allowed(role, "planning") & {"statements", "identifiers", "addresses", "people_lists", "saying"}
        assert role in PERSONS or policy().allowed(role, "own") <= NO_PURPOSE | {"own_copy"}
        assert role == "demo" or policy().allowed(role, "demonstration") <= NO_PURPOSE
        for kind in KINDS:
            assert kind == "oversight" or not policy().allowed(role, kind) & {"audit", "alarms", "keeping"}


def test_who_sees_children_and_confidential_leaving_dates():
    closer = {role: policy().ever(role) & OF_CHILDREN for role in ROLES}
    assert {role for role, seen in closer.items() if seen} == {"practitioner", "coordinator", "manager", "privacy_officer", "demo"}
    assert closer["practitioner"] == {"summary", "statements", "saying"}
    assert closer["manager"] == {"summary", "saying"}
    assert [role for role in ROLES if "leaving_dates" in policy().ever(role)] == ["administrator"]


def test_every_role_of_a_token_is_one_of_the_rules():
    assert set(get_args(Role)) == set(ROLES)
