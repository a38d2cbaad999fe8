"""Records of children that must never be judged one, after an adoption above all."""

from collections.abc import Callable
from datetime import datetime

from graph.model import Apart, Child
from graph.store import GraphStore
from ingest.deciding import EVERYTHING, Refused, decide, one_of
from ingest.identity import part


async def keep_apart(store: GraphStore, one: str, other: str, by: str, clock: Callable[[], datetime]) -> Apart | Refused:
    """Say that two records are never to be joined; records that were are parted at once."""
    if one == other:
        return Refused("a record can't be kept apart from itself: name two")
    held = await store.entities(Child, [one, other], EVERYTHING)
    if missing := [i for i in (one, other) if i not in held]:
        return Refused(f"{missing[0]} is the id of no child: check it")
    first, second = sorted((one, other))
    key = f"{first}|{second}"
    apart = await one_of(store, Apart, key) or await decide(store, Apart(key, first, second, by, clock().date()), clock)
    await part(store, frozenset((one, other)), clock)
    return apart
