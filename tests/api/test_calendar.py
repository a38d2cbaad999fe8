"""A calendar file is what RFC 5545 says: read back by a reader that knows nothing of how it was written."""

import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from api.telling.calendar import Entry, calendar, folded

DAY = date(2026, 6, 1)
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)
Properties = list[tuple[str, str]]


def read_back(file: bytes) -> Properties:
    """Names with their parameters, and values unescaped, line by line."""
    assert file.endswith(b"\r\n")
    assert b"\n" not in file.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    lines = file.decode().replace("\r\n ", "").split("\r\n")[:-1]
    pairs = [line.split(":", 1) for line in lines]
    return [(name, re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)) for name, value in pairs]


def entry(summary: str = "s", description: str = "d", uid: str = "1@kith", day: date = DAY) -> Entry:
    return Entry(uid, day, summary, description, "Contract ends")


def test_a_calendar_has_what_every_calendar_must_have_and_each_entry_too() -> None:
    assert read_back(calendar("Kith", [entry()], DAY)) == [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Kith//Horizon//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", "Kith"),
        ("BEGIN", "VEVENT"),
        ("UID", "1@kith"),
        ("DTSTAMP", "20260601T000000Z"),
        ("DTSTART;VALUE=DATE", "20260601"),
        ("DTEND;VALUE=DATE", "20260602"),
        ("SUMMARY", "s"),
        ("DESCRIPTION", "d"),
        ("CATEGORIES", "Contract ends"),
        ("TRANSP", "TRANSPARENT"),
        ("CLASS", "CONFIDENTIAL"),
        ("END", "VEVENT"),
        ("END", "VCALENDAR"),
    ]


@given(words, words, words)
@settings(derandomize=True, deadline=None)
def test_whatever_is_written_is_read_back(name: str, summary: str, description: str) -> None:
    found = dict(read_back(calendar(name, [entry(summary, f"{description}\n{summary}")], DAY)))
    assert (found["X-WR-CALNAME"], found["SUMMARY"], found["DESCRIPTION"]) == (name, summary, f"{description}\n{summary}")


def test_no_text_can_begin_a_property_of_its_own() -> None:
    found = read_back(calendar("Kith", [entry("a\r\nATTENDEE:x\rURL:y\nEND:VCALENDAR\x00")], DAY))
    assert ("SUMMARY", "a\nATTENDEE:x\nURL:y\nEND:VCALENDAR") in found
    assert len(found) == 18


def test_a_line_is_folded_at_75_octets_and_never_inside_a_character() -> None:
    line = "X:" + "é" * 60
    first, second = folded(line).removesuffix(b"\r\n").split(b"\r\n")
    assert (len(first), second[:1]) == (74, b" ")
    assert first.decode() + second[1:].decode() == line
    assert folded("Y" * 75) == b"Y" * 75 + b"\r\n"
    assert folded("Y" * 76) == b"Y" * 75 + b"\r\n Y\r\n"


def test_the_last_of_all_days_has_no_day_after() -> None:
    assert "DTEND;VALUE=DATE" not in dict(read_back(calendar("Kith", [entry(day=date.max)], DAY)))


def test_a_calendar_without_entries_is_one() -> None:
    assert len(read_back(calendar("Kith", [], DAY))) == 7
