"""`kith continuity` as it is typed: what it prints, and how it exits."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from queries.continuity.window import year_before
from tests.ingest.folders import GOOD, write
from tests.ingest.test_command import Typed

KEYS = {"subject_kind", "subject_id", "contacts", "workers", "upc", "coc", "hi", "secon", "mmci", "k", "kpc", "changes", "undefined"}
EXTRAS = {"from", "to", "by", "measure", "effective_workers", "course"}
SPRING = ("--from", "2026-01-01", "--to", "2026-06-01")


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Typed:
    folder: Path = tmp_path_factory.mktemp("continuity")
    write(folder / "feed", GOOD)
    told = Typed(folder)
    assert told.load().returncode == 0
    return told


def lines(typed: Typed, *words: str) -> list[dict[str, Any]]:
    done = typed.kith("continuity", "--json", *words)
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_one_object_a_line_with_every_key(typed: Typed) -> None:
    (leo,) = lines(typed, "leo", *SPRING)
    assert leo.keys() == KEYS | EXTRAS
    assert [leo[k] for k in ("subject_kind", "subject_id", "from", "to", "by", "measure")] == [
        "child", "leo", "2026-01-01", "2026-06-01", "person", "contacts"]  # fmt: skip
    assert [type(leo[k]) for k in ("contacts", "workers", "changes", "upc", "hi")] == [int, int, int, float, float]
    assert (leo["contacts"], leo["workers"], leo["changes"], leo["upc"], leo["kpc"]) == (3, 2, 1, 2 / 3, 1 / 3)
    assert (leo["undefined"], leo["effective_workers"]) == ({}, 1 / leo["hi"])


def test_all_are_those_asked_one_by_one_families_first(typed: Typed) -> None:
    everyone = lines(typed, "--all", *SPRING)
    assert [(x["subject_kind"], x["subject_id"]) for x in everyone] == [
        ("family", "hartley"), ("family", "other"), ("child", "leo"), ("child", "zoe")]  # fmt: skip
    assert everyone == [lines(typed, x["subject_id"], *SPRING)[0] for x in everyone]
    assert everyone[2:] == lines(typed, "--all", "--kind", "child", *SPRING)
    assert (everyone[3]["contacts"], everyone[3]["hi"]) == (0, None)


@pytest.mark.parametrize("by", ["person", "service", "organisation"])
@pytest.mark.parametrize("measure", ["contacts", "days"])
def test_what_counts_and_who_counts_as_one_can_be_chosen(typed: Typed, by: str, measure: str) -> None:
    leo = lines(typed, "leo", "--by", by, "--measure", measure, *SPRING)[0]
    assert (leo["by"], leo["measure"], leo["contacts"]) == (by, measure, 3 if measure == "contacts" else 31)


@pytest.mark.parametrize(
    ("year", "first", "last"),
    [
        ("financial-2025", "2025-04-01", "2026-03-31"),
        ("academic-2025", "2025-09-01", "2026-08-31"),
        ("calendar-2024", "2024-01-01", "2024-12-31"),
    ],
)
def test_a_year_can_be_named(typed: Typed, year: str, first: str, last: str) -> None:
    assert lines(typed, "leo", "--year", year) == lines(typed, "leo", "--from", first, "--to", last)


def test_without_a_first_day_it_is_the_twelve_months_that_end_on_the_last(typed: Typed) -> None:
    assert lines(typed, "leo", "--to", "2026-03-31")[0]["from"] == "2025-04-01"
    bare = lines(typed, "leo")[0]
    assert date.fromisoformat(bare["from"]) == year_before(date.fromisoformat(bare["to"])) + timedelta(1)


def test_what_was_told_later_is_not_known_at_an_earlier_day(typed: Typed) -> None:
    assert typed.kith("continuity", "leo", "--known-at", "2020-01-01").returncode == 1


def test_in_words_every_measure_has_its_meaning_or_its_reason(typed: Typed) -> None:
    done = typed.kith("continuity", "zoe", *SPRING)
    assert done.stdout.startswith("Continuity of child zoe, 1 January 2026 to 1 June 2026\n  no contacts")
    assert done.stdout.count("needs at least") == 8


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("nemo",), 1),
        (("leo", "nemo"), 1),
        (("amina",), 1),
        ((), 2),
        (("leo", "--all"), 2),
        (("--all", "--kind", "carer"), 2),
        (("leo", "--from", "soon"), 2),
        (("leo", "--from", "2026-06-02", "--to", "2026-06-01"), 2),
        (("leo", "--year", "2025"), 2),
        (("leo", "--year", "calendar-9999"), 2),
        (("leo", "--year", "financial-2025", "--to", "2026-06-01"), 2),
        (("leo", "--by", "team"), 2),
        (("leo", "--measure", "hours"), 2),
    ],
)
def test_what_cannot_be_answered_exits_with_1_and_what_is_typed_wrong_with_2(typed: Typed, words: tuple[str, ...], code: int) -> None:
    done = typed.kith("continuity", *words)
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (code, "", False)
