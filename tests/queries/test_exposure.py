"""On how few people does it hang? The vector, brute force beside the exact method, and rules 34 and 54 on both stores."""

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import View
from graph.store import GraphStore
from queries.risk.exposure import By, Exposure, exposure
from queries.risk.smallest import covered_without, smallest
from tests.conformance.drawing import draw
from tests.conftest import Place
from tests.queries.drawn import ON, WORLD, ago, known, post, said

Sets = list[frozenset[str]]


def families(*known_by: str) -> Sets:
    return [frozenset(people) for people in known_by]


def by_brute_force(sets: Sequence[frozenset[str]]) -> tuple[str, ...]:
    """All sets of people, the small ones first, those of a size in order of ids."""
    people = sorted({p for s in sets for p in s})
    for size in range(len(people) + 1):
        for chosen in combinations(people, size):
            if sets and 2 * sum(not s <= set(chosen) for s in sets) < len(sets):
                return chosen
    return ()


teams = st.lists(st.frozensets(st.sampled_from("abcdefg"), min_size=1, max_size=4), max_size=14)

# The method


def test_the_vector_needs_two_people_where_greedy_by_size_would_say_three() -> None:
    sets = families("AB", "AC", "AD", "AE", "X", "X", "X", "Y", "Y", "Y")
    found = smallest(sets)
    assert (found.people, found.method, found.covered_after) == (("X", "Y"), "exact", 0.4)


@given(teams)
@settings(max_examples=150)
def test_the_exact_answer_is_that_of_brute_force_tie_and_all(sets: Sets) -> None:
    found = smallest(sets)
    assert (found.people, found.method) == (by_brute_force(sets), "exact")
    assert found.covered_after == (covered_without(sets, found.people) if sets else 1.0)


@given(teams)
@settings(max_examples=150)
def test_the_greedy_answer_says_so_and_is_enough_and_never_smaller(sets: Sets) -> None:
    found = smallest(sets, exact_people=0)
    assert found.method == ("greedy" if sets else "exact")
    assert found.covered_after < 0.5 or not sets
    assert len(found.people) >= len(by_brute_force(sets))


def test_greedy_takes_whoever_orphans_the_most_families_and_of_equals_the_first_by_id() -> None:
    sets = families("AB", "AC", "AD", "AE", "X", "X", "X", "Y", "Y", "Y")
    assert smallest(sets, exact_people=0).people == ("X", "Y")
    assert smallest(families("B", "A", "C"), exact_people=0).people == ("A", "B")


def test_greedy_goes_for_families_close_to_having_nobody_where_no_one_alone_orphans_any() -> None:
    sets = families("AB", "AB", "AB", "CDEF", "CDEG")
    assert smallest(sets, exact_people=0).people == ("A", "B")


def test_a_team_too_large_for_the_exact_method_is_done_greedily() -> None:
    sets = families("AB", "CD")
    assert [smallest(sets, exact_people=n).method for n in (4, 3)] == ["exact", "greedy"]


def test_at_exactly_half_it_goes_on() -> None:
    assert smallest(families("A", "B")).people == ("A", "B")
    assert smallest(families("A", "B", "A")).people == ("A",)


def test_of_equal_sets_the_first_in_order_of_ids_is_told() -> None:
    assert smallest(families("D", "C", "B", "A")).people == ("A", "B", "C")
    assert smallest(families("AD", "BC")).people == ("A", "B", "C", "D")
    assert smallest(families("BC", "BC", "AD", "AD", "A")).people == ("A", "D")


def test_many_equals_are_told_in_order_of_ids_beyond_what_one_solve_puts_in_order() -> None:
    people = [f"p{n:02}" for n in range(40)]
    assert smallest([frozenset({p}) for p in people]).people == tuple(people[:21])


def test_families_nobody_knows_do_not_count_and_no_family_needs_no_one() -> None:
    assert smallest(families("A", "", "", "")).people == ("A",)
    assert (smallest([]).people, smallest([]).covered_after) == ((), 1.0)


# From a store

TEAMS = (
    "(third:Family)\n(dan:Professional)\n(high:Service)\n(trust:Organisation sector=school)\n(high)-[:PART_OF]->(trust)\n"
    + post(ago(999))
    + post(ago(999), who="ben")
    + post(ago(999), who="cara", where="high")
)


def found(place: Place, drawing: str, by: By = "service", view: View | None = None) -> list[Exposure]:
    async def work(store: GraphStore) -> list[Exposure]:
        await draw(store, WORLD + TEAMS + drawing)
        return await exposure(store, view or View(ON), by=by)

    return place.run(work)


def told(lines: list[Exposure]) -> dict[str, tuple[int, int, tuple[str, ...]]]:
    return {line.id: (line.families, line.people, line.smallest) for line in lines}


def test_a_family_of_a_service_is_orphaned_only_when_everyone_who_knows_it_is_gone_wherever_they_work(place: Place) -> None:
    rows = known(ago(900)) + known(ago(900), who="cara") + known(ago(900), whom="other", row="2")
    assert told(found(place, rows)) == {"early": (2, 2, ("amina", "cara")), "high": (1, 2, ("amina", "cara"))}


def test_someone_without_a_post_counts_as_cover_and_someone_whose_posts_are_over_does_not(place: Place) -> None:
    rows = known(ago(900)) + known(ago(900), who="dan") + "(eve:Professional)\n" + known(ago(900), who="eve")
    assert told(found(place, rows + post(ago(99), ago(1), who="eve"))) == {"early": (1, 2, ("amina", "dan"))}


def test_rule_34_only_who_reaches_the_threshold_covers_a_family(place: Place) -> None:
    rows = known(ago(900)) + known(ago(10), who="ben") + known(ago(10), who="ben", whom="other", row="2")
    assert told(found(place, rows)) == {"early": (1, 1, ("amina",))}


def test_rules_28_and_53_a_disputed_tie_is_no_cover_and_someone_the_family_said_no_to_is(place: Place) -> None:
    rows = known(ago(900)) + known(ago(900), who="ben") + "(mum:Carer)\n" + known(ago(900), who="cara")
    rows += said("s1", "dispute", "carer:mum", about="ben", more="subject_kind=family subject_id=hartley")
    rows += said("s2", "trust", "child:leo", "no", about="cara")
    assert told(found(place, rows))["early"] == (1, 2, ("amina", "cara"))


@pytest.mark.parametrize(
    ("by", "expected"),
    [("service", ["early", "high"]), ("organisation", ["council", "trust"]), ("school", ["high"])],
)
def test_it_is_told_by_service_organisation_and_school(place: Place, by: By, expected: list[str]) -> None:
    rows = known(ago(900)) + known(ago(900), who="cara", whom="other")
    lines = found(place, rows, by)
    assert [line.id for line in lines] == expected
    assert {line.by for line in lines} == {by}


def test_someone_with_two_posts_belongs_to_both_services(place: Place) -> None:
    rows = known(ago(900)) + post(ago(500), where="high")
    assert told(found(place, rows)) == {"early": (1, 1, ("amina",)), "high": (1, 1, ("amina",))}


def test_a_team_that_knows_no_family_has_no_line(place: Place) -> None:
    assert found(place, known(ago(10))) == []


def test_a_viewer_with_a_scope_is_told_of_their_own_people_alone(place: Place) -> None:
    rows = known(ago(900)) + known(ago(900), who="cara")
    lines = found(place, rows, view=View(ON, organisations=frozenset({"council"})))
    assert told(lines) == {"early": (1, 1, ("amina",))}


def test_the_day_decides_who_is_in_post(place: Place) -> None:
    rows = known(ago(900)) + "(eve:Professional)\n" + known(ago(900), who="eve") + post(ago(900), ago(1), who="eve")
    assert told(found(place, rows, view=View(ago(1)))) == {"early": (1, 2, ("amina", "eve"))}
