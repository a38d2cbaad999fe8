"""What takes a while, worked out once for all who ask the same of the same load, and kept in this process while it is asked for."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from graph.store import GraphReader

T = TypeVar("T")
KEPT = 4
"""Answers that are kept at a time, the last asked for."""
Key = tuple[Hashable, int]


@dataclass(slots=True)
class Once(Generic[T]):
    """Answers by what was asked and the last finished load. Those who ask at the same time wait for one working out."""

    _known: "OrderedDict[Key, asyncio.Task[T]]" = field(default_factory=lambda: OrderedDict[Key, "asyncio.Task[T]"]())

    async def of(self, reader: GraphReader, asked: Hashable, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """The answer as of the last finished load; statements and weights come by loads too. What failed is not kept."""
        key = asked, max((load.number for load in await reader.loads() if load.finished), default=0)
        if key not in self._known:
            self._forget(asked)
            self._known[key] = asyncio.create_task(work())
        self._known.move_to_end(key)
        try:
            return await asyncio.shield(self._known[key])
        except Exception:
            self._known.pop(key, None)
            raise

    def _forget(self, asked: Hashable) -> None:
        """Let go of what an older load answered, and of what was not asked for lately."""
        for key in [k for k in self._known if k[0] == asked]:
            del self._known[key]
        while len(self._known) >= KEPT:
            self._known.popitem(last=False)
