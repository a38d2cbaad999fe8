"""Shields: one person asks, another approves, and two must agree to lift it; every step is a new version of the same fact."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from graph.model import Shield, Subject
from graph.schema import SHIELD_REASONS
from graph.store import GraphReader, GraphStore
from graph.veil import Level
from ingest.deciding import EVERYTHING, Refused, decide, everything, one_of

LONGEST = timedelta(days=366)
"""A shield is looked at again within a year."""
_TWO = "the second person must be another one: ask a colleague to approve it"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The shield that someone asks for; `users` are the ids of those who may see all the same."""

    subject: Subject
    level: Level
    reason: str
    users: tuple[str, ...]
    review_on: date


async def ask_shield(store: GraphStore, wanted: Wanted, by: str, clock: Callable[[], datetime]) -> Shield | Refused:
    """Ask for a shield: it hides nothing until another person approves it. Asked for again, it is the one that waits already."""
    today = clock().date()
    if wanted.reason not in SHIELD_REASONS:
        return Refused(f"the reason is one of {', '.join(SHIELD_REASONS)}")
    if not today < wanted.review_on <= today + LONGEST:
        return Refused("the day of review is after today and within a year: choose such a day")
    if any(not user or user.split() != [user] for user in wanted.users):
        return Refused("a user's id is not empty and has no blank in it: check the ids")
    if not await _held(store, wanted.subject):
        return Refused("no such child or family is held: check the id")
    kind, own = wanted.subject
    shield = Shield("", kind, own, wanted.level, wanted.reason, " ".join(wanted.users) or None, by, today, review_on=wanted.review_on)
    return await _same(store, shield) or await decide(store, shield, clock)


async def approve_shield(store: GraphStore, key: str, by: str, clock: Callable[[], datetime]) -> Shield | Refused:
    """Put a shield in force: by another person than who asked."""
    shield = await one_of(store, Shield, key)
    if shield is None or shield.lifted_by:
        return Refused("no such shield stands or waits: check the id")
    if shield.approved_by:
        return shield
    if shield.asked_by == by:
        return Refused(_TWO)
    return await decide(store, replace(shield, approved_by=by, approved_on=clock().date()), clock)


async def lift_shield(store: GraphStore, key: str, by: str, clock: Callable[[], datetime]) -> Shield | Refused:
    """Ask to lift a shield, or, as another person than who asked that, lift it. One that never was in force is taken back at once."""
    shield = await one_of(store, Shield, key)
    if shield is None:
        return Refused("no such shield stands or waits: check the id")
    if shield.lifted_by:
        return shield
    if shield.approved_by and shield.lift_asked_by is None:
        return await decide(store, replace(shield, lift_asked_by=by), clock)
    if shield.approved_by and shield.lift_asked_by == by:
        return Refused(_TWO)
    return await decide(store, replace(shield, lifted_by=by, lifted_on=clock().date()), clock)


async def _same(reader: GraphReader, shield: Shield) -> Shield | None:
    """The same shield, where it waits already."""
    waiting = [s for s in await everything(reader, Shield) if not s.approved_by and not s.lifted_by]
    return next((s for s in waiting if replace(s, id="", asked_on=shield.asked_on) == shield), None)


async def _held(reader: GraphReader, subject: Subject) -> bool:
    return subject in (await reader.around([subject], EVERYTHING, bare=True)).asked
