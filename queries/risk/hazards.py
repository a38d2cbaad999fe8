"""How likely it is that someone leaves within a quarter: ends that are known, else the rate that posts like theirs have had.

Of a post and never of a person: two people in the same kind of service on the same kind of contract have the same rate. No
number here is ever shown for one person.

The rate of a kind of post is Kaplan and Meier's (1958), with posts still held censored, over the quarters for which each was seen:
for whoever is in post today, however long, and not for beginners alone, as a curve from the first day of each post would be.
Seen means from the day after the first end on record: until then it was not told who had left.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from scipy import stats  # pyright: ignore[reportMissingTypeStubs]

from graph.model import Post, Service
from queries.knowing.posted import holds
from queries.leaving.ends import going

NATIONAL = 0.118
"""Of England's children's social workers so many left in a year (2025, workforce statistics): used where history is too short."""
MIN_ENDED = 10
"""Posts seen to end that a rate of one's own needs; with fewer it is too few to say."""
QUARTER = 91
"""Days."""
Kind = tuple[str | None, str | None]
"""The kind of a service and of a contract."""


@dataclass(frozen=True, slots=True)
class Rate:
    """The share, 0 to 1, who leave a kind of post in a year, with its 95 % interval.

    `posts` were seen, and `ended` of them when the person left. Where these are fewer than MIN_ENDED, or no post was seen for a
    whole quarter, there are too few to say: then `national` is true, `yearly` the national figure, and there is no interval.
    """

    service_kind: str | None
    contract: str | None
    posts: int
    ended: int
    yearly: float
    low: float | None
    high: float | None
    national: bool


def quarterly(yearly: float) -> float:
    """The chance, 0 to 1, of leaving in a quarter: 1 − (1 − yearly)^(1/4) (rule 55).

    >>> round(quarterly(0.118), 6)
    0.030903
    """
    return 1 - (1 - yearly) ** 0.25


def chances(
    people: Iterable[str], posts: Collection[Post], rates: Mapping[Kind, Rate], kinds: Mapping[str, Service], ends: Collection[Post]
) -> dict[str, float]:
    """For each person the chance, 0 to 1, that they are gone by the end of a quarter; `ends` are those of their posts that end in it.

    1 where all do; else by the rate of the one begun last (then by service) among those that do not. Someone without a post has
    the national figure.
    """
    sure = going(posts, ends)
    shown: dict[str, Post] = {}
    for post in sorted((p for p in posts if p not in ends), key=lambda p: (-(p.since or date.min).toordinal(), p.service_id)):
        shown.setdefault(post.professional_id, post)
    return {p: 1.0 if p in sure else quarterly(_yearly(shown.get(p), rates, kinds)) for p in people}


def _yearly(post: Post | None, rates: Mapping[Kind, Rate], kinds: Mapping[str, Service]) -> float:
    rate = rates.get(kind_of_post(post, kinds)) if post else None
    return rate.yearly if rate else NATIONAL


def kind_of_post(post: Post, kinds: Mapping[str, Service]) -> Kind:
    """The kind of service and the contract of a post."""
    return (kinds[post.service_id].kind if post.service_id in kinds else None), post.contract


# What history tells


def rates(history: Iterable[Post], kinds: Mapping[str, Service], on: date) -> dict[Kind, Rate]:
    """The yearly rate of every kind of post there has been, by service kind and contract, as far as the day of asking."""
    seen: dict[Kind, list[tuple[int, bool]]] = {}
    for post, days, left in lengths(history, on):
        seen.setdefault(kind_of_post(post, kinds), []).append((days, left))
    return {kind: _rate(kind, seen[kind]) for kind in sorted(seen, key=lambda k: (k[0] or "", k[1] or "", k[0] is None, k[1] is None))}


def lengths(history: Iterable[Post], on: date) -> list[tuple[Post, int, bool]]:
    """For how many days each post was seen, and whether the person left then; a post whose first day is unknown tells nothing.

    A post still held on the day has lasted until then, and no leaving is seen; nor is it where the same person holds another post
    the day after, for they moved (rule 5).
    """
    once = list(dict.fromkeys(history))
    record = min((p.until for p in once if p.until), default=date.min)
    theirs: dict[str, list[Post]] = {}
    for post in once:
        theirs.setdefault(post.professional_id, []).append(post)
    found: list[tuple[Post, int, bool]] = []
    for post in once:
        ended = post.until is not None and post.until < on
        last = post.until if post.until and ended else on
        days = (last - max(post.since, record + timedelta(1))).days + 1 if post.since else 0
        if days > 0:
            after = last + timedelta(1)
            found.append((post, days, ended and not any(holds(other, after) for other in theirs[post.professional_id])))
    return found


def quarters(days: int, left: bool) -> list[tuple[int, bool]]:
    """The days of a post quarter by quarter: whoever left after two quarters and ten days stayed for two and left after ten days.

    >>> quarters(192, True)
    [(91, False), (91, False), (10, True)]
    """
    whole, rest = divmod(days - 1, QUARTER)
    return [(QUARTER, False)] * whole + [(rest + 1, left)]


def _rate(kind: Kind, seen: Sequence[tuple[int, bool]]) -> Rate:
    parts = [part for days, left in seen for part in quarters(days, left)]
    ended, held = ([days for days, left in parts if left is gone] for gone in (True, False))
    if len(ended) < MIN_ENDED or QUARTER not in held:
        return Rate(*kind, len(seen), len(ended), NATIONAL, None, None, national=True)
    return Rate(*kind, len(seen), len(ended), *yearly(ended, held), national=False)


def yearly(ended: Sequence[int], held: Sequence[int]) -> tuple[float, float, float]:
    """The share who leave in a year, 1 − S⁴, with its 95 % interval, from the days of quarters that ended in leaving and of others.

    S is the share who stay a quarter, by Kaplan and Meier; its interval Greenwood's on the log-log scale (scipy.stats.ecdf). Some of
    those held last a whole quarter, or S would not be known; those shorter than any that ended bear on nothing.
    """
    curve: Any = stats.ecdf(stats.CensoredData(uncensored=list(ended), right=[days for days in held if days >= min(ended)])).sf
    around = curve.confidence_interval(0.95, method="log-log")
    stay, low, high = (float(c.evaluate(QUARTER)) for c in (curve, around.low, around.high))
    return 1 - stay**4, 1 - high**4, 1 - low**4
