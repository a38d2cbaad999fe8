"""Who sits where and since when: posts, and the people who come, move on and leave."""

from collections import defaultdict
from random import Random

from ingest.demo.calendar import FOREVER, Calendar
from ingest.demo.chance import between, by_weight, days_until, happens, one_of, running_total, skewed
from ingest.demo.money import Funding, funding_lines, paid_spans
from ingest.demo.names import ORIGINS, SHARES
from ingest.demo.people import Seat, Stint, Worker
from ingest.demo.place import Place, Service
from ingest.demo.roles import CASEWORKER, INFORMAL, ROLES, VOLUNTEER, Role
from ingest.demo.words import INFORMAL as INFORMAL_TITLES

AGENCY_LEAVES = 0.9
"""Share of agency workers who leave in a year: our assumption, several times that of permanent staff."""

AGENCY_HIRED = 3.2
"""Agency staff leave sooner, so more of those hired than of those in post are agency: by this factor."""

MOVES_ON = 0.45
"""Chance that someone who leaves a post looks for another one in the authority."""

INFORMAL_PER_THOUSAND = 20
"""Informal knowers per thousand families."""


class Staff:
    """All seats filled through the whole history."""

    def __init__(self, rng: Random, place: Place, days: Calendar, families: int) -> None:
        self._rng, self._place, self._days, self._families = rng, place, days, families
        self._movers: dict[int, list[Worker]] = defaultdict(list)
        self._totals = running_total([share * (3.0 if not at else 1.0) for at, share in enumerate(SHARES)])
        self.workers: list[Worker] = []
        self.seats: dict[tuple[str, str], list[Seat]] = {}
        self.fundings: dict[str, list[Funding]] = {}
        self._fund()
        for role in ROLES:
            self._staff(role)
        self.informal = [self._informal() for _ in range(max(2, families * INFORMAL_PER_THOUSAND // 1000))]

    def _fund(self) -> None:
        """Funding lines for every voluntary group."""
        number = 1
        for service in self._place.services:
            if service.kind.key == "voluntary":
                self.fundings[service.id] = funding_lines(self._rng, service, self._days, number)
                number += len(self.fundings[service.id])

    def _staff(self, role: Role) -> None:
        """So many seats for a role as the number of families asks for, shared among its services."""
        services = [service for service in self._place.services if service.kind.key == role.service]
        total = max(len(services), int(role.seats * self._families / 1000 + 0.5))
        for number, service in enumerate(services):
            share = total * (number + 1) // len(services) - total * number // len(services)
            self.seats[service.id, role.key] = [self._filled(service, role) for _ in range(share)]

    def _filled(self, service: Service, role: Role) -> Seat:
        """A seat with everyone who has sat there."""
        seat = Seat(service, role)
        lines = self.fundings.get(service.id)
        if lines is None or role is VOLUNTEER:
            self._fill(seat, self._days.start - between(self._rng, 0, 60), FOREVER, 0)
        else:
            for first, last, notice in paid_spans(lines):
                self._fill(seat, max(first, self._days.start), last, notice)
        return seat

    def _fill(self, seat: Seat, day: int, money_ends: int, notice: int) -> None:
        """One person after another, from a day to the end of the money (people leave before it does)."""
        ends = money_ends if money_ends > self._days.today else money_ends - between(self._rng, 0, notice)
        while day < min(ends, self._days.today - 5):
            stint = self._stint(seat, day, ends)
            seat.stints.append(stint)
            day = stint.until + between(self._rng, 5, 75) if stint.until < FOREVER else FOREVER

    def _stint(self, seat: Seat, day: int, money_ends: int) -> Stint:
        """One person's time in a seat, to the day they go or today."""
        rng, role, first = self._rng, seat.role, not seat.stints
        agency = happens(rng, role.agency * (1 if first else AGENCY_HIRED))
        stays = days_until(rng, AGENCY_LEAVES if agency else role.leaves)
        worker = self._taken_on(role, day)
        until, reason = day + stays, "left post"
        if money_ends < until:
            until, reason = money_ends, "funding ended"
        if until >= self._days.today:
            until = FOREVER
        since = self._already_there(seat, day) if first and not agency else day
        if until < FOREVER and not agency and happens(rng, MOVES_ON):
            reason = self._looks_around(worker, until, reason)
        worker.last_day = max(worker.last_day, until)
        return Stint(worker, since, until, "agency" if agency else _contract(seat, role), reason)

    def _already_there(self, seat: Seat, day: int) -> int:
        """Those in post when the history begins came some years before it."""
        longest = 400 if seat.service.id in self.fundings else 4500
        return day - between(self._rng, 0, longest) if day <= self._days.start + 1 else day

    def _looks_around(self, worker: Worker, until: int, reason: str) -> str:
        """Makes someone available for another post in the authority."""
        self._movers[until // 30].append(worker)
        return "moved team" if reason == "left post" else reason

    def _taken_on(self, role: Role, day: int) -> Worker:
        """Someone who left another post in the last quarter and knows the trade, or someone new."""
        for month in range(day // 30 - 1, day // 30 - 4, -1):
            found = next((w for w in self._movers.get(month, ()) if _can_do(w, role) and w.last_day < day), None)
            if found and day > self._days.start + 90:
                self._movers[month].remove(found)
                return found
        return self._newcomer(role.profession)

    def _newcomer(self, profession: str) -> Worker:
        """Someone new, with a name of any origin."""
        rng = self._rng
        origin = by_weight(rng, ORIGINS, self._totals)
        name = f"{one_of(rng, origin.girls if happens(rng, 0.75) else origin.boys)} {one_of(rng, origin.families)}"
        number = len(self.workers) + 1
        staff = f"SW9{number:05d}" if profession == CASEWORKER.profession else f"NM-{number:06d}"
        warmth, diligence = 0.6 + 0.8 * rng.random(), 0.45 + 0.55 * rng.random()
        self.workers.append(Worker(f"pro-{number:05d}", name, profession, staff, warmth, diligence))
        return self.workers[-1]

    def _informal(self) -> Worker:
        """A caretaker, coach or neighbour: no post, no staff number, and there for good."""
        worker = self._newcomer("")
        worker.profession, worker.context = one_of(self._rng, INFORMAL_TITLES)
        worker.staff_number, worker.last_day = "", FOREVER
        worker.warmth, worker.diligence = 1.0 + skewed(self._rng, 0.0, 0.8), INFORMAL.kept
        return worker


_TRADES = (
    frozenset({"social worker", "reviewing officer", "family support worker", "youth justice officer", "adviser"}),
    frozenset({"family support worker", "community worker", "youth worker", "teaching assistant", "support worker"}),
    frozenset({"health visitor", "nurse", "school nurse", "midwife", "doctor", "therapist", "psychotherapist"}),
    frozenset({"teacher"}),
    frozenset({"teaching assistant", "pastoral worker", "education welfare officer", "administrator", "volunteer"}),
    frozenset({"police officer"}),
    frozenset({"housing officer", "adviser", "community worker"}),
)


def _can_do(worker: Worker, role: Role) -> bool:
    """Whether someone of that profession might take up that role; doctors and nurses keep to their own."""
    if worker.profession == role.profession:
        return True
    swaps = any({worker.profession, role.profession} <= trade for trade in _TRADES)
    return swaps and role.profession not in {"doctor", "midwife", "health visitor", "social worker"}


def _contract(seat: Seat, role: Role) -> str:
    """Volunteers, those on a funding line (fixed term) and everyone else."""
    if role is VOLUNTEER:
        return "volunteer"
    return "fixed_term" if seat.service.kind.key == "voluntary" else "permanent"
