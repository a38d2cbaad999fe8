"""Who may see what of a world, worked out from its rows one by one, in plain Python: the oracle of `test_three_ways`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from graph.model import Subject
from graph.schema import BY_LABEL
from graph.store import NEVER
from graph.veil import Covered, Guarded, Node, OpeningInForce, ShieldInForce, Veil, node_of
from tests.conformance.drawing import Facts


def subject_of(node: Node) -> Subject:
    """The subject of a child's or family's node."""
    return Subject("child" if node[0] == "Child" else "family", node[1])


@dataclass
class PlainRule:
    """One world of one load, on a day."""

    facts: Facts
    on: date

    @cached_property
    def guarded(self) -> Guarded:
        """Everything that hides something."""
        shields = [s for s in self._things("Shield") if s["approved_by"] is not None and s["lifted_by"] is None]
        return Guarded(
            tuple(sorted({(p, s, o) for p, s in self._posts if self._sensitive(s) for o in self._organisations(s) or {""}})),
            frozenset(p for p, s in self._posts if self._tells_where(s)) if any(s["level"] == "location" for s in shields) else frozenset(),
            tuple(ShieldInForce(s["id"], s["level"], frozenset((s["users"] or "").split()), self._covered(s)) for s in shields),
            tuple(self._opening(o) for o in self._things("Opening") if o["decision"] == "yes"),
        )

    def standing(self, node: Node) -> Node:
        """The record that stands for a record."""
        return next((end for start, end in self._same if start == node), node)

    def professionals(self, subject: Node) -> set[str]:
        """Who knows them, knew or met them."""
        return {p for p, node in self._ties(self.on) if self.standing(node) == subject}

    def known_to(self, node: Node, veil: Veil) -> frozenset[str]:
        """Organisations by whose people's visible ties one comes to the household."""
        return frozenset(o for o, reached in self.reached(veil).items() if node in reached)

    def reached(self, veil: Veil) -> dict[str, set[Node]]:
        """To whom each organisation's people lead."""
        return {o: self._led_to(o, veil) for o in {o for own in self.works_for.values() for o in own}}

    @cached_property
    def works_for(self) -> dict[str, frozenset[str]]:
        """The organisations of each professional's posts, once and now."""
        people = {p for p, _ in self._posts}
        return {p: frozenset(o for q, s in self._posts if q == p for o in self._organisations(s)) for p in people}

    def _led_to(self, organisation: str, veil: Veil) -> set[Node]:
        seen = {n for p, n in self._ties(date.max) if organisation in self.works_for.get(p, ()) and veil.shows_tie(p, subject_of(n))}
        seen |= {self.standing(n) for n in seen}
        belongs = [(m, f) for m, f, _ in self._members if not {m, f} & veil.closed]
        seen |= {f for m, f in belongs if m in seen}
        seen |= {m for m, f in belongs if f in seen}
        return seen | {self.standing(n) for n in seen}

    def _ties(self, until: date) -> set[tuple[str, Node]]:
        begun = [r for label in ("KNOWS", "MET") for r in self._rows(label) if _by(r[_at(label)], until)]
        return {(str(r[1]), (str(r[2]), str(r[3]))) for r in begun}

    def _covered(self, about: dict[str, Any]) -> Covered:
        own = self._records([node_of((about["subject_kind"], about["subject_id"]))])
        members = [(m, f) for m, f, until in self._members if until is None or until >= self.on.isoformat()]
        homes = {n for n in own if n[0] == "Family"} | {f for m, f in members if m in own}
        return Covered(frozenset(own), frozenset(homes | self._records(m for m, f in members if f in homes)))

    def _records(self, nodes: Iterable[Node]) -> set[Node]:
        """These, and whatever is judged one with them."""
        found = set(nodes)
        for _ in range(2):
            found |= {b for one in self._same for a, b in (one, one[::-1]) if a in found}
        return found

    def _opening(self, o: dict[str, Any]) -> OpeningInForce:
        return OpeningInForce(o["id"], o["kind"], o["service_id"], o["user"], o["since"] or "", o["until"] or NEVER, self._covered(o))

    def _sensitive(self, service: str) -> bool:
        return any(s["id"] == service and s["sensitivity"] == "sensitive" for s in self._things("Service"))

    def _tells_where(self, service: str) -> bool:
        areas = {r[3] for r in self._rows("SERVES") if r[1] == service}
        return (
            any(s["id"] == service and s["scale"] == "ward" for s in self._things("Service"))
            or any(o["id"] in self._organisations(service) and o["sector"] == "school" for o in self._things("Organisation"))
            or any(a["id"] in areas and a["kind"] == "ward" for a in self._things("Area"))
        )

    def _organisations(self, service: str) -> set[str]:
        return {str(r[3]) for r in self._rows("PART_OF") if r[0] == "Service" and r[1] == service}

    @cached_property
    def _posts(self) -> list[tuple[str, str]]:
        return [(str(r[1]), str(r[3])) for r in self._rows("WORKS_IN")]

    @cached_property
    def _members(self) -> list[tuple[Node, Node, str | None]]:
        until = _at("MEMBER_OF", "until")
        ends = [(str(r[until]) if r[until] else None) for r in self._rows("MEMBER_OF")]
        return [(m, f, end) for (m, f), end in zip(self._pairs("MEMBER_OF"), ends, strict=True)]

    @cached_property
    def _same(self) -> list[tuple[Node, Node]]:
        return self._pairs("SAME_AS")

    def _pairs(self, label: str) -> list[tuple[Node, Node]]:
        return [((str(r[0]), str(r[1])), (str(r[2]), str(r[3]))) for r in self._rows(label)]

    def _rows(self, label: str) -> list[Any]:
        return self.facts.get(label, [])

    def _things(self, label: str) -> list[dict[str, Any]]:
        names = ("id", *(p.name for p in BY_LABEL[label].properties))
        return sorted((dict(zip(names, row, strict=True)) for row in self._rows(label)), key=lambda one: one["id"])


def _at(label: str, name: str = "") -> int:
    """Where a tie's row holds a property; the first day of it where none is named."""
    return 4 + [p.name for p in BY_LABEL[label].properties].index(name or {"KNOWS": "since", "MET": "day"}[label])


def _by(day: str | None, until: date) -> bool:
    return day is None or day <= until.isoformat()
