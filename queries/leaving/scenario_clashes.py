"""What changes of one scenario can't do together: twice the same, one after the other's end, to someone who goes too."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from queries.leaving.effects import first_days_without
from queries.leaving.handing import Hands, handed
from queries.leaving.scenario import (
    AddPosts,
    Bridge,
    Change,
    Close,
    EndFunding,
    Gap,
    Leave,
    MoneyChange,
    Move,
    Problem,
    Reallocate,
    Scenario,
)
from queries.leaving.scenario_ground import Ground
from queries.scoring.said import Voices
from queries.scoring.weighing import weights_on

SAID_TWICE = "leave one of them out"


def between(scenario: Scenario) -> Iterator[Problem]:
    """What two changes can't both do; it is told of the later one."""
    for (first, a), (second, b) in combinations(enumerate(scenario, 1), 2):
        if (clash := _clash(a, b) or _clash(b, a)) is not None:
            yield Problem(second, clash.format(first), SAID_TWICE)


def _clash(a: Change, b: Change) -> str | None:
    if isinstance(a, Leave) and isinstance(b, Leave) and a.professional == b.professional:
        return f"{a.professional} leaves by change {{}} already"
    if (
        isinstance(a, Close)
        and isinstance(b, Close | Move | AddPosts)
        and a.service == b.service
        and (isinstance(b, Close) or a.on <= b.on)
    ):
        return f"{a.service} closes by then (with change {{}})"
    if isinstance(a, Move) and isinstance(b, Move) and (a.service, a.on) == (b.service, b.on):
        return f"{a.service} moves on {a.on} by change {{}} already"
    if isinstance(a, MoneyChange) and isinstance(b, MoneyChange) and a.funding == b.funding:
        return _money(a, b)
    return None


def _money(a: MoneyChange, b: MoneyChange) -> str | None:
    if type(a) is type(b) and not isinstance(a, Gap):
        return f"{a.funding} is {'bridged' if isinstance(a, Bridge) else 'ended'} by change {{}} already"
    if isinstance(a, Gap) and isinstance(b, Gap) and a.since <= b.until and b.since <= a.until:
        return f"the gap overlaps that of change {{}} in {a.funding}"
    if isinstance(a, EndFunding) and isinstance(b, Gap) and a.on and a.on <= b.until:
        return f"the gap and the end of {a.funding} overlap (with change {{}})"
    return None


def bridging(ground: Ground, scenario: Scenario) -> Iterator[Problem]:
    """A bridge begins where a change stops the money of the same line."""
    for number, change in enumerate(scenario, 1):
        if isinstance(change, Bridge) and (line := ground.fundings.get(change.funding)):
            stops = [c for c in scenario if isinstance(c, EndFunding | Gap) and c.funding == change.funding]
            if not stops:
                yield Problem(number, f"no change ends {line.id}, or puts a gap into it", "add the end or the gap that is bridged")
            days = [c.since if isinstance(c, Gap) else c.on or line.ends for c in stops]
            if any(days) and change.until <= min(d for d in days if d):
                yield Problem(number, f"the bridge ends on {change.until}, before it can begin", "name a later day")


def handing(ground: Ground, scenario: Scenario) -> Iterator[Problem]:
    """Who hands over must have a tie to give, and who takes over must stay, and not be refused."""
    changes = {n: c for n, c in enumerate(scenario, 1) if isinstance(c, Reallocate)}
    if not changes:
        return
    hands, going = handed(ground, scenario, date.max), first_days_without(ground, scenario)
    for number, subject in hands.without:
        what = f"{changes[number].giver} has no live tie to {subject.kind} {subject.id} by then"
        yield Problem(number, what, "leave it out, or hand it over once only")
    for number, change in changes.items():
        if change.taker in going:
            yield Problem(number, f"{change.taker} goes too, from {going[change.taker]} on", "name someone who stays")
        if change.subjects is None and number not in hands.taken and change.giver in ground.professionals:
            yield Problem(number, f"{change.giver} has no live tie to anyone on {change.on}", "leave this change out")
        yield from _refused(ground, number, change, hands)


def _refused(ground: Ground, number: int, change: Reallocate, hands: Hands) -> Iterator[Problem]:
    """A child's or family's "no" stands: nobody hands them to someone they refused."""
    said = Voices(ground.around, weights_on(ground.around.weights, change.on)[1]).excluded(change.on)
    for subject in hands.taken.get(number, ()):
        if change.taker in said.get(subject, ()):
            yield Problem(number, f"{subject.kind} {subject.id} said no to {change.taker}", "name someone else for them")
