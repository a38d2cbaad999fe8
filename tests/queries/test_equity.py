"""The equity lens: how often nobody knows a child, by area, school and attendance, on both stores; small numbers hidden."""

import asyncio
import tempfile

import pytest
from hypothesis import HealthCheck, given, settings

from graph.model import Attendance, View
from graph.store import GraphReader, GraphStore, open_store
from queries.knowing.equity import BYS, CAPTIONS, By, Count, Counts, Line, Tally, band, shown, the_one, true_lines
from queries.knowing.everyone_counted import equity
from queries.knowing.lists import everyone_placed
from tests.conformance.drawing import draw
from tests.conformance.worlds import INSTANTS, World, tell, worlds
from tests.conftest import Place
from tests.queries import oracle_worlds
from tests.queries.drawn import ON, WORLD, ago, known, post
from tests.queries.oracle_told import held, view

AREAS = "(north:Area)\n(south:Area)\n(byrne:Family area_code=north)\n(osei:Family area_code=south)\n(elm:Service)\n(oak:Service)\n"


def child(name: str, family: str, school: str = "", level: str = "", knows: bool = False) -> str:
    drawn = f"({name}:Child)\n({name})-[:MEMBER_OF]->({family})\n"
    drawn += f"({name})-[:ATTENDS{f' attendance={level}' if level else ''}]->({school})\n" if school else ""
    return drawn + (known(ago(900), whom=name) if knows else "")


def counted(place: Place, drawing: str, told_by_another: str) -> Counts:
    async def work(store: GraphStore) -> Counts:
        await draw(store, AREAS + WORLD + drawing)
        await draw(store, told_by_another, source="another", at="2026-02-01T00:00:00.000000Z")
        return await equity(store, View(ON))

    return place.run(work)


def test_each_child_counts_once_in_every_table(place: Place) -> None:
    counts = counted(
        place,
        child("ann", "byrne", school="elm", level="high", knows=True)
        + child("bo", "byrne", school="elm", level="low")
        + child("cy", "osei", school="oak")
        + child("dot", "byrne", school="elm")
        + "(dot)-[:ATTENDS]->(oak)\n"
        + known(ago(900), whom="osei"),
        "(dot:Child)\n(osei:Family)\n(dot)-[:MEMBER_OF]->(osei)",
    )
    assert counts == {
        "area": [Count("north", 2, 1), Count("south", 1, 1), Count("not recorded", 2, 2), Count("several", 1, 1)],
        "school": [Count("elm", 2, 1), Count("oak", 1, 1), Count("not recorded", 2, 2), Count("several", 1, 1)],
        "attendance": [Count("high", 1, 0), Count("unknown", 5, 5)],
    }


@pytest.mark.parametrize(
    ("levels", "name"),
    [
        ((), "unknown"),
        ((None,), "unknown"),
        (("low",), "unknown"),
        (("high",), "high"),
        (("high", None), "high"),
        (("high", "low"), "unknown"),
    ],
)
def test_low_attendance_is_unknown_and_never_low_need(levels: tuple[str | None, ...], name: str) -> None:
    assert band(tuple(Attendance("leo", f"s{n}", attendance=level) for n, level in enumerate(levels))) == name
    assert "does not mean little need" in CAPTIONS["attendance"]


TABLE: Counts = {
    "area": [Count("north", 43, 3), Count("south", 72, 12), Count("west", 120, 30)],
    "school": [Count("elm", 100, 20), Count("oak", 135, 25)],
    "attendance": [Count("high", 135, 15), Count("unknown", 100, 30)],
}


def test_what_boards_see_hides_small_numbers_and_what_would_give_them_away() -> None:
    assert list(shown(TABLE, "area")) == [
        Line("north", 43, "fewer than 5", "not shown", None),
        Line("south", 72, "not shown", "not shown", None),
        Line("west", 120, 30, 90, 0.25),
        Line("all", 235, 45, 190, 45 / 235),
    ]
    assert list(shown(TABLE, "school")) == list(true_lines(TABLE, "school"))


def test_a_table_never_shows_what_another_hides() -> None:
    """All children: 3 known by nobody. One table would show it as a total where another has to hide it."""
    counts: Counts = {
        "area": [Count("north", 43, 3)],
        "school": [Count("elm", 20, 0), Count("oak", 23, 3)],
        "attendance": [Count("unknown", 43, 3)],
    }
    for by in BYS:
        assert list(shown(counts, by))[-1] == Line("all", 43, "fewer than 5", "not shown", None)


@pytest.mark.parametrize("by", BYS)
def test_true_counts_are_for_those_who_ask_for_them(by: By) -> None:
    *lines, everyone = true_lines(TABLE, by)
    assert [(x.group, x.children, x.nobody) for x in lines] == [(c.group, c.children, c.nobody) for c in TABLE[by]]
    assert everyone == Line("all", 235, 45, 190, 45 / 235)


def test_nobody_to_count_is_no_share() -> None:
    empty: Counts = {by: [] for by in BYS}
    assert list(shown(empty, "area")) == [Line("all", 0, 0, 0, None)]


def test_where_no_feed_says_it_the_school_is_that_of_most_who_know_the_child_at_school(place: Place) -> None:
    at_school = known(ago(90), who="ben", whom="leo", more="context=school") + post(ago(900), who="ben", where="school")
    assert counted(place, at_school, "")["school"] == [Count("school", 1, 1), Count("not recorded", 1, 1)]


async def agree(reader: GraphReader, asked: View) -> int:
    """All at once, and child by child."""
    tally = Tally()
    async for placed in everyone_placed(reader, asked):
        groups: dict[By, str] = {"area": the_one(placed.areas), "school": the_one(placed.schools), "attendance": band(placed.attends)}
        if placed.answer.subject.kind == "child":
            tally.count(groups, placed.answer.nobody)
    found = await equity(reader, asked)
    assert found == tally.counts()
    return sum(count.children for count in found["school"])


@settings(max_examples=100, derandomize=True, deadline=None, suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large))
@given(worlds)
def test_all_counted_at_once_are_all_counted_one_by_one(world: World) -> None:
    async def work(folder: str) -> None:
        async with open_store(f"sqlite:///{folder}/kith.db") as store:
            for step, at in zip(world.steps, INSTANTS, strict=True):
                await tell(store, step, at)
            for asked in world.views:
                await agree(store, asked)

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(work(folder))


@pytest.mark.parametrize("tens", range(5))
def test_all_counted_at_once_are_all_counted_one_by_one_in_crowded_worlds(tens: int) -> None:
    async def work(seed: int) -> int:
        world = oracle_worlds.drawn(seed)
        async with held(world) as store:
            return await agree(store, view(world))

    assert sum(asyncio.run(work(seed)) for seed in range(tens * 10, tens * 10 + 10)) > 0
