"""Continuity by service and organisation, and by days covered, on both stores."""

from datetime import date

import pytest

from queries.continuity.window import Window
from tests.conformance.drawing import draw
from tests.conftest import Place
from tests.queries.test_continuity import HARTLEY, LEO, YEAR, counts, found

POSTS = """
    (early:Service)
    (late:Service)
    (council:Organisation)
    (early)-[:PART_OF]->(council)
    (late)-[:PART_OF]->(council)
    """
MET = "\n".join(f"({who})-[:MET at=2026-01-0{day}]->(leo)" for who, day in (("amina", 1), ("ben", 2), ("cara", 3), ("amina", 4)))


def test_by_service_two_of_one_team_are_one_worker_and_who_has_no_post_stands_alone(place: Place) -> None:
    drawing = POSTS + MET + "\n(amina)-[:WORKS_IN]->(early)\n(ben)-[:WORKS_IN]->(early)"
    assert counts(place, drawing, LEO, by="service") == (4, 2, 2)


def test_by_organisation_two_services_of_one_are_one_worker(place: Place) -> None:
    drawing = POSTS + MET + "\n(amina)-[:WORKS_IN]->(early)\n(ben)-[:WORKS_IN]->(late)\n(cara)-[:WORKS_IN]->(late)"
    assert counts(place, drawing, LEO, by="service") == (4, 2, 2)
    assert counts(place, "", LEO, by="organisation") == (4, 1, 0)


def test_the_service_is_that_of_the_live_post_begun_last_on_the_contacts_day_then_the_lowest_id(place: Place) -> None:
    drawing = (
        POSTS
        + MET
        + """
        (amina)-[:WORKS_IN since=2020-01-01]->(early)
        (amina)-[:WORKS_IN since=2026-01-04]->(late)
        (ben)-[:WORKS_IN since=2020-01-01]->(late)
        (ben)-[:WORKS_IN since=2020-01-01]->(early)
        (cara)-[:WORKS_IN since=2020-01-01 until=2026-01-02]->(early)"""
    )
    assert counts(place, drawing, LEO, by="service") == (4, 3, 2)


def test_a_service_with_the_id_of_a_professional_is_another_worker(place: Place) -> None:
    place.run(lambda store: draw(store, "(amina:Professional)\n(ben:Service)\n(amina)-[:WORKS_IN]->(ben)"))
    assert counts(place, MET, LEO, by="service") == (4, 3, 3)


def test_days_covered_are_those_of_all_rows_of_one_professional_once_each(place: Place) -> None:
    drawing = """(amina)-[:KNOWS since=2026-01-01 until=2026-01-10]->(leo)
        (amina)-[:KNOWS since=2026-01-05 until=2026-01-12]->(leo)
        (amina)-[:KNOWS since=2026-01-20 until=2026-01-20]->(leo)
        (ben)-[:KNOWS since=2026-01-01 until=2026-01-07]->(leo)
        (cara)-[:KNOWS since=2020-01-01 until=2025-05-31]->(leo)"""
    answer = found(place, drawing, LEO, Window(YEAR.since, YEAR.until, counted="days"))
    assert (answer.contacts, answer.workers) == (20, 2)
    assert (answer.upc, answer.hi) == (0.65, pytest.approx((13**2 + 7**2) / 400))
    assert {k: v for k, v in answer.undefined.items() if "order" in v}.keys() == {"secon", "kpc", "changes"}


def test_open_ends_are_clipped_to_the_window_and_to_the_day_of_asking(place: Place) -> None:
    assert counts(place, "(amina)-[:KNOWS]->(leo)", LEO, counted="days")[0] == 365
    assert counts(place, "", LEO, counted="days", asked_on=date(2025, 6, 10))[0] == 10


def test_a_familys_days_are_its_own_and_those_of_children_while_they_were_members(place: Place) -> None:
    drawing = """(mia:Child)
        (mia)-[:MEMBER_OF since=2025-10-01 until=2025-10-31]->(hartley)
        (amina)-[:KNOWS since=2025-09-01 until=2025-12-31]->(mia)
        (amina)-[:KNOWS since=2025-10-30 until=2025-11-01]->(hartley)"""
    assert counts(place, drawing, HARTLEY, counted="days") == (32, 1, None)


def test_by_service_days_go_where_the_professional_was_on_the_last_of_them(place: Place) -> None:
    drawing = (
        POSTS
        + """(amina)-[:WORKS_IN since=2020-01-01 until=2026-01-09]->(early)
        (amina)-[:WORKS_IN since=2026-01-10]->(late)
        (ben)-[:WORKS_IN]->(late)
        (amina)-[:KNOWS since=2026-01-01 until=2026-01-10]->(leo)
        (ben)-[:KNOWS since=2026-01-01 until=2026-01-10]->(leo)"""
    )
    assert counts(place, drawing, LEO, counted="days", by="service")[:2] == (20, 1)


def test_without_a_day_covered_there_is_nothing_to_measure(place: Place) -> None:
    answer = found(place, "", HARTLEY, Window(YEAR.since, YEAR.until, counted="days"))
    assert (answer.contacts, answer.workers, answer.hi, answer.undefined["hi"]) == (0, 0, None, "needs at least one day")
