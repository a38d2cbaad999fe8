"""Who really took over in the demo's departures: how often the fit names them first, beside plain rules."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from benchmarks.world import DAY, World
from graph.model import Post, Professional, Subject, Tie, View
from graph.store import GraphReader, open_store
from queries.knowing.answers import Known
from queries.knowing.baselines import longest_tenure, most_contacts, most_recent_contact
from queries.leaving.leaving import leaving
from queries.leaving.losses import Loss

YEARS = timedelta(3 * 365)
SOON = timedelta(90)
"""Who leads next within these days of a departure took over."""
MOST = 150
"""Departures looked at, spread evenly over all."""
Rule = Callable[[Loss], str | None]


@dataclass(frozen=True, slots=True)
class Departure:
    """Someone's last day, and who led next for each child and family that they led for."""

    leaver: str
    last: date
    followed: dict[Subject, str]


def run(world: World) -> None:
    """Print how often each rule names who really took over."""
    world.fill()
    asyncio.run(_run(world))


async def _run(world: World) -> None:
    found = dict.fromkeys(RULES, 0)
    count = 0
    async with open_store(world.settings.store, world.settings) as store:
        departures = await _departures(store)
        for one in departures[:: max(1, len(departures) // MOST)]:
            for loss in await leaving(store, [one.leaver], View(one.last)):
                if loss.subject in one.followed:
                    count += 1
                    for name, rule in RULES.items():
                        found[name] += rule(_without(loss, one.leaver)) == one.followed[loss.subject]
    print(f"who took over, in {count} real successions of leads who left their post, named first by")
    for name, hits in found.items():
        print(f"  {name:26}{hits / max(count, 1):7.1%}")


async def _departures(store: GraphReader) -> list[Departure]:
    """Leads who left their last post in the last years, with those who led next."""
    people = [p.id for p in await store.page(Professional, View(DAY), first=100_000)]
    last: dict[str, date] = {}
    for post in await store.posts(View(DAY), professionals=people):
        last[post.professional_id] = max(_end(post), last.get(post.professional_id, date.min))
    gone = {p: day for p, day in last.items() if DAY - YEARS < day < DAY - SOON}
    led = [t for t in await store.carried(sorted(gone), View(DAY)) if t.lead and _till_the_end(t, gone[t.professional_id])]
    around = await store.around(sorted({t.subject for t in led}), View(DAY), bare=True)
    next_lead: dict[Subject, list[Tie]] = {}
    for tie in sorted((t for t in around.ties if t.lead and t.since), key=lambda t: (t.since or DAY, t.professional_id)):
        next_lead.setdefault(tie.subject, []).append(tie)
    found: dict[str, dict[Subject, str]] = {}
    for tie in led:
        day = gone[tie.professional_id]
        if who := next((t.professional_id for t in next_lead[tie.subject] if t.since and day < t.since <= day + SOON), None):
            found.setdefault(tie.professional_id, {})[tie.subject] = who
    return [Departure(p, gone[p], found[p]) for p in sorted(found)]


def _end(post: Post) -> date:
    return post.until or date.max


def _till_the_end(tie: Tie, last: date) -> bool:
    return tie.until is None or tie.until >= last


def _without(loss: Loss, leaver: str) -> Loss:
    """The same without the leaver, for rules that know of no leaving."""
    around = loss.answer.around
    ties = tuple(t for t in around.ties if t.professional_id != leaver)
    contacts = tuple(c for c in around.contacts if c.professional_id != leaver)
    return replace(loss, answer=replace(loss.answer, around=replace(around, ties=ties, contacts=contacts)))


def _by(rule: Callable[[Known], str | None]) -> Rule:
    return lambda loss: rule(loss.answer)


RULES: dict[str, Rule] = {
    "Kith's fit": lambda loss: loss.next[0].professional_id if loss.next else None,
    "strongest tie": lambda loss: loss.remaining.professional.id if loss.remaining else None,
    "most contacts": _by(most_contacts),
    "longest tenure": _by(longest_tenure),
    "most recent contact": _by(most_recent_contact),
}
