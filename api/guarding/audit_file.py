"""The audit's own store: an SQLite file that takes entries and gives none up, with its head in a file beside it."""

import fcntl
import os
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from api.guarding.audit_chain import BEGINNING, Head, head_in, seal, told
from graph.errors import KithError

AUDIT = "audit.db"
"""Its name in the state folder."""
_TABLES = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS entry (number INTEGER PRIMARY KEY, line TEXT NOT NULL, seal TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS entry_when ON entry (line->>'when');
CREATE INDEX IF NOT EXISTS entry_who ON entry (line->>'who', line->>'when');
CREATE INDEX IF NOT EXISTS entry_alarm ON entry (number) WHERE line->>'alarm' IS NOT NULL;
CREATE INDEX IF NOT EXISTS entry_everyone ON entry (number) WHERE line->>'everyone' IS NOT NULL;
CREATE TABLE IF NOT EXISTS about (subject TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (subject, number)) STRICT, WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS entry_about AFTER INSERT ON entry BEGIN
  INSERT OR IGNORE INTO about SELECT value, NEW.number FROM json_each(NEW.line, '$.subjects');
END;
CREATE TRIGGER IF NOT EXISTS entry_follows BEFORE INSERT ON entry WHEN EXISTS (SELECT 1 FROM entry WHERE number >= NEW.number)
  BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END;
CREATE TRIGGER IF NOT EXISTS entry_stays BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END;
CREATE TRIGGER IF NOT EXISTS entry_stands BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END;
CREATE TRIGGER IF NOT EXISTS about_stays BEFORE DELETE ON about BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END;
CREATE TRIGGER IF NOT EXISTS about_stands BEFORE UPDATE ON about BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END;
COMMIT;
"""
_NEWEST = "entry_everyone"
"""What a file lacks that an older Kith made."""


class AuditFailed(KithError):
    """The entry could not be written, so nothing may be answered."""

    code = "AUDIT_UNAVAILABLE"


@dataclass(slots=True)
class AuditFile:
    """Entries in `path`, its head in `path` with `.head`. Processes may share it: they take turns by a lock on a file.

    The head is written after its entry and may stay one behind where a process ends between the two; it is never ahead.
    """

    path: Path
    secret: bytes = field(repr=False)
    _db: sqlite3.Connection | None = None
    _opened: os.stat_result | None = None

    @property
    def head_path(self) -> Path:
        """Where the head is kept."""
        return self.path.with_name(f"{self.path.name}.head")

    def add(self, line: str) -> None:
        """Write an entry, on disk when this returns. Errors: AuditFailed."""
        try:
            with self._turn():
                self._head_follows(self._added(line))
        except (OSError, sqlite3.Error) as error:
            self.close()
            raise AuditFailed("the audit can't be written, so nothing is answered: check the disk and the state folder") from error

    def _added(self, line: str) -> Head:
        db = self._open()
        db.execute("BEGIN IMMEDIATE")
        try:
            number, before = _last(db)
            self._not_cut_off(number)
            sealed = seal(self.secret, number + 1, line, before)
            db.execute("INSERT INTO entry VALUES (?, ?, ?)", (number + 1, line, sealed))
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
        return Head(number + 1, sealed)

    def _not_cut_off(self, number: int) -> None:
        """Go no further where the head tells of more entries than there are, or is gone: a new head would hide it. Errors: AuditFailed."""
        head = self.head()
        if head is None and number == 0 and not self.head_path.exists():
            self._head_follows(Head(0, BEGINNING))
        elif head is None or head.number > number:
            raise AuditFailed("entries of the audit are missing, or its head is: run kith audit verify, keep the files, begin a new folder")

    def _head_follows(self, head: Head) -> None:
        draft = self.head_path.with_name(f"{self.head_path.name}.{os.getpid()}")
        handle = os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(told(head, self.secret))
            file.flush()
            os.fsync(handle)
        draft.replace(self.head_path)

    @contextmanager
    def _turn(self) -> Generator[None]:
        """Hold the lock that writers share."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path.with_name(f"{self.path.name}.lock"), os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _open(self) -> sqlite3.Connection:
        """The connection, opened once, and anew where someone has moved the file."""
        if self._db is not None and not self._in_place():
            self.close()
        if self._db is None:
            if not self.path.exists():
                os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))
            self._opened = self.path.stat()
            self._db = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode=WAL").fetchall()
            self._db.execute("PRAGMA synchronous=FULL")
            if not self._db.execute("SELECT count(*) FROM sqlite_master WHERE name = :newest", {"newest": _NEWEST}).fetchone()[0]:
                self._db.executescript(_TABLES)
        return self._db

    def _in_place(self) -> bool:
        try:
            return self._opened is not None and os.path.samestat(self._opened, self.path.stat())
        except FileNotFoundError:
            return False

    def rows(self, question: str, **given: str | int | None) -> Iterator[tuple[Any, ...]]:
        """What a question in SQL finds; nothing where there is no file. Errors: AuditFailed."""
        if not self.path.exists():
            return
        try:
            yield from self._open().execute(question, given)
        except (OSError, sqlite3.Error) as error:
            raise AuditFailed("the audit can't be read: check the file") from error

    def head(self) -> Head | None:
        """What the head tells; None where there is none, or it is not ours."""
        try:
            return head_in(self.head_path.read_bytes(), self.secret)
        except OSError:
            return None

    def close(self) -> None:
        """Let go of the file."""
        if self._db is not None:
            self._db.close()
            self._db = None


def _last(db: sqlite3.Connection) -> tuple[int, str]:
    found = db.execute("SELECT number, seal FROM entry ORDER BY number DESC LIMIT 1").fetchone()
    return (found[0], found[1]) if found else (0, BEGINNING)
