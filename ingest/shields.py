"""Shields: one person asks, another approves, and two must agree to lift it; every step is a new version of the same fact."""

from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from graph.model import Opening, Shield, Source, Subject, View
from graph.rows import instant
from graph.schema import SHIELD_REASONS
from graph.store import GraphReader, GraphStore, Row
from graph.veil import Level

GUARDIANS = Source("guarding")
"""The source of what is decided about who may see what."""
EVERYTHING = View(date.max)
LONGEST = timedelta(days=366)
"""A shield is looked at again within a year."""
K = TypeVar("K", Shield, Opening)
_PAGE = 1000
_TWO = "the second person must be another one: ask a colleague to approve it"


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was written, for this reason."""

    reason: str


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
    return await _same(store, shield) or await _write(store, shield, clock)


async def approve_shield(store: GraphStore, key: str, by: str, clock: Callable[[], datetime]) -> Shield | Refused:
    """Put a shield in force: by another person than who asked."""
    shield = await shield_of(store, key)
    if shield is None or shield.lifted_by:
        return Refused("no such shield stands or waits: check the id")
    if shield.approved_by:
        return shield
    if shield.asked_by == by:
        return Refused(_TWO)
    return await _write(store, replace(shield, approved_by=by, approved_on=clock().date()), clock)


async def lift_shield(store: GraphStore, key: str, by: str, clock: Callable[[], datetime]) -> Shield | Refused:
    """Ask to lift a shield, or, as another person than who asked that, lift it. One that never was in force is taken back at once."""
    shield = await shield_of(store, key)
    if shield is None:
        return Refused("no such shield stands or waits: check the id")
    if shield.lifted_by:
        return shield
    if shield.approved_by and shield.lift_asked_by is None:
        return await _write(store, replace(shield, lift_asked_by=by), clock)
    if shield.approved_by and shield.lift_asked_by == by:
        return Refused(_TWO)
    return await _write(store, replace(shield, lifted_by=by, lifted_on=clock().date()), clock)


async def shield_of(reader: GraphReader, key: str) -> Shield | None:
    """A shield by its id."""
    return (await reader.entities(Shield, [key], EVERYTHING)).get(key)


async def _same(reader: GraphReader, shield: Shield) -> Shield | None:
    """The same shield, where it waits already."""
    waiting = [s for s in await everything(reader, Shield) if not s.approved_by and not s.lifted_by]
    return next((s for s in waiting if replace(s, id="", asked_on=shield.asked_on) == shield), None)


async def everything(reader: GraphReader, kind: type[K]) -> list[K]:
    """All shields, or all openings: there are few."""
    found: list[K] = []
    while page := await reader.page(kind, EVERYTHING, after=found[-1].id if found else "", first=_PAGE):
        found += page
    return found


async def _held(reader: GraphReader, subject: Subject) -> bool:
    return subject in (await reader.around([subject], EVERYTHING, bare=True)).asked


async def _write(store: GraphStore, shield: Shield, clock: Callable[[], datetime]) -> Shield:
    load = await store.begin_load(GUARDIANS, instant(clock()))
    named = shield if shield.id else replace(shield, id=f"shield-{load.number}")
    await store.upsert(load, "Shield", [_row(named)])
    await store.finish_load(load, instant(clock()), read=1, kept=1, refused=0)
    return named


def _row(shield: Shield) -> Row:
    return tuple(v.isoformat() if isinstance(v, date) else v for v in astuple(shield))
