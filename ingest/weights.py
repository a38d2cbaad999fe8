"""A new version of the weights: written as a fact like any other, never rewritten, only followed by another."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from graph.errors import BadInput, KithError
from graph.model import Source, View, WeightsVersion
from graph.rows import instant
from graph.store import GraphReader, GraphStore

PEOPLE_IN_CHARGE = Source("weights")
"""The source of what an authority sets for itself. One store is one authority."""
LONGEST = 280
"""Characters of a reason."""
PAGE = 1000
_OURS = re.compile(r"w-(\d+)")


class SetAtOnce(KithError):
    """Two people set weights at the same moment: the second did not see the first."""

    code = "BAD_INPUT"


@dataclass(frozen=True, slots=True)
class WeightsSet:
    """The version that stands now for what was asked, and whether it is new."""

    version: WeightsVersion
    new: bool


async def set_weights(store: GraphStore, body: WeightsVersion, clock: Callable[[], datetime]) -> WeightsSet:
    """Record a version; its id is given here. The numbers of `body` are a whole table, checked beforehand.

    The same numbers for the same day again change nothing. Errors: BadInput for a reason that is too long, SetAtOnce.
    """
    if len(body.reason or "") > LONGEST:
        raise BadInput(f"the reason is longer than {LONGEST} characters: shorten it")
    held = await _held(store)
    latest = max((v for v in held if v.since == body.since and _number(v)), key=_number, default=None)
    new = latest is None or latest.numbers != body.numbers
    version = replace(body, id=f"w-{max(map(_number, held), default=0) + 1:04}") if new or latest is None else latest
    await _write(store, version, clock, new=new)
    return WeightsSet(version, new)


async def _held(reader: GraphReader) -> list[WeightsVersion]:
    found: list[WeightsVersion] = []
    while page := await reader.page(WeightsVersion, View(date.max), after=found[-1].id if found else "", first=PAGE):
        found += page
    return found


def _number(version: WeightsVersion) -> int:
    """The number in an id of ours; 0 in any other."""
    match = _OURS.fullmatch(version.id)
    return int(match[1]) if match else 0


async def _write(store: GraphStore, version: WeightsVersion, clock: Callable[[], datetime], *, new: bool) -> None:
    """A load of its own, also where nothing is new: it completes one that broke off."""
    load = await store.begin_load(PEOPLE_IN_CHARGE, instant(clock()))
    if new:
        if await store.entities(WeightsVersion, [version.id], View(date.max)):
            raise SetAtOnce("someone else set weights at this moment: look at `kith weights history`, then set yours again")
        since = version.since.isoformat() if version.since else None
        await store.upsert(load, "WeightsVersion", [(version.id, since, version.numbers, version.set_by, version.reason)])
    await store.finish_load(load, instant(clock()), read=1, kept=1, refused=0)
