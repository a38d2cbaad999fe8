"""Own lists, the stability of social workers, retelling and changes of lead, on both stores."""

from datetime import date

import pytest

from graph.model import Around, Subject, View
from graph.store import GraphStore
from queries.caseloads import NO_CONTACT, NO_LIST, Stability, lead_changes, newly_met, own_list, stability
from queries.window import Window
from tests.conformance.drawing import draw
from tests.conftest import Place
from tests.queries.test_continuity import HARTLEY, LEO, WORLD, YEAR, ZOE


def around(place: Place, drawing: str, *asked: Subject) -> Around:
    async def work(store: GraphStore) -> Around:
        await draw(store, WORLD + drawing)
        return await store.around(asked or (HARTLEY, LEO, ZOE), View(YEAR.until), bare=True, past=True)

    return place.run(work)


def test_an_own_list_is_of_those_led_for_on_the_last_day(place: Place) -> None:
    found = around(
        place,
        """(amina)-[:KNOWS lead=yes since=2025-01-01]->(leo)
        (amina)-[:KNOWS lead=yes since=2025-01-01 until=2026-05-30]->(zoe)
        (amina)-[:KNOWS lead=no]->(hartley)
        (amina)-[:MET at=2026-01-01 count=2]->(leo)
        (ben)-[:MET at=2026-01-02]->(leo)
        (amina)-[:MET at=2026-01-03]->(zoe)
        (amina)-[:MET at=2025-05-31 count=9]->(leo)""",
    )
    amina = own_list(found, "amina", YEAR)
    assert (amina.list, amina.slicc, amina.opr, amina.undefined) == ((LEO,), 2 / 3, 2 / 3, {})
    ben, cara = own_list(found, "ben", YEAR), own_list(found, "cara", YEAR)
    assert (ben.slicc, ben.opr, ben.undefined) == (None, 0, {"slicc": NO_LIST})
    assert (cara.slicc, cara.opr, cara.undefined) == (None, None, {"slicc": NO_LIST, "opr": NO_CONTACT})


def test_a_contact_with_a_child_is_one_with_its_family_of_that_day_and_counts_once(place: Place) -> None:
    found = around(
        place,
        """(mia:Child)
        (mia)-[:MEMBER_OF since=2026-01-02]->(hartley)
        (amina)-[:KNOWS lead=yes]->(hartley)
        (amina)-[:KNOWS lead=yes]->(leo)
        (ben)-[:MET at=2026-01-01]->(mia)
        (ben)-[:MET at=2026-01-02]->(mia)
        (amina)-[:MET at=2026-01-02]->(leo)""",
    )
    assert (own_list(found, "amina", YEAR).slicc, own_list(found, "amina", YEAR).opr) == (0.5, 1)


@pytest.mark.parametrize(
    ("workers", "expected"),
    [
        ([], Stability(None, None)),
        (["amina 2025-07-01"], Stability("1", 0)),
        (["amina 2025-07-01", "ben 2025-08-01", "amina 2025-09-01"], Stability("2", 2)),
        (["amina 2025-07-01", "ben 2025-08-01", "cara 2025-09-01"], Stability("3+", 2)),
        (["amina 2024-01-01", "ben 2026-06-01"], Stability(None, None)),
    ],
)
def test_stability_counts_different_social_workers_and_changes_each_under_its_name(
    place: Place, workers: list[str], expected: Stability
) -> None:
    rows = [
        f"({who})-[:KNOWS row={n} role=Social_Worker since={day} until={day[:8]}28]->(leo)"
        for n, (who, day) in enumerate(w.split() for w in workers)
    ]
    other = "(dev:Professional)\n(dev)-[:KNOWS role=teacher]->(leo)"
    assert stability(around(place, "\n".join([*rows, other])), LEO, YEAR) == expected


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
    assert newly_met(found, LEO, YEAR) == ("ben", "dev")


def test_changes_of_lead_are_neighbours_that_differ(place: Place) -> None:
    found = around(
        place,
        """(amina)-[:KNOWS row=1 lead=yes since=2025-01-01 until=2025-07-31]->(hartley)
        (amina)-[:KNOWS row=2 lead=yes since=2025-08-01 until=2025-10-31]->(hartley)
        (ben)-[:KNOWS row=3 lead=yes since=2025-11-01]->(hartley)
        (cara)-[:KNOWS row=4 since=2025-12-01]->(hartley)""",
    )
    assert lead_changes(found, HARTLEY, YEAR) == 1
    assert lead_changes(found, HARTLEY, Window(date(2026, 1, 1), YEAR.until)) == 0
