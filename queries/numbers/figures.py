"""Counts as boards see them: 1 to 4 are shown as fewer than 5, and what would give one of these away is not shown."""

from typing import Literal

Mark = Literal["open", "few", "hidden"]
"""How a count is shown: as it is, as fewer than 5 (the reader learns just that), or not at all (the reader learns nothing)."""
Figure = int | Literal["fewer than 5", "not shown"]
FEW = range(1, 5)
"""Counts that are shown as fewer than 5."""


def mark_of(count: int) -> Mark:
    """How a count is shown for its own sake."""
    return "few" if count in FEW else "open"


def figure(count: int, mark: Mark) -> Figure:
    """A count as it is shown."""
    return count if mark == "open" else "fewer than 5" if mark == "few" else "not shown"


def mark_shown(told: Figure) -> Mark:
    """How a count was shown."""
    return "few" if told == "fewer than 5" else "hidden" if told == "not shown" else "open"
