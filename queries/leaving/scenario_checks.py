"""Whether a scenario holds together with what is held: everything that is wrong with it, told at once."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from graph.model import Post
from queries.knowing.posted import holds
from queries.leaving.scenario import AddPosts, BadScenario, Change, EndFunding, Gap, Leave, Move, Problem, Reallocate, Scenario
from queries.leaving.scenario_clashes import between, bridging, handing
from queries.leaving.scenario_ground import Ground

Told = Iterator[tuple[str, str]]
"""What is wrong with a change, and what to do."""


def check(ground: Ground, scenario: Scenario) -> None:
    """Errors: BadScenario, with every problem of every change."""
    if found := sorted(set(problems(ground, scenario)), key=lambda p: p.change):
        raise BadScenario(found)


def problems(ground: Ground, scenario: Scenario) -> Iterator[Problem]:
    """Everything that is wrong, change by change, then between changes."""
    if not scenario:
        yield Problem(1, "there is no change", "name at least one")
    for number, change in enumerate(scenario, 1):
        told = _ALONE.get(type(change))
        yield from (Problem(number, *one) for one in (*_unknown(ground, change), *(told(ground, change) if told else ())))
    yield from between(scenario)
    yield from bridging(ground, scenario)
    yield from handing(ground, scenario)


def _unknown(ground: Ground, change: Change) -> Told:
    named = {
        "professional": (ground.professionals, ("professional", "giver", "taker")),
        "service": (ground.services, ("service",)),
        "organisation": (ground.organisations, ("to_organisation",)),
        "funding line": (ground.fundings, ("funding",)),
    }
    for what, (held, fields) in named.items():
        for own in (i for f in fields if (i := getattr(change, f, None)) is not None and i not in held):
            yield f"no {what} is held under {own}, or it is not yours to see", "check the id"
    for subject in getattr(change, "subjects", None) or ():
        if subject not in ground.around.asked:
            yield f"no {subject.kind} is held under {subject.id}, or it is not yours to see", "check the id"


def _leave(ground: Ground, change: Leave) -> Told:
    if (last := _last_day(ground.posts_of(change.professional))) and last < change.on:
        yield f"{change.professional} has already left, their last post ended on {last}", "leave this change out"


def _last_day(posts: list[Post]) -> date | None:
    """The last day of someone's last post; None while one goes on, or without any."""
    days = [p.until for p in posts]
    return max((d for d in days if d), default=None) if all(days) else None


def _move(ground: Ground, change: Move) -> Told:
    if any(p.organisation_id == change.to_organisation for p in ground.posts if p.service_id == change.service):
        yield f"{change.service} is part of {change.to_organisation} already", "name another organisation or leave this change out"


def _end(ground: Ground, change: EndFunding) -> Told:
    if (line := ground.fundings.get(change.funding)) is None:
        return
    if change.on is None and line.ends is None:
        yield f"no end of {line.id} is recorded", "say on which day it ends"
    elif change.on and line.starts and change.on < line.starts:
        yield f"{line.id} would end on {change.on}, before it starts on {line.starts}", "name a later day"
    elif change.on and line.ends and change.on > line.ends:
        yield f"{line.id} ends on {line.ends}, before {change.on}", "leave the day out, or add a bridge until that day"
    yield from _notice(change)


def _gap(ground: Ground, change: Gap) -> Told:
    line = ground.fundings.get(change.funding)
    if change.until < change.since:
        yield f"the gap ends on {change.until}, before it starts on {change.since}", "put the earlier day first"
    if line and line.starts and change.since <= line.starts:
        yield f"the gap starts on {change.since}, when no money of {line.id} has been paid yet", f"name a day after {line.starts}"
    if line and line.ends and (change.since - line.ends).days > 1:
        yield f"the gap starts on {change.since}, and {line.id} ends on {line.ends}", "name a day no later than the one after its end"
    yield from _notice(change)


def _notice(change: EndFunding | Gap) -> Told:
    if (change.notice_days or 0) < 0:
        yield f"{change.notice_days} days of notice", "say 0 or more"


def _add(ground: Ground, change: AddPosts) -> Told:
    if change.count < 1:
        yield f"{change.count} posts are to be added", "say 1 or more"
    if (change.capacity or 0) < 0:
        yield f"a post can't carry {change.capacity} families", "say 0 or more, or leave it out"


def _reallocate(ground: Ground, change: Reallocate) -> Told:
    if change.giver == change.taker:
        yield f"{change.giver} would hand over to themselves", "name another"
    if (posts := ground.posts_of(change.taker)) and not any(holds(p, change.on) for p in posts):
        yield f"{change.taker} is not in post on {change.on}", "name someone who is"


_ALONE: dict[type, Callable[[Ground, Any], Told]] = {
    Leave: _leave, Move: _move, EndFunding: _end, Gap: _gap, AddPosts: _add, Reallocate: _reallocate,
}  # fmt: skip
