"""Home and school, and a school as a hub: on both stores, with known answers, and small numbers hidden for boards."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UnknownId
from graph.model import Post, View
from graph.store import GraphStore
from queries.linking.home_school import HomeSchool, School, bridged, home_school, shown
from queries.linking.hub import Hub, Present, ServicePresent, hub, seen
from queries.linking.pupils import Pupil, Pupils
from queries.numbers.suppression import FEW
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


def told(figures: tuple[object, ...], true: tuple[int, ...]) -> bool:
    """Whether a reader who is shown these figures could believe in those."""
    return all(n in FEW if f == "fewer than 5" else f == "not shown" or f == n for f, n in zip(figures, true, strict=True))


small = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=2)


@settings(max_examples=120, derandomize=True, deadline=None)
@given(small)
def test_no_hidden_figure_follows_from_what_boards_see(counts: list[tuple[int, int]]) -> None:
    whole = line("all", sum(w for w, _ in counts), sum(o for _, o in counts))
    lines = shown([*(line(f"s{n}", w, o) for n, (w, o) in enumerate(counts)), whole])
    figures = [(x.without, x.others, x.children) for x in lines]
    every = [(w, o, w + o) for w, o in product(range(14), range(14))]
    could = [[c for c in every if told(f, c)] for f in figures[:-1]]
    worlds = [w for w in product(*could) if told(figures[-1], tuple(map(sum, zip(*w, strict=True))))]
    for n, row in enumerate(figures[:-1]):
        for i, figure in enumerate(row):
            assert isinstance(figure, int) or len({world[n][i] for world in worlds}) > 1


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
