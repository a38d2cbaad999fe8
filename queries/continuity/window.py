"""The days that a question about continuity looks at, and what it counts in them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from queries.numbers import columns

By = Literal["person", "service", "organisation"]
Counted = Literal["contacts", "days"]
STARTS = {"financial": (4, 1), "academic": (9, 1), "calendar": (1, 1)}
"""Month and day on which a year of each name begins."""


@dataclass(frozen=True, slots=True)
class Window:
    """From `since` to `until`, both included; who counts as one worker, and what is counted.

    `asked_on` is the day of asking: days after it are not covered yet.
    """

    since: date
    until: date
    by: By = "person"
    counted: Counted = "contacts"
    asked_on: date = date.max

    @property
    def looks_back_to(self) -> date:
        """The first day on which a contact can still make someone known in the window."""
        return year_before(self.since)


def year_before(day: date) -> date:
    """The same date a year earlier; 29 February gives 28 February."""
    return date.fromordinal(max(1, int(columns.year_before(np.array([day.toordinal()]))[0])))


def twelve_months_to(day: date) -> date:
    """The first of the twelve months that end on a day.

    >>> twelve_months_to(date(2026, 3, 31))
    datetime.date(2025, 4, 1)
    """
    return year_before(day) + timedelta(days=1)


def named_year(name: str) -> tuple[date, date]:
    """First and last day of a year such as financial-2025, academic-2025 or calendar-2025. Errors: ValueError.

    >>> named_year("academic-2025")
    (datetime.date(2025, 9, 1), datetime.date(2026, 8, 31))
    """
    kind, _, year = name.partition("-")
    if kind not in STARTS or not (len(year) == 4 and year.isascii() and year.isdigit()):
        raise ValueError(f"{name} is no year: write financial-2025, academic-2025 or calendar-2025")
    first = date(int(year), *STARTS[kind])
    return first, first.replace(year=first.year + 1) - timedelta(days=1)
