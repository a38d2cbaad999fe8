"""`kith load` and `kith who` as they are typed: what they print, and how they exit."""

import csv
import json
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.folders import GOOD, write

KITH = Path(sys.executable).parent / "kith"


class Typed:
    """A shell in a folder of its own, with a store of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def kith(self, *words: str) -> "subprocess.CompletedProcess[str]":
        environment = {"KITH_STORE": f"sqlite:///{self.folder / 'kith.db'}", "KITH_STATE": str(self.folder / "state"), "TZ": "UTC"}
        return subprocess.run([KITH, *words], cwd=self.folder, env=environment, capture_output=True, text=True, timeout=60, check=False)

    def load(self, *more: str) -> "subprocess.CompletedProcess[str]":
        return self.kith("load", "kith-csv", "feed", "--source", "trust", *more)

    def who(self, *words: str) -> list[dict[str, Any]]:
        done = self.kith("who", "--json", "--on", "2026-06-01", *words)
        assert (done.returncode, done.stderr) == (0, "")
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def typed(tmp_path: Path) -> Typed:
    write(tmp_path / "feed", GOOD)
    return Typed(tmp_path)


def table(printed: str) -> dict[str, list[int]]:
    """Read, kept, unchanged, retired and refused by file."""
    rows = (line.split() for line in printed.splitlines() if line.split()[:1] and line.split()[0].endswith(".csv"))
    return {name: [int(n) for n in numbers] for name, *numbers in rows}


def test_a_load_of_good_rows_tells_each_file_and_exits_with_0(typed: Typed) -> None:
    done = typed.load()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0].split() == ["file", "read", "kept", "unchanged", "retired", "refused"]
    assert table(done.stdout)["contacts.csv"] == [3, 3, 0, 0, 0]
    assert len(table(done.stdout)) == len(GOOD)
    again = typed.load()
    assert (again.returncode, table(again.stdout)["contacts.csv"]) == (0, [3, 3, 3, 0, 0])


def test_a_load_with_refused_rows_keeps_the_good_ones_and_exits_with_3(typed: Typed) -> None:
    write(typed.folder / "feed", {**GOOD, "ties": GOOD["ties"] + "\n,nemo,family,hartley,,,,,,"})
    done = typed.load("--refusals", "refused.csv")
    assert (done.returncode, table(done.stdout)["ties.csv"]) == (3, [3, 2, 0, 0, 1])
    path = typed.folder / "refused.csv"
    assert "refused.csv" in done.stdout
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["file"], r["line"], r["column"], r["value"]) for r in rows] == [("ties.csv", "4", "professional_id", "nemo")]
    assert typed.who("hartley")[0]["key_individual"] == "amina"


def test_refusals_have_a_place_of_their_own_where_none_is_named(typed: Typed) -> None:
    write(typed.folder / "feed", {**GOOD, "ties": GOOD["ties"] + "\n,nemo,family,hartley,,,,,,"})
    done = typed.load()
    place = Path(done.stdout.split("refusals with their reasons: ")[1].splitlines()[0])
    assert (place.is_file(), stat.S_IMODE(place.stat().st_mode)) == (True, 0o600)


@pytest.mark.parametrize(
    "words",
    [
        ("load", "kith-csv", "absent", "--source", "x"),
        ("load", "kith-csv", "bad", "--source", "x"),
        ("load", "no-feed", "feed", "--source", "x"),
    ],
)
def test_a_load_of_which_nothing_can_be_read_exits_with_1_and_says_why(typed: Typed, words: tuple[str, ...]) -> None:
    write(typed.folder / "bad", {"families": "name\nHartley"})
    done = typed.kith(*words)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("kith: ")
    assert "Traceback" not in done.stderr


def test_invalid_identifiers_alone_do_not_make_it_a_refusal(typed: Typed) -> None:
    write(typed.folder / "feed", {"children": "id,nhs_number\nleo,1234567890"})
    done = typed.load()
    assert (done.returncode, "1 identifiers" in done.stdout, "refusals with their reasons" in done.stdout) == (0, True, True)


def test_a_dry_run_says_so_and_leaves_nothing_to_ask(typed: Typed) -> None:
    done = typed.load("--dry-run")
    assert (done.returncode, "dry run: nothing was written" in done.stdout) == (0, True)
    assert typed.who("--all") == []


def test_a_snapshot_prints_what_it_retired(typed: Typed) -> None:
    typed.load()
    write(typed.folder / "feed", {k: v for k, v in GOOD.items() if k != "contacts"})
    assert table(typed.load("--snapshot").stdout)["contacts.csv"] == [0, 0, 0, 3, 0]


def test_who_prints_one_object_a_line_with_every_key(typed: Typed) -> None:
    typed.load()
    lines = typed.who("--all")
    assert [(x["subject_kind"], x["subject_id"]) for x in lines] == [
        ("family", "hartley"), ("child", "leo"), ("family", "other"), ("child", "zoe")]  # fmt: skip
    hartley = lines[0]
    assert {"subject_kind", "subject_id", "on", "nobody", "key_individual", "margin", "lead", "knowers", "dormant"} <= hartley.keys()
    assert (hartley["on"], hartley["nobody"], hartley["key_individual"], hartley["lead"]) == ("2026-06-01", False, "amina", "amina")
    amina = hartley["knowers"][0]
    assert amina["parts"].keys() == {"knowing", "activity", "trust", "reach"}
    assert (amina["parts"]["trust"], amina["since"], amina["last_contact"]) == (None, "2020-01-01", "2026-05-01")
    assert (amina["service_id"], amina["inferred"], amina["state"]) == ("early", False, "current")


def test_who_takes_ids_in_the_order_typed_and_one_kind_of_all(typed: Typed) -> None:
    typed.load()
    assert [x["subject_id"] for x in typed.who("zoe", "hartley")] == ["zoe", "hartley"]
    assert [x["subject_id"] for x in typed.who("--all", "--kind", "child")] == ["leo", "zoe"]


def test_who_in_words_names_whom_to_ask_first(typed: Typed) -> None:
    typed.load()
    done = typed.kith("who", "hartley", "--on", "2026-06-01")
    assert (done.returncode, "Ask first: Amina Osei [amina]" in done.stdout) == (0, True)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("who", "nemo"), 1),
        (("who", "hartley", "nemo"), 1),
        (("who", "amina"), 1),
        (("who",), 2),
        (("who", "hartley", "--all"), 2),
        (("who", "--all", "--kind", "carer"), 2),
        (("who", "hartley", "--on", "yesterday"), 2),
        (("load", "kith-csv", "feed"), 2),
    ],
)
def test_what_cannot_be_answered_exits_with_1_and_what_is_typed_wrong_with_2(typed: Typed, words: tuple[str, ...], code: int) -> None:
    typed.load()
    done = typed.kith(*words)
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (code, "", False)


def test_who_asks_no_store_that_is_not_there(typed: Typed) -> None:
    done = typed.kith("who", "hartley")
    assert (done.returncode, (typed.folder / "kith.db").exists()) == (1, False)
