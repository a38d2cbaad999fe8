"""Of whom someone may see what, by the rules of `api/policy.cedar` alone: for those who ask why, and for the tests.

No request runs this. What a read leaves out it leaves out by the veil and the scope, and tests hold the two equal.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any, Literal, cast

from cedarpy import AuthzResult, PolicySet, Schema, is_authorized_batch  # pyright: ignore[reportUnknownVariableType]

from api.guarding.access import Viewer
from api.guarding.policy import POLICY, SCHEMA, Action, Kind, permits
from api.guarding.subject_facts import (
    Entity,
    Facts,
    microseconds,
    opening_told,
    reference,
    subject_entity,
    tie_entity,
    viewer_entity,
    whole_entity,
)
from graph.veil import Node, OpeningInForce

Post = tuple[str, str]
Hand = tuple[OpeningInForce | None, OpeningInForce | None]
"""An opening of a sensitive service, and a broken glass, that a viewer has in hand."""
_EMPTY: Hand = (None, None)


@dataclass(frozen=True, slots=True)
class Case:
    """One question: may this viewer, for a kind of purpose at an instant, do this with what is held of someone, or with where they are,
    or with a professional's tie to them?
    """

    viewer: Viewer
    kind: Kind | None
    at: str
    action: Action
    what: Literal["Record", "Place", "Tie"]
    node: Node
    professional: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """The answer. `rules` decided it (none: no rule permits it), and `by` are the openings that a yes rests on, or for a no the
    sensitive services that stay closed.
    """

    yes: bool
    rules: tuple[str, ...]
    by: tuple[str, ...] = ()


def ruled(cases: Sequence[Case], facts: Facts) -> list[Ruling]:
    """Each answer. Of several openings each is tried; of several sensitive posts each must be open."""
    asked = [(number, post, hand) for number, case in enumerate(cases) for post in _posts(case, facts) for hand in _hands(case, facts)]
    requests = [_request(cases[number], post, hand) for number, post, hand in asked]
    answers = is_authorized_batch(requests, _rules(), _entities(cases, facts), _schema())
    found: dict[int, dict[Post | None, list[tuple[Hand, AuthzResult]]]] = {}
    for (number, post, hand), answer in zip(asked, answers, strict=True):
        found.setdefault(number, {}).setdefault(post, []).append((hand, answer))
    return [_together([_best(post, tried) for post, tried in found[number].items()]) for number in range(len(cases))]


def _best(post: Post | None, tried: list[tuple[Hand, AuthzResult]]) -> Ruling:
    """A yes, if any hand gives one; else the no with the fewest reasons."""
    for hand, answer in tried:
        if permits(answer):
            return Ruling(True, _ids(answer), tuple(o.id for o in hand if o))
    rules = min((_ids(answer) for _, answer in tried), key=len)
    return Ruling(False, rules, (post[0],) if post and "sensitive_service" in rules else ())


def _together(each: list[Ruling]) -> Ruling:
    closed = [one for one in each if not one.yes]
    parts = closed or each
    return Ruling(not closed, _distinct(r for one in parts for r in one.rules), _distinct(b for one in parts for b in one.by))


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _ids(answer: AuthzResult) -> tuple[str, ...]:
    told = cast("dict[str, str]", answer.diagnostics.id_annotations_by_reason)  # pyright: ignore[reportUnknownMemberType]
    return tuple(sorted(told.values()))


def _posts(case: Case, facts: Facts) -> list[Post | None]:
    own = [(service, organisation) for p, service, organisation in facts.guarded.sensitive if p == case.professional]
    return [*own] or [None]


def _hands(case: Case, facts: Facts) -> Iterator[Hand]:
    """What the viewer may have in hand, nothing first."""
    yield _EMPTY
    about = [o for o in facts.guarded.openings if case.node in o.covered.own | o.covered.household]
    opened = about if case.what == "Tie" else []
    broken = [o for o in about if o.kind == "break_glass"]
    yield from ((opening, glass) for opening, glass in product([None, *opened], [None, *broken]) if opening or glass)


def _request(case: Case, post: Post | None, hand: Hand) -> dict[str, Any]:
    opening, glass = hand
    context = {"at": microseconds(case.at)} | ({"purpose": case.kind} if case.kind else {})
    context |= {name: opening_told(one) for name, one in (("opening", opening), ("glass", glass)) if one}
    key = (case.professional, *case.node, *(post or ())) if case.what == "Tie" else case.node
    return {
        "principal": reference("Viewer", case.viewer.id),
        "action": reference("Action", case.action),
        "resource": reference(case.what, *key),
        "context": context,
    }


def _entities(cases: Sequence[Case], facts: Facts) -> list[Entity]:
    """Everything the questions are about, each told once."""
    told = [viewer_entity(case.viewer) for case in cases] + [subject_entity(case.node, facts) for case in cases]
    for case in cases:
        if case.what == "Tie":
            told += [tie_entity(case.professional, case.node, post, facts) for post in _posts(case, facts)]
        else:
            told.append(whole_entity(case.what, case.node))
    return list({tuple(one["uid"].items()): one for one in told}.values())


@cache
def _rules() -> PolicySet:
    return PolicySet.from_str(POLICY.read_text(encoding="utf-8"))


@cache
def _schema() -> Schema:
    return Schema.from_str(SCHEMA.read_text(encoding="utf-8"))
