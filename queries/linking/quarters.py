"""Calendar quarters."""

from datetime import date, timedelta

from graph.errors import BadInput

MOST = 40
"""Quarters that are told at once: ten years."""


def quarter_ends(on: date, count: int) -> list[date]:
    """The ends of the last quarters that are over by a day, and of the one before them: one more than asked for. Errors: BadInput.

    >>> [day.isoformat() for day in quarter_ends(date(2026, 4, 1), 2)]
    ['2025-09-30', '2025-12-31', '2026-03-31']
    """
    if not 1 <= count <= MOST:
        raise BadInput(f"quarters are 1 to {MOST}: ask for so many")
    first = (on + timedelta(1)).replace(day=1)
    month = first.month - (first.month - 1) % 3
    after = [date(first.year + (month - 1 - 3 * n) // 12, (month - 1 - 3 * n) % 12 + 1, 1) for n in range(count, -1, -1)]
    return [day - timedelta(1) for day in after]
