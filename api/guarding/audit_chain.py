"""The chain of the audit: each entry is sealed over its number, its text and the seal before it, so that no change goes unseen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from hmac import new as sealed_by

import orjson

BEGINNING = ""
"""The seal before the first entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its number from 1 on, its text as JSON, and its seal."""

    number: int
    line: str
    seal: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry, kept apart from the entries and sealed too: it tells when the newest of them are cut off."""

    number: int
    seal: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The first thing that is wrong, `number` the entry it was found at."""

    number: int
    how: str


def seal(secret: bytes, number: int, line: str, before: str) -> str:
    """The seal of an entry: HMAC-SHA256 as 64 hexadecimal digits."""
    return sealed_by(secret, f"{number}\n{before}\n{line}".encode(), sha256).hexdigest()


def told(head: Head, secret: bytes) -> bytes:
    """A head as its file holds it."""
    return orjson.dumps({"number": head.number, "seal": head.seal, "mark": _mark(head, secret)}, option=orjson.OPT_APPEND_NEWLINE)


def head_in(text: bytes, secret: bytes) -> Head | None:
    """The head in a file's text; None where it is not one of ours."""
    try:
        read = orjson.loads(text)
        head = Head(int(read["number"]), str(read["seal"]))
        return head if compare_digest(str(read["mark"]).encode(), _mark(head, secret).encode()) else None
    except (ValueError, KeyError, TypeError):
        return None


def _mark(head: Head, secret: bytes) -> str:
    return sealed_by(secret, f"head\n{head.number}\n{head.seal}".encode(), sha256).hexdigest()


def verify(entries: Iterable[Entry], secret: bytes, head: Head | None, *, first: int = 1, before: str = BEGINNING) -> Broken | Head:
    """Go through all entries in order: the last of them, or the first thing that is wrong.

    What was written after the head, by a process that ended before it could say so, is held by its seals alone.
    """
    last, ahead = Head(first - 1, before), iter(entries)
    for entry in ahead:
        if entry.number != last.number + 1:
            return Broken(last.number + 1, _gone(entry, last.number + 1, ahead))
        if not _sealed(entry, secret, last.seal):
            return Broken(entry.number, _changed(entry, secret, next(ahead, None), head))
        last = Head(entry.number, entry.seal)
        if head is not None and last.number == head.number and last != head:
            return Broken(entry.number, "is not the entry that the head tells of")
    if head is not None and last.number < head.number:
        return Broken(last.number + 1, f"is missing: the newest entries were cut off, the head tells of {head.number}")
    return last


def _sealed(entry: Entry, secret: bytes, before: str) -> bool:
    return compare_digest(entry.seal.encode(), seal(secret, entry.number, entry.line, before).encode())


def _gone(found: Entry, wanted: int, ahead: Iterator[Entry]) -> str:
    """What became of an entry in whose place another was found."""
    moved = found.number < wanted or any(entry.number == wanted for entry in ahead)
    return "is not in its place: entries were put in another order" if moved else "was removed"


def _changed(entry: Entry, secret: bytes, follower: Entry | None, head: Head | None) -> str:
    """What became of an entry whose seal is wrong: where what follows still builds upon that seal, its text alone was changed."""
    own = Head(entry.number, entry.seal) == head
    if own or (follower is not None and follower.number == entry.number + 1 and _sealed(follower, secret, entry.seal)):
        return "was changed"
    return "is not what was written there: it was changed with its seal, or entries were removed or put in another order and numbered anew"
