"""Social workers and their changes, retelling and changes of lead, on both stores."""

from datetime import date

import pytest

from queries.continuity.courses import Courses
from queries.continuity.window import Window
from tests.conftest import Place
from tests.queries.test_caseloads import around
from tests.queries.test_continuity import HARTLEY, LEO, YEAR


@pytest.mark.parametrize(
    ("workers", "expected"),
    [
        ([], (None, None)),
        (["amina 2025-07-01"], ("1", 0)),
        (["amina 2025-07-01", "ben 2025-08-01", "amina 2025-09-01"], ("2", 2)),
        (["amina 2025-07-01", "ben 2025-08-01", "cara 2025-09-01"], ("3+", 2)),
        (["amina 2024-01-01", "ben 2026-06-01"], (None, None)),
    ],
)
def test_stability_counts_different_social_workers_and_changes_each_under_its_name(
    place: Place, workers: list[str], expected: tuple[str | None, int | None]
) -> None:
    rows = [
        f"({who})-[:KNOWS row={n} role=Social_Worker since={day} until={day[:8]}28]->(leo)"
        for n, (who, day) in enumerate(w.split() for w in workers)
    ]
    other = "(dev:Professional)\n(dev)-[:KNOWS role=teacher]->(leo)"
    course = Courses(around(place, "\n".join([*rows, other])), YEAR).of(LEO)
    assert (course.social_workers, course.changes_of_social_worker) == expected
    assert (course.undefined == {}) == (expected[0] is not None)


def test_retelling_is_to_those_first_met_in_the_window(place: Place) -> None:
    found = around(
        place,
        """(amina)-[:MET at=2025-05-31]->(leo)
        (amina)-[:MET at=2025-07-01]->(leo)
        (ben)-[:KNOWS since=2025-06-01]->(leo)
        (cara)-[:MET at=2026-01-01]->(leo)
        (cara)-[:KNOWS]->(leo)
        (dev:Professional)
        (dev)-[:MET at=2026-05-31]->(leo)
        (eve:Professional)
        (eve)-[:MET at=2026-01-01]->(zoe)""",
    )
    assert Courses(found, YEAR).of(LEO).newly_met == 2


def test_changes_of_lead_are_neighbours_that_differ(place: Place) -> None:
    found = around(
        place,
        """(amina)-[:KNOWS row=1 lead=yes since=2025-01-01 until=2025-07-31]->(hartley)
        (amina)-[:KNOWS row=2 lead=yes since=2025-08-01 until=2025-10-31]->(hartley)
        (ben)-[:KNOWS row=3 lead=yes since=2025-11-01]->(hartley)
        (cara)-[:KNOWS row=4 since=2025-12-01]->(hartley)""",
    )
    assert Courses(found, YEAR).of(HARTLEY).lead_changes == 1
    assert Courses(found, Window(date(2026, 1, 1), YEAR.until)).of(HARTLEY).lead_changes == 0
