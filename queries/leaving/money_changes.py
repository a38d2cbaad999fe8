"""What ended, interrupted and bridged money does to posts: who pays for each from when to when, and when people are told to go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from graph.model import Funded, Post
from queries.leaving.ends import final_day, first_day, told_to_go
from queries.leaving.scenario import Bridge, EndFunding, Gap, MoneyChange, Scenario

A_DAY = timedelta(1)
Span = tuple[date, date]


def unpaid(posts: Iterable[Post], funded: Iterable[Funded], scenario: Scenario) -> dict[Post, date]:
    """Of these posts those that lose their money, each with the first day without it.

    Money that the scenario leaves alone pays on, whatever end is recorded: before and after differ by the changes alone.
    """
    changes: dict[str, list[MoneyChange]] = {}
    for change in scenario:
        if isinstance(change, EndFunding | Gap | Bridge):
            changes.setdefault(change.funding, []).append(change)
    paying: dict[tuple[str, str | None], list[Funded]] = {}
    for one in funded:
        paying.setdefault((one.service_id, one.professional_id), []).append(one)
    found: dict[Post, date] = {}
    for post in posts if changes else ():
        lines = paying.get((post.service_id, post.professional_id)) or paying.get((post.service_id, None), [])
        if (day := _goes(post, lines, changes)) is not None:
            found[post] = day
    return found


def _goes(post: Post, lines: Sequence[Funded], changes: Mapping[str, Sequence[MoneyChange]]) -> date | None:
    """The day from which nobody is in a post any more for want of money: the notice counts back from its last day."""
    breaks = [d for one in lines for d in breaking(one, changes.get(one.funding_id, ()))]
    if not breaks or (post.since and post.since > min(breaks)):
        return None
    flows = [part for one in lines for part in stretches(one, changes.get(one.funding_id, ()), min(breaks))]
    return told_to_go(flows, min(breaks))


def breaking(one: Funded, changes: Iterable[MoneyChange]) -> list[date]:
    """The last days before each end and gap that the changes put into this money while it flows."""
    days = [d for c in changes if (d := last_paid(c, one))]
    return [d for d in days if first_day(one) <= d <= final_day(one)]


def last_paid(change: MoneyChange, line: Funded) -> date | None:
    """The last day paid before a change stops the money; None where it stops nothing."""
    if isinstance(change, EndFunding):
        return change.on or line.ends
    return change.since - A_DAY if isinstance(change, Gap) else None


def stretches(one: Funded, changes: Sequence[MoneyChange], first_break: date) -> list[Funded]:
    """The stretches of days on which this money still flows; an end of its own that no change makes real is left open."""
    breaks = breaking(one, changes)
    if not breaks:
        return [replace(one, until=None, ends=None) if final_day(one) > first_break else one]
    ends = [d for c in changes if isinstance(c, EndFunding) and (d := last_paid(c, one))]
    spans: list[Span] = [(first_day(one), min(ends, default=date.max))]
    for gap in (c for c in changes if isinstance(c, Gap)):
        spans = [piece for span in spans for piece in _without(span, (gap.since, gap.until))]
    for bridge in (c for c in changes if isinstance(c, Bridge)):
        spans = _bridged(spans, bridge.until)
    given = [c.notice_days for c in changes if not isinstance(c, Bridge) and c.notice_days is not None]
    notice = max(given, default=one.notice_days)
    return [replace(one, since=a, until=b, starts=None, ends=None, notice_days=notice) for a, b in spans]


def _without(span: Span, gap: Span) -> list[Span]:
    """A stretch of days less another."""
    (first, last), (since, until) = span, gap
    if until < first or since > last:
        return [span]
    before = [(first, since - A_DAY)] if since > first else []
    return before + ([(until + A_DAY, last)] if until < last else [])


def _bridged(spans: Sequence[Span], until: date) -> list[Span]:
    """The first stretch carried on to a day, joined to those that it then reaches."""
    (first, last), *rest = spans
    last = max(last, until)
    while rest and (last == date.max or rest[0][0] <= last + A_DAY):
        last = max(last, rest.pop(0)[1])
    return [(first, last), *rest]
