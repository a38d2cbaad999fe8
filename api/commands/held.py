"""Which of the ids that were typed are held: what is not may be a name that someone took for an id."""

from collections.abc import Sequence
from datetime import date

from graph.erasing import LABELS, MENTIONS, About
from graph.model import Carer, Child, Family, Funding, Professional, Service, View
from graph.store import GraphReader

_KINDS = (Family, Child, Professional, Carer, Service, Funding)
_LATEST = View(date.max)


async def held_of(reader: GraphReader, ids: Sequence[str]) -> tuple[str, ...]:
    """Those that anything is held under, now or before, in the order typed."""
    found: set[str] = set()
    for kind in _KINDS:
        if left := [i for i in ids if i not in found]:
            found.update(await reader.entities(kind, left, _LATEST))
    found.update([i for i in ids if i not in found and await _was_held(reader, i)])
    return tuple(i for i in dict.fromkeys(ids) if i in found)


async def _was_held(reader: GraphReader, name: str) -> bool:
    """Whether any version of anything is told of it; that something else names it does not count."""
    found = await reader.erasable([About(frozenset((label, name) for label in LABELS.values()))], first=0)
    return bool(found.facts.keys() - MENTIONS.keys())
