"""`kith exposure` and `kith at-risk` as they are typed."""

import json
from pathlib import Path
from typing import Any

import pytest

from queries.risk.hazards import NATIONAL, quarterly
from tests.ingest.folders import GOOD, write
from tests.ingest.test_command import Typed

DAY = ("--on", "2026-01-15")
ENDING = ("--on", "2026-11-01")
"""Amina's post is expected to end on 31 December."""


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Typed:
    folder: Path = tmp_path_factory.mktemp("exposure")
    write(folder / "feed", GOOD)
    told = Typed(folder)
    assert told.load().returncode == 0
    return told


def lines(typed: Typed, *words: str) -> list[dict[str, Any]]:
    done = typed.kith(*words, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize(("by", "ids"), [("service", ["early", "high"]), ("organisation", ["academy", "council"]), ("school", ["high"])])
def test_exposure_is_one_object_a_line_with_every_key(typed: Typed, by: str, ids: list[str]) -> None:
    found = lines(typed, "exposure", "--by", by, *DAY)
    assert [line["id"] for line in found] == ids
    assert found[0] == {
        "by": by,
        "id": ids[0],
        "families": 1,
        "people": 2,
        "smallest": ["amina", "ben"],
        "method": "exact",
        "covered_after": 0.0,
        "weights": "built-in",
    }


def test_exposure_in_words_names_the_few_it_hangs_on(typed: Typed) -> None:
    told = typed.kith("exposure", *DAY).stdout.splitlines()
    assert told == [
        "On how few people the families of each service hang on 15 January 2026: fewer than half are known to anyone without them",
        "early: 2 people of 2 who know its 1 family: amina, ben",
        "high: 2 people of 2 who know its 1 family: amina, ben",
    ]


def test_exposure_says_where_nobody_knows_a_family(typed: Typed) -> None:
    assert typed.kith("exposure", "--by", "school", "--on", "2019-01-01").stdout.splitlines()[1:] == [
        "No school has anyone who knows a family."
    ]


def test_what_had_not_been_told_yet_covers_nobody(typed: Typed) -> None:
    assert lines(typed, "exposure", "--known-at", "2020-01-01", *DAY) == []


def test_at_risk_is_the_authority_and_then_every_service(typed: Typed) -> None:
    whole, *services = lines(typed, "at-risk", *DAY, "--seed", "5", "--draws", "9")
    p = quarterly(NATIONAL)
    assert {k: whole[k] for k in ("from", "to", "draws", "seed", "service_id", "families", "people", "leaving", "method", "weights")} == {
        "from": "2026-01-15",
        "to": "2026-04-14",
        "draws": 9,
        "seed": 5,
        "service_id": None,
        "families": 1,
        "people": 2,
        "leaving": 0,
        "method": "exact",
        "weights": "built-in",
    }
    assert (whole["expected"], whole["kar_95"], whole["kar_99"]) == (pytest.approx(p * p), 0, 0)
    assert whole["es_99"] == pytest.approx(p * p / 0.01)
    assert [(s["service_id"], s["families"], s["expected"]) for s in services] == [
        (service, 1, whole["expected"]) for service in ("early", "high")
    ]
    assert [(r["service_kind"], r["contract"], r["posts"], r["national"], r["low"]) for r in whole["rates"]] == [
        ("early help", "fixed_term", 1, True, None)
    ]


def test_a_known_end_counts_before_any_rate(typed: Typed) -> None:
    whole = lines(typed, "at-risk", *ENDING)[0]
    assert (whole["families"], whole["people"], whole["leaving"], whole["expected"], whole["kar_95"]) == (1, 1, 1, 1, 1)


def test_at_risk_in_words_says_how_it_was_worked_out_and_what_is_too_few_to_say(typed: Typed) -> None:
    told = typed.kith("at-risk", *ENDING).stdout.splitlines()
    assert told == [
        "From 1 November 2026 to 31 January 2027, of 1 family known by 1 person:",
        "1.0 expected to be left with nobody who knows them; 1 person is known to leave.",
        "In 19 quarters of 20 no more than 1, in 99 of 100 no more than 1.",
        "In the worst 5 % of quarters 1.0 on average, in the worst 1 % 1.0.",
        "Worked out exactly.",
        "early: 1.0 of 1 expected, 1 at 95 %, 1 at 99 %; 1 person is known to leave",
        "early help, fixed_term: too few to say (0 of 1 posts seen ended in leaving); England's 11.8% a year is used",
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("exposure", "--by", "area"),
        ("exposure", "--on", "soon"),
        ("at-risk", "--draws", "0"),
        ("at-risk", "--seed", "-1"),
        ("at-risk", "--on", "soon"),
    ],
)
def test_what_is_typed_wrong_exits_with_2(typed: Typed, words: tuple[str, ...]) -> None:
    done = typed.kith(*words)
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (2, "", False)
