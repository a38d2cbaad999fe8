"""When the service starts the history is read ahead; where it can't be, the service runs all the same."""

import asyncio
import logging

import pytest

from api.warming import warmed
from graph.errors import StoreUnreachable
from graph.history import History
from graph.model import View
from graph.store import GraphStore
from tests.conformance.drawing import draw
from tests.conftest import Place
from tests.queries.drawn import ON, WORLD


def test_the_first_question_finds_the_history_read(place: Place) -> None:
    async def work(store: GraphStore) -> None:
        await draw(store, WORLD)
        async with warmed(store, View(ON)) as reading:
            await reading
            assert await store.history(View(ON)) is await store.history(View(ON))

    place.run(work)


class Broken:
    """A store that nobody reaches."""

    async def history(self, view: View) -> History:
        raise StoreUnreachable("no answer from it")


def test_a_store_that_does_not_answer_is_told_of_and_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        async with warmed(Broken(), View(ON)) as reading:  # type: ignore[arg-type]
            await reading

    with caplog.at_level(logging.WARNING, "kith"):
        asyncio.run(work())
    assert [record.getMessage() for record in caplog.records] == ["the history could not be read ahead: STORE_UNREACHABLE"]


def test_who_stops_at_once_does_not_wait_for_it(place: Place) -> None:
    async def work(store: GraphStore) -> None:
        async with warmed(store, View(ON)) as reading:
            pass
        assert reading.done()

    place.run(work)
