"""Records of children that must never be judged one, after an adoption above all."""

from collections.abc import Callable
from datetime import datetime

from graph.model import Apart, Child
from graph.rows import instant
from graph.store import GraphStore
from ingest.deciding import EVERYTHING, GUARDIANS, Refused
from ingest.identity import part


async def keep_apart(store: GraphStore, one: str, other: str, by: str, clock: Callable[[], datetime]) -> Apart | Refused:
    """Say that two records are never to be joined; records that were are parted at once."""
    if one == other:
        return Refused("a record can't be kept apart from itself: name two")
    held = await store.entities(Child, [one, other], EVERYTHING)
    if missing := [i for i in (one, other) if i not in held]:
        return Refused(f"{missing[0]} is the id of no child: check it")
    first, second = sorted((one, other))
    today = clock().date()
    load = await store.begin_load(GUARDIANS, instant(clock()))
    apart = Apart(f"{first}|{second}", first, second, by, today)
    await store.upsert(load, "Apart", [(apart.id, first, second, by, today.isoformat())])
    await store.finish_load(load, instant(clock()), read=1, kept=1, refused=0)
    await part(store, frozenset((one, other)), clock)
    return apart
