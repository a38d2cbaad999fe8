"""One folder after another: what is new, changed, unchanged, retired; and what a load never does."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from graph.errors import FeedUnreadable
from graph.model import Area, Around, Service, Subject, View
from graph.store import GraphStore
from ingest import load as loading
from ingest.feeds import plain_facts
from tests.conftest import Place
from tests.ingest.folders import GOOD, ON, answers, counts, ids, load, loads, told, totals, write

HARTLEY, LEO = Subject("family", "hartley"), Subject("child", "leo")
BASE = {"professionals": "id\namina\nben", "families": "id\nhartley", "children": "id\nleo"}
CONTACTS = "professional_id,subject_kind,subject_id,at,kind,count\n"
POSTS = "professional_id,service_id,role,since,until\n"
SERVICES = {"organisations": "id,name\ncouncil,C", "services": "id,name,organisation_id\nearly,Early,council"}


def around(place: Place, *subjects: Subject) -> Around:
    async def work(store: GraphStore) -> Around:
        return await store.around(subjects or (HARTLEY, LEO), View(ON))

    return place.run(work)


def parents(place: Place) -> dict[str, str]:
    """The services' organisations, as posts tell them."""
    return {p.service_id: p.organisation_id or "" for p in around(place).posts}


# The same again


@pytest.mark.parametrize("snapshot", [False, True])
def test_a_folder_loaded_twice_changes_nothing_the_second_time(sqlite: Place, tmp_path: Path, snapshot: bool) -> None:
    folder = write(tmp_path / "feed", GOOD)
    first = load(sqlite, folder)
    before, held = json.dumps(answers(sqlite)), around(sqlite)
    second = load(sqlite, folder, snapshot=snapshot)
    read = first.total("read")
    assert (totals(first), totals(second)) == ((read, read, 0, 0, 0), (read, read, read, 0, 0))
    assert (json.dumps(answers(sqlite)), around(sqlite)) == (before, held)


def test_two_sources_may_tell_the_same_and_each_keeps_its_own_word(sqlite: Place, tmp_path: Path) -> None:
    folder = write(tmp_path / "feed", GOOD)
    load(sqlite, folder)
    before = answers(sqlite)
    assert load(sqlite, folder, source="another").total("unchanged") == 0
    assert [a["key_individual"] for a in answers(sqlite)] == [a["key_individual"] for a in before]
    load(sqlite, write(tmp_path / "feed", {"families": "id"}), source="another", snapshot=True)
    assert answers(sqlite) == before


# Rows that repeat


def test_counts_and_equal_contact_rows_of_one_folder_add_up(sqlite: Place, tmp_path: Path) -> None:
    rows = (
        "amina,family,hartley,2026-05-01,call,2\namina,FAMILY, hartley ,2026-05-01,Call,\nben,family,hartley,2026-05-01,call,\n"
        "amina,family,hartley,2026-05-01,call,3\namina,family,hartley,2026-05-01,message,\namina,child,leo,2026-05-01,call,\n"
        "amina,family,hartley,2026-05-01T10:00,call,\namina,family,hartley,2026-05-01T10:00:00,call,\n"
    )
    folder = write(tmp_path / "feed", {**BASE, "contacts": CONTACTS + rows})
    report = load(sqlite, folder)
    assert (counts(report, "contacts"), report.refusals) == ((8, 8, 0, 0, 0), [])
    held = around(sqlite).contacts
    assert sorted((c.professional_id, c.subject.id, c.at, c.kind, c.count) for c in held) == [
        ("amina", "hartley", "2026-05-01", "call", 6),
        ("amina", "hartley", "2026-05-01", "message", 1),
        ("amina", "hartley", "2026-05-01T10:00:00", "call", 2),
        ("amina", "leo", "2026-05-01", "call", 1),
        ("ben", "hartley", "2026-05-01", "call", 1),
    ]
    before = answers(sqlite)
    assert counts(load(sqlite, folder), "contacts") == (8, 8, 8, 0, 0)
    assert (answers(sqlite), around(sqlite).contacts) == (before, held)


def test_contacts_of_unknown_kind_add_up_too_and_a_column_may_be_absent(sqlite: Place, tmp_path: Path) -> None:
    rows = "professional_id,subject_kind,subject_id,at\n" + "amina,family,hartley,2026-05-01\n" * 3
    folder = write(tmp_path / "feed", {**BASE, "contacts": rows})
    load(sqlite, folder)
    assert [(c.kind, c.count) for c in around(sqlite).contacts] == [(None, 3)]
    assert counts(load(sqlite, folder), "contacts") == (3, 3, 3, 0, 0)


def test_a_refused_row_does_not_add_to_an_equal_contact(sqlite: Place, tmp_path: Path) -> None:
    rows = "amina,family,hartley,2026-05-01,call,\namina,family,hartley,2026-05-01,call,none\n"
    report = load(sqlite, write(tmp_path / "feed", {**BASE, "contacts": CONTACTS + rows}))
    assert (counts(report, "contacts"), [c.count for c in around(sqlite).contacts]) == ((2, 1, 0, 0, 1), [1])


def test_equal_contacts_after_a_broken_row_add_up_all_the_same(sqlite: Place, tmp_path: Path) -> None:
    row = "amina,family,hartley,2026-05-01,call,\n"
    broken = '"am"ina,family,hartley,2026-05-01,call,\n'
    swallowed = f'"{"x" * 140_000}\n'
    report = load(sqlite, write(tmp_path / "feed", {**BASE, "contacts": CONTACTS + row + broken + swallowed + row + row}))
    assert ([c.count for c in around(sqlite).contacts], counts(report, "contacts")) == ([3], (5, 3, 0, 0, 2))


def test_a_contact_told_again_with_another_count_is_changed(sqlite: Place, tmp_path: Path) -> None:
    for count in (2, 5):
        rows = CONTACTS + f"amina,family,hartley,2026-05-01,call,{count}\n"
        report = load(sqlite, write(tmp_path / "feed", {**BASE, "contacts": rows}))
    assert ([c.count for c in around(sqlite).contacts], counts(report, "contacts")) == ([5], (1, 1, 0, 0, 0))


def test_ties_without_an_id_that_repeat_are_one_and_those_that_differ_are_two(sqlite: Place, tmp_path: Path) -> None:
    header = "professional_id,subject_kind,subject_id,since,until\n"
    rows = "amina,family,hartley,2024-01-01,\n" * 2 + "amina,family,hartley,2024-01-01,2025-01-01\n" + "amina,family,hartley,2025-06-01,\n"
    folder = write(tmp_path / "feed", {**BASE, "ties": header + rows})
    report = load(sqlite, folder)
    assert (counts(report, "ties"), report.refusals) == ((4, 4, 1, 0, 0), [])
    assert sorted((str(t.since), str(t.until)) for t in around(sqlite).ties) == [
        ("2024-01-01", "2025-01-01"), ("2024-01-01", "None"), ("2025-06-01", "None")]  # fmt: skip
    assert counts(load(sqlite, folder), "ties") == (4, 4, 4, 0, 0)


def test_posts_that_repeat_are_one_and_those_that_differ_are_two(sqlite: Place, tmp_path: Path) -> None:
    rows = "amina,early,worker,2024-01-01,\n" * 2 + "amina,early,worker,2024-01-01,2025-01-01\namina,early,manager,2024-01-01,\n"
    ties = "professional_id,subject_kind,subject_id\namina,family,hartley\n"
    folder = write(tmp_path / "feed", {**BASE, **SERVICES, "posts": POSTS + rows, "ties": ties})
    assert counts(load(sqlite, folder), "posts") == (4, 4, 1, 0, 0)
    assert sorted((p.role, str(p.until)) for p in around(sqlite).posts) == [
        ("manager", "None"), ("worker", "2025-01-01"), ("worker", "None")]  # fmt: skip
    assert counts(load(sqlite, folder), "posts") == (4, 4, 4, 0, 0)


# A later folder


def test_a_later_folder_adds_and_updates_and_takes_nothing_away(sqlite: Place, tmp_path: Path) -> None:
    load(sqlite, write(tmp_path / "feed", GOOD))
    ties = GOOD["ties"].splitlines()
    later = {
        "families": "id,name\nnew,New",
        "ties": f"{ties[0]}\nt1,amina,family,hartley,worker,home,yes,2020-01-01,2026-03-01,moved\nt3,ben,family,new,,,,2026-01-01,,",
    }
    report = load(sqlite, write(tmp_path / "feed", later))
    assert (counts(report, "ties"), counts(report, "families")) == ((2, 2, 0, 0, 0), (1, 1, 0, 0, 0))
    assert ids(sqlite, "Family") == {"hartley", "other", "new"}
    assert {t.row: str(t.until) for t in around(sqlite).ties} == {"t1": "2026-03-01", "t2": "2026-01-31"}
    by_id = {a["subject_id"]: a for a in answers(sqlite)}
    assert (by_id["hartley"]["lead"], by_id["new"]["knowers"] != []) == (None, True)


def test_what_had_been_told_before_can_still_be_asked_for(sqlite: Place, tmp_path: Path) -> None:
    load(sqlite, write(tmp_path / "feed", GOOD))
    load(sqlite, write(tmp_path / "feed", {"families": "id,name\nhartley,Renamed"}))

    async def names(store: GraphStore) -> tuple[str | None, bool]:
        now = await store.around([HARTLEY], View(ON))
        earlier = await store.around([HARTLEY], View(ON, known_at=date(2026, 5, 31)))
        return now.families["hartley"].name, HARTLEY in earlier.asked

    assert sqlite.run(names) == ("Renamed", False)


# Snapshots


def test_a_snapshot_retires_what_it_no_longer_holds_the_rows_of_absent_files_too(sqlite: Place, tmp_path: Path) -> None:
    load(sqlite, write(tmp_path / "feed", GOOD))
    kept = {k: v for k, v in GOOD.items() if k not in ("contacts", "statements", "addresses")}
    kept["ties"] = "\n".join(GOOD["ties"].splitlines()[:2])
    report = load(sqlite, write(tmp_path / "feed", kept), snapshot=True)
    retired = {f.file: f.retired for f in report.files if f.retired}
    assert retired == {"ties.csv": 1, "contacts.csv": 3, "statements.csv": 2, "addresses.csv": 2}
    assert (report.refusals, [t.row for t in around(sqlite).ties], around(sqlite).contacts) == ([], ["t1"], ())


def test_a_snapshot_touches_nothing_of_another_source(sqlite: Place, tmp_path: Path) -> None:
    load(sqlite, write(tmp_path / "feed", GOOD), source="council")
    before = answers(sqlite)
    load(sqlite, write(tmp_path / "feed", {"families": "id\nelsewhere"}), source="school", snapshot=True)
    load(sqlite, write(tmp_path / "feed", {"families": "id\n"}), source="school", snapshot=True)
    assert answers(sqlite) == before


def test_a_reference_in_a_snapshot_to_what_only_this_source_held_and_no_longer_holds_is_refused(sqlite: Place, tmp_path: Path) -> None:
    load(sqlite, write(tmp_path / "feed", {**BASE, "ties": "professional_id,subject_kind,subject_id\nben,family,hartley"}))
    less = {**BASE, "professionals": "id\namina", "ties": "professional_id,subject_kind,subject_id\nben,family,hartley"}
    report = load(sqlite, write(tmp_path / "feed", less), snapshot=True)
    assert [(r.file, r.line, r.column, r.value) for r in report.refusals] == [("ties.csv", 2, "professional_id", "ben")]
    assert (ids(sqlite, "Professional"), around(sqlite).ties) == ({"amina"}, ())


def test_a_reference_in_a_snapshot_to_what_another_source_holds_too_is_fine(sqlite: Place, tmp_path: Path) -> None:
    load(sqlite, write(tmp_path / "feed", BASE))
    load(sqlite, write(tmp_path / "feed", BASE), source="another")
    tie = {"ties": "professional_id,subject_kind,subject_id\nben,family,hartley"}
    report = load(sqlite, write(tmp_path / "feed", tie), snapshot=True)
    assert (report.refusals, told(report, "professionals").retired) == ([], 2)
    assert [t.professional_id for t in around(sqlite).ties] == ["ben"]


def test_without_a_snapshot_a_reference_to_what_the_store_holds_is_fine(sqlite: Place, tmp_path: Path) -> None:
    load(sqlite, write(tmp_path / "feed", BASE))
    report = load(sqlite, write(tmp_path / "feed", {"ties": "professional_id,subject_kind,subject_id\nben,child,leo"}), source="another")
    assert totals(report) == (1, 1, 0, 0, 0)


def test_a_snapshot_of_which_a_file_cannot_be_read_retires_nothing(sqlite: Place, tmp_path: Path) -> None:
    load(sqlite, write(tmp_path / "feed", GOOD))
    before = answers(sqlite)
    report = load(sqlite, write(tmp_path / "feed", {**GOOD, "contacts": "who,when\namina,2026"}), snapshot=True)
    assert (report.total("retired"), told(report, "contacts").refused) == (0, 1)
    assert "nothing was retired: not every file could be read" in report.remarks
    assert answers(sqlite) == before


def test_what_a_snapshot_retired_comes_back_when_it_is_told_again(sqlite: Place, tmp_path: Path) -> None:
    load(sqlite, write(tmp_path / "feed", GOOD))
    before = answers(sqlite)
    load(sqlite, write(tmp_path / "less", {"families": "id\nother"}), snapshot=True)
    assert [(a["subject_id"], a["knowers"]) for a in answers(sqlite)] == [("other", [])]
    load(sqlite, tmp_path / "feed")
    assert answers(sqlite) == before


# Never


def test_a_dry_run_reads_and_checks_everything_and_writes_nothing(sqlite: Place, tmp_path: Path) -> None:
    bad = GOOD["ties"] + "\n,nemo,family,hartley,,,,,,"
    report = load(sqlite, write(tmp_path / "feed", {**GOOD, "ties": bad}), dry_run=True)
    assert (report.load, counts(report, "ties"), counts(report, "children")) == (None, (3, 2, 0, 0, 1), (2, 2, 0, 0, 0))
    assert (loads(sqlite), ids(sqlite, "Family"), ids(sqlite, "Professional")) == ([], set(), set())


def test_a_dry_run_of_a_snapshot_retires_nothing(sqlite: Place, tmp_path: Path) -> None:
    load(sqlite, write(tmp_path / "feed", GOOD))
    before = answers(sqlite)
    load(sqlite, write(tmp_path / "feed", {"families": "id\nother"}), snapshot=True, dry_run=True)
    assert (answers(sqlite), len(loads(sqlite))) == (before, 1)


def test_a_dry_run_of_what_cannot_be_read_fails_like_a_load(sqlite: Place, tmp_path: Path) -> None:
    with pytest.raises(FeedUnreadable):
        load(sqlite, write(tmp_path / "feed", {"families": "name\nx"}), dry_run=True)


def test_batches_make_no_difference(sqlite: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "feed", GOOD)
    load(sqlite, folder)
    before = answers(sqlite)
    monkeypatch.setattr(loading, "BATCH", 1)
    report = load(sqlite, folder)
    assert (answers(sqlite), report.total("unchanged")) == (before, report.total("read"))


class BreaksOff(Exception):
    """Stands for whatever ends a load before its time."""


def test_a_load_that_breaks_off_is_left_marked_and_running_it_again_completes_it(
    sqlite: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "feed", GOOD)

    def broken(*_: object) -> object:
        raise BreaksOff

    with monkeypatch.context() as patched:
        patched.setattr(plain_facts, "place_id", broken)
        with pytest.raises(BreaksOff):
            load(sqlite, folder)
    assert loads(sqlite) == [None]
    report = load(sqlite, folder)
    assert (counts(report, "ties"), counts(report, "addresses")) == ((2, 2, 2, 0, 0), (2, 2, 0, 0, 0))

    async def completed(store: GraphStore) -> list[int | None]:
        return [one.completed_by for one in await store.loads()]

    assert sqlite.run(completed) == [2, None]


# Areas


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
def test_areas_may_come_before_or_after_the_larger_ones_they_lie_in(sqlite: Place, tmp_path: Path, order: Sequence[int]) -> None:
    rows = ("ward,Ward,ward,town", "town,Town,authority,region", "region,Region,region,")
    areas = "code,name,kind,parent_code\n" + "\n".join(rows[n] for n in order)
    report = load(sqlite, write(tmp_path / "feed", {"areas": areas}))
    assert (totals(report), report.refusals) == ((3, 3, 0, 0, 0), [])

    async def named(store: GraphStore) -> dict[str, Area]:
        return await store.entities(Area, ["ward", "town", "region"], View(ON))

    assert {k: a.kind for k, a in sqlite.run(named).items()} == {"ward": "ward", "town": "authority", "region": "region"}


def test_areas_that_lie_in_each_other_are_refused_with_those_inside_them(sqlite: Place, tmp_path: Path) -> None:
    areas = "code,name,parent_code\na,A,b\nb,B,a\nc,C,b\nd,D,\n"
    report = load(sqlite, write(tmp_path / "feed", {"areas": areas}))
    assert ([(r.line, r.column) for r in report.refusals], ids(sqlite, "Area")) == (
        [(2, "parent_code"), (3, "parent_code"), (4, "parent_code")], {"d"})  # fmt: skip


def test_a_service_that_moves_to_another_organisation_is_that_ones(sqlite: Place, tmp_path: Path) -> None:
    load(sqlite, write(tmp_path / "feed", GOOD))
    assert parents(sqlite) == {"early": "council", "high": "academy"}
    load(sqlite, write(tmp_path / "feed", {"services": "id,name,organisation_id\nearly,Early Help,academy"}))
    assert parents(sqlite) == {"early": "academy", "high": "academy"}

    async def named(store: GraphStore) -> dict[str, Service]:
        return await store.entities(Service, ["early"], View(ON))

    assert sqlite.run(named)["early"].name == "Early Help"


def test_a_leaving_date_loads_as_confidential_with_what_it_is_paid_by(sqlite: Place, tmp_path: Path) -> None:
    posts = "professional_id,service_id,until,funding_id,confidential_until\namina,early,2026-08-31,grant,2026-07-31"
    load(sqlite, write(tmp_path / "feed", BASE | SERVICES | {"fundings": "id,name\ngrant,Grant", "posts": posts}))

    async def work(store: GraphStore, view: View) -> tuple[date | None, date | None]:
        [post], [paid] = await store.posts(view, services=["early"]), await store.fundings(view)
        return post.until, paid.until

    assert sqlite.run(lambda store: work(store, View(ON))) == (date(2026, 8, 31), date(2026, 8, 31))
    assert sqlite.run(lambda store: work(store, View(ON, asked_on=ON))) == (None, None)
