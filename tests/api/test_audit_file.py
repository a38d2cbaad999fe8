"""The audit's own file: it only grows, by one process at a time, and a crash is not taken for tampering, nor tampering for a crash."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from api.guarding.audit_chain import Broken, Head, verify
from api.guarding.audit_file import AUDIT, AuditFailed, AuditFile
from api.guarding.audit_reading import AuditReading

SECRET = b"secret of the audit"


@pytest.fixture
def audit(tmp_path: Path) -> Iterator[AuditFile]:
    made = AuditFile(tmp_path / AUDIT, SECRET)
    for n in range(3):
        made.add(json.dumps({"n": n, "subjects": ["amina"]}))
    yield made
    made.close()


def verified(audit: AuditFile) -> Broken | Head:
    return verify(AuditReading(audit).entries(), SECRET, audit.head())


def forced(audit: AuditFile, *statements: str) -> None:
    """What someone does who has the file and drops what forbids it."""
    with closing(sqlite3.connect(audit.path)) as db, db:
        for trigger in ("entry_follows", "entry_stays", "entry_stands", "about_stays", "about_stands"):
            db.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        for statement in statements:
            db.execute(statement)


REPLACED = "INSERT OR REPLACE INTO entry VALUES (2, '{}', '')"


@pytest.mark.parametrize(
    "statement", ["DELETE FROM entry", "UPDATE entry SET line = '{}'", "DELETE FROM about", "UPDATE about SET number = 9", REPLACED]
)
def test_the_file_itself_takes_no_change(audit: AuditFile, statement: str) -> None:
    with closing(sqlite3.connect(audit.path)) as db, pytest.raises(sqlite3.IntegrityError, match="only grows"):
        db.execute(statement)


def test_nothing_more_is_written_where_entries_were_cut_off(audit: AuditFile) -> None:
    forced(audit, "DELETE FROM entry WHERE number = 3")
    with pytest.raises(AuditFailed, match="missing"):
        audit.add("{}")
    found = verified(audit)
    assert isinstance(found, Broken)
    assert found.number == 3


@pytest.mark.parametrize("left", [3, 1])
def test_nothing_more_is_written_where_the_head_is_gone(audit: AuditFile, left: int) -> None:
    forced(audit, f"DELETE FROM entry WHERE number > {left}")
    audit.head_path.unlink()
    with pytest.raises(AuditFailed, match="head"):
        audit.add("{}")


def test_nothing_more_is_written_where_the_head_is_not_ours(audit: AuditFile) -> None:
    audit.head_path.write_bytes(audit.head_path.read_bytes().replace(b'"number":3', b'"number":2'))
    with pytest.raises(AuditFailed, match="head"):
        audit.add("{}")


def test_nothing_is_begun_anew_where_all_entries_are_gone_and_the_head_is_there(audit: AuditFile) -> None:
    audit.close()
    for path in audit.path.parent.glob(f"{AUDIT}*"):
        if not path.name.endswith(".head"):
            path.unlink()
    with pytest.raises(AuditFailed, match="missing"):
        audit.add("{}")


ENDS_BEFORE_THE_HEAD = """
import os, sys
from pathlib import Path
from api.guarding.audit_file import AuditFile
class Ending(AuditFile):
    def _head_follows(self, head):
        if head.number == int(sys.argv[2]):
            os._exit(7)
        super()._head_follows(head)
Ending(Path(sys.argv[1]), b"secret of the audit").add("{}")
"""


@pytest.mark.parametrize("before", [0, 3])
def test_a_process_that_ends_between_an_entry_and_its_head_harms_nothing(tmp_path: Path, before: int) -> None:
    audit = AuditFile(tmp_path / AUDIT, SECRET)
    for _ in range(before):
        audit.add("{}")
    ended = subprocess.run((sys.executable, "-c", ENDS_BEFORE_THE_HEAD, str(audit.path), str(before + 1)), timeout=60, check=False)
    head, found = audit.head(), verified(audit)
    assert (ended.returncode, head and head.number) == (7, before)
    assert isinstance(found, Head)
    assert found.number == before + 1
    audit.add("{}")
    assert verified(audit) == audit.head()
    audit.close()


FILLS_ITS_DISK = """
import resource, sys
from pathlib import Path
from api.guarding.audit_file import AuditFailed, AuditFile
resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))
audit = AuditFile(Path(sys.argv[1]), b"secret of the audit")
try:
    for n in range(500):
        audit.add('{"n": %d, "x": "%s"}' % (n, "x" * 2000))
except AuditFailed:
    sys.exit(7)
"""


def test_where_the_disk_is_full_it_fails_and_what_was_written_stays_whole(tmp_path: Path) -> None:
    full = subprocess.run((sys.executable, "-c", FILLS_ITS_DISK, str(tmp_path / AUDIT)), timeout=60, check=False)
    audit = AuditFile(tmp_path / AUDIT, SECRET)
    found = verified(audit)
    assert full.returncode == 7
    assert isinstance(found, Head)
    assert found.number > 1
    audit.add("{}")
    assert verified(audit) == Head(found.number + 1, getattr(audit.head(), "seal", ""))
    audit.close()


WRITER = """
import sys
from pathlib import Path
from api.guarding.audit_file import AuditFile
audit = AuditFile(Path(sys.argv[1]), b"secret of the audit")
for n in range(40):
    audit.add('{"n": %d}' % n)
"""


def test_processes_that_write_at_once_make_one_chain(tmp_path: Path) -> None:
    writers = [subprocess.Popen((sys.executable, "-c", WRITER, str(tmp_path / AUDIT))) for _ in range(3)]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0, 0]
    audit = AuditFile(tmp_path / AUDIT, SECRET)
    found = verified(audit)
    assert isinstance(found, Head)
    assert (found.number, found) == (120, audit.head())
    audit.close()
