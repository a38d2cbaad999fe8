"""Tokens that proved good, remembered until they end: a signature is checked once, not at every question."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

T = TypeVar("T")
_MOST = 512


@dataclass(slots=True)
class Remembered(Generic[T]):
    """At most 512, the oldest forgotten first."""

    _good: dict[tuple[str, str], tuple[T, float]] = field(default_factory=dict[tuple[str, str], tuple[T, float]], repr=False)

    def of(self, audience: str, token: str, now: datetime) -> T | None:
        """What a token proved, while it holds."""
        known = self._good.get((audience, token))
        return known[0] if known is not None and known[1] > now.timestamp() else None

    def keep(self, audience: str, token: str, what: T, until: float) -> T:
        """Remember what a token proved until a moment, in seconds since 1970."""
        if len(self._good) >= _MOST:
            self._good.pop(next(iter(self._good)))
        self._good[audience, token] = what, until
        return what

    def forget(self) -> None:
        """Check every token anew: the keys have changed."""
        self._good.clear()
