"""`kith links`, `missing-links`, `home-school` and `hub` as they are typed: words, JSON, CSV and GraphML, and what boards get."""

import csv
import json
from pathlib import Path
from typing import Any

import networkx
import pytest

from tests.ingest.folders import GOOD, write
from tests.ingest.test_command import Typed

ON = ("--on", "2026-01-15")
FAMILIES = [(f"f{n}", "ward" if n < 3 else "south") for n in range(9)]
FEED = GOOD | {
    "organisations": f"{GOOD['organisations']}\nzoo,Zoo,voluntary",
    "services": f"{GOOD['services']}\nkeepers,Keepers,zoo,voluntary,,,",
    "professionals": f"{GOOD['professionals']}\nzed,Zed,keeper,,,",
    "posts": f"{GOOD['posts']}\nzed,keepers,keeper,,2020-01-01,,,,,",
    "areas": f"{GOOD['areas']}\nsouth,South,ward,town",
    "families": GOOD["families"] + "".join(f"\n{own},,{area}" for own, area in FAMILIES),
    "ties": GOOD["ties"]
    + "".join(f"\na{own},amina,family,{own},worker,home,,{2021 if n < 6 else 2025}-11-01,," for n, (own, _) in enumerate(FAMILIES))
    + "".join(f"\nz{own},zed,family,{own},keeper,community,,2021-01-01,," for own, _ in FAMILIES),
}


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Typed:
    folder: Path = tmp_path_factory.mktemp("linking")
    write(folder / "feed", FEED)
    told = Typed(folder)
    loaded = told.load()
    assert loaded.returncode == 0, loaded.stdout + loaded.stderr
    return told


def lines(typed: Typed, *words: str) -> list[dict[str, Any]]:
    done = typed.kith(*words, *ON, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def pair(rows: list[dict[str, Any]], a: str = "council", b: str = "zoo") -> list[dict[str, Any]]:
    return [r for r in rows if (r["a"], r["b"]) == (a, b)]


def test_services_an_area_sectors_and_strength(typed: Typed) -> None:
    [found] = pair(lines(typed, "links", "--between", "services", "--area", "south", "--strength"), "early", "keepers")
    assert (found["shared_families"], found["people_a"], found["people_b"]) == (6, 1, 1)
    assert 0 < found["strength"] < 6
    assert len(lines(typed, "links", "--sector", "voluntary", "--sector", "authority")) == 1


def test_an_authority_has_the_families_of_its_wards(typed: Typed) -> None:
    [town] = pair(lines(typed, "links", "--area", "town"))
    wards = [pair(lines(typed, "links", "--area", ward))[0]["shared_families"] for ward in ("ward", "south")]
    assert town["shared_families"] == sum(wards) == 9
    assert {r["area"] for r in lines(typed, "links", "--by-area", "--area", "town")} == {"south", "ward"}
    assert len(lines(typed, "missing-links", "--area", "town", "--least", "1")) == len(lines(typed, "missing-links", "--least", "1")) > 0
    wanted, every = (lines(typed, "list", "one", "--kind", "family", *more) for more in (["--area", "town"], []))
    assert [r["subject_id"] for r in wanted] == [r["subject_id"] for r in every if set(r["areas"]) & {"south", "ward"}]
    assert wanted


def test_wards_of_addresses_are_those_of_the_authority(typed: Typed) -> None:
    assert [r["area"] for r in lines(typed, "addresses", "--wards", "--area", "town")] == ["south", "ward"]
    refused = typed.kith("addresses", "--wards", "--area", "nowhere", *ON)
    assert refused.stderr.startswith("kith: BAD_INPUT: no family lives in the area nowhere: families live in ")


def test_without_more_a_line_has_the_keys_it_always_had(typed: Typed) -> None:
    keys = ["a", "b", "shared_families", "people_a", "people_b", "pairs_sharing", "pairs_met_before"]
    assert [list(row) for row in lines(typed, "links")] == [keys] * 3


def test_boards_get_the_same_keys_with_small_numbers_hidden(typed: Typed) -> None:
    [found] = pair(lines(typed, "links", "--board"))
    assert list(found.values()) == ["council", "zoo", 9, "fewer than 5", "fewer than 5", "fewer than 5", 0]


def test_by_area_boards_can_not_tell_the_few_from_the_whole(typed: Typed) -> None:
    plain, board = (
        {r["area"]: r["shared_families"] for r in pair(lines(typed, "links", "--by-area", *more))} for more in ([], ["--board"])
    )
    assert plain == {"south": 6, "ward": 3, "not recorded": 0}
    assert board == {"south": 6, "ward": "not shown", "not recorded": "not shown"}
    assert lines(typed, "links", "--by-area", "--area", "ward")[0].keys() == {"a", "b", "area", "shared_families"}


def test_the_trend_tells_every_quarter(typed: Typed) -> None:
    found = pair(lines(typed, "links", "--trend", "--quarters", "2"))
    assert [(r["until"], r["before"], r["links"], r["gained"], r["lost"]) for r in found] == [
        ("2025-09-30", 6, 6, 0, 0),
        ("2025-12-31", 6, 9, 3, 0),
    ]
    [_, last] = pair(lines(typed, "links", "--trend", "--quarters", "2", "--board"))
    assert (last["before"], last["links"], last["gained"], last["lost"]) == (6, 9, "fewer than 5", "not shown")


def test_the_trend_in_words_says_how_many_and_why(typed: Typed) -> None:
    told = typed.kith("links", "--trend", *ON).stdout.splitlines()
    assert "To 31 December 2025: 3 gained, 0 lost" in told
    assert "  council and zoo: 6 to 9, 3 gained, 0 lost" in told


@pytest.mark.parametrize(
    "words",
    [
        ("links", "--board", "--between", "services"),
        ("links", "--board", "--area", "ward"),
        ("links", "--board", "--strength"),
        ("links", "--board", "--trend", "--area", "ward"),
        ("links", "--by-area", "--board", "--between", "services"),
        ("links", "--trend", "--graphml", "x.graphml"),
        ("links", "--sector", "circus"),
        ("links", "--area", "nowhere"),
        ("links", "--by-area", "--area", "nowhere"),
        ("links", "--trend", "--quarters", "0"),
        ("missing-links", "--board", "--least", "2"),
        ("missing-links", "--board", "--between", "services"),
    ],
)
def test_what_would_give_small_numbers_away_or_is_not_there_is_refused(typed: Typed, words: tuple[str, ...]) -> None:
    done = typed.kith(*words, *ON)
    assert done.returncode == 1
    assert done.stderr.startswith("kith: BAD_INPUT: ")


@pytest.mark.parametrize("words", [("links", "--between", "teams"), ("home-school", "--children", "--board")])
def test_what_is_typed_wrong_exits_with_2(typed: Typed, words: tuple[str, ...]) -> None:
    assert typed.kith(*words).returncode == 2


def rows_of(typed: Typed, name: str) -> list[dict[str, str]]:
    with (typed.folder / name).open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("more", [[], ["--board"], ["--by-area", "--board"], ["--trend"]])
def test_csv_tells_the_same_as_json(typed: Typed, more: list[str]) -> None:
    told = lines(typed, "links", *more, "--csv", "links.csv")
    assert rows_of(typed, "links.csv") == [{k: str(v) for k, v in row.items()} for row in told]


@pytest.mark.parametrize("more", [[], ["--board"], ["--strength", "--between", "services"]])
def test_graphml_opens_in_networkx_with_the_figures_of_the_lines(typed: Typed, more: list[str]) -> None:
    told = lines(typed, "links", *more, "--graphml", "links.graphml")
    read: Any = networkx
    graph = read.read_graphml(typed.folder / "links.graphml")
    assert not graph.is_directed()
    assert set(graph.nodes) == {side for row in told for side in (row["a"], row["b"])}
    joined = [row for row in told if row["shared_families"] != 0]
    assert {frozenset(e) for e in graph.edges} == {frozenset((r["a"], r["b"])) for r in joined}
    for row in joined:
        edge = graph.edges[row["a"], row["b"]]
        assert {k: edge.get(k, edge.get(f"{k}_shown")) for k in row if k not in "ab"} == {k: v for k, v in row.items() if k not in "ab"}


def test_missing_links_name_whom_to_introduce_and_for_boards_what_they_do(typed: Typed) -> None:
    [found] = lines(typed, "missing-links", "--csv", "missing.csv")
    assert (found["a"], found["b"], found["person_a"], found["person_b"], found["both_know"]) == ("council", "zoo", "amina", "zed", 9)
    assert rows_of(typed, "missing.csv")[0]["because"].startswith("amina and zed both know 9 families now")
    [board] = lines(typed, "missing-links", "--board")
    assert board == {"a": "council", "b": "zoo", "shared_families": 9, "role_a": "social worker", "role_b": "keeper"}
    assert "amina" not in typed.kith("missing-links", "--board", *ON).stdout
    assert "introduce amina (social worker) and zed (keeper)" in typed.kith("missing-links", *ON).stdout


def test_home_and_school(typed: Typed) -> None:
    assert lines(typed, "home-school")[-1] == {"school": "all", "children": 2, "without": 2, "others": 0, "link_workers": []}
    assert list(lines(typed, "home-school", "--board")[-1].values()) == ["all", "fewer than 5", "fewer than 5", 0, "not shown"]
    assert [r["child"] for r in lines(typed, "home-school", "--children", "--csv", "children.csv")] == ["leo", "zoe"]
    assert "high: 1 of 1; no link worker" in typed.kith("home-school", *ON).stdout.splitlines()


def test_a_hub(typed: Typed) -> None:
    found = lines(typed, "hub", "high", "--csv", "hub.csv")
    assert [(r["kind"], r["id"], r["pupils"]) for r in found] == [
        ("service", "early", 1),
        ("service", "high", 1),
        ("professional", "amina", 1),
        ("professional", "ben", 1),
    ]
    assert rows_of(typed, "hub.csv")[0]["sector"] == "authority"
    told = typed.kith("hub", "high", *ON).stdout.splitlines()
    assert "  early, council (authority): 1 pupil, 1 person" in told
    assert typed.kith("hub", "nowhere", *ON).returncode == 1
