"""Working days: on which a visit together can still be made."""

from datetime import date, timedelta

SATURDAY = 5


def visit_days(today: date, first_without: date) -> list[date]:
    """The working days (Monday to Friday) after today and before the first day without them.

    >>> [day.isoformat() for day in visit_days(date(2026, 11, 26), date(2026, 12, 1))]
    ['2026-11-27', '2026-11-30']
    """
    after = (today + timedelta(n) for n in range(1, (first_without - today).days))
    return [day for day in after if day.weekday() < SATURDAY]
