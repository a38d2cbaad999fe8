"""Sessions that someone has signed out of: kept in files, so that they stay ended when Kith starts anew, and in every process of it."""

import os
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path


@dataclass(slots=True)
class Ended:
    """A file for each day on which sessions would have run out; a line for each session. Errors: OSError, from every method."""

    folder: Path
    _read: dict[date, tuple[int, set[str]]] = field(default_factory=dict[date, tuple[int, set[str]]])

    def end(self, session: str, until: int) -> None:
        """Note that a session is over, though its cookie would last until a moment, in seconds since 1970."""
        self.folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._file(_day(until)), os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)
        try:
            os.write(handle, f"{session}\n".encode())
        finally:
            os.close(handle)

    def has(self, session: str, until: int) -> bool:
        """Whether a session is over."""
        day = _day(until)
        size, found = self._read.get(day, (0, set[str]()))
        try:
            now = self._file(day).stat().st_size
        except FileNotFoundError:
            return False
        if now != size:
            found = set(self._file(day).read_text(encoding="ascii").split())
            self._read[day] = now, found
        return session in found

    def tidy(self, now: datetime) -> None:
        """Remove the files of days that are over."""
        keep = now.astimezone(UTC).date() - timedelta(days=1)
        for file in self.folder.glob("ended-*.txt"):
            if file.name < self._file(keep).name:
                file.unlink(missing_ok=True)

    def _file(self, day: date) -> Path:
        return self.folder / f"ended-{day.isoformat()}.txt"


def _day(moment: int) -> date:
    return datetime.fromtimestamp(moment, UTC).date()
