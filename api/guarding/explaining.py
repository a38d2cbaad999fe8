"""Why someone sees what they see of a child or family: what a request is shown, beside the rules of the policy that say so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import orjson
from cedarpy import policies_to_json_str

from api.guarding.asking import Asking
from api.guarding.policy import POLICY, Kind, PolicyBroken
from api.guarding.subject_facts import Facts, hides
from api.guarding.subject_rules import Case, Ruling, ruled
from api.guarding.subject_seen import GROUPS, Group, Seen, seen_by, tied
from graph.errors import UnknownId
from graph.model import Subject, View
from graph.veil import Node, node_of

_LEVEL = {"full_shield": "full", "restricted": "restricted", "location_shield": "location"}


@dataclass(frozen=True, slots=True)
class Explained:
    """The ruling on each group of fields, and on the tie of each professional; `by` of a no has the shields that bear on it, too."""

    subject: Subject
    groups: Mapping[Group, Ruling]
    ties: Mapping[str, Ruling]


async def explained(asking: Asking, kind: Kind | None, subject: Subject) -> Explained:
    """What a request would be shown of a child or family, and why. The veil must be drawn.

    Errors: UnknownId, and PolicyBroken where a read and the rules disagree: then nothing is said.
    """
    held = await asking.reader.around([subject], View(asking.today), bare=True)
    if subject not in held.asked:
        raise UnknownId(subject.id)
    standing = held.asked[subject]
    facts = await _facts(asking, subject, node_of(standing))
    found = rulings(asking, kind, standing, tied(held, standing), facts)
    _agree(found, (await seen_by(asking, [subject], held.asked))[subject])
    return found


def rulings(asking: Asking, kind: Kind | None, subject: Subject, professionals: Iterable[str], facts: Facts) -> Explained:
    """What the rules say of each group of fields, and of the tie of each professional."""
    node, people = node_of(subject), sorted(professionals)
    case = Case(asking.viewer, kind, asking.at, "summary", "Record", node)
    groups = [replace(case, action=group, what="Place" if group == "addresses" else "Record") for group in GROUPS]
    ties = [replace(case, what="Tie", professional=one) for one in people]
    found = [_with_shields(r, node, asking.viewer.id, facts) for r in ruled([*groups, *ties], facts)]
    return Explained(subject, dict(zip(GROUPS, found, strict=False)), dict(zip(people, found[len(GROUPS) :], strict=True)))


async def _facts(asking: Asking, subject: Subject, node: Node) -> Facts:
    """What the rules go by, of one child or family: read organisation by organisation, for there are few in a scope."""
    known, works = set[str](), dict[str, frozenset[str]]()
    for organisation in sorted(asking.viewer.organisations or ()):
        own = View(asking.today, organisations=frozenset({organisation}))
        if subject in (await asking.reader.around([subject], replace(own, veil=asking.veil), bare=True)).asked:
            known.add(organisation)
        around = await asking.reader.around([subject], own, bare=True)
        for one in tied(around, around.asked.get(subject, subject)):
            works[one] = works.get(one, frozenset()) | {organisation}
    return Facts(await asking.reader.guarded(asking.today), {node: frozenset(known)}, works)


def _agree(found: Explained, seen: Seen) -> None:
    groups = frozenset(group for group, ruling in found.groups.items() if ruling.yes)
    people = frozenset(one for one, ruling in found.ties.items() if ruling.yes)
    if groups != seen.groups or people != seen.professionals:
        raise PolicyBroken("what is read and the rules of policy.cedar disagree, so nothing is said: tell whoever looks after this Kith")


def _with_shields(ruling: Ruling, node: Node, user: str, facts: Facts) -> Ruling:
    levels = {_LEVEL[rule] for rule in ruling.rules if rule in _LEVEL}
    hiding = (s.id for s in facts.guarded.shields if s.level in levels and user not in s.users and hides(s, node))
    return replace(ruling, by=(*ruling.by, *hiding))


@cache
def because() -> Mapping[str, str]:
    """What a rule that forbids says of itself, by its id."""
    rules = orjson.loads(policies_to_json_str(POLICY.read_text(encoding="utf-8")))["staticPolicies"].values()
    told = [rule["annotations"] for rule in rules]
    return {one["id"]: one["because"] for one in told if "because" in one}
