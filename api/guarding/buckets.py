"""How much each of many may ask within a minute: a bucket of points for each, which fills again as time goes by.

Kept in the memory of one process; several processes each keep their own.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil

Ticking = Callable[[], float]
"""Seconds that only ever grow, from any start: no clock on a wall."""
MINUTE = 60.0
_ROUNDING = 1e-6
"""Seconds: floats may be off by less."""
MOST = 20_000
"""Buckets of one kind, about 5 MB; beyond that the one that was longest unused is forgotten."""


@dataclass(slots=True)
class Buckets:
    """A bucket for each, full at first: it holds `a_minute` points, and gets as many within a minute."""

    a_minute: int
    ticking: Ticking
    most: int = MOST
    _full_at: OrderedDict[str, float] = field(default_factory=OrderedDict[str, float])
    """By whom, the one unused longest first: when the bucket is full again."""

    def spend(self, who: str, points: int = 1) -> int:
        """0 where they had the points, which are spent; else nothing is spent, and it tells after how many seconds they have them."""
        now, each = self.ticking(), MINUTE / self.a_minute
        before = max(self._full_at.get(who, now), now)
        after = before + min(points, self.a_minute) * each
        wait = after - now - MINUTE
        self._full_at[who] = before if wait > _ROUNDING else after
        self._full_at.move_to_end(who)
        self._forget(now)
        return max(1, ceil(wait - _ROUNDING)) if wait > _ROUNDING else 0

    def _forget(self, now: float) -> None:
        """One that is full again is as good as none."""
        while len(self._full_at) > self.most or next(iter(self._full_at.values()), now + 1) <= now:
            self._full_at.popitem(last=False)

    def __len__(self) -> int:
        """How many are remembered."""
        return len(self._full_at)
