"""What is refused, row by row, with file, line, column, value and reason; and what is forgiven."""

import csv
import stat
from pathlib import Path

import pytest

from graph.errors import FeedUnreadable
from graph.model import Child, Subject
from graph.store import GraphStore
from ingest.load import Report, write_refusals
from ingest.records import Refusal
from tests.conftest import Place
from tests.ingest.folders import ANY, GOOD, Files, answers, counts, ids, load, loads, told, totals, write

STAFF = "id\namina\nben"
BASE = {"professionals": STAFF, "families": "id\nhartley", "children": "id\nleo", "organisations": "id,name\ncouncil,C"}
TIE = "id,professional_id,subject_kind,subject_id,role,context,lead,since,until,end_reason\n"
SAID = "id,kind,speaker_kind,speaker_id,about_professional_id,subject_kind,subject_id,answer,said_on,expires_on\n"


def only(report: Report) -> Refusal:
    assert len(report.refusals) == 1, report.refusals
    return report.refusals[0]


def tried(sqlite: Place, tmp_path: Path, **files: str | bytes) -> Report:
    return load(sqlite, write(tmp_path / "feed", {**BASE, **files}))


BAD_CELLS = [
    ("ties", TIE + ",nemo,family,hartley,,,,,,", "professional_id", "nemo", "is the id of no professional in this folder or in the store"),
    ("ties", TIE + ",amina,family,nemo,,,,,,", "subject_id", "nemo", "is the id of no family in this folder or in the store"),
    ("ties", TIE + ",amina,child,hartley,,,,,,", "subject_id", "hartley", "is the id of no child in this folder or in the store"),
    ("ties", TIE + ",amina,carer,hartley,,,,,,", "subject_kind", "carer", "is not one of child, family"),
    ("ties", TIE + ",amina,family,hartley,,garden,,,,", "context", "garden", "is not one of home, school"),
    ("ties", TIE + ",amina,family,hartley,,,maybe,,,", "lead", "maybe", "is not one of yes, no"),
    ("ties", TIE + ",amina,family,hartley,,,,01/02/2024,,", "since", "01/02/2024", "is no day: write it YYYY-MM-DD"),
    ("ties", TIE + ",amina,family,hartley,,,,2023-02-29,,", "since", "2023-02-29", "is no day"),
    ("ties", TIE + ",amina,family,hartley,,,,2024-W01-1,,", "since", "2024-W01-1", "is no day"),
    ("ties", TIE + ",amina,family,hartley,,,,20240101,,", "since", "20240101", "is no day"),
    ("ties", TIE + ",amina,family,hartley,,,,2024-01-01T10:00,,", "since", "2024-01-01T10:00", "is no day"),
    ("ties", TIE + ",amina,family,hartley,,,,2024-01-02,2024-01-01,", "until", "2024-01-01", "lies before the day it begins"),
    ("ties", TIE + ",,family,hartley,,,,,,", "professional_id", "", "is empty: the column must be filled in"),
    ("ties", TIE + ",amina, ,hartley,,,,,,", "subject_kind", " ", "is empty"),
    ("ties", TIE + f",amina,family,hartley,{'x' * 281},,,,,", "role", "x" * 281, "is longer than 280 characters"),
    ("ties", TIE + ",amina,family,hartley,a\0b,,,,,", "role", "a\0b", "holds a zero character"),
    ("contacts", "professional_id,subject_kind,subject_id,at\namina,family,hartley,", "at", "", "is empty"),
    (
        "contacts",
        "professional_id,subject_kind,subject_id,at\namina,family,hartley,2024-01-01T24:00",
        "at",
        "2024-01-01T24:00",
        "is no day or instant",
    ),
    (
        "contacts",
        "professional_id,subject_kind,subject_id,at\namina,family,hartley,2024-01-01 10:00",
        "at",
        "2024-01-01 10:00",
        "is no day or instant",
    ),
    (
        "contacts",
        "professional_id,subject_kind,subject_id,at\namina,family,hartley,2024-02-30T10:00",
        "at",
        "2024-02-30T10:00",
        "is no day or instant",
    ),
    (
        "contacts",
        "professional_id,subject_kind,subject_id,at,count\namina,family,hartley,2024-01-01,0",
        "count",
        "0",
        "is no whole number from 1",
    ),
    (
        "contacts",
        "professional_id,subject_kind,subject_id,at,count\namina,family,hartley,2024-01-01,1.5",
        "count",
        "1.5",
        "is no whole number from 1",
    ),
    (
        "contacts",
        "professional_id,subject_kind,subject_id,at,kind\namina,family,hartley,2024-01-01,visit",
        "kind",
        "visit",
        "is not one of home_visit",
    ),
    ("services", "id,name,organisation_id\nearly,Early,nemo", "organisation_id", "nemo", "is the id of no organisation"),
    ("services", "id,name,organisation_id\nearly,,council", "name", "", "is empty"),
    ("fundings", "id,name,starts,ends\ng,G,2026-01-02,2026-01-01", "ends", "2026-01-01", "lies before the day it begins"),
    ("carers", "id,parental_responsibility\nmum,perhaps", "parental_responsibility", "perhaps", "is not one of yes, no, unknown"),
    ("carers", "id,member_since,member_until\nmum,2024-01-02,2024-01-01", "member_until", "2024-01-01", "lies before"),
    ("areas", "code,name,parent_code\nward,Ward,nemo", "parent_code", "nemo", "is the code of no area"),
    ("areas", "code,name,parent_code\nward,Ward,ward", "parent_code", "ward", "is the code of no area"),
    ("addresses", "subject_kind,subject_id,address\nfamily,hartley,", "address", "", "is empty, and so are uprn and postcode"),
    (
        "addresses",
        "subject_kind,subject_id,postcode,reported_by\nfamily,hartley,AB1,nemo",
        "reported_by",
        "nemo",
        "is the id of no organisation",
    ),
    ("statements", SAID + "s,rumour,child,leo,amina,,,yes,2026-01-01,", "kind", "rumour", "is not one of trust, nomination"),
    ("statements", SAID + "s,trust,child,leo,amina,,,yes,,", "said_on", "", "is empty"),
    ("statements", SAID + "s,trust,child,nemo,amina,,,yes,2026-01-01,", "speaker_id", "nemo", "is the id of no child"),
    ("statements", SAID + "s,trust,carer,leo,amina,,,yes,2026-01-01,", "speaker_id", "leo", "is the id of no carer"),
    ("statements", SAID + "s,trust,professional,leo,amina,,,yes,2026-01-01,", "speaker_id", "leo", "is the id of no professional"),
    ("statements", SAID + "s,trust,self,leo,amina,,,yes,2026-01-01,", "speaker_id", "leo", "is the id of no professional"),
    ("statements", SAID + "s,trust,child,leo,nemo,,,yes,2026-01-01,", "about_professional_id", "nemo", "is the id of no professional"),
    ("statements", SAID + "s,trust,child,leo,amina,family,,yes,2026-01-01,", "subject_id", "", "is empty while its partner is not"),
    ("statements", SAID + "s,trust,child,leo,amina,,leo,yes,2026-01-01,", "subject_kind", "", "is empty while its partner is not"),
    ("statements", SAID + "s,trust,child,leo,amina,family,leo,yes,2026-01-01,", "subject_id", "leo", "is the id of no family"),
    (
        "statements",
        SAID + "s,trust,child,leo,amina,,,yes,2026-01-02,2026-01-01",
        "expires_on",
        "2026-01-01",
        "lies before the day it was said",
    ),
]


@pytest.mark.parametrize(("name", "content", "column", "value", "reason"), BAD_CELLS)
def test_a_bad_cell_refuses_its_row_and_no_other(
    sqlite: Place, tmp_path: Path, name: str, content: str, column: str, value: str, reason: str
) -> None:
    report = tried(sqlite, tmp_path, **{name: content})
    refusal = only(report)
    assert (refusal.file, refusal.line, refusal.column, refusal.value) == (f"{name}.csv", 2, column, value)
    assert reason in refusal.reason
    assert refusal.row == content.splitlines()[1]
    assert counts(report, name) == (1, 0, 0, 0, 1)
    assert totals(report) == (6, 5, 0, 0, 1)


@pytest.mark.parametrize(
    "row",
    [
        "s,trust,kin,auntie,amina,child,leo,yes,2026-01-01,",
        "s,trust,child,,amina,,,yes,2026-01-01,",
        "s,trust,self,amina,amina,,,,2026-01-01,",
        "s,trust,self,,amina,family,hartley,unsure,2026-01-01,",
        "s,dispute,professional,ben,,,,no,2026-01-01,2026-01-01",
    ],
)
def test_rule_24_a_speaker_is_checked_for_child_carer_professional_and_self_and_not_for_kin(
    sqlite: Place, tmp_path: Path, row: str
) -> None:
    assert tried(sqlite, tmp_path, statements=SAID + row).refusals == []


def test_good_rows_around_a_bad_one_are_kept(sqlite: Place, tmp_path: Path) -> None:
    report = tried(sqlite, tmp_path, ties=TIE + ",amina,family,hartley,,,,,,\n,nemo,family,hartley,,,,,,\n,ben,family,hartley,,,,,,")
    assert (counts(report, "ties"), only(report).line) == ((3, 2, 0, 0, 1), 3)


@pytest.mark.parametrize(("row", "cells"), [("c1,Leo", 2), ("c1,Leo,Hartley,x", 4)])
def test_too_few_or_too_many_cells(sqlite: Place, tmp_path: Path, row: str, cells: int) -> None:
    report = tried(sqlite, tmp_path, children=f"id,given_name,family_name\nleo,,\n{row}\nzoe,,")
    assert (only(report).line, only(report).row) == (3, row)
    assert only(report).reason.startswith(f"has {cells} cells, the header has 3")
    assert counts(report, "children") == (3, 2, 0, 0, 1)


def test_an_unclosed_quote_refuses_what_it_swallows_and_keeps_what_was_before(sqlite: Place, tmp_path: Path) -> None:
    report = tried(sqlite, tmp_path, families='id,name\nhartley,H\nother,"Other\nthird,T\n')
    assert (only(report).file, only(report).line, ids(sqlite, "Family")) == ("families.csv", 3, {"hartley"})
    assert "check its quotes" in only(report).reason


def test_a_quote_in_the_wrong_place_refuses_that_row_alone(sqlite: Place, tmp_path: Path) -> None:
    report = tried(sqlite, tmp_path, families='id,name\n"a"b,x\nhartley,H')
    assert (only(report).line, ids(sqlite, "Family")) == (2, {"hartley"})


def test_a_quote_left_open_in_the_header_is_said(sqlite: Place, tmp_path: Path) -> None:
    report = tried(sqlite, tmp_path, carers='"id,name\nmum,Joy\n')
    assert (only(report).line, "check its quotes" in only(report).reason) == (1, True)


def test_a_file_that_is_not_utf8_is_refused_and_the_others_are_kept(sqlite: Place, tmp_path: Path) -> None:
    report = tried(sqlite, tmp_path, carers="id,given_name\nmum,Siân".encode("windows-1252"))
    assert (only(report).file, only(report).line) == ("carers.csv", 1)
    assert "is not UTF-8" in only(report).reason
    assert (ids(sqlite, "Carer"), ids(sqlite, "Family")) == (set(), {"hartley"})


def test_a_bad_byte_far_down_keeps_the_rows_before_it_and_says_where_reading_stopped(sqlite: Place, tmp_path: Path) -> None:
    rows = "".join(f"c{n},name {n}\n" for n in range(5000))
    report = tried(sqlite, tmp_path, carers=f"id,given_name\n{rows}".encode() + b"late,Si\xe2n\n")
    kept = told(report, "carers").kept
    assert 0 < kept < 5001
    assert f"nothing after line {kept + 1} was read" in only(report).reason


@pytest.mark.parametrize(
    ("header", "reason"),
    [("given_name", "the header has no column id"), ("", "the header has no column id"), ("id,given_name,ID", "the header names id twice")],
)
def test_a_header_that_lacks_or_doubles_a_column_refuses_the_file(sqlite: Place, tmp_path: Path, header: str, reason: str) -> None:
    report = tried(sqlite, tmp_path, carers=header + "\nmum,Joy,x\n")
    assert (only(report).file, only(report).line, only(report).column, only(report).value) == ("carers.csv", 1, "", "")
    assert reason in only(report).reason


def test_extra_columns_are_reported_and_ignored_even_doubled_ones(sqlite: Place, tmp_path: Path) -> None:
    report = tried(sqlite, tmp_path, carers="id,shoe size,notes,notes\nmum,38,a,b")
    assert (report.refusals, counts(report, "carers")) == ([], (1, 1, 0, 0, 0))
    assert report.remarks == ["carers.csv: ignored column shoe size, notes, notes"]


def test_an_id_told_twice_with_other_values_is_refused_the_second_time(sqlite: Place, tmp_path: Path) -> None:
    report = tried(sqlite, tmp_path, families="id,name\nhartley,Hartley\nother,\nhartley,Hartly\n")
    refusal = only(report)
    assert (refusal.line, refusal.column, refusal.value) == (4, "id", "hartley")
    assert "was told on line 2 already, with other values" in refusal.reason


def test_an_id_told_twice_with_the_same_values_is_kept_once(sqlite: Place, tmp_path: Path) -> None:
    row = "t1,amina,family,hartley,,home,,2024-01-01,,\n"
    report = tried(sqlite, tmp_path, ties=TIE + row + row, families="id,name\nhartley,H\nhartley,H")
    assert (report.refusals, counts(report, "ties"), counts(report, "families")[:2]) == ([], (2, 2, 1, 0, 0), (2, 2))
    assert answers(sqlite)[0]["knowers"]


def test_a_refused_row_does_not_take_its_id_away_from_the_corrected_one(sqlite: Place, tmp_path: Path) -> None:
    bad_and_good = "id,name,starts,ends\ng,G,2026-01-02,2026-01-01\ng,G,2026-01-01,2026-01-02"
    report = tried(sqlite, tmp_path, fundings=bad_and_good)
    assert (only(report).line, ids(sqlite, "Funding")) == (2, {"g"})


def test_a_row_that_refers_to_a_refused_one_is_refused_too(sqlite: Place, tmp_path: Path) -> None:
    report = tried(sqlite, tmp_path, professionals=f"id,name\namina,\nben,{'x' * 281}", ties=TIE + ",ben,family,hartley,,,,,,")
    assert [(r.file, r.column) for r in report.refusals] == [("professionals.csv", "name"), ("ties.csv", "professional_id")]


NHS_AND_UPN = "id,given_name,upn,nhs_number\nleo,Leo,H801200001001,943 476 5919\nmia,Mia,A801200001001,1234567890\n"


def test_invalid_identifiers_are_left_out_while_their_row_is_kept(sqlite: Place, tmp_path: Path) -> None:
    report = tried(sqlite, tmp_path, children=NHS_AND_UPN)
    assert counts(report, "children") == (2, 2, 0, 0, 0)
    assert told(report, "children").cells_left_out == 2
    assert [(r.line, r.column, r.value, r.cell_only) for r in report.refusals] == [
        (3, "upn", "A801200001001", True),
        (3, "nhs_number", "1234567890", True),
    ]
    assert [r.reason for r in report.refusals] == ["is no UPN: its check letter is wrong", "is no NHS number: its check digit is wrong"]

    async def held(store: GraphStore) -> dict[str, Child]:
        return await store.entities(Child, ["leo", "mia"], ANY)

    found = sqlite.run(held)
    assert (found["leo"].nhs_number, found["leo"].upn) == ("9434765919", "H801200001001")
    assert found["mia"] == Child("mia", "Mia")


def test_an_invalid_uprn_is_left_out_and_the_address_kept(sqlite: Place, tmp_path: Path) -> None:
    report = tried(sqlite, tmp_path, addresses="subject_kind,subject_id,uprn,address\nfamily,hartley,12A,1 High St")
    assert (counts(report, "addresses"), only(report).cell_only) == ((1, 1, 0, 0, 0), True)


MESSY: Files = {
    "professionals": "\ufeffNAME,id\r\nAmina,amina\r\n".encode(),
    "families": 'name,id\n"The ""Hart-\nleys""", hartley \n\n,\n\n',
    "contacts": "at,kind,subject_id,subject_kind,professional_id\r\n2026-05-01, Home_Visit ,hartley,FAMILY,amina\r\n\r\n",
}


def test_byte_order_mark_column_order_line_ends_quoted_newlines_and_blank_lines_are_fine(sqlite: Place, tmp_path: Path) -> None:
    report = load(sqlite, write(tmp_path / "feed", MESSY))
    assert (report.refusals, report.remarks, totals(report)) == ([], [], (3, 3, 0, 0, 0))
    found = answers(sqlite)[0]
    assert (found["subject_id"], found["key_individual"] or found["knowers"] != []) == ("hartley", True)


def test_line_numbers_count_the_lines_of_the_file(sqlite: Place, tmp_path: Path) -> None:
    report = tried(sqlite, tmp_path, carers='id,given_name,parental_responsibility\n\nmum,"Jo\ny",yes\n\ndad,Al,perhaps\n')
    assert (only(report).line, only(report).row) == (6, "dad,Al,perhaps")


@pytest.mark.parametrize(
    "files",
    [{"families": "name\nHartley"}, {"families": b"\xff\xfe\x00"}, {"families": '"id'}, {"families": "", "carers": "given_name\nJoy"}],
)
def test_where_nothing_can_be_read_the_store_is_as_it_was(sqlite: Place, tmp_path: Path, files: Files) -> None:
    with pytest.raises(FeedUnreadable, match="could be read"):
        load(sqlite, write(tmp_path / "feed", files))
    assert loads(sqlite) == []


def test_a_folder_that_is_none_or_holds_nothing_is_unreadable(sqlite: Place, tmp_path: Path) -> None:
    with pytest.raises(FeedUnreadable, match="is no folder"):
        load(sqlite, tmp_path / "absent")
    with pytest.raises(FeedUnreadable, match="holds none of the files"):
        load(sqlite, write(tmp_path / "feed", {"people": "id\nx"}))
    assert loads(sqlite) == []


def test_rows_that_are_all_refused_were_read_all_the_same(sqlite: Place, tmp_path: Path) -> None:
    report = load(sqlite, write(tmp_path / "feed", {"services": "id,name,organisation_id\nearly,Early,nemo"}))
    assert totals(report) == (1, 0, 0, 0, 1)


def test_the_refusals_are_a_csv_that_only_its_owner_may_read(sqlite: Place, tmp_path: Path) -> None:
    report = tried(sqlite, tmp_path, ties=TIE + ',nemo,family,hartley,"a, ""b""",,,,,', children=NHS_AND_UPN)
    path = tmp_path / "deep" / "refused.csv"
    path.parent.mkdir()
    path.touch(mode=0o644)
    write_refusals(path, report.refusals)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["file"], r["line"], r["column"], r["value"], r["refused"]) for r in rows] == [
        ("children.csv", "3", "upn", "A801200001001", "cell"),
        ("children.csv", "3", "nhs_number", "1234567890", "cell"),
        ("ties.csv", "2", "professional_id", "nemo", "row"),
    ]
    assert rows[2]["row"] == ',nemo,family,hartley,"a, ""b""",,,,,'
    assert all(r["reason"] for r in rows)


def test_every_file_of_the_feed_loads(sqlite: Place, tmp_path: Path) -> None:
    report = load(sqlite, write(tmp_path / "feed", GOOD))
    assert (report.refusals, report.remarks) == ([], [])
    assert [(f.file, f.read, f.kept) for f in report.files] == [
        (f"{name}.csv", n, n) for name, n in {**dict.fromkeys(GOOD, 2), "areas": 3, "fundings": 1, "contacts": 3}.items()
    ]
    hartley = next(a for a in answers(sqlite) if (a["subject_kind"], a["subject_id"]) == Subject("family", "hartley"))
    assert (hartley["key_individual"], hartley["lead"], hartley["nobody"]) == ("amina", "amina", False)
