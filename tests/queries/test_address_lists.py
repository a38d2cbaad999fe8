"""Families with many live addresses, wards with their contested share, and what changed since a day."""

from datetime import date

import pytest

from graph.errors import BadInput
from graph.model import Subject, View
from graph.store import GraphStore
from queries.knowing.address_changes import Change, address_changes
from queries.knowing.address_lists import Line, Several, Tally, several, shown, true_lines, wards
from tests.conformance.drawing import draw
from tests.conftest import Place
from tests.queries.drawn import HARTLEY, ON, WORLD, ago
from tests.queries.test_addresses import PLACES, lives, seen

OTHER, ZOE = Subject("family", "other"), Subject("child", "zoe")
THREE = "(farm:Address uprn=11)\n"


def listed(place: Place, drawing: str, view: View) -> list[Several]:
    async def work(store: GraphStore) -> list[Several]:
        await draw(store, WORLD + PLACES + THREE + drawing)
        return [one async for one in several(store, view)]

    return place.run(work)


def test_a_family_with_three_live_addresses_its_childrens_among_them_is_listed(place: Place) -> None:
    drawing = (
        lives("mill", ago(9)) + lives("miller", ago(9), by="academy") + lives("hill", ago(9), by="academy", more=seen("amina", ago(8)))
    )
    assert listed(place, drawing + lives("farm", ago(9), who="leo", by="police"), View(ON)) == [
        Several("hartley", 3, 1, ("academy", "council", "police"))
    ]


@pytest.mark.parametrize(
    "third", [lives("farm", ago(900), ago(366), by="b"), lives("farm", ago(-1), by="b"), lives("farm", ago(9), who="zoe")]
)
def test_a_family_with_two_live_ones_is_not(place: Place, third: str) -> None:
    assert listed(place, lives("mill", ago(9)) + lives("hill", ago(9), by="academy") + third, View(ON)) == []


def test_a_viewer_sees_those_in_scope_alone(place: Place) -> None:
    three = lives("mill", ago(9)) + lives("hill", ago(9), by="x") + lives("farm", ago(9), by="y")
    drawing = three + three.replace("(hartley)", "(other)") + "(ben)-[:WORKS_IN]->(school)\n(ben)-[:KNOWS row=1]->(other)\n"
    assert [s.family_id for s in listed(place, drawing, View(ON))] == ["hartley", "other"]
    assert [s.family_id for s in listed(place, drawing, View(ON, organisations=frozenset({"academy"})))] == ["other"]


def test_wards_count_families_and_those_whose_addresses_are_contested(place: Place) -> None:
    async def work(store: GraphStore) -> dict[str, Tally]:
        two = lives("mill", ago(9)) + lives("hill", ago(9), by="academy")
        more = "(a1:Family area_code=E1)\n(a2:Family area_code=E1)\n(a3:Family area_code=E2)\n"
        await draw(store, WORLD + PLACES + more + two + two.replace("(hartley)", "(a1)") + lives("mill", ago(9), who="a2"))
        return await wards(store, View(ON))

    assert place.run(work) == {"all": Tally(5, 2), "E1": Tally(2, 1), "E2": Tally(1, 0), "not recorded": Tally(2, 1)}


def test_a_board_is_not_shown_small_numbers_nor_what_gives_one_away() -> None:
    tallies = {"all": Tally(60, 13), "E1": Tally(20, 3), "E2": Tally(40, 10)}
    assert shown(tallies) == [
        Line("E1", 20, "fewer than 5", "not shown", None),
        Line("E2", 40, "not shown", "not shown", None),
        Line("all", 60, 13, 47, 13 / 60),
    ]
    assert true_lines(tallies)[0] == Line("E1", 20, 3, 17, 3 / 20)


MONDAY, TUESDAY = "2026-05-04T09:00:00.000000Z", "2026-05-05T09:00:00.000000Z"
SINCE = date(2026, 5, 5)
BEFORE = lives("mill", date(2024, 1, 1), date(2026, 5, 1)) + lives("mill", date(2024, 1, 1), date(2026, 5, 1), who="zoe")


def changed(place: Place, later: str, since: date = SINCE, before: str = BEFORE) -> list[Change]:
    async def work(store: GraphStore) -> list[Change]:
        await draw(store, WORLD + PLACES + before, at=MONDAY)
        things = "(hartley:Family)\n(leo:Child)\n(zoe:Child)\n(mill:Address uprn=10)\n"
        things += "" if "(hill:Address" in later else "(hill:Address address='2 Hill')\n"
        await draw(store, things + later, source="later", at=TUESDAY)
        return await address_changes(store, View(ON), since)

    return place.run(work)


def test_a_new_place_is_told_even_where_it_was_said_long_ago_and_loaded_late(place: Place) -> None:
    told = changed(place, lives("hill", date(2025, 1, 1), by="academy"))
    assert told == [Change(HARTLEY, "claimed", "academy", date(2025, 1, 1)), Change(HARTLEY, "contested")]


def test_a_place_that_somebody_named_before_is_not_new(place: Place) -> None:
    assert changed(place, lives("mill", date(2025, 1, 1), by="academy")) == []


def test_a_place_that_its_agency_gave_up_for_another_has_ended(place: Place) -> None:
    told = changed(place, lives("hill", date(2026, 5, 20)))
    assert told == [Change(HARTLEY, "claimed", "council", date(2026, 5, 20)), Change(HARTLEY, "ended", "council", date(2026, 5, 1))]


def test_a_place_not_said_any_more_ends_by_the_calendar_alone(place: Place) -> None:
    old = lives("mill", date(2024, 1, 1), date(2025, 5, 10)) + lives("hill", date(2024, 1, 1), date(2026, 5, 1), by="academy")
    assert changed(place, "", before=old) == [Change(HARTLEY, "ended", "council", date(2025, 5, 10)), Change(HARTLEY, "settled")]


def test_a_child_without_a_family_changes_by_itself(place: Place) -> None:
    assert changed(place, lives("hill", date(2026, 5, 5), who="zoe", by="academy")) == [
        Change(ZOE, "claimed", "academy", date(2026, 5, 5)),
        Change(ZOE, "contested"),
    ]


def test_a_child_that_joins_a_family_takes_its_place_along(place: Place) -> None:
    joins = "(zoe)-[:MEMBER_OF since=2026-05-20]->(other)\n"
    told = changed(place, "", before=joins + lives("mill", date(2024, 1, 1), who="zoe"))
    assert told == [Change(ZOE, "ended", "council"), Change(OTHER, "claimed", "council", date(2024, 1, 1))]


def test_a_place_is_not_new_because_its_property_number_is(place: Place) -> None:
    old = lives("hill", date(2024, 1, 1))
    assert changed(place, "(hill:Address uprn=55 address='2 Hill Road' postcode=AB12CE)\n", before=old) == []


def test_since_before_all_that_was_told_everything_is_new(place: Place) -> None:
    assert [(c.subject, c.what) for c in changed(place, "", date(2026, 5, 4))] == [(ZOE, "claimed"), (HARTLEY, "claimed")]


@pytest.mark.parametrize("since", [ago(-1), date.min])
def test_a_day_that_nothing_can_be_told_from_is_refused(place: Place, since: date) -> None:
    with pytest.raises(BadInput):
        changed(place, "", since)
