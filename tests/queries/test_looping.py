"""Who keeps the same tutor or teacher, on both stores; and by a proposed allocation."""

from datetime import date

import pytest

from graph.errors import UnknownId
from graph.model import View
from graph.store import GraphStore
from queries.continuity.looping import Looped, Teachers, checked, looped, teachers
from tests.conformance.drawing import draw
from tests.conftest import Place

FIRST, SECOND = date(2025, 10, 1), date(2026, 10, 1)
WORLD = """
    (elm:Service)
    (amina:Professional)
    (ben:Professional)
    (leo:Child)
    (zoe:Child)
    (mia:Child)
    (byrne:Family)
    (amina)-[:WORKS_IN]->(elm)
    (ben)-[:WORKS_IN]->(elm)
    (amina)-[:KNOWS role='Form tutor' since=2025-09-01]->(leo)
    (amina)-[:KNOWS role='Form tutor' since=2025-09-01 until=2026-07-20]->(zoe)
    (ben)-[:KNOWS role='class teacher' since=2026-09-01]->(zoe)
    (amina)-[:KNOWS role=tutor since=2025-09-01 until=2026-07-20]->(mia)
    (ben)-[:KNOWS role='school nurse' since=2020-09-01]->(leo)
    (ben)-[:KNOWS role=tutor since=2020-09-01]->(byrne)
    """


def read(place: Place, on: date) -> tuple[Teachers, Teachers]:
    async def work(store: GraphStore) -> tuple[Teachers, Teachers]:
        await draw(store, WORLD)
        return await teachers(store, View(on))

    return place.run(work)


def test_tutors_and_teachers_of_a_day_by_role(place: Place) -> None:
    held, schools = read(place, FIRST)
    assert held == {"leo": {"amina"}, "zoe": {"amina"}, "mia": {"amina"}}
    assert set(schools.values()) == {frozenset({"elm"})}
    assert read(place, SECOND)[0] == {"leo": {"amina"}, "zoe": {"ben"}}


def test_the_share_is_of_those_who_have_someone_both_times(place: Place) -> None:
    (now, schools), (then, _) = read(place, FIRST), read(place, SECOND)
    assert looped(now, schools, then, true_counts=True) == [Looped("elm", 2, 1, 1, 0.5), Looped("all", 2, 1, 1, 0.5)]


def test_small_numbers_are_hidden(place: Place) -> None:
    (now, schools), (then, _) = read(place, FIRST), read(place, SECOND)
    assert {x.keep for x in looped(now, schools, then, true_counts=False)} == {"fewer than 5"}
    assert {x.share for x in looped(now, schools, then, true_counts=False)} == {None}


def test_a_proposal_is_measured_the_same_way(place: Place) -> None:
    now, schools = read(place, FIRST)
    kept = looped(now, schools, {"leo": ["amina"], "zoe": ["amina"], "mia": ["ben"]}, true_counts=True)[-1]
    assert (kept.pupils, kept.keep, kept.share) == (3, 2, pytest.approx(2 / 3))


def test_who_works_nowhere_or_in_several_schools_counts_as_not_recorded() -> None:
    now = {"leo": frozenset("a"), "zoe": frozenset("b")}
    found = looped(now, {"leo": frozenset(), "zoe": frozenset(("elm", "oak"))}, now, true_counts=True)
    assert [(x.school, x.pupils) for x in found] == [("not recorded", 2), ("all", 2)]


def test_nobody_at_all_has_no_share() -> None:
    assert looped({}, {}, {}, true_counts=True) == [Looped("all", 0, 0, 0, None)]


def test_an_allocation_of_what_is_not_held_is_an_error(place: Place) -> None:
    async def work(store: GraphStore) -> None:
        await draw(store, WORLD)
        await checked(store, {"leo": "ben"}, View(FIRST))
        with pytest.raises(UnknownId, match="nemo"):
            await checked(store, {"leo": "nemo"}, View(FIRST))

    place.run(work)
