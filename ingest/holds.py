"""Legal holds: whose facts are not erased while one stands."""

from collections.abc import Callable
from datetime import date, datetime

from graph.erasing import Node
from graph.errors import BadInput, UnknownId
from graph.model import Hold, Source, Subject, View
from graph.rows import instant
from graph.schema import HOLD_REASONS
from graph.store import GraphReader, GraphStore

HOLDERS = Source("holds", controller="this store")
"""The source of legal holds."""
EVERYTHING = View(date.max)
Kin = tuple[str, str]
"""A child, carer or family by kind and id."""
_PAGE = 1000


async def standing(reader: GraphReader) -> list[Hold]:
    """The holds that stand, by id."""
    found: list[Hold] = []
    while page := await reader.page(Hold, EVERYTHING, after=found[-1].id if found else "", first=_PAGE):
        found += page
    return [hold for hold in found if hold.lifted_on is None]


async def set_hold(store: GraphStore, subject: Subject, reason: str, by: str, clock: Callable[[], datetime]) -> bool:
    """Set a hold for a reason; says whether it is new. Errors: BadInput, UnknownId."""
    if reason not in HOLD_REASONS:
        raise BadInput(f"the reason for a hold is one of {', '.join(HOLD_REASONS)}: give one of them")
    if subject not in (await store.around([subject], EVERYTHING, bare=True)).asked:
        raise UnknownId(subject.id)
    if any(_is_about(hold, subject) and hold.reason == reason for hold in await standing(store)):
        return False
    told = (f"{subject.kind}:{subject.id}:{reason}", subject.kind, subject.id, reason, by, clock().date().isoformat(), None, None)
    await _write(store, [told], clock)
    return True


async def lift_holds(store: GraphStore, subject: Subject, by: str, clock: Callable[[], datetime]) -> int:
    """Lift every hold on a child or family; says how many stood."""
    own = [hold for hold in await standing(store) if _is_about(hold, subject)]
    day = clock().date().isoformat()
    await _write(store, [(h.id, h.subject_kind, h.subject_id, h.reason, h.set_by, _iso(h.set_on), by, day) for h in own], clock)
    return len(own)


async def _write(store: GraphStore, rows: list[tuple[str | None, ...]], clock: Callable[[], datetime]) -> None:
    if rows:
        load = await store.begin_load(HOLDERS, instant(clock()))
        await store.upsert(load, "Hold", rows)
        await store.finish_load(load, instant(clock()), read=len(rows), kept=len(rows), refused=0)


def _is_about(hold: Hold, subject: Subject) -> bool:
    return (hold.subject_kind, hold.subject_id) == subject


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


async def held(reader: GraphReader) -> frozenset[Node]:
    """Everyone under a hold: those it is about, the families they ever belonged to, and all who ever belonged to these."""
    about: set[Kin] = {(hold.subject_kind, hold.subject_id) for hold in await standing(reader)}
    if not about:
        return frozenset()
    return frozenset((kind.capitalize(), name) for kind, name in await household(reader, await household(reader, about)))


async def household(reader: GraphReader, about: set[Kin]) -> set[Kin]:
    """These, every record of these children, the families they belong or belonged to, and who belongs or belonged to those."""
    children = [Subject("child", name) for kind, name in sorted(about) if kind == "child"]
    families = [Subject("family", name) for kind, name in sorted(about) if kind == "family"]
    around = await reader.around([*children, *families], EVERYTHING, bare=True, past=True)
    found: set[Kin] = {*about, *((s.kind, s.id) for s in around.asked.values())}
    for one in (*around.memberships, *around.belonged):
        found |= {("family", one.family_id), (one.member_kind, one.member_id)}
    return found | {("child", record) for record, stands in around.same.items() if ("child", stands) in found}
