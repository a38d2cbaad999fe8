"""The months ahead in words, and as a calendar."""

from hashlib import sha256

from api.telling.calendar import Entry, calendar
from api.telling.words import many
from graph.model import Post
from queries.risk.horizon import Event, Horizon, Stake
from queries.scoring.because import plain_day

TOLD = {"leaving": "Leaving date", "contract": "Contract ends", "funding": "Funding ends"}


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
