# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
"""`kith bridges`, `communities`, `anchors` and `path` as they are typed: JSON, words, CSV and GraphML tell the same."""

import csv
import json
import subprocess
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from tests.ingest.folders import GOOD, write
from tests.ingest.test_command import Typed

DAY = ("--on", "2026-01-15")


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Typed:
    folder: Path = tmp_path_factory.mktemp("bridges")
    write(folder / "feed", GOOD)
    told = Typed(folder)
    assert told.load().returncode == 0
    return told


def lines(done: "subprocess.CompletedProcess[str]") -> list[Any]:
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_side_of_two_organisations_hangs_on_one_person(typed: Typed) -> None:
    found = lines(typed.kith("bridges", "--json", *DAY))
    assert [(one["who"], one["pairs"]) for one in found] == [("amina", [["council", "academy", 1]]), ("ben", [["academy", "council", 1]])]
    assert found[0]["because"] == ["Only they join council and academy, which know 1 family in common."]
    assert typed.kith("bridges", *DAY).stdout.splitlines()[1:3] == [
        "amina: 1 pair of organisations, 1 family in common",
        "  Only they join council and academy, which know 1 family in common.",
    ]


def test_boards_see_roles_and_few_people_hidden(typed: Typed) -> None:
    found = lines(typed.kith("bridges", "--by", "role", "--board", "--json", *DAY))
    assert {one["people"] for one in found} == {"fewer than 5"}
    assert {one["pairs"] for one in found} == {1}
    refused = typed.kith("bridges", "--board", *DAY)
    assert refused.returncode == 2
    assert "boards see bridges by role" in refused.stderr.replace("\n", " ")


def test_graphml_and_csv_hold_what_is_printed(typed: Typed, tmp_path: Path) -> None:
    graph, table = tmp_path / "people.graphml", tmp_path / "bridges.csv"
    found = lines(typed.kith("bridges", "--json", "--graphml", str(graph), "--csv", str(table), *DAY))
    read: Any = nx.read_graphml(graph)  # pyright: ignore[reportUnknownMemberType]
    assert [(*sorted(edge[:2]), edge[2]["shared_families"]) for edge in read.edges(data=True)] == [("amina", "ben", 1)]
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["who"] for row in rows] == [one["who"] for one in found]


def test_communities_anchors_and_ways_are_told(typed: Typed) -> None:
    [community] = lines(typed.kith("communities", "--json", *DAY))
    assert (community["members"], community["organisations"]) == (["amina", "ben"], [["academy", 1], ["council", 1]])
    anchors = lines(typed.kith("anchors", "--json", *DAY))
    assert [(one["organisation"], one["ties"], one["share"]) for one in anchors] == [("academy", 1, 0.5), ("council", 1, 0.5)]
    ways = lines(typed.kith("path", "amina", "ben", "--json", *DAY))
    assert [(one["way"], one["people"], one["shared"]) for one in ways] == [
        ("shortest", ["amina", "ben"], [1]),
        ("strongest", ["amina", "ben"], [1]),
    ]
    assert typed.kith("path", "amina", "ben", *DAY).stdout == "Shortest: amina: 1 family in common with ben\n"
    assert typed.kith("path", "amina", "nobody", *DAY).returncode == 1
