"""The oracle of the veil: the same world without what a viewer may not see, row by row in plain Python."""

from collections.abc import Iterable
from dataclasses import replace

from graph.model import Subject
from graph.store import Row
from graph.veil import Veil
from tests.conformance.drawing import Facts
from tests.conformance.worlds import IDENTITY, World

PEOPLE = ("Child", "Carer", "Family")


def spread(veil: Veil, world: World) -> Veil:
    """The veil over whole children: what holds for one record holds for all that are ever judged the same child."""
    same = [(r[1], r[3]) for step in world.steps for r in step.facts.get("SAME_AS", ())]
    groups: dict[object, set[object]] = {}
    for a, b in same:
        whole = groups.get(a, {a}) | groups.get(b, {b})
        groups.update(dict.fromkeys(whole, whole))

    def all_of(nodes: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        return frozenset((label, str(i)) for label, own in nodes for i in (groups.get(own, {own}) if label == "Child" else {own}))

    opened = frozenset((p, *node) for p, *rest in veil.opened for node in all_of([(rest[0], rest[1])]))
    closed = all_of(veil.closed)
    return replace(veil, closed=closed, placed=all_of(veil.placed) - closed, opened=opened)


def pruned(world: World, veil: Veil) -> World | None:
    """What is left; None where a source moves one row from what is shown to what is hidden, for that leaves a trace in the rest."""
    seen: dict[object, bool] = {}
    for step in world.steps:
        for label, rows in step.facts.items():
            for r in rows:
                own = step.source, label, IDENTITY.get(label, lambda row: row[0])(r)
                if seen.setdefault(own, _shown(veil, label, r)) != _shown(veil, label, r):
                    return None
    return replace(world, steps=tuple(replace(step, facts=_left(step.facts, veil)) for step in world.steps))


def _left(facts: Facts, veil: Veil) -> Facts:
    return {label: [_told(veil, label, r) for r in rows if _shown(veil, label, r)] for label, rows in facts.items()}


def _shown(veil: Veil, label: str, r: Row) -> bool:
    if label in PEOPLE:
        return (label, r[0]) not in veil.closed
    if label in ("KNOWS", "MET"):
        return veil.shows_tie(str(r[1]), _subject(r[2], r[3]))
    if label in ("MEMBER_OF", "SAME_AS"):
        return not {(r[0], r[1]), (r[2], r[3])} & veil.closed
    if label in ("LIVES_AT", "ATTENDS"):
        return (r[0], r[1]) not in veil.closed | veil.placed
    return _said(veil, r) if label == "Statement" else True


def _told(veil: Veil, label: str, r: Row) -> Row:
    if label == "Family" and ("Family", r[0]) in veil.placed:
        return (*r[:2], None)
    if label == "LIVES_AT" and r[7] is not None and not veil.shows_tie(str(r[7]), _subject(r[0], r[1])):
        return (*r[:7], None, None)
    return r


def _said(veil: Veil, r: Row) -> bool:
    speaker = {"child": "Child", "carer": "Carer"}.get(str(r[2])), r[3]
    whom = speaker if r[6] is None else ("Child" if r[5] == "child" else "Family", r[6])
    if {speaker, whom} & veil.closed:
        return False
    about = "" if r[4] is None else str(r[4])
    if about in veil.local and whom in veil.placed:
        return False
    return about not in veil.guarded or (about, *whom) in veil.opened


def _subject(label: object, own: object) -> Subject:
    return Subject("child" if label == "Child" else "family", str(own))
