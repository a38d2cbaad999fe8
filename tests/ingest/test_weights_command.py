"""`kith weights` as typed: shown, set, told over time, explained."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Place


def kith(place: Place, *words: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-c", "from api.cli import main; main()", *words, "--store", place.url)
    world = {**os.environ, "KITH_STATE": place.settings.state}
    return subprocess.run(command, env=world, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def made(sqlite: Place) -> Place:
    async def nothing(store: object) -> None:
        assert store

    sqlite.run(nothing)
    return sqlite


def told(folder: Path, text: str, name: str = "weights.json") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def test_what_is_set_is_shown_from_its_day_on_and_told_in_the_history(made: Place, tmp_path: Path) -> None:
    file = told(tmp_path, '{"knows": 0.25}')
    assert kith(made, "weights", "set", file, "--since", "2026-01-01", "--reason", "trial").returncode == 0
    shown = [json.loads(kith(made, "weights", "show", "--on", day, "--json").stdout) for day in ("2025-12-31", "2026-01-01")]
    assert [(s["version"], s["numbers"]["knows"]) for s in shown] == [("built-in", 0.2), ("w-0001", 0.25)]
    [line] = [json.loads(x) for x in kith(made, "weights", "history", "--json").stdout.splitlines()]
    assert (line["version"], line["since"], line["reason"], line["changed"]) == ("w-0001", "2026-01-01", "trial", {"knows": [0.2, 0.25]})
    assert "knows 0.2 to 0.25" in kith(made, "weights", "history").stdout
    assert "built in: 0.2" in kith(made, "weights", "show", "--on", "2026-01-01").stdout


def test_toml_is_read_by_its_name_and_the_same_again_changes_nothing(made: Place, tmp_path: Path) -> None:
    file = told(tmp_path, "knows = 0.25\n", "weights.toml")
    assert "set" in kith(made, "weights", "set", file).stdout
    assert "nothing changed" in kith(made, "weights", "set", file).stdout


def test_every_fault_has_a_line_and_nothing_is_stored(made: Place, tmp_path: Path) -> None:
    done = kith(made, "weights", "set", told(tmp_path, '{"knows": 2, "charm": 1}'))
    assert (done.returncode, done.stderr.splitlines()) == (
        1, ["kith: charm: is no weight that Kith knows", "kith: knows: must lie between 0 and 1"])  # fmt: skip
    assert kith(made, "weights", "history", "--json").stdout == ""


@pytest.mark.parametrize("text", ["", "{", "[1]", '"knows"'])
def test_a_file_that_holds_no_table_is_refused(made: Place, tmp_path: Path, text: str) -> None:
    done = kith(made, "weights", "set", told(tmp_path, text))
    assert done.returncode == 1
    assert done.stderr.startswith("kith: BAD_INPUT: weights.json")


def test_everything_is_explained(made: Place) -> None:
    words = kith(made, "weights", "explain").stdout
    assert "strength" in words
    assert "[D] A design choice of ours, without empirical proof." in words
    assert "knows: 0.2 strength below which nobody is said to know a family [D]" in words
