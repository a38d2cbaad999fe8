"""A calendar file of whole days (iCalendar, RFC 5545): CRLF, lines folded at 75 octets, text escaped, nothing of the clock."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

OCTETS = 75
"""The longest line, its end not counted."""
PRODUCT = "-//Kith//Horizon//EN"


@dataclass(frozen=True, slots=True)
class Entry:
    """One whole day: `uid` stays the same when the day moves."""

    uid: str
    day: date
    summary: str
    description: str
    category: str


def calendar(name: str, entries: Iterable[Entry], told_on: date) -> bytes:
    """The file: every entry is stamped with the day on which it was told."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{text(name)}"]
    for entry in entries:
        lines += _entry(entry, told_on)
    return b"".join(folded(line) for line in [*lines, "END:VCALENDAR"])


def _entry(entry: Entry, told_on: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{text(entry.uid)}"
    yield f"DTSTAMP:{_plain(told_on)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_plain(entry.day)}"
    if entry.day < date.max:
        yield f"DTEND;VALUE=DATE:{_plain(entry.day + timedelta(1))}"
    yield f"SUMMARY:{text(entry.summary)}"
    yield f"DESCRIPTION:{text(entry.description)}"
    yield f"CATEGORIES:{text(entry.category)}"
    yield "TRANSP:TRANSPARENT"
    yield "CLASS:CONFIDENTIAL"
    yield "END:VEVENT"


def text(words: str) -> str:
    r"""Words as a value of type TEXT: backslash, semicolon, comma and newline escaped, other control characters left out.

    >>> text("a,b;c\n")
    'a\\,b\\;c\\n'
    """
    for old, new in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\n"), ("\r", "\n"), ("\n", "\\n")):
        words = words.replace(old, new)
    return "".join(c for c in words if c >= " " and c != "\x7f")


def folded(line: str) -> bytes:
    """A line with its end, broken before it passes 75 octets, never inside a character; what goes on begins with a space."""
    parts, size = [b""], 0
    for octets in (c.encode() for c in line):
        if size + len(octets) > OCTETS:
            parts.append(b" ")
            size = 1
        parts[-1] += octets
        size += len(octets)
    return b"\r\n".join(parts) + b"\r\n"


def _plain(day: date) -> str:
    return day.isoformat().replace("-", "")
