"""How agencies are joined: rules 36 to 38 and 56 on both stores, and against counting by hand on random worlds."""

import asyncio
import tempfile
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.model import Subject, View
from graph.store import GraphStore, open_store
from queries.knowing.answering import Answering
from queries.knowing.joined import OPEN, Joined, Row, joined, of_rows
from queries.linking import together
from queries.linking.links import Link, linked, links
from queries.scoring.claims import live, span
from tests.conformance.drawing import draw
from tests.conformance.worlds import INSTANTS, World, tell, worlds
from tests.conftest import Place
from tests.queries.drawn import ON, WORLD, ago, known, met, post, said

POSTS = post(ago(900)) + post(ago(900), who="ben", where="school")


def asked(place: Place, drawing: str) -> list[Link]:
    async def work(store: GraphStore) -> list[Link]:
        await draw(store, WORLD + drawing)
        return await links(store, View(ON))

    return place.run(work)


def counts(place: Place, drawing: str) -> tuple[int, ...]:
    """What joins the academy and the council."""
    [link] = asked(place, drawing)
    assert (link.a, link.b) == ("academy", "council")
    return link.shared_families, link.people_a, link.people_b, link.pairs_sharing, link.pairs_met_before


def test_rule_38_there_is_a_line_for_every_pair_zeros_included(place: Place) -> None:
    found = asked(place, "(zoo:Organisation)")
    assert found == [Link(a, b, 0, 0, 0, 0, 0) for a, b in (("academy", "council"), ("academy", "zoo"), ("council", "zoo"))]


def test_rule_36_a_family_is_known_by_ties_to_its_children_however_light(place: Place) -> None:
    assert counts(place, POSTS + met(ago(900)) + known(ON, who="ben", whom="leo")) == (1, 1, 1, 1, 0)


def test_rule_36_a_child_without_a_family_is_a_unit_of_its_own(place: Place) -> None:
    both = known(ago(9)) + known(ago(9), whom="zoe") + known(ago(9), who="ben", whom="leo") + known(ago(9), who="ben", whom="zoe")
    assert counts(place, POSTS + both) == (2, 1, 1, 1, 0)


@pytest.mark.parametrize(
    "gone",
    [
        known(ago(9)) + known(ago(9), who="ben") + post(ago(900)) + post(ago(900), ago(1), who="ben", where="school"),
        POSTS + known(ago(9)) + known(ago(9), ago(1), who="ben"),
    ],
)
def test_rule_36_who_left_their_post_or_whose_tie_ended_knows_nobody_now(place: Place, gone: str) -> None:
    assert counts(place, gone) == (0, 0, 0, 0, 0)


def test_a_disputed_tie_joins_nobody(place: Place) -> None:
    assert (
        counts(place, POSTS + known(ago(9)) + known(ago(9), who="ben", whom="leo") + said("s", "dispute", "child:leo", about="ben"))
        == (0,) * 5
    )


@pytest.mark.parametrize(
    ("past", "before"),
    [
        ("", 0),
        (known(ago(800), ago(600), whom="other") + known(ago(600), ago(500), who="ben", whom="other"), 1),
        (known(ago(800), ago(601), whom="other") + known(ago(600), ago(500), who="ben", whom="other"), 0),
    ],
)
def test_rule_37_met_before_is_over_another_family_at_one_time(place: Place, past: str, before: int) -> None:
    assert counts(place, POSTS + known(ago(9)) + known(ago(9), who="ben") + past) == (1, 1, 1, 1, before)


def test_rule_37_a_family_that_both_know_now_is_not_one_they_met_over_before(place: Place) -> None:
    two = known(ago(900)) + known(ago(900), who="ben") + known(ago(800), whom="other") + known(ago(800), who="ben", whom="other")
    assert counts(place, POSTS + two) == (2, 1, 1, 1, 0)


@pytest.mark.parametrize(("hers", "his", "before"), [((9, 1), (1, 1), 1), ((9, 2), (1, 1), 0), ((0, 0), (9, 0), 0), ((9, 1), (0, -1), 0)])
def test_rule_37_before_the_day_is_before_it(place: Place, hers: tuple[int, int], his: tuple[int, int], before: int) -> None:
    other = known(ago(hers[0]), ago(hers[1]), whom="other") + known(ago(his[0]), ago(his[1]), who="ben", whom="other")
    assert counts(place, POSTS + known(ago(9)) + known(ago(9), who="ben") + other)[3:] == (1, before)


def test_rule_56_one_with_posts_in_both_shares_what_they_alone_know(place: Place) -> None:
    assert counts(place, post(ago(9)) + post(ago(9), where="school") + known(ago(9))) == (1, 1, 1, 0, 0)


def test_rule_56_two_people_with_posts_in_both_are_one_pair(place: Place) -> None:
    everywhere = "".join(post(ago(9), who=who, where=where) for who in ("amina", "ben") for where in ("early", "school"))
    assert counts(place, everywhere + known(ago(9)) + known(ago(9), who="ben")) == (1, 2, 2, 1, 0)


def test_rule_56_who_has_no_post_belongs_to_no_organisation(place: Place) -> None:
    assert counts(place, post(ago(9)) + known(ago(9)) + known(ago(9), who="cara")) == (0, 0, 0, 0, 0)


def test_the_ties_of_a_day_are_columns_with_their_days(place: Place) -> None:
    async def work(store: GraphStore) -> Joined:
        await draw(store, WORLD + POSTS + known(ago(9), ago(3)) + known(who="ben", whom="zoe") + met(ago(5), who="cara", whom="leo"))
        return await joined(store, View(ON))

    found = place.run(work)
    first, last, contact = (ago(n).toordinal() for n in (9, 3, 5))
    units: list[int] = found.unit.tolist()
    assert [found.units[n].id for n in units] == ["zoe", "hartley", "hartley"]
    assert [found.people[n] for n in found.person] == ["ben", "amina", "cara"]
    assert found.since.tolist() == [0, first, contact]
    assert found.until.tolist() == [OPEN, last, OPEN]
    assert found.now.tolist() == [True, False, True]


def rows_of(held: Joined) -> set[Row]:
    numbers = (held.unit, held.person, held.since, held.until, held.now)
    return {(held.units[int(u)], held.people[int(p)], int(a), int(b), bool(n)) for u, p, a, b, n in zip(*numbers, strict=True)}


async def as_answered(store: GraphStore, view: View) -> set[Row]:
    """The same ties, taken from what answers who knows each unit."""
    families = [Subject("family", i) for i in await store.subjects("family", view)]
    children = await store.subjects("child", view)
    homes = await store.homes(children, view)
    units = families + [Subject("child", c) for c in children if c not in homes]
    answering = Answering(await store.around(units, view, bare=True), view.on, {})
    found: set[Row] = set()
    for unit in units:
        for claim in answering.claims_of(unit):
            first, last = span(claim, view.on)
            now = live(claim, view.on) and answering.in_post(claim.professional_id)
            found.add((unit, claim.professional_id, first.toordinal() if first else 0, last.toordinal() if last else OPEN, now))
    return found


@settings(max_examples=80, derandomize=True, deadline=None, suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large))
@given(worlds)
def test_the_columns_are_what_the_answers_rest_on(world: World) -> None:
    async def work(folder: str) -> None:
        async with open_store(f"sqlite:///{folder}/kith.db") as store:
            for step, at in zip(world.steps, INSTANTS, strict=True):
                await tell(store, step, at)
            for view in world.views:
                assert rows_of(await joined(store, view)) == await as_answered(store, view)

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(work(folder))


# Random worlds, counted by hand

UNITS, PEOPLE, AGENCIES = ("f1", "f2", "f3"), ("p", "q", "r", "s"), ("x", "y", "z")
days = st.integers(-4, 1).map(lambda n: (ON + timedelta(n)).toordinal())
rows = st.lists(
    st.tuples(st.sampled_from([Subject("family", u) for u in UNITS]), st.sampled_from(PEOPLE), days, days | st.just(OPEN), st.booleans()),
    max_size=14,
)
places = st.dictionaries(st.sampled_from(PEOPLE), st.frozensets(st.sampled_from(AGENCIES), min_size=1))


@settings(max_examples=300, derandomize=True, deadline=None)
@given(rows, places)
def test_every_count_is_the_one_made_by_hand(ties: list[Row], where: dict[str, frozenset[str]]) -> None:
    found = linked(of_rows(ON, ties), where, AGENCIES)
    assert found == [by_hand(a, b, ties, where) for a, b in combinations(AGENCIES, 2)]


def by_hand(a: str, b: str, ties: Iterable[Row], where: dict[str, frozenset[str]]) -> Link:
    now = {(u, p) for u, p, *_, live in ties if live}
    here, there = ({(u, p) for u, p in now if side in where.get(p, ())} for side in (a, b))
    shared = {u for u, _ in here} & {u for u, _ in there}
    pairs = {frozenset((p, q)) for u, p in here for v, q in there if u == v and p != q}
    of_a, of_b = (len({p for u, p in side if u in shared}) for side in (here, there))
    return Link(a, b, len(shared), of_a, of_b, len(pairs), sum(any_before(pair, ties, now) for pair in pairs))


def any_before(pair: frozenset[str], ties: Iterable[Row], now: set[tuple[Subject, str]]) -> bool:
    p, q = sorted(pair)
    for u, one, since, until, _ in ties:
        for v, other, from_, to, _ in ties:
            if (one, other) == (p, q) and u == v and not {(u, p), (u, q)} <= now:
                shared_days = set(range(max(since, from_, date.min.toordinal()), min(until, to, ON.toordinal() - 1) + 1))
                if shared_days:
                    return True
    return False


def test_how_many_pairs_are_looked_at_at_once_makes_no_difference() -> None:
    ties: list[Row] = [(Subject("family", f"f{n % 3}"), f"p{n}", 1 + n, 5 + n, n % 4 == 0) for n in range(12)]
    where = {f"p{n}": frozenset("xy"[n % 2]) for n in range(12)}
    whole = linked(of_rows(ON, ties), where, "xy")
    before, together.AT_ONCE = together.AT_ONCE, 1
    try:
        assert linked(of_rows(ON, ties), where, "xy") == whole
    finally:
        together.AT_ONCE = before
