"""A shield, or a post in a sensitive service, that is written while something is read: nothing of that reading is answered."""

from typing import Any

import pytest

from graph.store import GraphStore
from tests.api.house import House
from tests.conformance.drawing import draw

SHIELD = "(s:Shield subject_kind=child subject_id=amina level=full reason=court_order asked_by=ada approved_by=ben)"
ELSEWHERE = "(o:Organisation name=Other)"
WHO = '{whoKnows(subject:{child:"amina"}){knowers{professional{id}}}}'


class Meddled:
    """The store, into which something is loaded right after the next read of a child or family."""

    def __init__(self, store: GraphStore, drawing: str) -> None:
        self.store, self.drawing = store, drawing

    def __getattr__(self, name: str) -> Any:
        async def call(*args: Any, **kwargs: Any) -> Any:
            found = await getattr(self.store, name)(*args, **kwargs)
            if name == "around" and self.drawing:
                drawing, self.drawing = self.drawing, ""
                await draw(self.store, drawing)
            return found

        return call


def meddle(house: House, drawing: str) -> None:
    store: Any = house.reader.reader
    house.reader.reader = Meddled(store, drawing)  # type: ignore[assignment]


def test_a_question_is_refused_and_audited_and_the_next_one_is_answered_anew(house: House) -> None:
    meddle(house, SHIELD)
    answer = house.ask(WHO)
    assert ("data" in answer, answer["errors"][0]["extensions"]["code"]) == (False, "GUARDS_CHANGED")
    assert (house.audit()[-1]["refused"], house.audit()[-1]["subjects"]) == ("GUARDS_CHANGED", ["amina"])
    assert house.code(WHO) == "NOT_FOUND"


def test_a_page_is_refused_too(house: House) -> None:
    session = house.session()
    meddle(house, SHIELD)
    page = house.send("GET", "/child/amina", headers=session)
    assert (page.status_code, "Nair" in page.text) == (503, False)
    assert house.audit()[-1]["refused"] == "GUARDS_CHANGED"


@pytest.mark.parametrize("drawing", [ELSEWHERE, SHIELD.replace("amina", "kofi").replace("full reason", "full users=viewer-1 reason")])
def test_what_changes_nothing_for_this_viewer_is_answered(house: House, drawing: str) -> None:
    meddle(house, drawing)
    assert [k["professional"]["id"] for k in house.ask(WHO)["data"]["whoKnows"]["knowers"]] == ["priya", "tom"]
