"""The days of the made-up authority, as whole numbers (ordinals) with their ISO text at hand."""

from datetime import date

HISTORY = 8 * 365
"""Days of history that the agencies' records go back."""

BACK, AHEAD = 30 * 366, 4 * 366
"""Days before and after today for which the text is kept at hand: births to the ends of contracts."""

FOREVER = 9_999_999
"""A day that never comes: the end of what has not ended."""


class Calendar:
    """Today, the first day of the history, and the school years between them."""

    def __init__(self, on: date) -> None:
        self.today = on.toordinal()
        self.start = self.today - HISTORY
        self._first = self.today - BACK
        self._text = [date.fromordinal(day).isoformat() for day in range(self._first, self.today + AHEAD)]
        self.school_years = self._school_years(on)

    def text(self, day: int) -> str:
        """The day as ISO text; empty for a day that never comes."""
        return "" if day == FOREVER else self._text[day - self._first]

    def year(self, day: int) -> int:
        """The calendar year of a day."""
        return int(self.text(day)[:4])

    def _school_years(self, on: date) -> list[tuple[int, int]]:
        """First and last day of each school year that touches the history: 1 September to 20 July."""
        years = range(on.year - HISTORY // 365, on.year + 1)
        both = [(date(y, 9, 1).toordinal(), date(y + 1, 7, 20).toordinal()) for y in years]
        return [(first, last) for first, last in both if first <= self.today and last >= self.start]
