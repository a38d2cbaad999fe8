"""Missing links: who shares families and never met, and whom to introduce; on both stores, and against every pair tried by hand."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Subject, View
from graph.store import GraphStore
from queries.knowing.joined import Row, of_rows
from queries.linking.missing import Missing, missing, unmet
from queries.linking.sides import Which
from tests.conformance.drawing import draw
from tests.conftest import Place
from tests.queries.drawn import ON, WORLD, ago, known, met, near, post, said
from tests.queries.test_links import AGENCIES, by_hand, places, rows

FAMILIES = "".join(f"(f{n}:Family)\n" for n in range(6))
WORKERS = "(dan:Professional)\n(eve:Professional profession=tutor)\n"
POSTS = post(ago(900), more="role=helper") + post(ago(900), who="dan") + post(ago(900), who="eve", where="school")


def shared(*who: str, over: Iterable[int] = range(5)) -> str:
    return "".join(known(ago(90), who=w, whom=f"f{n}") for w in who for n in over)


def asked(place: Place, drawing: str, least: int = 5, which: Which | None = None) -> list[Missing]:
    async def work(store: GraphStore) -> list[Missing]:
        await draw(store, WORLD + FAMILIES + WORKERS + drawing)
        return await missing(store, View(ON), which or Which(), least)

    return place.run(work)


def test_a_link_is_missing_where_five_families_are_shared_and_nobody_met(place: Place) -> None:
    [found] = asked(place, POSTS + shared("amina", "eve"))
    assert (found.a, found.b, found.shared_families, found.both_know) == ("academy", "council", 5, 5)
    assert (found.person_a, found.role_a, found.person_b, found.role_b) == ("eve", "tutor", "amina", "helper")
    assert found.because[0] == "eve and amina both know 5 families now: no two people of academy and council know more together."


def test_fewer_families_than_asked_for_are_no_missing_link(place: Place) -> None:
    assert asked(place, POSTS + shared("amina", "eve", over=range(4))) == []
    assert len(asked(place, "", least=4)) == 1


def test_who_worked_together_before_has_met(place: Place) -> None:
    before = known(ago(800), ago(600), whom="f5") + known(ago(700), ago(600), who="eve", whom="f5")
    assert asked(place, POSTS + shared("amina", "eve") + before) == []


def test_who_was_in_touch_with_a_family_on_one_day_has_met(place: Place) -> None:
    assert asked(place, POSTS + shared("amina", "eve") + met(ago(9), whom="f1") + met(ago(9), who="eve", whom="f1")) == []


def test_contact_on_two_days_with_one_family_is_no_meeting(place: Place) -> None:
    assert len(asked(place, POSTS + shared("amina", "eve") + met(ago(9), whom="f1") + met(ago(8), who="eve", whom="f1"))) == 1


def test_contact_on_one_day_with_two_children_of_a_family_is_a_meeting(place: Place) -> None:
    child = "(max:Child)\n(max)-[:MEMBER_OF]->(hartley)\n" + met(ago(9), whom="leo") + met(ago(9), who="eve", whom="max")
    assert asked(place, POSTS + shared("amina", "eve") + child) == []


def test_contacts_of_a_disputed_tie_are_no_meeting(place: Place) -> None:
    contacts = met(ago(9), whom="leo") + met(ago(9), who="eve", whom="leo") + said("s", "dispute", "child:leo", about="eve")
    assert len(asked(place, POSTS + shared("amina", "eve") + contacts)) == 1


def test_contact_after_the_day_has_not_been(place: Place) -> None:
    contacts = met(ago(-3), whom="f1") + met(ago(-3), who="eve", whom="f1")
    assert len(asked(place, POSTS + shared("amina", "eve") + contacts)) == 1


def test_a_colleague_in_both_is_a_link(place: Place) -> None:
    assert asked(place, POSTS + post(ago(9), where="school") + shared("amina", "eve")) == []


def test_services_can_miss_a_link_within_one_organisation(place: Place) -> None:
    late = "(late:Service)\n(late)-[:PART_OF]->(council)\n" + post(ago(9), who="ben", where="late")
    found = asked(place, POSTS + late + shared("amina", "ben"), which=Which("services"))
    assert [(x.a, x.b) for x in found] == [("early", "late")]


def test_those_to_introduce_know_most_families_together_then_know_them_best_then_come_first_by_id(place: Place) -> None:
    drawing = POSTS + shared("eve") + shared("dan", over=range(1, 5)) + shared("amina", over=range(3))
    [found] = asked(place, drawing)
    assert (found.person_b, found.both_know) == ("dan", 4)
    [found] = asked(place, shared("amina", over=range(3, 4)) + known(ago(2000), whom="f0", row="2"))
    assert (found.person_b, found.both_know) == ("amina", 4)


strengths = st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=14, max_size=14)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(rows, places, strengths, st.integers(1, 2))
def test_every_missing_link_and_introduction_is_the_one_found_by_trying(
    ties: list[Row], where: dict[str, frozenset[str]], values: list[float], least: int
) -> None:
    held = of_rows(ON, ties)
    held = replace(held, strength=np.array(values[: len(held.unit)]))
    touched = np.zeros((3, 3), np.int64)
    best: dict[tuple[str, Subject], float] = {}
    for n in np.flatnonzero(held.now).tolist():
        pair = held.people[int(held.person[n])], held.units[int(held.unit[n])]
        best[pair] = max(best.get(pair, 0.0), float(held.strength[n]))
    lone = {p: frozenset(sorted(own)[:1]) for p, own in where.items()}
    plain = [by_hand(a, b, ties, lone) for a, b in combinations(AGENCIES, 2)]
    wanted = [x for x in plain if x.shared_families >= least and not x.pairs_met_before]
    found = unmet(held, lone, AGENCIES, touched, least=least)
    assert [x for x, _ in found] == sorted(wanted, key=lambda x: (-x.shared_families, x.a, x.b))
    for link, two in found:
        tried = {(p, q): together(best, p, q) for p, q in product(lone, lone) if link.a in lone[p] and link.b in lone[q]}
        count, strength = max(tried.values())
        assert (two.both_know, two.strength) == (count, near(strength))
        assert (two.one, two.other) == min(pair for pair, n in tried.items() if n == (count, near(strength)))


def together(best: dict[tuple[str, Subject], float], p: str, q: str) -> tuple[int, float]:
    both = {u for who, u in best if who == p} & {u for who, u in best if who == q}
    return len(both), sum(min(best[p, u], best[q, u]) for u in both)
