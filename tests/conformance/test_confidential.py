"""A leaving date known to few: for anyone else the world is the same as if it had never been told."""

from datetime import date
from typing import Any

import pytest

from graph.model import Funded, Post, Subject, View
from graph.store import GraphStore
from tests.conformance.drawing import draw
from tests.conftest import Place

ASKED = date(2026, 6, 1)
LATER = date(2026, 10, 1)
WORLD = """
    (amina:Professional)
    (team:Service)
    (grant:Funding)
    (hartley:Family)
    (amina)-[:KNOWS since=2021-03-01]->(hartley)
    """
SECRET = " until=2026-08-31 expected_end=2026-08-31 confidential_until=2026-07-31"
PAID = "(grant)-[:FUNDS professional_id=amina since=2021-01-01{}]->(team)"


def held(place: Place, post: str, view: View, paid: str = "") -> tuple[tuple[Post, ...], list[Post], list[Funded]]:
    """Her posts around the family and by themselves, and what pays for them."""

    async def work(store: GraphStore) -> Any:
        await draw(store, f"{WORLD}\n(amina)-[:WORKS_IN row=1 since=2021-01-01{post}]->(team)\n{PAID.format(paid)}")
        around = await store.around([Subject("family", "hartley")], view)
        return around.posts, await store.posts(view, services=["team"]), await store.fundings(view)

    return place.run(work)


@pytest.mark.parametrize("on", [ASKED, LATER])
@pytest.mark.parametrize(("post", "paid"), [(SECRET, " until=2026-08-31 confidential_until=2026-07-31"), ("", "")])
def test_who_may_not_know_is_told_what_a_world_without_the_date_tells(place: Place, on: date, post: str, paid: str) -> None:
    open_ended = Post("amina", "team", since=date(2021, 1, 1))
    told = (open_ended,), [open_ended], [Funded("grant", "team", "amina", date(2021, 1, 1))]
    assert held(place, post, View(on, asked_on=ASKED), paid) == told


def test_who_may_know_is_told_and_till_when_it_is_for_few(place: Place) -> None:
    around, [post], [paid] = held(place, SECRET, View(ASKED), " until=2026-08-31 confidential_until=2026-07-31")
    assert around == (post,)
    assert (post.until, post.expected_end, post.confidential_until) == (date(2026, 8, 31), date(2026, 8, 31), date(2026, 7, 31))
    assert paid.until == date(2026, 8, 31)


@pytest.mark.parametrize(("asked_on", "shown"), [(date(2026, 7, 31), None), (date(2026, 8, 1), date(2026, 8, 31))])
def test_the_last_day_of_confidence_is_still_one_of_it(place: Place, asked_on: date, shown: date | None) -> None:
    _, [post], _ = held(place, SECRET, View(LATER, asked_on=asked_on))
    assert (post.until, post.expected_end, post.confidential_until) == (shown, shown, None)


def test_an_end_that_is_over_hides_nothing(place: Place) -> None:
    _, [post], _ = held(place, " until=2026-05-31 confidential_until=2026-12-31", View(ASKED, asked_on=ASKED))
    assert (post.until, post.confidential_until) == (date(2026, 5, 31), None)
