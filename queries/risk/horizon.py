"""What is known to end in the months ahead, and what it puts at stake: leaving dates, ends of contracts, ends of money.

Only about who knows families. What several ends do is worked out for all who go together, never added up: together is worse.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.errors import BadInput
from graph.model import Funded, Post, View
from graph.store import GraphReader
from queries.leaving.ends import WHYS, Ahead, End, Why, final_day, going, in_sight, known_ends
from queries.risk.cover import Cover, Knowers, cover
from queries.risk.services import every_service

MONTHS = (3, 6, 12)
"""How far one can look ahead."""
Key = tuple[Why, date, date, str, str]
"""What makes one event: why, the day, the last day, and the funding line, or the service and the person."""


@dataclass(frozen=True, slots=True)
class Stake:
    """What the leaving of some people does: families that one of them knows, and of these those orphaned and thinned (rule 34)."""

    people: int
    families: int
    orphaned: int
    thinned: int


@dataclass(frozen=True, slots=True)
class Together:
    """What is at stake when all go who are known to go within some months; `until` is their last day."""

    months: int
    until: date
    stake: Stake


@dataclass(frozen=True, slots=True)
class Event:
    """One end: of a post, or of a funding line.

    `day` is the last day in the post; of money that people go with, the day they go, which is its last day less the notice.
    `ends` is the last day of the post or the money. `posts` end with it; `gone` are those who hold no post any more from then on, and
    `stake` is what they alone, going together, put at stake.
    """

    why: Why
    day: date
    ends: date
    funding_id: str | None
    posts: tuple[Post, ...]
    gone: tuple[str, ...]
    stake: Stake


@dataclass(frozen=True, slots=True)
class Horizon:
    """All ends in the months ahead, by day, and what they put at stake together."""

    ahead: Ahead
    totals: tuple[Together, ...]
    events: tuple[Event, ...]
    weights: str


class Stakes:
    """What is at stake, from who knows each family."""

    def __init__(self, knowers: Knowers) -> None:
        self.knowers = knowers
        self.families: dict[str, list[str]] = {}
        for family, people in knowers.items():
            for person in people:
                self.families.setdefault(person, []).append(family)

    def of(self, gone: Collection[str]) -> Stake:
        """What some people put at stake, going together."""
        touched = {f for p in gone for f in self.families.get(p, ())}
        left = {f: len(self.knowers[f].difference(gone)) for f in touched}
        thinned = sum(n == 1 for n in left.values())
        return Stake(len(gone), len(touched), sum(not n for n in left.values()), thinned)


async def horizon(reader: GraphReader, view: View, months: int = 12) -> Horizon:
    """The months that begin on the view's day. Errors: BadInput."""
    months_known(months)
    return await seen_ahead(reader, await cover(reader, view), view, months)


def months_known(months: int) -> None:
    """Errors: BadInput where one can't look so far ahead."""
    if months not in MONTHS:
        raise BadInput(f"months are {', '.join(map(str, MONTHS))}: {months} is none of these")


async def seen_ahead(reader: GraphReader, held: Cover, view: View, months: int) -> Horizon:
    """The answer from a cover already read. Errors: BadInput."""
    months_known(months)
    posts = await reader.posts(view, services=sorted(await every_service(reader, view)))
    funded = await reader.fundings(view)
    stakes = Stakes(held.knowers)
    totals = tuple(_together(posts, funded, view.on, m, stakes) for m in MONTHS if m <= months)
    ahead = Ahead.of(view.on, months)
    return Horizon(ahead, totals, events(in_sight(posts, ahead), funded, ahead, stakes), held.weights)


def _together(posts: Sequence[Post], funded: Sequence[Funded], on: date, months: int, stakes: Stakes) -> Together:
    ahead = Ahead.of(on, months)
    seen = in_sight(posts, ahead)
    return Together(months, ahead.last, stakes.of(going(seen, known_ends(seen, funded, ahead))))


def events(posts: Sequence[Post], funded: Sequence[Funded], ahead: Ahead, stakes: Stakes) -> tuple[Event, ...]:
    """The ends as events: a post's own for itself, those of one line on one day together; also of lines that end and take nobody along."""
    ends = known_ends(posts, funded, ahead)
    last = _last_ends(ends, going(posts, ends))
    grouped: dict[Key, list[End]] = {}
    for end in ends.values():
        grouped.setdefault(_key(end), []).append(end)
    lines = {(e.money.funding_id, final_day(e.money)) for e in ends.values() if e.money}
    for one in funded:
        if one.ends and ahead.first <= one.ends <= ahead.last and (one.funding_id, one.ends) not in lines:
            grouped.setdefault(("funding", one.ends, one.ends, one.funding_id, ""), [])
    return tuple(_event(key, grouped[key], last, stakes) for key in sorted(grouped, key=lambda k: (k[1], WHYS.index(k[0]), *k[2:])))


def _key(end: End) -> Key:
    if end.money:
        return end.why, end.day, final_day(end.money), end.money.funding_id, ""
    return end.why, end.day, end.day, end.post.service_id, end.post.professional_id


def _last_ends(ends: Mapping[Post, End], gone: Collection[str]) -> dict[str, End]:
    """For each of those who go, the end after which they hold no post any more."""
    found: dict[str, End] = {}
    for end in sorted(ends.values(), key=lambda e: (e.day, WHYS.index(e.why), e.post.service_id)):
        if end.post.professional_id in gone:
            found[end.post.professional_id] = end
    return found


def _event(key: Key, ends: Sequence[End], last: Mapping[str, End], stakes: Stakes) -> Event:
    why, day, final, named, _ = key
    people = sorted({e.post.professional_id for e in ends if last.get(e.post.professional_id) == e})
    posts = sorted((e.post for e in ends), key=lambda p: (p.service_id, p.professional_id))
    return Event(why, day, final, named if why == "funding" else None, tuple(posts), tuple(people), stakes.of(people))
