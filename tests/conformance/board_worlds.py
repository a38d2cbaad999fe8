"""Worlds drawn from a seed for what boards see: a few agencies, schools and areas, with so many in them that some figures are few."""

from random import Random
from typing import Any

from graph.schema import KINDS, TIES
from graph.store import Row
from tests.conformance.drawing import Facts
from tests.conformance.worlds import Step, World

AREAS = ("a1", "a2", "a3")
SECTORS = ("health", "school", "voluntary")
CONTEXTS = ("home", "school", "health", "community", None)
KNOWN_SINCE = ("2016-01-01", "2022-05-01", "2025-06-01", "2025-11-20")
"""From well known, to in none of the quarters that are over."""


def board_world(seed: int) -> World:
    """The world of a seed."""
    return World((Step("feed", _Drawing(Random(seed)).facts(), ()),), ())


class _Drawing:
    """Draws one world."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.agencies = [f"o{n}" for n in range(chance.randint(2, 4))]
        self.services = [f"{o}-{n}" for o in self.agencies for n in range(chance.randint(1, 2))]
        self.people = [f"p{n:02}" for n in range(chance.randint(5, 16))]
        self.families = [f"f{n:02}" for n in range(chance.choice((6, 12, 25)))]
        self.children = [f"c{n:02}" for n in range(chance.choice((6, 14, 30)))]
        self.schools = self.services[: chance.randint(1, 3)]

    def facts(self) -> Facts:
        """Every kind that a board's figures rest on."""
        chance, areas = self.chance, AREAS[: self.chance.randint(1, 3)]
        return {
            "Area": [_thing("Area", a) for a in areas],
            "Organisation": [_thing("Organisation", o, name=o, sector=chance.choice(SECTORS)) for o in self.agencies],
            "Service": [_thing("Service", s) for s in self.services],
            "PART_OF": [_tie("PART_OF", ("Service", s), ("Organisation", s.split("-")[0])) for s in self.services],
            "Professional": [_thing("Professional", p, profession=chance.choice(("nurse", "teacher", None))) for p in self.people],
            "WORKS_IN": self._posts(),
            "Family": [_thing("Family", f, area_code=chance.choice((*areas, areas[0], None))) for f in self.families],
            "Child": [_thing("Child", c) for c in self.children],
            "MEMBER_OF": [self._member(c) for c in self.children if chance.random() < 0.9],
            "ATTENDS": [self._attends(c) for c in self.children if chance.random() < 0.9],
            "KNOWS": self._known(),
            "Address": [_thing("Address", f"h{n}", address=f"{n} Lane") for n in range(3)],
            "LIVES_AT": self._homes(),
        }

    def _posts(self) -> list[Row]:
        """Most work in one place, in half of all worlds some in two; some have left."""
        several, found = self.chance.random() < 0.5, list[Row]()
        for person in self.people:
            for service in self.chance.sample(self.services, 2 if several and self.chance.random() < 0.2 else 1):
                until = "2025-08-01" if self.chance.random() < 0.1 else None
                found.append(
                    _tie(
                        "WORKS_IN",
                        ("Professional", person),
                        ("Service", service),
                        row=f"{person} {service}",
                        since="2015-01-01",
                        until=until,
                    )
                )
        return found

    def _member(self, child: str) -> Row:
        return _tie("MEMBER_OF", ("Child", child), ("Family", self.chance.choice(self.families)))

    def _attends(self, child: str) -> Row:
        return _tie("ATTENDS", ("Child", child), ("Service", self.chance.choice(self.schools)))

    def _known(self) -> list[Row]:
        """Who knows whom; sometimes nearly everyone knows nearly everyone, sometimes hardly anyone does."""
        often, found = self.chance.choice((0.03, 0.1, 0.3, 0.8)), list[Row]()
        for person in self.people:
            for kind, ids in (("Child", self.children), ("Family", self.families)):
                for own in (i for i in ids if self.chance.random() < often):
                    ended = "2025-09-15" if self.chance.random() < 0.15 else None
                    told = {"since": self.chance.choice(KNOWN_SINCE[:3] if ended else KNOWN_SINCE), "until": ended}
                    for n in range(self.chance.randint(1, 2)):
                        context = self.chance.choice(CONTEXTS)
                        found.append(
                            _tie("KNOWS", ("Professional", person), (kind, own), row=f"{person} {own} {n}", context=context, **told)
                        )
        return found

    def _homes(self) -> list[Row]:
        found = ((f, h) for f in self.families for h in ("h0", "h1", "h2") if self.chance.random() < 0.4)
        return [_tie("LIVES_AT", ("Family", f), ("Address", h), reported_by="o0", last_seen="2025-12-20") for f, h in found]


def _thing(label: str, own: str, **told: Any) -> Row:
    kind = next(k for k in KINDS if k.label == label)
    return (own, *(told.get(p.name) for p in kind.properties))


def _tie(label: str, start: tuple[str, str], end: tuple[str, str], **told: Any) -> Row:
    kind = next(t for t in TIES if t.label == label)
    return (*start, *end, *(told.get(p.name) for p in kind.properties))
