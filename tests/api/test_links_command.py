"""`kith links` as it is typed: a line for every pair of organisations, and the same in words."""

import json
from pathlib import Path

import pytest

from tests.ingest.folders import GOOD, write
from tests.ingest.test_command import Typed

DAY = ("--on", "2026-01-15")


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Typed:
    folder: Path = tmp_path_factory.mktemp("links")
    more = {"organisations": f"{GOOD['organisations']}\nzoo,Zoo,voluntary"}
    write(folder / "feed", GOOD | more)
    told = Typed(folder)
    assert told.load().returncode == 0
    return told


def test_one_object_a_line_for_every_pair(typed: Typed) -> None:
    done = typed.kith("links", "--json", *DAY)
    assert (done.returncode, done.stderr) == (0, "")
    keys = ("a", "b", "shared_families", "people_a", "people_b", "pairs_sharing", "pairs_met_before")
    rows = [("academy", "council", 1, 1, 1, 1, 0), ("academy", "zoo", 0, 0, 0, 0, 0), ("council", "zoo", 0, 0, 0, 0, 0)]
    assert [json.loads(line) for line in done.stdout.splitlines()] == [dict(zip(keys, row, strict=True)) for row in rows]


def test_in_words_the_joined_come_first_and_the_others_are_counted(typed: Typed) -> None:
    told = typed.kith("links", *DAY).stdout.splitlines()
    assert told[1:] == [
        "academy and council: 1 family, 1 and 1 people; 1 pair knows one family, of which none had worked together before",
        "2 pairs of organisations know no family in common.",
    ]


def test_a_day_that_is_none_is_typed_wrong(typed: Typed) -> None:
    assert typed.kith("links", "--on", "soon").returncode == 2
