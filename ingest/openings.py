"""What opens what is hidden: consent of a child or family, a broker's answer to a request, and a glass broken in an emergency."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from graph.model import Opening, Service, Subject, View
from graph.rows import instant
from graph.store import GraphReader, GraphStore
from ingest.deciding import EVERYTHING, LONGEST_REASON, Refused, decide, everything, is_reason, one_of

ANSWERED_FOR = timedelta(days=30)
"""How long a broker's yes holds."""
GLASS = timedelta(hours=24)
"""How long a broken glass stays open at most."""
REVIEWED_WITHIN = timedelta(days=3)
"""How soon someone else must have looked at a broken glass."""
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Wish:
    """What someone wants to see: of whom, of which sensitive service (None: every one), and why. `view` is how they see the store."""

    subject: Subject
    service_id: str | None
    reason: str
    by: str
    view: View


async def record_consent(store: GraphStore, wish: Wish, until: date | None, clock: Clock) -> Opening | Refused:
    """Record that a child or family agreed that a sensitive service's ties are shown to all who may see them."""
    if until is not None and until <= clock().date():
        return Refused("the last day of the consent is after today, or is left out: correct it")
    last = f"{(until + timedelta(days=1)).isoformat()}T00:00:00.000000Z" if until else None
    now = instant(clock())
    return await _asked(
        store, wish, Opening("", *wish.subject, "consent", since=now, until=last, decision="yes", decided_by=wish.by), clock
    )


async def ask_broker(store: GraphStore, wish: Wish, clock: Clock) -> Opening | Refused:
    """Ask whether a sensitive service's ties may be shown to the asker: it waits until another person answers."""
    return await _asked(store, wish, Opening("", *wish.subject, "broker", user=wish.by), clock)


async def break_glass(store: GraphStore, wish: Wish, hours: int, clock: Clock) -> Opening | Refused:
    """See one child or family at once, for at most 24 hours; it must be looked at afterwards. A full shield stays closed."""
    if not 1 <= hours <= GLASS.total_seconds() // 3600:
        return Refused("a broken glass stays open for 1 to 24 hours: say how many")
    since, until = instant(clock()), instant(clock() + timedelta(hours=hours))
    opened = Opening("", *wish.subject, "break_glass", user=wish.by, since=since, until=until, decision="yes", decided_by=wish.by)
    return await _asked(store, wish, opened, clock)


async def answer_broker(store: GraphStore, key: str, yes: bool, by: str, clock: Clock) -> Opening | Refused:
    """Answer a request, as another person than who asked; a yes holds for 30 days."""
    held = await one_of(store, Opening, key)
    if held is None or held.kind != "broker":
        return Refused("no such request waits: check the id")
    if held.decision:
        return held
    if held.asked_by == by:
        return Refused("a request is answered by someone else than who asked")
    now = clock()
    times = {"since": instant(now), "until": instant(now + ANSWERED_FOR)} if yes else {}
    return await decide(store, replace(held, decision="yes" if yes else "no", decided_by=by, **times), clock)


async def end_opening(store: GraphStore, key: str, by: str, clock: Clock) -> Opening | Refused:
    """Close what was opened: a consent that is taken back, a glass no longer needed."""
    held = await one_of(store, Opening, key)
    if held is None or held.decision != "yes":
        return Refused("nothing of this id is open: check the id")
    now = instant(clock())
    if held.until is not None and held.until <= now:
        return held
    return await decide(store, replace(held, until=now), clock)


async def review_glass(store: GraphStore, key: str, justified: bool, by: str, clock: Clock) -> Opening | Refused:
    """Say, as another person than who broke it, whether a glass was broken rightly."""
    held = await one_of(store, Opening, key)
    if held is None or held.kind != "break_glass":
        return Refused("no glass of this id was broken: check the id")
    if held.asked_by == by:
        return Refused("a broken glass is looked at by someone else than who broke it")
    if held.reviewed_by:
        return held
    return await decide(store, replace(held, reviewed_by=by, review="justified" if justified else "not_justified"), clock)


def overdue(opening: Opening, now: str) -> bool:
    """Whether a broken glass should have been looked at by an instant."""
    if opening.kind != "break_glass" or opening.reviewed_by or opening.asked_at is None:
        return False
    return instant(datetime.fromisoformat(opening.asked_at) + REVIEWED_WITHIN) <= now


async def _asked(store: GraphStore, wish: Wish, opening: Opening, clock: Clock) -> Opening | Refused:
    if not is_reason(wish.reason):
        return Refused(f"a reason is 1 to {LONGEST_REASON} characters: say why")
    if wish.service_id is not None and not await _is_sensitive(store, wish.service_id):
        return Refused("no sensitive service of this id is held: check the id")
    if wish.subject not in (await store.around([wish.subject], wish.view, bare=True)).asked:
        return Refused("no such child or family is held: check the id")
    asked = replace(opening, service_id=wish.service_id, reason=wish.reason.strip(), asked_by=wish.by, asked_at=instant(clock()))
    return await _same(store, asked) or await decide(store, asked, clock)


async def _same(reader: GraphReader, asked: Opening) -> Opening | None:
    """The same consent or request, or the same glass, where it waits or is open already: asked for again it is that one."""
    for one in await everything(reader, Opening):
        waits = one.decision is None or (one.decision == "yes" and (one.until is None or one.until > (asked.asked_at or "")))
        if waits and _matter(one) == _matter(asked):
            return one
    return None


def _matter(opening: Opening) -> tuple[str | None, ...]:
    return opening.kind, opening.subject_kind, opening.subject_id, opening.service_id, opening.user, opening.asked_by


async def _is_sensitive(reader: GraphReader, service: str) -> bool:
    found = (await reader.entities(Service, [service], EVERYTHING)).get(service)
    return found is not None and found.sensitivity == "sensitive"
