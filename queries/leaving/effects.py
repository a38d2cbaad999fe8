"""What a scenario does to who is in post and which ties hold on a day: one engine for every kind of change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from graph.model import Around, Post, Tie
from queries.knowing.posted import holds
from queries.leaving.handing import handed
from queries.leaving.money_changes import unpaid
from queries.leaving.scenario import AddPosts, Bridge, Close, EndFunding, Gap, Leave, Move, Scenario
from queries.leaving.scenario_ground import Ground
from queries.scoring.said import Pair

NOTHING_READ = Ground()
"""All that people who leave need: nothing beside themselves."""


@dataclass(frozen=True, slots=True)
class Effects:
    """What the changes have done by a day; all else is as it is on that day.

    `gone` are in post no more, `ended` live posts that are no more. `rows` are all rows of every pair of professional and
    subject that a re-allocation touched, `away` the pairs whose tie is over. `moved` leads from services to the
    organisation they belong to by then, `added` are the posts added, and `waiting` the changes, counted from 1, that
    come after the day.
    """

    gone: frozenset[str]
    ended: frozenset[Post] = frozenset()
    rows: Mapping[Pair, tuple[Tie, ...]] = field(default_factory=dict[Pair, tuple[Tie, ...]])
    away: frozenset[Pair] = frozenset()
    moved: Mapping[str, str] = field(default_factory=dict[str, str])
    added: tuple[AddPosts, ...] = ()
    waiting: tuple[int, ...] = ()

    def posts_after(self, posts: Iterable[Post]) -> list[Post]:
        """Posts as they are afterwards: without those that ended, each in the organisation its service then belongs to."""
        left = (p for p in posts if p not in self.ended and p.professional_id not in self.gone)
        return [replace(p, organisation_id=self.moved[p.service_id]) if p.service_id in self.moved else p for p in left]

    def after(self, around: Around) -> Around:
        """What is held around some subjects, with the ties as they are afterwards."""
        if not self.rows:
            return around
        kept = [t for t in around.ties if (t.professional_id, t.subject) not in self.rows]
        return replace(around, ties=(*kept, *(t for rows in self.rows.values() for t in rows)))


def effects(ground: Ground, scenario: Scenario, day: date) -> Effects:
    """What all the changes together have done by a day."""
    hands = handed(ground, scenario, day)
    moves = sorted((c for c in scenario if isinstance(c, Move) and c.on <= day), key=lambda c: c.on)
    ends = post_ends(ground, scenario)
    return Effects(
        _gone(ground, scenario, ends, day),
        frozenset(p for p, first in ends.items() if first <= day and holds(p, day)),
        {pair: tuple(rows) for pair, rows in hands.rows.items()},
        frozenset(hands.away),
        {c.service: c.to_organisation for c in moves},
        tuple(c for c in scenario if isinstance(c, AddPosts) and c.on <= day),
        tuple(n for n, c in enumerate(scenario, 1) if first_felt(ground, c) > day),
    )


def post_ends(ground: Ground, scenario: Scenario) -> dict[Post, date]:
    """Posts that end because their service closes or their money does, each with the first day without it."""
    found = unpaid(ground.posts, ground.funded, scenario)
    for change in scenario:
        if isinstance(change, Close):
            closing = [p for p in ground.posts if p.service_id == change.service]
            found |= {p: min(change.on, found.get(p, change.on)) for p in closing}
    return found


def first_days_without(ground: Ground, scenario: Scenario) -> dict[str, date]:
    """Everyone who goes, each with the first day without them, in order of these days."""
    ends = post_ends(ground, scenario)
    days = sorted({*ends.values(), *(c.on for c in scenario if isinstance(c, Leave))})
    found: dict[str, date] = {}
    for day in days:
        for person in sorted(_gone(ground, scenario, ends, day)):
            found.setdefault(person, day)
    return found


def _gone(ground: Ground, scenario: Scenario, ends: Mapping[Post, date], day: date) -> frozenset[str]:
    """Those who left, and those of whose live posts none remains."""
    left = {c.professional for c in scenario if isinstance(c, Leave) and c.on <= day}
    live: dict[str, list[date]] = {}
    for post in ground.posts if ends else ():
        if holds(post, day):
            live.setdefault(post.professional_id, []).append(ends.get(post, date.max))
    return frozenset(left | {p for p, days in live.items() if max(days) <= day})


def first_felt(ground: Ground, change: object) -> date:
    """The first day on which a change can be felt; a bridge is felt at once."""
    if isinstance(change, EndFunding | Gap):
        line = ground.fundings.get(change.funding)
        last = change.since - timedelta(1) if isinstance(change, Gap) else change.on or (line and line.ends)
        notice = change.notice_days if change.notice_days is not None else (line and line.notice_days)
        return last - timedelta(notice or 0) if last else date.max
    return date.min if isinstance(change, Bridge) else getattr(change, "on", date.min)
