"""Ends that are known beforehand: of posts, and of the money that pays for them."""

from calendar import monthrange
from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from graph.model import Funded, Post

GAP_MONTHS = 3
"""From a gap of so many months on, money that goes on later has ended first."""
QUARTER = 3
"""Months."""
A_DAY = timedelta(1)
Why = Literal["leaving", "contract", "funding"]
WHYS: tuple[Why, ...] = get_args(Why)
"""Why a post ends: its last day is known, it is expected, or the money for it ends."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """Some months from a day on; both days included.

    >>> Ahead.of(date(2026, 1, 1)).last
    datetime.date(2026, 3, 31)
    """

    first: date
    last: date

    @classmethod
    def of(cls, first: date, months: int = QUARTER) -> "Ahead":
        """The months that begin on a day: a quarter, or another number of them."""
        return cls(first, months_on(first, months) - A_DAY)


@dataclass(frozen=True, slots=True)
class End:
    """How a post is known to end: `day` is its last day or, for want of money, the day people go; `money` is what ends then."""

    post: Post
    why: Why
    day: date
    money: Funded | None = None


def months_on(day: date, months: int) -> date:
    """The same date some months on, or the last day of that month where it is shorter; at most the last of all days."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def known_ends(posts: Iterable[Post], funded: Iterable[Funded], ahead: Ahead) -> dict[Post, End]:
    """Of these posts those known to end in some months, each by the first of its ends.

    That is their own last day, the one expected, or the day on which the money tells people to go: the end less the notice, for
    they leave before the money does. Who is under notice already when the months begin goes on their first day.
    """
    money: dict[tuple[str, str | None], list[Funded]] = {}
    for one in funded:
        money.setdefault((one.service_id, one.professional_id), []).append(one)
    found: dict[Post, End] = {}
    for post in posts:
        lines = money.get((post.service_id, post.professional_id)) or money.get((post.service_id, None), ())
        ends = [e for e in _ends(post, lines, ahead.first) if e.day <= ahead.last]
        if ends:
            found[post] = min(ends, key=lambda e: (e.day, WHYS.index(e.why)))
    return found


def _ends(post: Post, lines: Sequence[Funded], on: date) -> list[End]:
    """All ends of a post from a day on; `lines` pay for it."""
    found = [End(post, "leaving", post.until)] if post.until and post.until >= on else []
    found += [End(post, "contract", post.expected_end)] if post.expected_end and post.expected_end >= on else []
    last = last_money(lines, on)
    return [*found, End(post, "funding", max(go(last), on), last)] if last and final_day(last) < date.max else found


def in_sight(posts: Iterable[Post], ahead: Ahead) -> list[Post]:
    """Posts that hold on some day of the months ahead, or begin on the day after: whoever moves to one of these does not go."""
    begun = (p for p in dict.fromkeys(posts) if p.since is None or p.since <= ahead.last + A_DAY)
    return [p for p in begun if p.until is None or p.until >= ahead.first]


def going(posts: Collection[Post], ends: Container[Post]) -> frozenset[str]:
    """Those all of whose posts in sight are among those that end."""
    return frozenset(p.professional_id for p in posts) - {p.professional_id for p in posts if p not in ends}


def told_to_go(lines: Sequence[Funded], on: date) -> date | None:
    """The day from which people paid by the money that flows on a day are gone: its last day less the notice of the line that ends it.

    None where no money flows on the day, or none of it is known to end.
    """
    last = last_money(lines, on)
    return go(last) if last and final_day(last) < date.max else None


def go(last: Funded) -> date:
    """The last day of some money less its notice."""
    return date.fromordinal(max(1, final_day(last).toordinal() - (last.notice_days or 0)))


def last_money(lines: Iterable[Funded], on: date) -> Funded | None:
    """The line that ends the money that flows on a day: one that begins less than three months after the one before carries on from it."""
    last: Funded | None = None
    for line in sorted((f for f in lines if final_day(f) >= on), key=lambda f: (first_day(f), final_day(f), f.funding_id)):
        if first_day(line) <= on if last is None else carries_on(last, line):
            last = line
    return last


def carries_on(last: Funded, line: Funded) -> bool:
    """Whether a line ends later than another, and begins early enough to carry on from it."""
    end = final_day(last)
    return final_day(line) > end and first_day(line) < months_on(end + A_DAY, GAP_MONTHS)


def first_day(one: Funded) -> date:
    """The first day of this money: of the line, or of what it pays for here, whichever is later; unknown: the first of all days."""
    return max((d for d in (one.since, one.starts) if d), default=date.min)


def final_day(one: Funded) -> date:
    """The last day of this money: of the line, or of what it pays for here, whichever is earlier; open: the last of all days."""
    return min((d for d in (one.until, one.ends) if d), default=date.max)
