"""A file that is not a store, or no longer whole, is said to be so: it never reads as an empty one."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from graph.errors import DamagedStore, NewerStore, NotAKithStore, StoreError, StoreUnreachable
from graph.model import Child, Source, Subject, View
from graph.settings import Settings
from graph.sqlite_schema import APPLICATION_ID, MIGRATIONS
from graph.store import GraphStore, open_store
from tests.conformance.drawing import tell
from tests.conftest import Place

VIEW = View(date(2026, 6, 1))
CHILDREN = [(f"child{n:04}", "Leo", "Hartley", "2015-01-02", None, None) for n in range(300)]
HELPER = ("Professional", "amina", "Child")
PAGE = 4096


def file_of(place: Place) -> Path:
    return Path(place.url.removeprefix("sqlite:///"))


async def _fill(store: GraphStore) -> None:
    await tell(
        store,
        {
            "Child": list(CHILDREN),
            "Professional": [("amina", "Amina", None, None, None, None)],
            "KNOWS": [(*HELPER, c[0], str(n), None, None, None, None, None, None) for n, c in enumerate(CHILDREN)],
        },
    )


async def _everything(store: GraphStore) -> list[object]:
    around = await store.around([Subject("child", c[0]) for c in CHILDREN], VIEW)
    found = await store.find(Child, VIEW, words="leo", first=500)
    return [
        around.ties,
        around.children,
        [c.id for c in found],
        await store.ids("Child"),
        await store.subjects("child", VIEW),
        await store.carried(["amina"], VIEW),
        [c.id for c in await store.page(Child, VIEW, first=500)],
    ]


@pytest.fixture
def filled(sqlite: Place) -> Place:
    """A store with something in it, all in the one file."""
    sqlite.run(_fill)
    return sqlite


def test_a_truncated_file_is_damaged(filled: Place) -> None:
    file, whole = file_of(filled), file_of(filled).read_bytes()
    for size in (1, 50, 100, 511, PAGE, PAGE + 10, len(whole) // 2, len(whole) - PAGE, len(whole) - 1):
        file.write_bytes(whole[:size])
        with pytest.raises(DamagedStore, match="damaged"):
            filled.run(_everything)


def test_a_file_with_a_garbled_header_is_damaged(filled: Place) -> None:
    file = file_of(filled)
    file.write_bytes(b"\xde\xad\xbe\xef" * 25 + file.read_bytes()[100:])
    with pytest.raises(DamagedStore, match=r"kith\.db"):
        filled.run(_everything)


def test_a_file_that_is_no_database_is_damaged_or_none(sqlite: Place) -> None:
    file_of(sqlite).write_text("id,name\n1,Leo\n" * 100)
    with pytest.raises(DamagedStore):
        sqlite.run(_everything)


@pytest.mark.parametrize("garbage", [b"\xff", b"\x00", b"\xa5"], ids=["ones", "zeroes", "pattern"])
def test_a_page_of_garbage_anywhere_is_noticed_or_changes_no_answer(filled: Place, garbage: bytes) -> None:
    file, whole, right = file_of(filled), file_of(filled).read_bytes(), filled.run(_everything)
    noticed = 0
    for at in range(0, len(whole), PAGE):
        file.write_bytes(whole[:at] + garbage * PAGE + whole[at + PAGE :])
        try:
            assert filled.run(_everything) == right, f"garbage at page {at // PAGE}"
        except DamagedStore:
            noticed += 1
    assert noticed > 10


def test_a_thorough_look_finds_garbage_that_no_answer_met(filled: Place) -> None:
    file, whole = file_of(filled), file_of(filled).read_bytes()
    for at in range(PAGE, len(whole), PAGE):
        file.write_bytes(whole[:at] + b"\xff" * PAGE + whole[at + PAGE :])
        try:
            assert filled.run(lambda store: store.faults()), f"garbage at page {at // PAGE}"
        except DamagedStore:
            continue
    file.write_bytes(whole)
    assert filled.run(lambda store: store.faults()) == []


def test_a_thorough_look_finds_a_table_or_column_that_is_not_there(filled: Place) -> None:
    with closing(sqlite3.connect(file_of(filled))) as db, db:
        db.execute("DROP TABLE hold")
        db.execute("ALTER TABLE family DROP COLUMN name")
    told = filled.run(lambda store: store.faults())
    assert len(told) == 8
    assert told[0].startswith("table family has no column name")
    assert all("table hold has no column" in fault for fault in told[1:])


def _open(place: Place, *, create: bool = True) -> None:
    async def inside() -> None:
        async with open_store(place.url, Settings(), create=create) as store:
            await store.loads()

    asyncio.run(inside())


def test_an_empty_file_is_damaged_where_a_store_should_be(sqlite: Place) -> None:
    file_of(sqlite).touch()
    with pytest.raises(DamagedStore, match="empty"):
        _open(sqlite, create=False)


def test_a_missing_file_is_no_store_and_is_not_made(sqlite: Place) -> None:
    with pytest.raises(StoreUnreachable, match="no store at"):
        _open(sqlite, create=False)
    assert not file_of(sqlite).exists()


def test_a_folder_is_no_store(sqlite: Place) -> None:
    file_of(sqlite).mkdir()
    for create in (True, False):
        with pytest.raises(StoreUnreachable):
            _open(sqlite, create=create)


def test_a_folder_that_cannot_be_made_is_said_to_be_so(sqlite: Place) -> None:
    file_of(sqlite).write_text("a file")
    with pytest.raises(StoreUnreachable, match="check the folder"):
        _open(Place(f"{sqlite.url}/inner/kith.db", sqlite.settings))


@pytest.mark.parametrize("create", [True, False])
def test_another_programs_database_is_refused_and_left_as_it_was(sqlite: Place, create: bool) -> None:
    with closing(sqlite3.connect(file_of(sqlite))) as db:
        db.execute("CREATE TABLE child (id TEXT)")
    before = file_of(sqlite).read_bytes()
    with pytest.raises(NotAKithStore, match="another program"):
        _open(sqlite, create=create)
    assert file_of(sqlite).read_bytes() == before


def test_a_store_of_a_newer_kith_is_refused_and_left_as_it_was(filled: Place) -> None:
    with closing(sqlite3.connect(file_of(filled))) as db:
        db.execute(f"PRAGMA user_version={len(MIGRATIONS) + 1}")
    before = file_of(filled).read_bytes()
    with pytest.raises(NewerStore, match=f"version {len(MIGRATIONS) + 1}"):
        _open(filled)
    assert file_of(filled).read_bytes() == before


def test_a_store_says_that_it_is_one(filled: Place) -> None:
    assert int.from_bytes(file_of(filled).read_bytes()[68:72], "big") == APPLICATION_ID


def test_a_refused_batch_leaves_nothing_behind_that_a_later_one_could_meet(sqlite: Place) -> None:
    async def work(store: GraphStore) -> dict[str, Child]:
        load = await store.begin_load(Source("feed"), "2026-01-01T00:00:00.000000Z")
        twice = ("leo", "Leo", None, None, None, None)
        with pytest.raises(StoreError):
            await store.upsert(load, "Child", [twice, twice])
        await store.upsert(load, "Family", [("hartley", None, None)])
        await store.upsert(load, "Child", [twice])
        return await store.entities(Child, ["leo", "hartley"], VIEW)

    assert sqlite.run(work) == {"leo": Child("leo", "Leo")}
