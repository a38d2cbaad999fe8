"""Home and school, and a school as a hub: on both stores, with known answers, and small numbers hidden for boards."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UnknownId
from graph.model import Post, View
from graph.store import GraphStore
from queries.knowing.equity import Count, Counts, lens
from queries.knowing.equity import shown as seen_by
from queries.linking.home_school import HomeSchool, School, bridged, home_school
from queries.linking.home_school_board import shown
from queries.linking.hub import Hub, Present, ServicePresent, hub, seen
from queries.linking.pupils import Pupil, Pupils
from queries.numbers.figures import FEW, Figure
from tests.conformance.drawing import draw
from tests.conftest import Place
from tests.queries.drawn import ON, WORLD, ago, known, met, post, said

POSTS = post(ago(900)) + post(ago(900), who="ben", where="school")
PUPIL = "(leo)-[:ATTENDS]->(school)\n"


def asked(place: Place, drawing: str) -> HomeSchool:
    async def work(store: GraphStore) -> HomeSchool:
        await draw(store, WORLD + drawing)
        return await home_school(store, View(ON))

    return place.run(work)


def at(found: HomeSchool, school: str) -> School:
    return next(x for x in found.schools if x.school == school)


def tie(context: str, *, who: str = "ben", whom: str = "leo", row: str = "1") -> str:
    return known(ago(90), who=who, whom=whom, row=f"{row}{context}", more=f"context={context}")


@pytest.mark.parametrize(
    ("ties", "without"),
    [
        (tie("school") + tie("home"), []),
        (tie("school") + tie("home", whom="hartley"), []),
        (tie("school") + tie("home", who="amina"), ["leo"]),
        (tie("school") + tie("community"), ["leo"]),
        (tie("school") + tie("home") + said("s", "dispute", "child:leo", about="ben"), ["leo"]),
        (tie("school", who="cara") + tie("home", who="cara") + post(ago(90), ago(1), who="cara"), ["leo"]),
        (tie("school") + known(ago(90), ago(1), who="ben", whom="leo", more="context=home"), ["leo"]),
        (tie("school") + "(max:Child)\n(max)-[:MEMBER_OF]->(hartley)\n" + tie("home", whom="max"), ["leo", "max"]),
    ],
)
def test_a_child_is_known_in_both_by_one_person_in_post(place: Place, ties: str, without: list[str]) -> None:
    assert [p.child for p in asked(place, POSTS + PUPIL + ties).children] == [*without, "zoe"]


def test_children_are_counted_by_school_all_of_them_last(place: Place) -> None:
    found = asked(place, POSTS + PUPIL + tie("school") + tie("home"))
    assert [(x.school, x.children, x.without) for x in found.schools] == [("school", 1, 0), ("not recorded", 1, 1), ("all", 2, 1)]


def test_where_no_feed_says_it_the_school_is_that_of_most_who_know_the_child_at_school(place: Place) -> None:
    assert at(asked(place, POSTS + tie("school")), "school").children == 1


def test_a_child_of_several_schools_counts_once_and_apart(place: Place) -> None:
    found = asked(place, PUPIL + "(leo)-[:ATTENDS]->(early)\n")
    assert [(x.school, x.children) for x in found.schools] == [("not recorded", 1), ("several", 1), ("all", 2)]


@pytest.mark.parametrize(
    ("ties", "links"),
    [
        (tie("school"), ()),
        (tie("home", who="amina"), ()),
        (tie("school") + tie("community", whom="hartley"), ("ben",)),
        (tie("school", who="amina") + tie("home", who="amina"), ("amina",)),
        (tie("school") + tie("home", whom="zoe") + "(zoe)-[:ATTENDS]->(school)\n", ("ben",)),
        (tie("school") + tie("home", whom="zoe"), ()),
    ],
)
def test_a_link_worker_knows_pupils_at_school_and_pupils_at_home_or_in_the_community(
    place: Place, ties: str, links: tuple[str, ...]
) -> None:
    assert at(asked(place, POSTS + PUPIL + ties), "school").link_workers == links


def line(name: str, without: int, others: int) -> School:
    return School(name, without + others, without)


def candidates(figures: Sequence[Figure], most: int) -> Any:
    """All that these figures could be, as far as a row alone tells: nobody, somebody, without, others, children."""
    found = [(a, n - a, w, n - w, n) for n in range(most) for a in range(n + 1) for w in range(n + 1)]
    return np.array([c for c in found if all(_could(f, n) for f, n in zip(figures, c, strict=True))], np.int64)


def _could(figure: Figure, count: int) -> bool:
    return count in FEW if figure == "fewer than 5" else figure in ("not shown", count)


def both_shown(counts: Sequence[tuple[int, int, int]]) -> list[list[Figure]]:
    """Groups of so many children whom nobody knows, without, and children; then all: as both tables show them."""
    told = [Count(f"s{n}", c, nobody) for n, (nobody, _, c) in enumerate(counts)]
    every = Count("all", sum(c.children for c in told), sum(c.nobody for c in told))
    equity: Counts = {"area": [Count("a", *_figures(every))], "school": told, "attendance": [Count("unknown", *_figures(every))]}
    lines = [line(f"s{n}", w, c - w) for n, (_, w, c) in enumerate(counts)]
    whole = line("all", sum(x.without for x in lines), sum(x.children - x.without for x in lines))
    schools = {x.school: x for x in shown([*lines, whole], lens(equity))}
    assert [x.children for x in seen_by(equity, "school")] == [x.children for x in schools.values()]
    return [
        [x.nobody, x.somebody, y.without, y.others, x.children] for x, y in zip(seen_by(equity, "school"), schools.values(), strict=True)
    ]


def _figures(one: Count) -> tuple[int, int]:
    return one.children, one.nobody


groups = st.integers(0, 9).flatmap(lambda n: st.tuples(st.integers(0, n), st.integers(0, n), st.just(n)))


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.lists(groups, min_size=1, max_size=2))
def test_no_hidden_figure_follows_from_this_table_and_the_equity_lens_together(counts: list[tuple[int, int, int]]) -> None:
    figures = both_shown(counts)
    rows = [candidates(f, 24) for f in figures[:-1]]
    sums = rows[0] if len(rows) == 1 else (rows[0][:, None, :] + rows[1][None, :, :]).reshape(-1, 5)
    possible = np.ones(len(sums), np.bool_)
    for side, f in enumerate(figures[-1]):
        possible &= np.array([_could(f, n) for n in range(60)])[sums[:, side]]
    assert possible.any()
    for side, f in enumerate(figures[-1]):
        assert isinstance(f, int) or len(np.unique(sums[possible, side])) > 1
    shape = [len(r) for r in rows]
    for n, row in enumerate(rows):
        here = possible.reshape(shape).any(axis=tuple(m for m in range(len(rows)) if m != n))
        for side, f in enumerate(figures[n]):
            assert isinstance(f, int) or len(np.unique(row[here, side])) > 1


def test_where_the_equity_lens_hides_how_many_children_there_are_no_more_is_told_of_them() -> None:
    assert both_shown([(1, 2, 3), (20, 30, 90), (30, 40, 70)]) == [
        ["fewer than 5", "fewer than 5", "fewer than 5", "fewer than 5", "fewer than 5"],
        ["not shown", "not shown", "not shown", "not shown", 90],
        ["not shown", 40, 40, "not shown", "not shown"],
        [51, 112, 72, 91, 163],
    ]


def test_whom_nobody_knows_nobody_knows_in_both_so_that_their_total_can_tell_of_another_school() -> None:
    assert both_shown([(12, 12, 12), (0, 3, 30)]) == [
        [12, 0, 12, 0, 12],
        [0, 30, "fewer than 5", "not shown", 30],
        [12, 30, "not shown", "not shown", 42],
    ]


def test_the_other_tables_of_the_lens_are_not_told_by_home_and_school() -> None:
    """Two areas of 4 children, 3 and 2 of them known to nobody: that all 7 of 8 are without anyone must not tell that all are 8."""
    found: Counts = {"area": [Count("n", 4, 3), Count("s", 4, 2)], "school": [Count("s0", 8, 5)], "attendance": [Count("unknown", 8, 5)]}
    assert [x.children for x in seen_by(found, "area")] == ["fewer than 5", "fewer than 5", "not shown"]
    assert {x.without for x in shown([line("s0", 7, 1), line("all", 7, 1)], lens(found))} == {"not shown"}


def test_how_many_are_known_but_not_in_both_is_told_by_no_difference() -> None:
    [one, other, _] = both_shown([(20, 23, 60), (20, 40, 70)])
    assert one[:2] == [20, 40]
    assert one[2:4] == ["not shown", "not shown"]
    assert other[:2] == [20, 50]


def test_small_numbers_of_a_school_are_hidden_and_the_rest_beside_them() -> None:
    assert [row[2:] for row in both_shown([(20, 3, 43), (20, 12, 72), (20, 30, 70)])] == [
        ["fewer than 5", "not shown", 43],
        ["not shown", "not shown", 72],
        [30, 40, 70],
        [45, 140, 185],
    ]


# A hub


def seen_at(place: Place, drawing: str, school: str = "school") -> Hub:
    async def work(store: GraphStore) -> Hub:
        await draw(store, WORLD + drawing)
        return await hub(store, school, View(ON))

    return place.run(work)


def test_everyone_who_knows_a_pupil_is_there_by_pupils_then_by_id(place: Place) -> None:
    more = "(charity:Organisation sector=voluntary)\n(youth:Service)\n(youth)-[:PART_OF]->(charity)\n" + post(
        ago(9), who="cara", where="youth"
    )
    pupils = PUPIL + "(zoe)-[:ATTENDS]->(school)\n" + tie("school") + tie("home", who="cara") + tie("community", who="cara", whom="zoe")
    found = seen_at(place, POSTS + more + pupils + met(ago(9), whom="hartley") + tie("home", who="amina", whom="other"))
    assert (found.pupils, found.unknown) == (2, 0)
    assert found.services == (
        ServicePresent("youth", "charity", "voluntary", 1, 2),
        ServicePresent("early", "council", None, 1, 1),
        ServicePresent("school", "academy", None, 1, 1),
    )
    assert found.people[0] == Present("cara", 2, ("community", "home"), ("youth",), ("charity",))
    assert [(p.professional_id, p.pupils) for p in found.people] == [("cara", 2), ("amina", 1), ("ben", 1)]


def test_someone_without_a_post_is_there_too_and_in_no_service(place: Place) -> None:
    found = seen_at(place, PUPIL + tie("home", who="cara"))
    assert found.people == (Present("cara", 1, ("home",), (), ()),)
    assert found.services == ()


def test_a_school_without_pupils_is_empty_and_one_that_is_not_held_is_an_error(place: Place) -> None:
    assert seen_at(place, "") == Hub("school", 0, 0, (), ())
    with pytest.raises(UnknownId, match="nowhere"):
        seen_at(place, "", "nowhere")


def test_no_sector_stands_before_another() -> None:
    posts = {who: (Post(who, f"{who}-team", organisation_id=who),) for who in ("a", "b", "c")}
    one, two = Pupil("one", ("s",), {"a": frozenset(), "b": frozenset(), "c": frozenset()}), Pupil("two", ("s",), {"c": frozenset()})
    for sectors in ({"a": "authority", "b": "voluntary"}, {"a": "voluntary", "b": "authority"}):
        found = seen(Pupils((one, two), posts), "s", {**sectors, "c": None})
        assert [s.service for s in found.services] == ["c-team", "a-team", "b-team"]


def test_a_pupil_counts_once_in_a_service_however_many_there_know_it() -> None:
    posts = {who: (Post(who, "team", organisation_id="o"),) for who in ("a", "b")}
    one = Pupil("one", ("s",), {"a": frozenset({"home"}), "b": frozenset({"school"})})
    assert seen(Pupils((one,), posts), "s", {}).services == (ServicePresent("team", "o", None, 2, 1),)
    assert bridged(Pupils((one,), posts)).schools[0].without == 1
