"""`kith looping` as it is typed."""

import json
from pathlib import Path

import pytest

from tests.ingest.folders import GOOD, write
from tests.ingest.test_command import Typed

DAYS = ("--from", "2025-01-01", "--to", "2026-01-01")


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Typed:
    folder: Path = tmp_path_factory.mktemp("looping")
    write(folder / "feed", GOOD)
    told = Typed(folder)
    assert told.load().returncode == 0
    return told


def test_a_line_for_each_school_and_all_last(typed: Typed) -> None:
    done = typed.kith("looping", *DAYS, "--true-counts", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    line = {"pupils": 1, "keep": 1, "change": 0, "share": 1.0}
    assert [json.loads(x) for x in done.stdout.splitlines()] == [{"school": "high"} | line, {"school": "all"} | line]


def test_in_words_small_numbers_are_hidden_and_it_says_so(typed: Typed) -> None:
    told = typed.kith("looping", *DAYS).stdout
    assert "fewer than 5" in told.splitlines()[2]
    assert "Counts of 1 to 4 are shown as fewer than 5" in told


def test_a_proposal_from_a_file(typed: Typed, tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("child_id,professional_id\nleo,amina\n")
    done = typed.kith("looping", "--to", "2026-01-01", "--allocation", str(tmp_path / "plan.csv"), "--true-counts", "--json")
    assert json.loads(done.stdout.splitlines()[-1])["change"] == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [("child_id,professional_id\nleo,\n", "line 2: write"), ("child_id,professional_id\nleo,ben\nleo,ben\n", "line 3: leo has a line")],
)
def test_a_bad_proposal_says_where(typed: Typed, tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "plan.csv").write_text(text)
    done = typed.kith("looping", "--allocation", str(tmp_path / "plan.csv"))
    assert done.returncode == 1
    assert told in done.stderr
