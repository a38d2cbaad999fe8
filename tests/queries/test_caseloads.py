"""Own lists, on both stores."""

from graph.model import Around, Subject, View
from graph.store import GraphStore
from queries.continuity.caseloads import NO_CONTACT, NO_LIST, own_list
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
