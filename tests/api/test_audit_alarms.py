"""Whoever looks at unusually many people, searches or guesses unusually often within an hour raises one alarm, for the privacy officer."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api.app import create_app
from api.guarding.access import Viewer
from api.guarding.trawling import Limits, limits_of
from graph.errors import BadInput
from graph.settings import Settings
from tests.api.house import EVERYTHING, House

OFFICER = Viewer("officer", "privacy_officer", None)
ALARMS = "{alarms(first:10){edges{node{who role hour subjects searches missed}}}}"
FAMILY = '{family(id:"%s"){id}}'


def with_limits(house: House, subjects: int = 1000, searches: int = 1000, missed: int = 1000) -> None:
    """The same house with limits of its own; another process over the same audit, as it were."""
    house.settings = replace(
        house.settings,
        alarm_subjects_per_hour=str(subjects),
        alarm_searches_per_hour=str(searches),
        alarm_missed_per_hour=str(missed),
    )
    house.app = create_app(house.settings, house.reader, clock=lambda: house.now[0])  # type: ignore[arg-type]


def look(house: House, *families: str, viewer: Viewer = EVERYTHING) -> None:
    for family in families:
        house.ask(FAMILY % family, viewer=viewer)


def raised(house: House) -> list[Any]:
    """The alarms that stand in the audit."""
    return [line for line in house.audit() if "alarm" in line]


def test_more_different_people_than_is_usual_raise_one_alarm_and_the_same_people_again_none(house: House) -> None:
    with_limits(house, subjects=2)
    look(house, "hartley", "okoro", "hartley", "okoro")
    assert raised(house) == []
    look(house, "mensah", "alone")
    [alarm] = raised(house)
    assert alarm["alarm"] == {"hour": "2026-06-01T12", "subjects": 3, "searches": 0, "missed": 0}
    assert (alarm["who"], alarm["what"], alarm["subjects"], alarm["count"]) == ("viewer-1", ["alarm"], [], 0)


def test_another_person_and_the_next_hour_count_anew(house: House) -> None:
    with_limits(house, subjects=2)
    look(house, "hartley", "okoro")
    look(house, "mensah", "alone", viewer=Viewer("viewer-9", "coordinator", None))
    house.now[0] += timedelta(hours=1)
    look(house, "mensah", "alone")
    assert raised(house) == []


def test_searches_raise_an_alarm(house: House) -> None:
    with_limits(house, searches=1)
    search = 'search(kind:FAMILY,by:{name:"hartley"}){tooMany}'
    house.ask(f"{{{search}}}")
    assert raised(house) == []
    house.ask(f"{{{search}}}")
    assert [line["alarm"]["searches"] for line in raised(house)] == [2]


def test_guessing_at_ids_raises_an_alarm_and_the_same_guess_again_none(house: House) -> None:
    with_limits(house, missed=1)
    look(house, "guess-1", "guess-1")
    assert raised(house) == []
    look(house, "guess-2")
    assert [line["alarm"]["missed"] for line in raised(house)] == [2]


def test_a_process_that_starts_later_counts_what_was_there_and_raises_nothing_again(house: House) -> None:
    with_limits(house, subjects=2)
    look(house, "hartley", "okoro")
    with_limits(house, subjects=2)
    look(house, "mensah")
    assert len(raised(house)) == 1
    with_limits(house, subjects=2)
    look(house, "alone")
    assert len(raised(house)) == 1


def test_the_privacy_officer_sees_them_the_newest_first_with_the_figures_of_the_whole_hour(house: House) -> None:
    with_limits(house, subjects=2)
    look(house, "hartley", "okoro", "mensah", "alone", "nope")
    house.now[0] += timedelta(hours=1)
    look(house, "hartley", "okoro", "mensah")
    answer = house.ask(ALARMS, viewer=OFFICER)
    one = {"who": "viewer-1", "role": "coordinator", "searches": 0}
    assert [edge["node"] for edge in answer["data"]["alarms"]["edges"]] == [
        one | {"hour": "2026-06-01T13:00:00+00:00", "subjects": 3, "missed": 0},
        one | {"hour": "2026-06-01T12:00:00+00:00", "subjects": 4, "missed": 1},
    ]
    assert (house.audit()[-1]["what"], house.audit()[-1]["subjects"]) == (["alarms"], ["viewer-1"])


def test_alarms_come_page_by_page(house: House) -> None:
    with_limits(house, subjects=1)
    for who in ("ada", "ben", "cleo"):
        look(house, "hartley", "okoro", viewer=Viewer(who, "coordinator", None))
    page = "query($after:String){alarms(first:2,after:$after){edges{node{who}} pageInfo{hasNextPage endCursor}}}"
    first = house.ask(page, viewer=OFFICER)["data"]["alarms"]
    rest = house.ask(page, viewer=OFFICER, after=first["pageInfo"]["endCursor"])["data"]["alarms"]
    assert [[edge["node"]["who"] for edge in one["edges"]] for one in (first, rest)] == [["cleo", "ben"], ["ada"]]
    assert [one["pageInfo"]["hasNextPage"] for one in (first, rest)] == [True, False]


@pytest.mark.parametrize("role", ["practitioner", "coordinator", "manager", "board", "administrator", "auditor", "demo"])
def test_nobody_else_sees_them(house: House, role: Any) -> None:
    assert house.code(ALARMS, viewer=Viewer("other", role, None)) == "NOT_PERMITTED"


def test_the_limits_are_settings() -> None:
    assert limits_of(Settings()) == Limits(120, 60, 20)
    assert limits_of(Settings(alarm_missed_per_hour="5")) == Limits(120, 60, 5)


@pytest.mark.parametrize("wrong", ["", "0", "-1", "many", "1.5"])
def test_a_limit_that_is_no_number_from_1_on_is_told(wrong: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="KITH_ALARM_SEARCHES_PER_HOUR"):
        limits_of(Settings(state=str(tmp_path), alarm_searches_per_hour=wrong))
