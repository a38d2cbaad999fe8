"""`kith list` and `kith equity` as they are typed, on both stores: JSON, CSV and words say the same."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from api.telling.list_rows import EQUITY_COLUMNS, LIST_COLUMNS
from api.telling.tabular import BETWEEN, cell
from tests.conformance.drawing import draw
from tests.conftest import Place

KITH = Path(sys.executable).with_name("kith")
DRAWN = """
    (amina:Professional)
    (byrne:Family area_code=ward)
    (mia:Child)
    (noa:Child)
    (mia)-[:MEMBER_OF]->(byrne)
    (team:Service)
    (elm:Service)
    (oak:Service)
    (amina)-[:WORKS_IN]->(team)
    (amina)-[:KNOWS since=2020-01-01]->(mia)
    (amina)-[:KNOWS row=2 since=2020-01-01]->(byrne)
    (mia)-[:ATTENDS attendance=low]->(elm)
    (mia)-[:ATTENDS]->(oak)
    """


class Typed:
    """A shell over a store with a drawing in it."""

    def __init__(self, place: Place, folder: Path) -> None:
        place.run(lambda store: draw(store, DRAWN))
        user, password = place.settings.neo4j_user, place.settings.neo4j_password
        self.folder = folder
        self.environment = {
            "KITH_STORE": place.url,
            "KITH_NEO4J_USER": user,
            "KITH_NEO4J_PASSWORD": password,
            "KITH_STATE": str(folder / "state"),
        }

    def kith(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [KITH, *words, "--on", "2026-06-01"],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def both(self, *words: str) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
        """What is printed as JSON, and what stands in the CSV."""
        done = self.kith(*words, "--json", "--csv", "out.csv")
        assert (done.returncode, done.stderr) == (0, "")
        text = (self.folder / "out.csv").read_bytes().decode()
        return [json.loads(line) for line in done.stdout.splitlines()], list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def typed(sqlite: Place, tmp_path: Path) -> Typed:
    return Typed(sqlite, tmp_path)


def test_a_list_in_json_in_csv_and_in_words(typed: Typed) -> None:
    printed, kept = typed.both("list", "one")
    assert [(x["subject_kind"], x["subject_id"]) for x in printed] == [("child", "mia"), ("family", "byrne")]
    assert printed[0] == {
        "list": "one",
        "on": "2026-06-01",
        "subject_kind": "child",
        "subject_id": "mia",
        "why": "Only amina knows child mia well enough to be asked first.",
        "key_individual": "amina",
        "lead": None,
        "areas": ["ward"],
        "services": ["team"],
        "schools": ["elm", "oak"],
    }
    assert tuple(printed[0]) == LIST_COLUMNS
    assert kept == [{name: cell(value) for name, value in line.items()} for line in printed]
    assert kept[0]["schools"].split(BETWEEN) == printed[0]["schools"]
    assert typed.kith("list", "one").stdout.splitlines() == [x["why"] for x in printed]


def test_filters_are_typed(typed: Typed) -> None:
    for words, found in (
        (("one", "--kind", "family"), ["byrne"]),
        (("one", "--school", "oak", "--area", "ward", "--service", "team"), ["mia", "byrne"]),
        (("nobody",), ["noa"]),
        (("nobody", "--area", "ward"), []),
        (("contested",), []),
        (("lead",), []),
    ):
        printed, kept = typed.both("list", *words)
        assert [x["subject_id"] for x in printed] == [x["subject_id"] for x in kept] == found


def test_the_equity_lens_in_json_in_csv_and_in_words(typed: Typed) -> None:
    printed, kept = typed.both("equity", "--by", "attendance", "--true-counts")
    assert [(x["group"], x["children"], x["nobody"], x["share"]) for x in printed] == [("unknown", 2, 1, 0.5), ("all", 2, 1, 0.5)]
    assert tuple(printed[0]) == EQUITY_COLUMNS
    assert kept == [{name: cell(value) for name, value in line.items()} for line in printed]
    shown, kept = typed.both("equity", "--by", "attendance")
    assert {x["children"] for x in shown} == {x["children"] for x in kept} == {"fewer than 5"}
    words = typed.kith("equity", "--by", "attendance").stdout
    assert "fewer than 5" in words
    assert "does not mean little need" in words


@pytest.mark.parametrize(
    "words", [("list", "nope"), ("list", "one", "--kind", "carer"), ("equity", "--by", "ethnicity"), ("equity",), ("list",)]
)
def test_what_is_typed_wrong_exits_with_2(sqlite: Place, tmp_path: Path, words: tuple[str, ...]) -> None:
    done = Typed(sqlite, tmp_path).kith(*words)
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@name", "\tx", "\rx"])
def test_a_cell_is_never_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"
    assert cell(["a", text]) == f"a{BETWEEN}{text}"
