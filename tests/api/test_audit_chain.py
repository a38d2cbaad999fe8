"""No entry can be changed, removed, put elsewhere or cut off unseen, wherever it stands."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.guarding.audit_chain import BEGINNING, Broken, Entry, Head, head_in, seal, told, verify

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


def _moved(entries: Entries, n: int) -> Entries:
    return [*entries[:n], *entries[n + 1 :], entries[n]] if n + 1 < len(entries) else [entries[n], *entries[:n]]


HARM = [_changed, _sealed_by_another, _removed, _closed_up, _cut_off, _swapped, _moved]


@pytest.mark.parametrize("harm", HARM)
@given(told_lines=lines, where=st.integers(0, 7))
def test_whatever_is_done_to_an_entry_is_seen_at_the_first_that_is_wrong(
    harm: Callable[[Entries, int], Entries], told_lines: list[str], where: int
) -> None:
    entries = chain(told_lines)
    assert verify(entries, SECRET, head_of(entries)) == head_of(entries)
    harmed = harm(entries, where % len(entries))
    found = verify(harmed, SECRET, head_of(entries))
    alike = next((n for n, (was, now) in enumerate(zip(entries, harmed, strict=False)) if was != now), len(harmed))
    assert isinstance(found, Broken)
    assert found.number == alike + 1


@pytest.mark.parametrize(
    ("harm", "how"),
    [
        (_changed, "was changed"),
        (_sealed_by_another, "is not what was written there"),
        (_removed, "was removed"),
        (_closed_up, "is not what was written there"),
        (_cut_off, "is missing: the newest entries were cut off"),
        (_swapped, "is not what was written there"),
        (_moved, "is not in its place"),
    ],
)
def test_how_it_is_wrong_is_told(harm: Callable[[Entries, int], Entries], how: str) -> None:
    entries = chain(["a", "b", "c", "d"])
    found = verify(harm(entries, 1), SECRET, head_of(entries))
    assert isinstance(found, Broken)
    assert (found.number, found.how.startswith(how)) == (2, True)


def test_the_newest_entry_that_alone_was_changed_is_told_as_changed() -> None:
    entries = chain(["a", "b"])
    assert verify(_changed(entries, 1), SECRET, head_of(entries)) == Broken(2, "was changed")


def test_an_entry_that_was_written_after_its_head_is_held_by_its_seal_alone() -> None:
    entries = chain(["a", "b", "c"])
    assert verify(entries, SECRET, head_of(entries[:2])) == head_of(entries)
    assert isinstance(verify(_changed(entries, 2), SECRET, head_of(entries[:2])), Broken)


def test_a_head_that_is_not_ours_is_none() -> None:
    head = Head(3, "abc")
    assert head_in(told(head, SECRET), SECRET) == head
    assert head_in(told(head, b"another"), SECRET) is None
    assert head_in(told(head, SECRET).replace(b"3", b"2", 1), SECRET) is None
    for text in (b"", b"[]", b"{}", b"\xff", b'{"number":"x","seal":1,"mark":2}', '{"number":1,"seal":"é","mark":"é"}'.encode()):
        assert head_in(text, SECRET) is None
