"""The handover plan as it is typed and as it is asked for over HTTP: JSON, CSV, words and a checklist say the same."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from api.telling.handover_rows import HANDOVER_COLUMNS
from api.telling.tabular import cell
from tests.api.house import MANAGER, SCHOOL_MANAGER, House
from tests.ingest.folders import GOOD, write
from tests.ingest.test_command import Typed

CARA = {
    "professionals": f"{GOOD['professionals']}\ncara,Cara Bello,social worker,,,",
    "posts": f"{GOOD['posts']}\ncara,early,worker,permanent,2020-01-01,,,,,",
    "contacts": GOOD["contacts"] + "".join(f"\ncara,family,hartley,2026-05-{day},home_visit," for day in range(10, 30)),
}
GOES = ("handover", "amina", "--on", "2026-06-01")


@pytest.fixture
def house(house: House) -> House:
    """Asked by a manager."""
    house.viewer = MANAGER
    return house


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Typed:
    folder: Path = tmp_path_factory.mktemp("handover")
    write(folder / "feed", GOOD | CARA)
    told = Typed(folder)
    assert told.load().returncode == 0
    return told


def lines(typed: Typed, *words: str) -> list[dict[str, Any]]:
    done = typed.kith(*GOES, "--json", *words)
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_one_object_a_line_with_every_key(typed: Typed) -> None:
    [family] = lines(typed)
    assert tuple(family) == HANDOVER_COLUMNS
    assert (family["subject_id"], family["leavers"], family["receiver"], family["by"]) == ("hartley", ["amina"], "cara", "2026-05-31")
    assert (family["bonus"], family["visit"], family["why_nobody"]) == (pytest.approx(0.03), None, None)
    assert "In touch with the family." in family["because"]


def test_csv_and_json_say_the_same(typed: Typed, tmp_path: Path) -> None:
    printed = lines(typed, "--csv", str(tmp_path / "plan.csv"))
    kept = list(csv.DictReader(io.StringIO((tmp_path / "plan.csv").read_bytes().decode(), newline="")))
    assert kept == [{name: cell(value) for name, value in line.items()} for line in printed]


def test_the_checklist_has_names_and_boxes_and_needs_nothing_else(typed: Typed, tmp_path: Path) -> None:
    lines(typed, "--checklist", str(tmp_path / "list.html"))
    page = (tmp_path / "list.html").read_text(encoding="utf-8")
    assert all(name in page for name in ("Hartley (hartley)", "Amina Osei (amina)", "Cara Bello (cara)", "31 May 2026"))
    assert page.count('class="task"') == 3
    assert not any(sign in page for sign in ("<script", "http:", "https:", "src="))


@pytest.mark.parametrize(("families", "receiver"), [(0, None), (1, "cara")])
def test_capacities_come_from_a_file(typed: Typed, tmp_path: Path, families: int, receiver: str | None) -> None:
    (tmp_path / "room.csv").write_text(f"professional_id,families\ncara,{families}\n")
    [family] = lines(typed, "--capacity", "0", "--capacities", str(tmp_path / "room.csv"))
    assert (family["receiver"], family["why_nobody"]) == (receiver, None if receiver else "all who fit are full")


def test_a_capacity_told_twice_is_refused(typed: Typed, tmp_path: Path) -> None:
    (tmp_path / "room.csv").write_text("professional_id,families\ncara,1\ncara,2\n")
    done = typed.kith(*GOES, "--capacities", str(tmp_path / "room.csv"))
    assert (done.returncode, "room.csv, line 3: cara stands there twice" in done.stderr) == (1, True)


@pytest.mark.parametrize(("text", "where"), [("professional_id,families\ncara,many\n", "line 2"), ("who\ncara\n", "line 2")])
def test_a_bad_file_of_capacities_says_where(typed: Typed, tmp_path: Path, text: str, where: str) -> None:
    (tmp_path / "room.csv").write_text(text)
    done = typed.kith(*GOES, "--capacities", str(tmp_path / "room.csv"))
    assert done.returncode == 1
    assert f"room.csv, {where}: write professional_id and families" in done.stderr


def test_in_words_the_finding_comes_first(typed: Typed) -> None:
    told = typed.kith(*GOES).stdout.splitlines()
    assert told[0] == "Handover before 1 June 2026: 1 are taken over by 1."
    assert told[1] == "family hartley: from amina to cara, no working day is left for a visit together"


# Over HTTP

PLAN = """query ($on: Date, $rules: HandoverRules, $after: String) {
  handoverPlan(leavers: ["priya"], on: $on, rules: $rules, first: 1, after: $after) {
    edges { node { subjectKind subjectId leavers receiver { professional because } by visit whyNobody excluded } }
    pageInfo { hasNextPage endCursor } } }"""


def test_page_by_page_over_http(house: House):
    first = house.ask(PLAN, on="2026-06-15")["data"]["handoverPlan"]
    node = first["edges"][0]["node"]
    assert (node["subjectId"], node["receiver"]["professional"], node["by"], node["visit"]) == (
        "hartley",
        "tom",
        "2026-06-14",
        "2026-06-02",
    )
    assert first["pageInfo"]["hasNextPage"]
    second = house.ask(PLAN, on="2026-06-15", after=first["pageInfo"]["endCursor"])["data"]["handoverPlan"]
    assert second["edges"][0]["node"]["subjectId"] == "mensah"
    assert not second["pageInfo"]["hasNextPage"]


def test_where_nobody_is_found_it_says_why(house: House):
    found = house.ask(PLAN, rules={"capacity": 0})["data"]["handoverPlan"]["edges"][0]["node"]
    assert (found["receiver"], found["by"], found["whyNobody"]) == (None, None, "all who fit are full")


def test_a_plan_is_worked_out_once_for_all_its_pages(house: House):
    for _ in range(3):
        house.ask(PLAN, on="2026-06-15")
    assert house.reader.calls["met"] == 2


def test_who_may_not_see_them_is_told_that_they_are_not_there(house: House):
    assert house.code(PLAN, viewer=SCHOOL_MANAGER) == "NOT_FOUND"


def test_rules_that_do_not_hold_together_are_refused(house: House):
    assert house.code(PLAN, rules={"together": True}) == "BAD_INPUT"
