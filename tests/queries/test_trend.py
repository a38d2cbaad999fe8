"""Links quarter by quarter: what came, what went and why, on both stores, and against counting by hand."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import BadInput
from graph.model import Subject, View
from graph.store import GraphStore
from queries.knowing.joined import OPEN, Row, of_rows
from queries.linking.losing import REASONS, Quarter, Reason
from queries.linking.quarters import quarter_ends
from queries.linking.sides import Which
from queries.linking.trend import Change, between_days, trend
from tests.conformance.drawing import draw
from tests.conftest import Place
from tests.queries.drawn import ON, WORLD, known, post, said

Q4, Q1 = date(2025, 12, 31), date(2026, 3, 31)
INSIDE = date(2026, 2, 10)
"""A day within the last quarter over by 1 June 2026."""
LONG = date(2020, 1, 1)
POSTS = post(LONG) + post(LONG, who="ben", where="school")
BOTH = known(LONG) + known(LONG, who="ben")


def asked(place: Place, drawing: str, quarters: int = 1, which: Which | None = None) -> list[Change]:
    async def work(store: GraphStore) -> list[Change]:
        await draw(store, WORLD + drawing)
        return await trend(store, View(ON), quarters, which or Which())

    return place.run(work)


def why(change: Change) -> dict[Reason, int]:
    return {reason: change.for_reason(reason) for reason in REASONS if change.for_reason(reason)}


def test_quarters_end_as_the_calendars_do() -> None:
    assert quarter_ends(Q1, 1) == [Q4, Q1]
    assert quarter_ends(date(2026, 3, 30), 1) == [date(2025, 9, 30), Q4]
    assert quarter_ends(date(2024, 1, 1), 2) == [date(2023, 6, 30), date(2023, 9, 30), date(2023, 12, 31)]


@pytest.mark.parametrize("count", [0, 41])
def test_how_many_quarters_has_its_bounds(count: int) -> None:
    with pytest.raises(BadInput, match="quarters are 1 to 40"):
        quarter_ends(ON, count)


def test_pairs_that_never_shared_a_family_are_left_out(place: Place) -> None:
    assert asked(place, POSTS + known(LONG)) == []


def test_a_link_that_lasts_is_neither_gained_nor_lost(place: Place) -> None:
    assert asked(place, POSTS + BOTH) == [Change("academy", "council", Q1, 1, 1, 0, 0, (0,) * len(REASONS))]


def test_a_link_begun_in_the_quarter_is_gained_in_that_one_alone(place: Place) -> None:
    found = asked(place, POSTS + known(LONG) + known(INSIDE, who="ben"), 2)
    assert [(c.until, c.before, c.links, c.gained, c.lost) for c in found] == [(Q4, 0, 0, 0, 0), (Q1, 0, 1, 1, 0)]


def test_what_comes_and_goes_within_a_quarter_is_not_told(place: Place) -> None:
    assert asked(place, POSTS + known(LONG) + known(INSIDE, date(2026, 3, 1), who="ben")) == []


MONEY = "(grant:Funding)\n(grant)-[:FUNDS until={until} professional_id={who} row=g]->(school)\n"
OLD_POST = "(club:Service)\n(club)-[:PART_OF]->(academy)\n" + post(LONG, date(2024, 1, 1), who="ben", where="club")
MOVED = f"(max:Child)\n(max)-[:MEMBER_OF until={INSIDE}]->(hartley)\n"
LEFT = post(LONG) + post(LONG, INSIDE, who="ben", where="school") + post(date(2026, 2, 11), who="ben", where="early") + BOTH


@pytest.mark.parametrize(
    ("drawing", "reason"),
    [
        (POSTS + known(LONG) + known(LONG, INSIDE, who="ben") + known(LONG, who="cara"), "reallocated"),
        (LEFT, "left"),
        (LEFT + MONEY.format(until=INSIDE, who="ben"), "funding_ended"),
        (LEFT + MONEY.format(until=Q1, who="ben"), "funding_ended"),
        (LEFT + MONEY.format(until=date(2026, 4, 1), who="ben"), "left"),
        (LEFT + OLD_POST + MONEY.format(until=INSIDE, who="ben").replace("(school)", "(club)"), "left"),
        (LEFT + MONEY.format(until=INSIDE, who="amina"), "left"),
        (POSTS + known(LONG, INSIDE) + known(LONG, INSIDE, who="ben"), "family_closed"),
        (POSTS + known(LONG) + known(LONG, who="ben", whom="leo") + said("s", "dispute", "child:leo", about="ben", on=INSIDE), "other"),
        (POSTS + known(LONG) + MOVED + known(LONG, who="ben", whom="max"), "other"),
    ],
)
def test_why_a_link_was_lost(place: Place, drawing: str, reason: Reason) -> None:
    [change] = asked(place, drawing)
    assert (change.before, change.links, change.gained, change.lost) == (1, 0, 0, 1)
    assert why(change) == {reason: 1}


def test_only_the_families_of_an_area_count_where_one_is_named(place: Place) -> None:
    living = "(north:Family area_code=ward)\n" + "".join(known(LONG, who=who, whom="north") for who in ("amina", "ben"))
    [change] = asked(place, POSTS + BOTH + living, 1, Which(area="ward"))
    assert change.links == 1


def test_services_have_a_trend_too(place: Place) -> None:
    [change] = asked(place, POSTS + BOTH, 1, Which("services"))
    assert (change.a, change.b, change.links) == ("early", "school", 1)


# Random quarters, counted by hand

UNITS, PEOPLE, SIDES = ("f1", "f2", "f3"), ("p", "q", "r"), ("x", "y", "z")
ties = st.lists(
    st.tuples(st.sampled_from(UNITS), st.sampled_from(PEOPLE), st.booleans(), st.booleans()), max_size=9, unique_by=lambda t: (t[0], t[1])
)
works = st.dictionaries(st.sampled_from(PEOPLE), st.frozensets(st.sampled_from(SIDES), min_size=1))
money = st.frozensets(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(SIDES)))
Drawn = list[tuple[str, str, bool, bool]]


def rows(drawn: Drawn, where: dict[str, frozenset[str]]) -> list[Row]:
    """Ties: whether each goes on, and whether it counts."""
    return [(Subject("family", u), p, 1, OPEN if on else 5, on and counts and p in where) for u, p, on, counts in drawn]


@settings(max_examples=300, derandomize=True, deadline=None)
@given(ties, ties, works, works, money)
def test_every_figure_is_the_one_made_by_hand(
    then: Drawn, now: Drawn, before: dict[str, frozenset[str]], after: dict[str, frozenset[str]], unfunded: frozenset[tuple[str, str]]
) -> None:
    old, new = rows(then, before), rows(now, after)
    found = between_days(of_rows(Q4, old), of_rows(Q1, new), SIDES, Quarter(before, after, unfunded))
    for a, b in combinations(range(len(SIDES)), 2):
        change = found.change(SIDES, a, b, Q1)
        assert change == by_hand(SIDES[a], SIDES[b], old, new, Quarter(before, after, unfunded))
        assert change.before + change.gained == change.links + change.lost
        assert sum(change.why) == change.lost


def by_hand(a: str, b: str, old: list[Row], new: list[Row], quarter: Quarter) -> Change:
    def know(side: str, rows: list[Row], where: object) -> set[Subject]:
        return {u for u, p, _, _, now in rows if now and side in where.get(p, ())}  # type: ignore[attr-defined]

    then = know(a, old, quarter.before) & know(b, old, quarter.before)
    now = know(a, new, quarter.after) & know(b, new, quarter.after)
    why = [0] * len(REASONS)
    for unit in then - now:
        lost = [side for side in (a, b) if unit not in know(side, new, quarter.after)]
        carried = [(p, s) for s in lost for u, p, _, _, on in old if u == unit and on and s in quarter.before.get(p, ())]
        why[min(reason_by_hand(unit, p, s, new, quarter) for p, s in carried)] += 1
    return Change(a, b, Q1, len(then), len(now), len(now - then), len(then - now), tuple(why))


def reason_by_hand(unit: Subject, person: str, side: str, new: list[Row], quarter: Quarter) -> int:
    told = {p: until for u, p, _, until, _ in new if u == unit}
    if told and person not in told:
        return REASONS.index("other")
    if OPEN not in told.values():
        return REASONS.index("family_closed")
    if side not in quarter.after.get(person, ()):
        return REASONS.index("funding_ended" if (person, side) in quarter.unfunded else "left")
    return REASONS.index("other" if told[person] == OPEN else "reallocated")
