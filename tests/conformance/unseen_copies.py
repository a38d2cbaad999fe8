"""What guards somebody is in nobody's own copy: the same world without it, for one person."""

from dataclasses import replace

from graph.store import Row
from graph.veil import Guarded, Node, Veil
from queries.owning.own_copy import guard_of
from tests.conformance.drawing import Facts
from tests.conformance.pruning import pruned, spread
from tests.conformance.worlds import World


def without_guards(world: World, guarded: Guarded, person: Node, at: str) -> World | None:
    """What is left for someone's own copy; they see their own ties, whoever these are to, and what they said themselves."""
    own = _records(world, person)
    drawn = spread(guard_of(guarded, person, at).veil, world)
    hides = Veil(drawn.closed) if person[0] == "Professional" else replace(drawn, opened=drawn.opened | _own(drawn, own))
    left = pruned(world, hides)
    return left and replace(
        left, steps=tuple(replace(s, facts=_unguarded(s.facts, t.facts, own)) for s, t in zip(left.steps, world.steps, strict=True))
    )


def _records(world: World, person: Node) -> set[Node]:
    """The person's records: those judged to be the same child."""
    found = {person}
    for _ in range(3):
        same = [{(str(r[0]), str(r[1])), (str(r[2]), str(r[3]))} for step in world.steps for r in step.facts.get("SAME_AS", ())]
        found = found.union(*(pair for pair in same if pair & found))
    return found


def _own(drawn: Veil, own: set[Node]) -> frozenset[tuple[str, str, str]]:
    return frozenset((p, *node) for p in drawn.guarded for node in own)


def _unguarded(facts: Facts, whole: Facts, own: set[Node]) -> Facts:
    """Without shields (but those of use), holds, records kept apart, and what was opened to one user; with what they said."""
    said = [r for r in whole.get("Statement", ()) if r in facts["Statement"] or (str(r[2]).capitalize(), r[3]) in own]
    return {k: [r for r in rows if _shown(k, r)] for k, rows in (facts | {"Statement": said}).items()}


def _shown(label: str, r: Row) -> bool:
    if label == "Opening":
        return r[3] == "consent" or r[5] is None
    return label not in ("Hold", "Apart") and (label != "Shield" or r[3] == "restricted")
