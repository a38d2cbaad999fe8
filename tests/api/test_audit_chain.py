"""Nothing in the audit can be changed, removed, reordered or cut off unseen; and processes that write at once make one chain."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.guarding.audit_chain import BEGINNING, Broken, Entry, Head, head_in, seal, told, verify
from api.guarding.audit_file import AUDIT, AuditFailed, AuditFile
from api.guarding.trawling import Alarm, Limits, alarms

SECRET = b"secret of the audit"
Entries = list[Entry]


def chain(lines: list[str]) -> Entries:
    made: Entries = []
    for number, line in enumerate(lines, 1):
        made.append(Entry(number, line, seal(SECRET, number, line, made[-1].seal if made else BEGINNING)))
    return made


def head_of(entries: Entries) -> Head:
    return Head(entries[-1].number, entries[-1].seal)


lines = st.lists(st.text(max_size=5), min_size=2, max_size=8)


def _changed(entries: Entries, n: int) -> Entries:
    return [*entries[:n], Entry(n + 1, entries[n].line + "x", entries[n].seal), *entries[n + 1 :]]


def _sealed_by_another(entries: Entries, n: int) -> Entries:
    before = entries[n - 1].seal if n else BEGINNING
    return [*entries[:n], Entry(n + 1, "x", seal(b"another", n + 1, "x", before)), *entries[n + 1 :]]


def _removed(entries: Entries, n: int) -> Entries:
    return entries[:n] + entries[n + 1 :]


def _closed_up(entries: Entries, n: int) -> Entries:
    return [Entry(i, e.line, e.seal) for i, e in enumerate(_removed(entries, n), 1)]


def _cut_off(entries: Entries, n: int) -> Entries:
    return entries[:n]


def _swapped(entries: Entries, n: int) -> Entries:
    a, b = n, (n + 1) % len(entries)
    moved = list(entries)
    moved[a], moved[b] = Entry(a + 1, entries[b].line, entries[b].seal), Entry(b + 1, entries[a].line, entries[a].seal)
    return moved


@pytest.mark.parametrize("harm", [_changed, _sealed_by_another, _removed, _closed_up, _cut_off, _swapped])
@given(told_lines=lines, where=st.integers(0, 7))
def test_whatever_is_done_to_an_entry_is_seen(harm: Callable[[Entries, int], Entries], told_lines: list[str], where: int) -> None:
    entries = chain(told_lines)
    assert verify(entries, SECRET, head_of(entries)) == head_of(entries)
    assert isinstance(verify(harm(entries, where % len(entries)), SECRET, head_of(entries)), Broken)


def test_an_entry_that_was_written_after_its_head_is_held_by_its_seal_alone() -> None:
    entries = chain(["a", "b", "c"])
    assert verify(entries, SECRET, head_of(entries[:2])) == head_of(entries)
    assert isinstance(verify(_changed(entries, 2), SECRET, head_of(entries[:2])), Broken)


def test_a_head_that_is_not_ours_is_none() -> None:
    head = Head(3, "abc")
    assert head_in(told(head, SECRET), SECRET) == head
    assert head_in(told(head, b"another"), SECRET) is None
    assert head_in(told(head, SECRET).replace(b"3", b"2", 1), SECRET) is None
    for text in (b"", b"[]", b"{}", b"\xff", b'{"number":"x","seal":1,"mark":2}'):
        assert head_in(text, SECRET) is None


def test_the_file_itself_takes_no_change(tmp_path: Path) -> None:
    audit = AuditFile(tmp_path / AUDIT, SECRET)
    audit.add("{}")
    with closing(sqlite3.connect(audit.path)) as db:
        for statement in ("DELETE FROM entry", "UPDATE entry SET line = 'x'"):
            with pytest.raises(sqlite3.IntegrityError, match="only grows"):
                db.execute(statement)
    audit.close()


def test_nothing_more_is_written_where_entries_were_cut_off(tmp_path: Path) -> None:
    audit = AuditFile(tmp_path / AUDIT, SECRET)
    for n in range(3):
        audit.add(json.dumps({"n": n}))
    with closing(sqlite3.connect(audit.path)) as db, db:
        db.execute("DROP TRIGGER entries_stay")
        db.execute("DELETE FROM entry WHERE number = 3")
    with pytest.raises(AuditFailed, match="missing"):
        audit.add("{}")
    found = verify(audit.entries(), SECRET, audit.head())
    assert isinstance(found, Broken)
    assert found.number == 3
    audit.head_path.unlink()
    with pytest.raises(AuditFailed, match="missing"):
        audit.add("{}")
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
    found = verify(audit.entries(), SECRET, audit.head())
    assert isinstance(found, Head)
    assert (found.number, found) == (120, audit.head())
    audit.close()


def look(when: str, who: str, subjects: list[str], missed: list[str]) -> Entry:
    return Entry(1, json.dumps({"when": when, "who": who, "role": "coordinator", "subjects": subjects, "missed": missed}), "")


def test_whoever_looks_at_more_different_people_within_an_hour_than_is_usual_raises_an_alarm() -> None:
    many = [f"c{n}" for n in range(4)]
    entries = [
        look("2026-06-01T09:10:00.000+00:00", "ada", many[:2], []),
        look("2026-06-01T09:50:00.000+00:00", "ada", many[1:], []),
        look("2026-06-01T10:00:00.000+00:00", "ada", many[:3], []),
        look("2026-06-01T10:10:00.000+00:00", "ben", many[:3] * 5, ["x", "y"]),
    ]
    assert alarms(entries, Limits(3, 1)) == [
        Alarm("ada", "coordinator", "2026-06-01T09", 4, 0),
        Alarm("ben", "coordinator", "2026-06-01T10", 3, 2),
    ]
    assert alarms(entries, Limits(4, 2)) == []
