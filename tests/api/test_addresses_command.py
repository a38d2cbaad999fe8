"""`kith addresses` as it is typed: claims, families with several, wards and changes, each as JSON, CSV and words."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from api.telling.address_rows import CHANGE_COLUMNS, PLACE_COLUMNS, SEVERAL_COLUMNS, WARD_COLUMNS
from tests.ingest.folders import GOOD, write
from tests.ingest.test_command import Typed

DAY = ("--on", "2026-06-01")
EVER = ("--changes", "--since", "0001-01-02")
MORE = (
    "\nfamily,hartley,,1 HIGH STREET TOWN,ab12cd,academy,2025-01-01,2026-05-01,,"
    "\nfamily,hartley,,3 Hill Rd,AB1 2CE,academy,2025-01-01,2026-05-01,,"
)


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Typed:
    folder: Path = tmp_path_factory.mktemp("addresses")
    write(folder / "feed", GOOD | {"addresses": GOOD["addresses"] + MORE})
    told = Typed(folder)
    assert told.load().returncode == 0
    return told


def lines(typed: Typed, *words: str) -> list[dict[str, Any]]:
    done = typed.kith("addresses", *words, "--json", *DAY)
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def kept(path: Path) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        read = csv.DictReader(file)
        return tuple(read.fieldnames or ()), list(read)


def test_claims_stand_side_by_side_by_place_with_who_says_so_and_who_confirmed(typed: Typed) -> None:
    [line] = lines(typed, "hartley")
    assert (line["subject_kind"], line["subject_id"], line["on"], line["contested"]) == ("family", "hartley", "2026-06-01", True)
    first = line["places"][0]
    assert (first["address"], first["agreed_by"], first["live"]) == ("1 HIGH STREET TOWN", "uprn", True)
    assert [(c["reported_by"], c["last_seen"], c["live"], c["end"]) for c in first["claims"]] == [
        ("academy", "2026-05-01", True, None),
        ("council", "2026-01-01", True, None),
    ]
    assert [(c["professional_id"], c["on"], c["word"]) for c in first["confirmed"]] == [("amina", "2025-05-05", "strong")]
    assert [(p["address"], p["claims"][0]["subject_id"], p["claims"][0]["source"]) for p in line["places"][2:]] == [
        ("2 Low St", "leo", "trust")
    ]
    assert sorted((p["weight"] for p in line["places"]), reverse=True) == [p["weight"] for p in line["places"]]


def test_no_property_number_is_printed(typed: Typed) -> None:
    for words in (("hartley",), ("--several",), EVER):
        assert "100023336956" not in typed.kith("addresses", *words, "--json", *DAY).stdout


def test_in_words_it_names_who_says_so(typed: Typed) -> None:
    told = typed.kith("addresses", "hartley", *DAY).stdout.splitlines()
    assert told[:2] == ["Where is family hartley said to live, on 1 June 2026?", "Agencies name 3 places for family hartley."]
    assert "  Academy says so: first on 1 January 2025, last on 1 May 2026." in told
    assert "  Confirmed in person by Amina Osei on 5 May 2025; their tie is strong." in told


def test_families_with_three_live_addresses_are_listed(typed: Typed, tmp_path: Path) -> None:
    assert lines(typed, "--several", "--csv", str(tmp_path / "out.csv")) == [
        {
            "subject_kind": "family",
            "subject_id": "hartley",
            "on": "2026-06-01",
            "places": 3,
            "confirmed": 1,
            "reported_by": ["academy", "council", "trust"],
        }
    ]
    columns, [row] = kept(tmp_path / "out.csv")
    assert (columns, row["reported_by"]) == (SEVERAL_COLUMNS, "academy; council; trust")


def test_wards_hide_small_numbers_unless_the_administrator_asks(typed: Typed, tmp_path: Path) -> None:
    out = str(tmp_path / "out.csv")
    assert {x["families"] for x in lines(typed, "--wards", "--csv", out)} <= {"fewer than 5", "not shown", 0}
    true = [(x["area"], x["families"], x["contested"], x["others"], x["share"]) for x in lines(typed, "--wards", "--true-counts")]
    assert true == [("ward", 1, 1, 0, 1.0), ("not recorded", 1, 0, 1, 0.0), ("all", 2, 1, 1, 0.5)]
    columns, rows = kept(Path(out))
    assert (columns, {r["share"] for r in rows}) == (WARD_COLUMNS, {""})
    assert "fewer than 5" in typed.kith("addresses", "--wards", *DAY).stdout


def test_changes_hold_ids_only(typed: Typed, tmp_path: Path) -> None:
    out = str(tmp_path / "out.csv")
    found = lines(typed, *EVER, "--csv", out)
    assert [(x["subject_id"], x["what"], x["reported_by"], x["day"]) for x in found] == [
        ("hartley", "claimed", "academy", "2025-01-01"),
        ("hartley", "claimed", "council", "2024-01-01"),
        ("hartley", "claimed", "trust", None),
        ("hartley", "contested", None, None),
    ]
    assert {tuple(x) for x in found} == {CHANGE_COLUMNS}
    text = Path(out).read_text(encoding="utf-8") + typed.kith("addresses", *EVER, *DAY).stdout
    assert "hartley" in text
    assert not [word for word in ("High", "HIGH", "Hill", "Low", "AB1", "ab1") if word in text]


def test_places_are_kept_as_csv(typed: Typed, tmp_path: Path) -> None:
    typed.kith("addresses", "hartley", "--csv", str(tmp_path / "out.csv"), *DAY)
    columns, rows = kept(tmp_path / "out.csv")
    assert (columns, rows[0]["reported_by"]) == (PLACE_COLUMNS, "academy; council")


def test_who_is_not_held_is_an_error_without_an_address(typed: Typed) -> None:
    done = typed.kith("addresses", "nemo", *DAY)
    assert (done.returncode, "nemo" in done.stderr, done.stdout) == (1, True, "")


@pytest.mark.parametrize("words", [(), ("hartley", "--wards"), ("--several", "--wards"), ("--changes",), ("--changes", "--since", "soon")])
def test_what_is_typed_wrong_is_told(typed: Typed, words: tuple[str, ...]) -> None:
    assert typed.kith("addresses", *words).returncode == 2
