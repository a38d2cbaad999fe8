"""The reasons behind a score in plain words: one sentence a part, each with its dates."""

from datetime import date

from queries.claims import Scored

SETTINGS = {
    "home": "at home",
    "school": "at school",
    "health": "in health",
    "community": "in the community",
    "justice": "in youth justice",
    "care": "in care",
    "": "in a setting that is not recorded",
}
_STATES = {
    "current": "",
    "cooling": "Silent for longer than is usual between them.",
    "lapsed": "Silent for so long, by their own rhythm, that the tie has probably lapsed.",
    "ended": "",
}


def sentences(scored: Scored, on: date) -> tuple[str, ...]:
    """One plain sentence for each part of a score, and one for its state where that says something.

    Parts that are unknown say so: nothing said about trust reads "Trust: not asked.".
    """
    said = (_known(scored, on), _in_touch(scored, on), "Trust: not asked.", _settings(scored), _STATES[scored.state], _inferred(scored))
    return tuple(s for s in said if s)


def plain_day(day: date) -> str:
    """A day as people write it.

    >>> plain_day(date(2022, 9, 12))
    '12 September 2022'
    """
    return f"{day.day} {day:%B} {day.year}"


def lasting(since: date, until: date) -> str:
    """A length of time in years and months, or in days when short.

    >>> lasting(date(2022, 9, 12), date(2026, 11, 23)), lasting(date(2026, 11, 20), date(2026, 11, 23))
    ('4 years 2 months', '3 days')
    """
    months = (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)
    if months < 1:
        return _count(max((until - since).days, 0), "day")
    years, rest = divmod(months, 12)
    return " ".join(_count(n, unit) for n, unit in ((years, "year"), (rest, "month")) if n)


def _count(n: int, unit: str) -> str:
    return f"{n} {unit}" if n == 1 else f"{n} {unit}s"


def _known(scored: Scored, on: date) -> str:
    whom = "family" if scored.subject.kind == "family" else "child"
    if scored.since is None:
        return f"It is not recorded since when they have known the {whom}."
    end = scored.until or on
    if scored.until:
        return f"Knew the {whom} {lasting(scored.since, end)}, from {plain_day(scored.since)} to {plain_day(end)}."
    return f"Known the {whom} {lasting(scored.since, end)}, since {plain_day(scored.since)}."


def _in_touch(scored: Scored, on: date) -> str:
    if scored.last_contact is None:
        unknown = scored.parts.activity is None
        return "None of their contacts with anyone are on record." if unknown else "No contact with them is on record."
    when = "today" if scored.last_contact == on else f"{lasting(scored.last_contact, on)} ago"
    days = "once" if scored.contact_days == 1 else f"on {scored.contact_days} days"
    return f"In touch {days} so far, last on {plain_day(scored.last_contact)}, {when}."


def _settings(scored: Scored) -> str:
    named = [SETTINGS[c] for c in scored.contexts]
    if len(named) < 2:
        return f"Knows them {named[0]}." if named and scored.contexts[0] else "In what setting they know them is not recorded."
    return f"Knows them in {len(named)} settings: {', '.join(named[:-1])} and {named[-1]}."


def _inferred(scored: Scored) -> str:
    return "Inferred from contacts on record; no one has recorded that they work together." if scored.inferred else ""
