"""What each role may see under each kind of purpose: the rules of `api/policy.cedar`, decided once when Kith starts.

No request runs a rule: every decision is looked up. What the rules do not decide, or stumble over, is a no.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Literal, get_args

from cedarpy import AuthzResult, Decision, is_authorized_batch, validate_policies  # pyright: ignore[reportUnknownVariableType]

from api.guarding.access import ROLES
from graph.errors import KithError

Action = Literal[
    "how_it_works",
    "services",
    "feeds",
    "summary",
    "staff",
    "contact_route",
    "statements",
    "identifiers",
    "addresses",
    "people_lists",
    "opening",
    "shielding",
    "saying",
    "staffing",
    "leaving_dates",
    "plans",
    "working_together",
    "board_counts",
    "audit",
    "alarms",
    "own_copy",
    "copies",
    "keeping",
]
"""What can be permitted; `api/policy.cedarschema` says what each one is."""
ACTIONS: tuple[Action, ...] = get_args(Action)
NO_PURPOSE: frozenset[Action] = frozenset({"how_it_works", "services", "feeds"})
"""Actions that show nobody, and need no purpose."""
Kind = Literal["care", "planning", "counts", "oversight", "own", "demonstration"]
KINDS: tuple[Kind, ...] = get_args(Kind)
POLICY = Path(__file__).parent.parent / "policy.cedar"
SCHEMA = POLICY.with_suffix(".cedarschema")
_NOTHING: frozenset[Action] = frozenset()


class PolicyBroken(KithError):
    """The rules don't fit what they may speak of."""

    code = "POLICY_BROKEN"


@dataclass(frozen=True, slots=True)
class Policy:
    """What is permitted, by role and kind of purpose."""

    permitted: Mapping[tuple[str, Kind | None], frozenset[Action]]

    def allowed(self, role: str, kind: Kind | None) -> frozenset[Action]:
        """What a role may see under a kind of purpose; without one, None. A role that isn't known may see nothing."""
        return self.permitted.get((role, kind), _NOTHING)

    def ever(self, role: str) -> frozenset[Action]:
        """What a role may see under one purpose or another."""
        return frozenset[Action]().union(*(self.allowed(role, kind) for kind in (None, *KINDS)))


@cache
def policy() -> Policy:
    """The rules that Kith comes with, decided. Errors: PolicyBroken."""
    return decided(POLICY.read_text(encoding="utf-8"), SCHEMA.read_text(encoding="utf-8"))


def decided(rules: str, schema: str) -> Policy:
    """Every decision of some rules. Errors: PolicyBroken for rules that don't fit the schema."""
    checked = validate_policies(rules, schema)
    if not checked.validation_passed:
        raise PolicyBroken("the rules in policy.cedar don't fit policy.cedarschema: " + "; ".join(str(e) for e in checked.errors))
    asked = list(product(ROLES, (None, *KINDS), ACTIONS))
    answers = is_authorized_batch([_request(*one) for one in asked], rules, [], schema)
    return Policy(_gathered((one, permits(answer)) for one, answer in zip(asked, answers, strict=True)))


def permits(answer: AuthzResult) -> bool:
    """Whether an answer is a plain yes: a rule that broke while it was read makes it a no."""
    return answer.decision is Decision.Allow and not answer.diagnostics.errors


def _request(role: str, kind: Kind | None, action: Action) -> dict[str, Any]:
    why = {"purpose": kind} if kind else {}
    return {"principal": f'Role::"{role}"', "action": f'Action::"{action}"', "resource": 'Store::"kith"', "context": why}


def _gathered(
    answers: Iterable[tuple[tuple[str, Kind | None, Action], bool]],
) -> dict[tuple[str, Kind | None], frozenset[Action]]:
    found: dict[tuple[str, Kind | None], set[Action]] = {}
    for (role, kind, action), yes in answers:
        found.setdefault((role, kind), set()).update([action] if yes else [])
    return {key: frozenset(actions) for key, actions in found.items()}
