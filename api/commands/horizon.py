"""`kith horizon`: what is known to end in the months ahead, as JSON lines, in words, and as a calendar to subscribe to."""

import sys
from collections.abc import Iterator
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import typer

from api.telling.calendar import Entry, calendar
from api.telling.words import many
from graph.errors import BadInput
from graph.model import Post, View
from graph.settings import Settings
from graph.store import open_store
from queries.risk.horizon import MONTHS, Event, Horizon, Stake, horizon
from queries.scoring.because import plain_day

TOLD = {"leaving": "Leaving date", "contract": "Contract ends", "funding": "Funding ends"}


async def print_horizon(settings: Settings, view: View, months: int, *, as_json: bool, ics: Path | None) -> None:
    """Print the months ahead, and write them as a calendar too. Errors: BadInput where it can't be written."""
    async with open_store(settings.store, settings, create=False) as store:
        found = await horizon(store, view, months)
    told = (orjson.dumps(line).decode() for line in lines(found)) if as_json else in_words(found)
    sys.stdout.write("".join(f"{line}\n" for line in told))
    try:
        if ics:
            ics.write_bytes(as_calendar(found))
    except OSError as error:
        raise BadInput(f"{ics} can't be written: {error.strerror}") from None


def months_typed(months: int) -> int:
    """How far to look, of what was typed."""
    if months not in MONTHS:
        raise typer.BadParameter(f"is {', '.join(map(str, MONTHS))}", param_hint="--months")
    return months


def lines(found: Horizon) -> Iterator[dict[str, Any]]:
    """The lines of `kith horizon`, the months first; the README lists their keys."""
    totals = [{"months": t.months, "until": t.until.isoformat(), **asdict(t.stake)} for t in found.totals]
    yield {"from": found.ahead.first.isoformat(), "to": found.ahead.last.isoformat(), "together": totals, "weights": found.weights}
    for event in found.events:
        yield {
            "why": event.why,
            "day": event.day.isoformat(),
            "ends": event.ends.isoformat(),
            "funding_id": event.funding_id,
            "posts": [{"professional_id": p.professional_id, "service_id": p.service_id} for p in event.posts],
            "gone": list(event.gone),
            **asdict(event.stake),
        }


def in_words(found: Horizon) -> Iterator[str]:
    """The same as a manager reads it: what goes together, then every end, by day."""
    yield f"What is known to end from {plain_day(found.ahead.first)} on:"
    for one in found.totals:
        yield f"within {one.months} months, until {plain_day(one.until)}: {stake_in_words(one.stake)}"
    for event in found.events:
        yield f"{event.day}  {title(event)}: {stake_in_words(event.stake)}"


def title(event: Event) -> str:
    """What ends, by ids."""
    if event.funding_id:
        before = f", its money on {plain_day(event.ends)}" if event.ends != event.day else ""
        return f"{TOLD[event.why]}: {event.funding_id}{before}"
    return f"{TOLD[event.why]}: {', '.join(dict.fromkeys(map(_of, event.posts)))}"


def _of(post: Post) -> str:
    return f"{post.professional_id} in {post.service_id}"


def stake_in_words(stake: Stake) -> str:
    """What some people put at stake, in a sentence."""
    if not stake.people:
        return "nobody goes"
    goes = many(stake.people, "person goes, who knows", "people go, who know")
    if not stake.families:
        return f"{goes} no family"
    return f"{goes} {many(stake.families, 'family', 'families')}: {stake.orphaned:,} left with nobody, {stake.thinned:,} with one person"


# The calendar


def as_calendar(found: Horizon) -> bytes:
    """The ends as whole days of a calendar: ids of posts, services and lines, and counts; nothing of any family."""
    entries: dict[str, Entry] = {}
    for event in found.events:
        entry = _entry(event)
        entries.setdefault(entry.uid, entry)
    return calendar("Kith: horizon", entries.values(), found.ahead.first)


def _entry(event: Event) -> Entry:
    posts = "".join(f"\n{post}" for post in dict.fromkeys(map(_of, event.posts))) if event.funding_id else ""
    return Entry(_uid(event), event.day, title(event), stake_in_words(event.stake) + posts, TOLD[event.why])


def _uid(event: Event) -> str:
    """The same for one end however often it is told: of a line and its last day; of a post, also when the day moves."""
    named = f"funding {event.funding_id} {event.ends}" if event.funding_id else f"post {min(map(_whole, event.posts))}"
    return f"{sha256(named.encode()).hexdigest()[:32]}@kith"


def _whole(post: Post) -> str:
    return f"{post.professional_id} {post.service_id} {post.role or ''} {post.since or ''}"
