"""The history that a store keeps in memory for questions about a whole authority: read once, then refreshed by what changed.

Whoever asks gets one finished history, of one stamp, however many loads come in meanwhile; those who ask at once wait for one reading.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date

from graph.erasing import ERASER
from graph.history import History, history, merged
from graph.history import Told as Rows
from graph.model import Load, View
from graph.rows import known_before, next_instant
from graph.store import NEVER
from graph.veil import Veil

Tell = Callable[[View, Sequence[str] | None, str], Awaitable[Rows]]
Changed = Callable[[str], Awaitable[list[str]]]
Loads = Callable[[], Awaitable[list[Load]]]
MANY = 0.5
"""Where more than this share of all people changed, everything is read anew: that is faster."""
KEPT = 2
"""Viewers' scopes whose history is kept, the last ones asked for."""
Scope = tuple[frozenset[str] | None, date | None, Veil | None]


@dataclass(frozen=True, slots=True)
class Stamp:
    """The last load of the store, and those that have not finished.

    `erased` is the last run that erased, and whether it has finished: what it took leaves no change to be seen.
    What was recorded or retired up to `since` is told for good; what was before `known`, the instant after the last load's, is told.
    """

    load: int
    erased: tuple[int, bool]
    running: tuple[int, ...]
    since: str
    known: str


@dataclass(slots=True)
class _Kept:
    stamp: Stamp
    history: History


class Projection:
    """Histories by scope, each with its stamp."""

    def __init__(self, tell: Tell, changed: Changed, loads: Loads) -> None:
        self._tell, self._changed, self._loads = tell, changed, loads
        self._kept: dict[Scope, _Kept] = {}
        self._turn = asyncio.Lock()

    async def history(self, view: View) -> History:
        """All that this viewer may see of who had to do with whom, as of the last load begun; its day is left aside."""
        scope = view.organisations, view.known_at, view.veil
        async with self._turn:
            stamp = stamped(await self._loads())
            kept = self._kept.pop(scope, None)
            if kept is None or kept.stamp != stamp:
                kept = _Kept(stamp, await self._read(kept, stamp, view))
            while len(self._kept) >= KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[scope] = kept
            return kept.history

    def forget(self) -> None:
        """Keep nothing: what was erased must not stay in memory."""
        self._kept.clear()

    async def _read(self, kept: _Kept | None, stamp: Stamp, view: View) -> History:
        """The history anew, or, for those who see everything as of now, with what changed since."""
        known = min(stamp.known, known_before(view))
        if kept is not None and kept.stamp.erased == stamp.erased and view.organisations is None and view.known_at is None:
            people = await self._changed(kept.stamp.since)
            if len(people) <= MANY * len(kept.history.people):
                fresh = await self._tell(view, people, known)
                return await asyncio.to_thread(lambda: merged(kept.history, people, history(fresh)))
        told = await self._tell(view, None, known)
        return await asyncio.to_thread(history, told)


def stamped(loads: Sequence[Load]) -> Stamp:
    """The stamp of a store with these runs, the oldest first; one that has not finished may tell more under its own instant."""
    running = [n for n, load in enumerate(loads) if load.finished is None and load.completed_by is None]
    done = loads[: running[0]] if running else loads
    known = next_instant(loads[-1].started, loads[-1].started) if loads else NEVER
    erased = max(((n + 1, n not in running) for n, load in enumerate(loads) if load.source == ERASER), default=(0, True))
    return Stamp(len(loads), erased, tuple(loads[n].number for n in running), done[-1].started if done else "", known)
