"""What people decide about others' data, written as a fact like any other: each step is a new version of the same one."""

from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from graph.model import Apart, Opening, RightsRequest, Shield, Source, View
from graph.rows import instant
from graph.store import GraphReader, GraphStore

GUARDIANS = Source("guarding")
"""The source of what is decided about who may see what, and about people's requests."""
EVERYTHING = View(date.max)
LONGEST_REASON = 280
"""Characters."""
K = TypeVar("K", Shield, Opening, RightsRequest, Apart)
_PAGE = 1000
_PREFIX = {"Shield": "shield", "Opening": "opening", "RightsRequest": "request", "Apart": "apart"}


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was written, for this reason."""

    reason: str


async def everything(reader: GraphReader, kind: type[K]) -> list[K]:
    """All of a kind, by id: there are few."""
    found: list[K] = []
    while page := await reader.page(kind, EVERYTHING, after=found[-1].id if found else "", first=_PAGE):
        found += page
    return found


async def one_of(reader: GraphReader, kind: type[K], key: str) -> K | None:
    """One by its id."""
    return (await reader.entities(kind, [key], EVERYTHING)).get(key)


async def decide(store: GraphStore, step: K, clock: Callable[[], datetime]) -> K:
    """Write one step; what has no id yet is given one."""
    label = type(step).__name__
    load = await store.begin_load(GUARDIANS, instant(clock()))
    named = step if step.id else replace(step, id=f"{_PREFIX[label]}-{load.number}")
    await store.upsert(load, label, [tuple(v.isoformat() if isinstance(v, date) else v for v in astuple(named))])
    await store.finish_load(load, instant(clock()), read=1, kept=1, refused=0)
    return named


def is_reason(words: str) -> bool:
    """Whether words say something, and not too much."""
    return bool(words.strip()) and len(words) <= LONGEST_REASON
