"""The handover plan: for each family that loses someone a receiver, why they, by when, and a visit together before the last day.

Whoever could take over (`queries.scoring.succession`) is weighed for all families at once, so that no one is given more than
they can carry (`queries.handover.assignment`). It is about who knows families; it says nothing about a child or family.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from graph.errors import BadInput, UnknownId
from graph.model import Professional, Subject, SubjectKind, View
from graph.store import GraphReader
from queries.handover.assignment import assigned
from queries.handover.placing import Row, rows_of, worth_of
from queries.handover.room import rooms
from queries.handover.suiting import Suiting
from queries.handover.visits import visit_days
from queries.leaving.leaving import departures
from queries.leaving.losses import Loss
from queries.scoring.succession import Fit

EVERYONE = 1_000_000
"""More than there are who could take over."""
Why = Literal["nobody fits", "all who fit are full"]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a plan keeps to.

    `each`: a receiver for each family (its children with it), or for each child. `together` gives the children of one family one
    receiver. `same_school` prefers who is at the child's school, or works with others there. `capacity` is how many can be
    given to any one receiver, `capacities` to some by id; where neither says so, see `queries.handover.room`.
    """

    each: SubjectKind = "family"
    together: bool = False
    same_school: bool = False
    capacity: int | None = None
    capacities: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class Handover:
    """One family, or child, with its receiver. `leavers` are those who go and knew it, `by` their last day.

    `visit` is the day of a visit together, None where no working day is left for one; `bonus` what was added to the fit.
    """

    subject: Subject
    leavers: tuple[str, ...]
    receiver: Fit
    bonus: float
    by: date
    visit: date | None


@dataclass(frozen=True, slots=True)
class Without:
    """One that nobody can take over, and why; `excluded` are those the child or family said no to."""

    subject: Subject
    leavers: tuple[str, ...]
    why: Why
    excluded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Who takes over what, the worst losses first, and for whom nobody is found. `room` is how many each receiver can take."""

    handovers: tuple[Handover, ...]
    without: tuple[Without, ...]
    room: Mapping[str, int]

    @property
    def worth(self) -> float:
        """The sum of fits and bonuses, which no other plan that places as many exceeds."""
        return sum(h.receiver.fit + h.bonus for h in self.handovers)


async def handover(reader: GraphReader, leavers: Sequence[str], view: View, today: date, rules: Rules | None = None) -> Plan:
    """The plan for these people leaving together; the view is on the first day without them. Errors: UnknownId, BadInput."""
    kept = rules or Rules()
    check(kept)
    await _check_known(reader, kept.capacities, view)
    held = await departures(reader, leavers, view, shown=EVERYONE)
    suiting = Suiting(held.before, frozenset(leavers), same_school=kept.same_school)
    rows = rows_of(held, kept.each, suiting, together=kept.together)
    worth = [worth_of(row, suiting) for row in rows]
    wanted = sorted({p for own in worth for p in own})
    room = await rooms(reader, wanted, view, held.before.posts, capacity=kept.capacity, capacities=kept.capacities)
    return _plan(rows, worth, room, suiting, visit_days(today, view.on))


async def _check_known(reader: GraphReader, people: Collection[str], view: View) -> None:
    """Errors: UnknownId for people of whom a capacity is told and nothing else is held."""
    held = await reader.entities(Professional, sorted(people), view) if people else {}
    if missing := sorted(set(people) - held.keys()):
        raise UnknownId(*missing)


def check(rules: Rules) -> None:
    """Errors: BadInput where the rules don't hold together."""
    if min((rules.capacity or 0, *rules.capacities.values())) < 0:
        raise BadInput("a capacity is how many families someone can take over: give 0 or more")
    if rules.together and rules.each == "family":
        raise BadInput("children are kept together with their family already: together goes with a receiver for each child")


def _plan(
    rows: Sequence[Row], worth: Sequence[Mapping[str, float]], room: Mapping[str, int], suiting: Suiting, days: Sequence[date]
) -> Plan:
    ordered = sorted(range(len(rows)), key=lambda n: rows[n][0].subject)
    chosen = dict(zip(ordered, assigned([worth[n] for n in ordered], room), strict=True))
    placed = [(loss, who) for n, row in enumerate(rows) if (who := chosen[n]) for loss in row]
    visits = _visits([loss for loss, _ in placed], days)
    last = suiting.last_day
    done = [
        Handover(loss.subject, _leavers(loss), one, suiting.bonuses(loss)(who), last, visits.get(loss.subject))
        for loss, who in placed
        for one in loss.next
        if one.professional_id == who
    ]
    left = [
        Without(
            loss.subject, _leavers(loss), "all who fit are full" if worth[n] else "nobody fits", tuple(sorted(loss.answer.said.excluded))
        )
        for n, row in enumerate(rows)
        if chosen[n] is None
        for loss in row
    ]
    return Plan(tuple(done), tuple(left), room)


def _leavers(loss: Loss) -> tuple[str, ...]:
    return tuple(sorted(k.professional.id for k in loss.lost))


def _visits(losses: Iterable[Loss], days: Sequence[date]) -> dict[Subject, date]:
    """A day for each, those of one leaver spread evenly over the working days that are left, the worst first."""
    by_leaver: dict[str, list[Subject]] = {}
    for loss in losses:
        by_leaver.setdefault(_leavers(loss)[0], []).append(loss.subject)
    if not days:
        return {}
    return {s: days[n * len(days) // len(own)] for own in by_leaver.values() for n, s in enumerate(own)}
