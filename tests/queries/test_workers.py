"""Children with three or more workers, by school, area and service, on both stores; small numbers hidden."""

from datetime import date

import pytest

from graph.model import View
from graph.store import GraphStore
from queries.continuity.window import Window
from queries.continuity.workers import By, Line, Tallies, Tally, shown, true_lines, workers
from tests.conformance.drawing import draw
from tests.conftest import Place

YEAR = Window(date(2025, 9, 1), date(2026, 8, 31))
WORLD = """
    (elm:Service)
    (oak:Service)
    (team:Service)
    (byrne:Family area_code=ward)
    (leo:Child)
    (zoe:Child)
    (mia:Child)
    (amina:Professional)
    (ben:Professional)
    (cara:Professional)
    (leo)-[:MEMBER_OF]->(byrne)
    (leo)-[:ATTENDS]->(elm)
    (zoe)-[:ATTENDS]->(elm)
    (zoe)-[:ATTENDS]->(oak)
    (amina)-[:WORKS_IN]->(team)
    (ben)-[:WORKS_IN]->(oak)
    (ben)-[:KNOWS context=school since=2020-01-01]->(mia)
    (cara)-[:MET at=2025-09-01]->(leo)
    (amina)-[:MET at=2025-10-01]->(leo)
    (ben)-[:MET at=2026-08-31]->(leo)
    (amina)-[:MET at=2026-01-01 count=2]->(zoe)
    (amina)-[:MET at=2026-01-01]->(mia)
    (ben)-[:MET at=2025-08-31]->(zoe)
    """


def counted(place: Place, by: By) -> list[tuple[str, object, object]]:
    async def work(store: GraphStore) -> Tallies:
        await draw(store, WORLD)
        return await workers(store, View(YEAR.until), YEAR)

    return [(line.group, line.children, line.three_or_more) for line in true_lines(place.run(work), by)]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("school", [("elm", 1, 1), ("oak", 1, 0), ("several", 1, 0), ("all", 3, 1)]),
        ("area", [("ward", 1, 1), ("not recorded", 2, 0), ("all", 3, 1)]),
        ("service", [("oak", 2, 1), ("team", 3, 1), ("all", 3, 1)]),
    ],
)
def test_children_are_counted_by_group_with_those_who_met_three_or_more(
    place: Place, by: By, expected: list[tuple[str, object, object]]
) -> None:
    assert counted(place, by) == expected


def tally(children: int, many: int, upc: float = 0.5) -> Tally:
    return Tally(children, many, 2 * children, {"upc": (upc * children, children)})


def told(school: dict[str, Tally], area: dict[str, Tally] | None = None, service: dict[str, Tally] | None = None) -> Tallies:
    """These tallies; where nothing else is told, all are in one area and in no service."""
    everyone = school.get("all", Tally())
    return {"school": school, "area": area or {"ward": everyone, "all": everyone}, "service": service or {"all": everyone}}


def test_means_are_over_those_for_whom_a_measure_is_defined_and_null_for_fewer_than_five() -> None:
    [line] = true_lines(told({"elm": tally(5, 1)}), "school")
    assert (line.means["upc"], line.means["newly_met"], line.means["coc"]) == (0.5, 2, None)
    assert true_lines(told({"elm": tally(4, 1)}), "school")[0].means["upc"] is None


def test_small_numbers_are_hidden_with_those_that_would_give_one_away() -> None:
    tallies = {"elm": tally(40, 3), "oak": tally(50, 12), "all": tally(90, 15)}
    elm, oak, everyone = shown(told(tallies), "school")
    assert (elm.children, elm.three_or_more, elm.others) == (40, "fewer than 5", "not shown")
    assert "not shown" in (oak.three_or_more, everyone.three_or_more)


def of_services(service: dict[str, Tally], everyone: Tally) -> list[tuple[object, object, object]]:
    found = shown(told({"all": everyone}, service=service | {"all": everyone}), "service")
    return [(x.children, x.three_or_more, x.others) for x in found]


def test_services_do_not_add_up_and_are_hidden_each_beside_those_who_are_not_in_it() -> None:
    found = of_services({"elm": tally(40, 3), "oak": tally(50, 12), "ash": tally(50, 6)}, tally(60, 13))
    assert found == [(50, "not shown", "not shown"), (40, "fewer than 5", "not shown"), (50, "not shown", "not shown"), (60, 13, 47)]


def test_who_is_in_no_service_is_not_told_by_the_one_service_and_all() -> None:
    found = of_services({"team": tally(47, 20), "not recorded": tally(3, 1)}, tally(50, 21))
    assert found == [("not shown", "not shown", "not shown"), ("fewer than 5", "fewer than 5", "fewer than 5"), (50, 21, 29)]


def test_the_mean_of_all_is_not_told_where_that_of_few_is_not() -> None:
    """41 children's mean and 40 children's give the one other child's away."""
    schools = {"elm": tally(40, 8), "oak": Tally(20, 8, 40, {"upc": (0.9, 1)}), "all": Tally(60, 16, 120, {"upc": (20.9, 41)})}
    assert [x.means["upc"] for x in shown(told(schools), "school")] == [0.5, None, None]
    assert shown(told(schools), "school")[-1].means["newly_met"] == 2


def test_a_group_too_small_to_be_counted_shows_no_mean() -> None:
    line: Line = shown(told({"elm": tally(4, 0), "all": tally(4, 0)}), "school")[0]
    assert (line.children, set(line.means.values())) == ("fewer than 5", {None})


def test_no_table_shows_of_all_children_what_another_has_to_hide() -> None:
    """Two groups of four give each other away where their total is shown: by school it isn't, so it isn't by area or service either."""
    schools = {"elm": tally(44, 4), "oak": tally(54, 4), "all": tally(98, 8)}
    everyone = told(schools, service={"team": tally(98, 8), "all": tally(98, 8)})
    by_school = {x.group: x.three_or_more for x in shown(everyone, "school")}
    assert by_school["all"] == "not shown" or "not shown" in (by_school["elm"], by_school["oak"])
    for by in ("area", "service"):
        assert {x.three_or_more for x in shown(everyone, by)} == {by_school["all"]}
