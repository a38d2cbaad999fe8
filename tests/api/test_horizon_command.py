"""`kith horizon` as it is typed: in words, as JSON lines and as a calendar."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.api.test_calendar import Properties, read_back
from tests.ingest.folders import GOOD, write
from tests.ingest.test_command import Typed

DAY = ("--on", "2026-10-15")
FEED = GOOD | {
    "posts": f"{GOOD['posts']}\ncara,high,tutor,permanent,2020-01-01,2027-01-31,,,,",
    "professionals": f"{GOOD['professionals']}\ncara,Cara Canary,tutor,,,",
    "ties": f"{GOOD['ties']}\nt3,cara,family,hartley,tutor,school,no,2020-01-01,,\nt4,cara,family,other,tutor,school,no,2020-01-01,,",
}


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Typed:
    folder: Path = tmp_path_factory.mktemp("horizon")
    write(folder / "feed", FEED)
    told = Typed(folder)
    assert told.load().returncode == 0
    return told


def lines(typed: Typed, *words: str) -> list[dict[str, Any]]:
    done = typed.kith("horizon", "--json", *words)
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_months_come_first_and_then_every_end_by_day(typed: Typed) -> None:
    months, contract, leaving, funding = lines(typed, *DAY)
    assert (months["from"], months["to"], months["weights"]) == ("2026-10-15", "2027-10-14", "built-in")
    assert months["together"] == [
        {"months": 3, "until": "2027-01-14", "people": 1, "families": 1, "orphaned": 0, "thinned": 1},
        {"months": 6, "until": "2027-04-14", "people": 2, "families": 2, "orphaned": 2, "thinned": 0},
        {"months": 12, "until": "2027-10-14", "people": 2, "families": 2, "orphaned": 2, "thinned": 0},
    ]
    assert contract == {
        "why": "contract",
        "day": "2026-12-31",
        "ends": "2026-12-31",
        "funding_id": None,
        "posts": [{"professional_id": "amina", "service_id": "early"}],
        "gone": ["amina"],
        "people": 1,
        "families": 1,
        "orphaned": 0,
        "thinned": 1,
    }
    assert [leaving[k] for k in ("why", "day", "gone", "families", "orphaned", "thinned")] == ["leaving", "2027-01-31", ["cara"], 2, 1, 1]
    assert [funding[k] for k in ("why", "day", "funding_id", "posts", "people")] == ["funding", "2027-03-31", "grant", [], 0]


def test_fewer_months_can_be_asked_for(typed: Typed) -> None:
    months, *ends = lines(typed, "--months", "3", *DAY)
    assert ([t["months"] for t in months["together"]], [e["why"] for e in ends]) == ([3], ["contract"])


def test_in_words_each_end_says_what_it_puts_at_stake(typed: Typed) -> None:
    assert typed.kith("horizon", "--months", "6", *DAY).stdout.splitlines() == [
        "What is known to end from 15 October 2026 on:",
        "within 3 months, until 14 January 2027: 1 person goes, who knows 1 family: 0 left with nobody, 1 with one person",
        "within 6 months, until 14 April 2027: 2 people go, who know 2 families: 2 left with nobody, 0 with one person",
        "2026-12-31  Contract ends: amina in early: 1 person goes, who knows 1 family: 0 left with nobody, 1 with one person",
        "2027-01-31  Leaving date: cara in high: 1 person goes, who knows 2 families: 1 left with nobody, 1 with one person",
        "2027-03-31  Funding ends: grant: nobody goes",
    ]


def written(typed: Typed, *words: str) -> Properties:
    file = typed.folder / "horizon.ics"
    file.unlink(missing_ok=True)
    assert typed.kith("horizon", "--ics", "horizon.ics", *words).returncode == 0
    return read_back(file.read_bytes())


def test_the_calendar_has_every_end_as_a_whole_day(typed: Typed) -> None:
    found = written(typed, *DAY)
    days = [(value, found[n + 2][1]) for n, (name, value) in enumerate(found) if name == "DTSTART;VALUE=DATE"]
    assert days == [
        ("20261231", "Contract ends: amina in early"),
        ("20270131", "Leaving date: cara in high"),
        ("20270331", "Funding ends: grant"),
    ]
    assert {value for name, value in found if name == "DTSTAMP"} == {"20261015T000000Z"}


def test_the_calendar_has_no_name_of_anyone_and_no_id_of_a_family(typed: Typed) -> None:
    told = " ".join(value for _, value in written(typed, *DAY)).casefold()
    assert not [word for word in ("hartley", "leo", "zoe", "osei", "canary", "other") if word in told]


def test_an_end_keeps_its_uid_from_day_to_day_and_no_two_share_one(typed: Typed) -> None:
    first, later = ([v for name, v in written(typed, "--on", on) if name == "UID"] for on in ("2026-10-15", "2026-11-15"))
    assert first == later
    assert len(set(first)) == 3


def test_a_post_keeps_its_uid_when_its_day_moves(typed: Typed, tmp_path: Path) -> None:
    moved = Typed(tmp_path)
    write(tmp_path / "feed", FEED | {"posts": FEED["posts"].replace("2027-01-31", "2027-02-28")})
    assert moved.load().returncode == 0
    was, now = ([v for name, v in written(one, *DAY) if name in ("UID", "DTSTART;VALUE=DATE")] for one in (typed, moved))
    assert was[::2] == now[::2]
    assert (was[3], now[3]) == ("20270131", "20270228")


def test_a_leaving_date_known_only_to_hr_is_told_and_never_written_to_the_calendar(tmp_path: Path) -> None:
    secret = Typed(tmp_path)
    columns = "professional_id,service_id,role,contract,since,until,confidential_until"
    rows = f"{columns}\ncara,high,tutor,permanent,2020-01-01,2099-01-31,2099-01-01"
    write(tmp_path / "feed", FEED | {"posts": rows})
    assert secret.load().returncode == 0
    asked = ("--on", "2098-12-01")
    assert [e["why"] for e in lines(secret, *asked)[1:]] == ["leaving"]
    assert "UID" not in dict(written(secret, *asked))


def test_a_calendar_that_cannot_be_written_is_told_after_the_answer(typed: Typed) -> None:
    done = typed.kith("horizon", "--ics", "nowhere/horizon.ics", *DAY)
    assert (done.returncode, done.stderr) == (1, "kith: BAD_INPUT: nowhere/horizon.ics can't be written: No such file or directory\n")
    assert "Funding ends: grant" in done.stdout


@pytest.mark.parametrize("words", [("--months", "4"), ("--months", "soon"), ("--on", "soon")])
def test_what_is_typed_wrong_exits_with_2(typed: Typed, words: tuple[str, ...]) -> None:
    done = typed.kith("horizon", *words)
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (2, "", False)
