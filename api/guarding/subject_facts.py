"""What the rules of `api/policy.cedar` are told of viewers, of children and families, and of what hides or opens them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from api.guarding.access import Viewer
from graph.veil import Guarded, Node, OpeningInForce, ShieldInForce

Entity = dict[str, Any]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is so, whoever asks, but for `known_to`: organisations by whose people's ties, as far as the viewer may see them, one comes to
    the household of a child, carer or family. `works_for` are the organisations of a professional's posts.
    """

    guarded: Guarded
    known_to: Mapping[Node, frozenset[str]] = field(default_factory=dict[Node, frozenset[str]])
    works_for: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])


def reference(kind: str, *key: str) -> Entity:
    """The name of an entity, of as many parts as it takes."""
    return {"type": kind, "id": orjson.dumps(key).decode() if key[1:] else key[0]}


def viewer_entity(viewer: Viewer) -> Entity:
    """Who asks."""
    scope = {} if viewer.organisations is None else {"organisations": sorted(viewer.organisations)}
    return {"uid": reference("Viewer", viewer.id), "attrs": {"user": viewer.id} | scope, "parents": [reference("Role", viewer.role)]}


def subject_entity(node: Node, facts: Facts) -> Entity:
    """A child, carer or family."""
    named: dict[str, frozenset[str]] = {}
    for shield in facts.guarded.shields:
        if attribute := hides(shield, node):
            named[attribute] = shield.users & named.get(attribute, shield.users)
    known = {"known_to": sorted(facts.known_to.get(node, ()))}
    return _entity(reference("Subject", *node), {name: sorted(users) for name, users in named.items()} | known)


def hides(shield: ShieldInForce, node: Node) -> str | None:
    """By which attribute a shield bears on a child, carer or family, if it does."""
    if node in shield.covered.own:
        return shield.level
    if node not in shield.covered.household:
        return None
    if shield.level == "restricted":
        return "restricted_family" if _of_family(shield.covered.own) else None
    return f"{shield.level}_household"


def _of_family(own: Iterable[Node]) -> bool:
    return any(label == "Family" for label, _ in own)


def tie_entity(professional: str, node: Node, post: tuple[str, str] | None, facts: Facts) -> Entity:
    """A professional's tie, as of one post (service and organisation) in a sensitive service, or of none."""
    told: Entity = {
        "of": _of(node),
        "works_for": sorted(facts.works_for.get(professional, ())),
        "tells_where": professional in facts.guarded.local,
    }
    if post:
        service, organisation = post
        told["sensitive"] = {"service": service} | ({"organisation": organisation} if organisation else {})
    return _entity(reference("Tie", professional, *node, *(post or ())), told)


def whole_entity(kind: str, node: Node) -> Entity:
    """What is held of someone, or where they are."""
    return _entity(reference(kind, *node), {"of": _of(node)})


def opening_told(opening: OpeningInForce) -> Entity:
    """An opening, as a request has it in hand."""
    covered = opening.covered
    told = {
        "about": [_of(node) for node in sorted(covered.own)],
        "household": [_of(node) for node in sorted(covered.household)] if _of_family(covered.own) else [],
        "since": microseconds(opening.since),
        "until": microseconds(opening.until),
    }
    return told | ({"service": opening.service} if opening.service else {}) | ({"user": opening.user} if opening.user else {})


def microseconds(instant: str) -> int:
    """An instant as facts carry it, in microseconds since 1970; empty is the beginning."""
    return (datetime.fromisoformat(instant) - _EPOCH) // timedelta(microseconds=1) if instant else 0


def _of(node: Node) -> Entity:
    return {"__entity": reference("Subject", *node)}


def _entity(name: Entity, attributes: Entity) -> Entity:
    return {"uid": name, "attrs": attributes, "parents": []}
