"""Whether the audit stands as it was written: the one here, or what was exported of it."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import orjson

from api.guarding.audit_chain import BEGINNING, Broken, Entry, Head, head_in, told, verify
from api.guarding.audit_reading import AuditReading
from graph.errors import BadInput


@dataclass(slots=True)
class Whole:
    """What was verified: how many entries, and the instants (UTC) of the first and the last."""

    entries: int = 0
    first: str | None = None
    last: str | None = None

    def over(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """The same entries, counted while they pass."""
        entry = None
        for entry in entries:
            self.first = self.first or _when(entry)
            self.entries += 1
            yield entry
        self.last = _when(entry) if entry else None


def _when(entry: Entry) -> str | None:
    """When an entry was written; None where its text can't be read: its seal then tells more."""
    try:
        return str(orjson.loads(entry.line)["when"])
    except (ValueError, KeyError, TypeError):
        return None


def check_here(reading: AuditReading) -> Whole | Broken:
    """The audit of this state folder: its file, its chain, its head and its index. Errors: AuditFailed."""
    if not reading.file.path.exists():
        return Broken(1, "is missing, and every other: the file of the audit is gone, its head is there")
    if damage := reading.damage():
        return Broken(0, f"and others may be lost, the file is damaged: {damage}")
    whole, head = Whole(), reading.file.head()
    found = verify(whole.over(reading.entries()), reading.file.secret, head)
    if isinstance(found, Broken):
        return found
    if head is None and found.number:
        return Broken(found.number, "stands, but the head that tells of the last entry is gone, or is not ours")
    unlike = reading.not_indexed()
    return Broken(unlike, "is indexed under other people than it tells of: the index was changed") if unlike else whole


def exported(reading: AuditReading, since: str) -> Iterator[bytes]:
    """Every entry from an instant on with its seal and the one before, one JSON object a line, and a head at the end."""
    first = reading.first_since(since)
    if first is None:
        return
    last = Head(first - 1, reading.seal_of(first - 1) or BEGINNING)
    for entry in reading.from_number(first):
        whole = {"number": entry.number, "line": entry.line, "seal": entry.seal, "before": last.seal}
        yield orjson.dumps(whole, option=orjson.OPT_APPEND_NEWLINE)
        last = Head(entry.number, entry.seal)
    yield told(last, reading.file.secret)


def check_exported(reading: AuditReading, path: Path) -> Whole | Broken:
    """What was exported: its chain and its head; and that the audit here, if there is one, still has it. Errors: BadInput."""
    head, lines = _head_of(path, reading.file.secret), _entries_of(path)
    first, before = next(lines, (None, BEGINNING))
    if first is None:
        raise BadInput(f"{path} holds no entry: export again")
    whole = Whole()
    entries = whole.over(chain([first], (entry for entry, _ in lines)))
    found = verify(entries, reading.file.secret, head, first=first.number, before=before)
    if isinstance(found, Broken):
        return found
    if head is None:
        return Broken(found.number + 1, "may be missing: the export does not end with a head of ours, so it was cut off")
    if reading.file.path.exists() and reading.seal_of(found.number) != found.seal:
        return Broken(found.number, "is not in the audit here as it was exported: the audit here was cut off or written anew")
    return whole


def _head_of(path: Path, secret: bytes) -> Head | None:
    with path.open("rb") as file:
        return head_in(b"".join(deque(file, maxlen=1)), secret)


def _entries_of(path: Path) -> Iterator[tuple[Entry, str]]:
    """Entries, each with the seal before it. Errors: BadInput."""
    with path.open("rb") as file:
        for n, text in enumerate(file, 1):
            try:
                told: dict[str, Any] = orjson.loads(text)
                if "mark" in told:
                    return
                yield Entry(int(told["number"]), str(told["line"]), str(told["seal"])), str(told["before"])
            except (ValueError, KeyError, TypeError):
                raise BadInput(f"{path} line {n} is no entry of an audit: export again") from None
