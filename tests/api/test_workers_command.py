"""`kith workers` and `kith caseload` as they are typed."""

import csv
import json
from pathlib import Path

import pytest

from tests.ingest.folders import GOOD, write
from tests.ingest.test_command import Typed

YEAR = ("--year", "calendar-2026")


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Typed:
    folder: Path = tmp_path_factory.mktemp("workers")
    write(folder / "feed", GOOD)
    told = Typed(folder)
    assert told.load().returncode == 0
    return told


def test_workers_by_service_in_json_and_csv(typed: Typed, tmp_path: Path) -> None:
    done = typed.kith("workers", "--by", "service", *YEAR, "--true-counts", "--json", "--csv", str(tmp_path / "out.csv"))
    assert (done.returncode, done.stderr) == (0, "")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(x["group"], x["children"], x["three_or_more"]) for x in lines] == [("early", 1, 0), ("high", 1, 0), ("all", 1, 0)]
    assert (lines[0]["by"], lines[0]["from"], lines[0]["to"], lines[0]["upc"]) == ("service", "2026-01-01", "2026-12-31", None)
    with (tmp_path / "out.csv").open(newline="") as file:
        assert [row["group"] for row in csv.DictReader(file)] == ["early", "high", "all"]


def test_small_numbers_are_hidden_unless_the_administrator_asks(typed: Typed) -> None:
    lines = [json.loads(line) for line in typed.kith("workers", "--by", "school", *YEAR, "--json").stdout.splitlines()]
    assert not [x for x in lines if isinstance(x["children"], int) and 0 < x["children"] < 5]
    assert "fewer than 5" in typed.kith("workers", "--by", "school", *YEAR).stdout


@pytest.mark.parametrize("words", [("--by", "moon"), ("--by", "school", "--year", "next")])
def test_what_is_typed_wrong_is_told(typed: Typed, words: tuple[str, ...]) -> None:
    assert typed.kith("workers", *words).returncode == 2


def test_a_caseload_in_json_and_in_words(typed: Typed) -> None:
    [line] = [json.loads(x) for x in typed.kith("caseload", "amina", *YEAR, "--json").stdout.splitlines()]
    assert line["list"] == [{"subject_kind": "family", "subject_id": "hartley"}]
    assert (line["slicc"], line["opr"], line["undefined"]) == (3 / 4, 1, {})
    told = typed.kith("caseload", "ben", *YEAR).stdout
    assert "ben leads for no child or family" in told
    assert "has no children or families of their own" in told


def test_an_unknown_professional_is_an_error(typed: Typed) -> None:
    done = typed.kith("caseload", "nemo")
    assert (done.returncode, "nemo" in done.stderr) == (1, True)
