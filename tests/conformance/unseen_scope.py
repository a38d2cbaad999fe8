"""The same world without the professionals whom a viewer of some organisations does not see."""

from dataclasses import replace

from graph.store import Row
from tests.conformance.drawing import Facts
from tests.conformance.worlds import World


def without_strangers(world: World, organisations: frozenset[str] | None) -> World:
    """Without those who never had a post in these organisations, and all that is told of them."""
    if organisations is None:
        return world
    [step] = world.steps
    return replace(world, steps=(replace(step, facts=_without(step.facts, _strangers(step.facts, organisations))),))


def _strangers(facts: Facts, organisations: frozenset[str]) -> set[object]:
    own: set[object] = {r[1] for r in facts["PART_OF"] if r[0] == "Service" and r[3] in organisations}
    everyone: set[object] = {r[0] for r in facts["Professional"]}
    return everyone - {r[1] for r in facts["WORKS_IN"] if r[3] in own}


def _without(facts: Facts, strangers: set[object]) -> Facts:
    return {label: [_told(label, r, strangers) for r in rows if not _about(label, r, strangers)] for label, rows in facts.items()}


def _about(label: str, r: Row, strangers: set[object]) -> bool:
    if label == "FUNDS":
        return r[4] in strangers
    named = {"Professional": r[0], "KNOWS": r[1], "MET": r[1], "WORKS_IN": r[1]}.get(label)
    return named in strangers or (label == "Statement" and (r[4] in strangers or (r[2] in ("professional", "self") and r[3] in strangers)))


def _told(label: str, r: Row, strangers: set[object]) -> Row:
    """A claim without who confirmed it."""
    return (*r[:7], None, None) if label == "LIVES_AT" and r[7] in strangers else r
