"""From a store's plain rows to all that hides something: the same for every store."""

from collections.abc import Iterable, Sequence
from typing import Any

from graph.veil import Covered, Guarded, Node, OpeningInForce, ShieldInForce, node_of

Kin = tuple[str, str, str, str, int]
"""Label and id of who is shielded, label and id of who goes with them, and whether that is a record of their own."""


def guarded_from(
    sensitive: Iterable[Sequence[str]],
    local: Iterable[str],
    shields: Iterable[Sequence[Any]],
    openings: Iterable[Sequence[Any]],
    kin: Iterable[Kin],
) -> Guarded:
    """Everything that hides something."""
    covered = _covered(kin)
    return Guarded(
        tuple(sorted((p, s, o) for p, s, o in sensitive)),
        frozenset(local),
        tuple(
            ShieldInForce(i, level, frozenset(users.split()), covered.get(node_of((kind, own)), Covered()))
            for i, kind, own, level, users in shields
        ),
        tuple(
            OpeningInForce(i, what, service or None, user or None, since, until, covered.get(node_of((kind, own)), Covered()))
            for i, kind, own, what, service, user, since, until in openings
        ),
    )


def _covered(kin: Iterable[Kin]) -> dict[Node, Covered]:
    own: dict[Node, set[Node]] = {}
    household: dict[Node, set[Node]] = {}
    for label, asked, other, i, same in kin:
        (own if same else household).setdefault((label, asked), set()).add((other, i))
    return {node: Covered(frozenset(own.get(node, ())), frozenset(household.get(node, ()))) for node in own | household}
