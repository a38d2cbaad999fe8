"""Who may see whose ties: from what a store holds of shields, sensitive services and consent to what one viewer may not see.

The rule, for a professional's tie to a child or family (`Veil.shows_tie` says it once more, in Python):

- of a child, carer or family under a full shield, or whose data is restricted, nothing is held, as far as this viewer can tell;
- of one under a shield of location no address, no ward, no school and no tie that would tell where they are is shown;
- the ties of someone who works, or worked, in a sensitive service are hidden from all outside its organisation, except where the child
  or family consented, or someone opened them to this viewer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["location", "full", "restricted"]
LEVELS: tuple[Level, ...] = ("location", "full", "restricted")
Node = tuple[str, str]
"""A label and an id."""
Pair = tuple[str, str, str]
"""A professional's id, and the label and id of a child or family."""
Whom = tuple[str, str]
"""`child` or `family`, and an id: a `graph.model.Subject`."""
_NONE: frozenset[str] = frozenset()
_NO_NODES: frozenset[Node] = frozenset()


@dataclass(frozen=True, slots=True)
class Eyes:
    """Who looks, for which organisations, at which instant (UTC, as facts carry it)."""

    user: str
    organisations: frozenset[str]
    at: str


@dataclass(frozen=True, slots=True)
class Covered:
    """Whom a shield or a consent is about: the child or family itself, and those who follow it.

    `own` are the records of the child or family; `household` the families it belongs to, and all who belong to these.
    """

    own: frozenset[Node] = frozenset()
    household: frozenset[Node] = frozenset()


@dataclass(frozen=True, slots=True)
class ShieldInForce:
    """A shield that two people approved and nobody has lifted."""

    id: str
    level: Level
    users: frozenset[str]
    covered: Covered


@dataclass(frozen=True, slots=True)
class OpeningInForce:
    """What a child or family agreed to, or someone decided, for everyone or for one user; `service` None is every service."""

    id: str
    kind: Literal["consent", "broker", "break_glass"]
    service: str | None
    user: str | None
    since: str
    until: str
    covered: Covered


@dataclass(frozen=True, slots=True)
class Guarded:
    """What a store holds that hides something, whoever looks."""

    sensitive: tuple[tuple[str, str, str], ...] = ()
    """Professional, service and organisation ("" where none is known) of every post in a sensitive service."""
    local: frozenset[str] = frozenset()
    """Professionals whose place of work tells where those they know are; left empty while nobody is under a shield of location."""
    shields: tuple[ShieldInForce, ...] = ()
    openings: tuple[OpeningInForce, ...] = ()


@dataclass(frozen=True, slots=True)
class Veil:
    """What one viewer may not see. Two viewers who may see the same have equal veils."""

    closed: frozenset[Node] = frozenset()
    """Children, carers and families that do not exist for them."""
    placed: frozenset[Node] = frozenset()
    """Children and families whose whereabouts are not for them."""
    guarded: frozenset[str] = _NONE
    """Professionals whose ties are not for them, but for those in `opened`."""
    local: frozenset[str] = _NONE
    """Professionals whose ties to anyone in `placed` are not for them."""
    opened: frozenset[Pair] = frozenset()

    def shows(self, subject: Whom) -> bool:
        """Whether the viewer may know that this child or family is held."""
        return node_of(subject) not in self.closed

    def shows_place(self, subject: Whom) -> bool:
        """Whether the viewer may know where this child or family is."""
        return self.shows(subject) and node_of(subject) not in self.placed

    def shows_tie(self, professional: str, subject: Whom) -> bool:
        """Whether the viewer may know of ties, contacts and statements between these two."""
        node = node_of(subject)
        if node in self.closed or (node in self.placed and professional in self.local):
            return False
        return professional not in self.guarded or (professional, *node) in self.opened


NOTHING_HIDDEN = Veil()


def node_of(subject: Whom) -> Node:
    """The node of a child or family."""
    kind, own = subject
    return ("Child" if kind == "child" else "Family"), own


def veil(guarded: Guarded, eyes: Eyes) -> Veil:
    """What these eyes may not see."""
    posts = _Posts(p for p in guarded.sensitive if p[2] not in eyes.organisations or not p[2])
    opened = frozenset(one for opening in guarded.openings if _opens(opening, eyes) for one in posts.opened(opening))
    strict = [s for s in guarded.shields if eyes.user not in s.users]
    closed = frozenset(node for s in strict if s.level != "location" for node in _hidden(s))
    placed = frozenset(n for s in strict if s.level == "location" for n in _hidden(s) if n[0] != "Carer") - closed
    return Veil(closed, placed, frozenset(posts.services), guarded.local if placed else _NONE, posts.whole(opened))


def grants(guarded: Guarded, eyes: Eyes) -> dict[Node, str]:
    """Whom these eyes may see beyond their own organisations, each with the broken glass that lets them."""
    broken = [o for o in guarded.openings if o.kind == "break_glass" and o.user == eyes.user and _opens(o, eyes)]
    return {node: opening.id for opening in broken for node in opening.covered.own}


def _hidden(shield: ShieldInForce) -> frozenset[Node]:
    """A shield hides the household too; a restriction is about the one person, or the one family with its members."""
    alone = shield.level == "restricted" and all(label != "Family" for label, _ in shield.covered.own)
    return shield.covered.own if alone else shield.covered.own | shield.covered.household


def _opens(opening: OpeningInForce, eyes: Eyes) -> bool:
    return opening.user in (None, eyes.user) and opening.since <= eyes.at < opening.until


class _Posts:
    """The sensitive services of each professional, as far as the viewer works in none of their organisations."""

    def __init__(self, posts: Iterable[tuple[str, str, str]]) -> None:
        self.services: dict[str, set[str]] = {}
        for professional, service, _ in posts:
            self.services.setdefault(professional, set()).add(service)

    def opened(self, opening: OpeningInForce) -> Iterable[tuple[str, str, Node]]:
        """Each professional and service that an opening covers, with whom it covers."""
        family = any(label == "Family" for label, _ in opening.covered.own)
        whom = [n for n in opening.covered.own | (opening.covered.household if family else _NO_NODES) if n[0] != "Carer"]
        for professional, services in self.services.items():
            for service in services if opening.service is None else services & {opening.service}:
                for node in whom:
                    yield professional, service, node

    def whole(self, opened: frozenset[tuple[str, str, Node]]) -> frozenset[Pair]:
        """The pairs for which every sensitive service of the professional is opened."""
        pairs = {(professional, node) for professional, _, node in opened}
        return frozenset((p, *n) for p, n in pairs if all((p, service, n) in opened for service in self.services[p]))
