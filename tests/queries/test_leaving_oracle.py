"""What is lost when people leave, worked out a second time from the pages alone (rules 28, 33 to 35, 51 to 53); the two must agree."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from math import prod

from api.commands.leaving import leaving_line
from graph.store import GraphStore
from queries.leaving.leaving import leaving
from tests.conftest import Place
from tests.queries.oracle_said import Heard, families_of
from tests.queries.oracle_ties import contact_days, in_post, on_record, services
from tests.queries.oracle_told import agree, difference, held, unprefixed, view, write
from tests.queries.oracle_who import KNOWS, Who
from tests.queries.oracle_worlds import STAFF, SUBJECTS, Key, Record, World, drawn

OUTCOMES = ("orphaned", "thinned", "weaker", "same")
SHOWN = (10, 1)
PLACED = 4
"""Worlds written into one store, side by side; few and without a viewer, for Neo4j plans every shape of a question anew."""


def coverage(strengths: list[float]) -> float:
    return 1.0 - prod(1 - s for s in strengths)


def outcome(before: list[float], after: list[float]) -> str:
    """Rule 34; someone excluded still counts as cover (rule 53)."""
    were, are = sum(s >= KNOWS for s in before), sum(s >= KNOWS for s in after)
    if were >= 1 and are == 0:
        return "orphaned"
    if were > 1 and are == 1:
        return "thinned"
    return "weaker" if coverage(after) < coverage(before) else "same"


class Reading:
    """One world, and who leaves it."""

    def __init__(self, world: World) -> None:
        self.world, self.leavers = world, world.leavers
        self.heard = Heard(world)
        self.touched = {who: self._touched(who) for who in STAFF}

    def _touched(self, who: str) -> set[Key]:
        """The families someone was in touch with in the last 365 days; a child without one is one of its own.

        Contacts of a tie that is disputed or hidden don't count here (rule 28).
        """
        world, found = self.world, set[Key]()
        objected = self.heard.removed(SUBJECTS)
        for c in world.contacts:
            if (c["who"], c["whom"]) not in objected and c["who"] == who and world.on - timedelta(365) <= c["day"] <= world.on:
                kind, key = c["whom"]
                found |= (families_of(world, "Child", key, world.on) if kind == "child" else set()) or {(kind, key)}
        return found

    def lines(self, shown: int) -> list[Record]:
        whole = (Who(self.world, self.heard, subject) for subject in SUBJECTS)
        found = [self._line(who, shown) for who in whole if any(t.who in self.leavers for t in who.knowers)]  # rule 33
        return sorted(found, key=_worst_first)

    def _line(self, who: Who, shown: int) -> Record:
        stay = [t for t in who.knowers if t.who not in self.leavers]
        before, after = [t.strength for t in who.knowers], [t.strength for t in stay]
        return {
            "subject_kind": who.subject[0],
            "subject_id": who.subject[1],
            "before": coverage(before),
            "after": coverage(after),
            "outcome": outcome(before, after),
            "remaining": stay[0].who if stay else None,
            "lost": [t.who for t in who.knowers if t.who in self.leavers],
            "lead_lost": who.lead() in self.leavers,
            "next": self._candidates(who)[:shown],
        }

    def _candidates(self, who: Who) -> list[Record]:
        """Rule 35."""
        theirs = {s for leaver in self.leavers for s in services(self.world, leaver)}
        found: list[Record] = []
        for one in STAFF:
            tied, colleague = bool(who.ties[one]), bool(services(self.world, one) & theirs)
            there = in_post(self.world, one) and one not in self.leavers and one not in who.excluded
            if there and (tied or colleague or one in who.nominated):
                found.append(self._fit(who, one))
        found = [f for f in found if f["fit"] > 0 or f["nominated"]]
        return sorted(found, key=lambda f: (not f["nominated"], -f["fit"], f["professional_id"]))

    def _fit(self, who: Who, one: str) -> Record:
        world, ties = self.world, who.ties[one]
        e = max((t.evidence for t in ties), default=0.0)
        c = float(sum(2 ** (-(world.on - day).days / 30) for day in contact_days(world, one)))
        o = max((len(f & self.touched[one]) / len(f) for x in self.leavers if (f := self.touched[x])), default=0.0)
        rho, s = on_record(world, one), max((t.strength for t in ties), default=0.0)
        fit = (rho * e / (e + 1) + (1 - rho) * s + 0.05) * (rho * c / (c + 3) + (1 - rho) / 2) * (0.2 + o)
        inputs = {"evidence": e, "around": c, "overlap": o, "record": rho, "strength": s}
        return {"professional_id": one, "fit": fit, "nominated": one in who.nominated, "inputs": inputs}


def _worst_first(line: Record) -> tuple[int, float, bool, str]:
    """The gravest outcome, then the most coverage lost, families before children, then by id."""
    return OUTCOMES.index(line["outcome"]), line["after"] - line["before"], line["subject_kind"] == "child", line["subject_id"]


async def asked(store: GraphStore, world: World, prefix: str = "") -> list[list[Record]]:
    """What the product says, with the ten best candidates and with the best alone."""
    leavers = [prefix + x for x in world.leavers]
    losses = [await leaving(store, leavers, view(world, prefix), shown=shown) for shown in SHOWN]
    return [[unprefixed(leaving_line(loss), prefix) for loss in found] for found in losses]


async def alone(world: World) -> list[list[Record]]:
    async with held(world) as store:
        return await asked(store, world)


def by_the_pages(world: World) -> list[list[Record]]:
    reading = Reading(world)
    return [reading.lines(shown) for shown in SHOWN]


def by_itself(world: World) -> str | None:
    return difference(asyncio.run(alone(world)), by_the_pages(world))


def test_the_product_agrees_with_a_second_reading_of_leaving() -> None:
    agree(range(200), by_itself)


def test_both_stores_agree_with_it_on_worlds_held_side_by_side(place: Place) -> None:
    side_by_side = {f"w{n}-": replace(drawn(1000 + n), viewer=None) for n in range(PLACED)}

    async def work(store: GraphStore) -> list[list[list[Record]]]:
        await write(store, side_by_side)
        return [await asked(store, world, prefix) for prefix, world in side_by_side.items()]

    for world, answer in zip(side_by_side.values(), place.run(work), strict=True):
        assert difference(answer, by_the_pages(world)) is None, world
