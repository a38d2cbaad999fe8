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


def test_services_do_not_add_up_and_are_hidden_each_by_itself() -> None:
    tallies = {"elm": tally(40, 3), "oak": tally(50, 12), "all": tally(60, 13)}
    elm, oak, everyone = shown(told({"all": tally(60, 13)}, service=tallies), "service")
    assert (elm.three_or_more, oak.three_or_more, everyone.three_or_more) == ("fewer than 5", 12, 13)


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
