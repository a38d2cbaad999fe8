"""The handover plan, on both stores: receivers under capacity, a "no" kept, siblings together, and for whom nobody is found."""

from datetime import date, timedelta

import pytest

from graph.errors import BadInput, UnknownId
from graph.model import Subject, View
from graph.store import GraphStore
from queries.handover.handover import Plan, Rules, handover
from queries.handover.visits import visit_days
from tests.conformance.drawing import draw
from tests.conftest import Place
from tests.queries.drawn import HARTLEY, LEO, ON, WORLD, ZOE, ago, known, met, post, said

OTHER = Subject("family", "other")
TODAY = ago(28)
TEAM = post(ago(900)) + post(ago(900), who="ben") + post(ago(900), who="cara")
LEFT = known(ago(900)) + known(ago(900), whom="other")
"""Amina knows two families, and goes; Ben and Cara are her colleagues."""
IN_TOUCH = "".join(met(ago(n), who="ben") + met(ago(n), who="ben", whom="other") + met(ago(n + 1), who="cara") for n in (3, 9, 15))


def planned(place: Place, drawing: str, rules: Rules | None = None, *leavers: str, today: date = TODAY) -> Plan:
    async def work(store: GraphStore) -> Plan:
        await draw(store, WORLD + drawing)
        return await handover(store, leavers or ("amina",), View(ON), today, rules)

    return place.run(work)


def takes(plan: Plan) -> dict[Subject, str]:
    return {h.subject: h.receiver.professional_id for h in plan.handovers}


def left(plan: Plan) -> dict[Subject, str]:
    return {w.subject: w.why for w in plan.without}


def test_the_fittest_takes_over_while_there_is_room(place: Place) -> None:
    plan = planned(place, TEAM + LEFT + IN_TOUCH)
    assert takes(plan) == {HARTLEY: "ben", OTHER: "ben"}
    assert plan.room == {"ben": 5, "cara": 5}
    assert [h.leavers for h in plan.handovers] == [("amina",), ("amina",)]


def test_where_there_is_room_for_one_the_other_goes_to_the_next(place: Place) -> None:
    plan = planned(place, TEAM + LEFT + IN_TOUCH, Rules(capacity=1))
    assert takes(plan) == {HARTLEY: "cara", OTHER: "ben"}


def test_where_all_are_full_it_says_so(place: Place) -> None:
    plan = planned(place, TEAM + LEFT + IN_TOUCH, Rules(capacity=0, capacities={"ben": 1}))
    assert len(takes(plan)) == 1
    assert set(left(plan).values()) == {"all who fit are full"}


def test_nobody_fits_where_nobody_is_left(place: Place) -> None:
    assert left(planned(place, known(ago(900)))) == {HARTLEY: "nobody fits"}


def test_a_no_is_kept_and_told(place: Place) -> None:
    no = said("s", "trust", "child:leo", "no", about="ben")
    plan = planned(place, post(ago(900)) + post(ago(900), who="ben") + LEFT + IN_TOUCH.replace("cara", "ben") + no)
    assert takes(plan) == {OTHER: "ben"}
    assert [(w.subject, w.why, w.excluded) for w in plan.without] == [(HARTLEY, "nobody fits", ("ben",))]


def test_who_was_asked_for_comes_first_of_all(place: Place) -> None:
    wanted = said("s", "nomination", "child:leo", about="cara")
    assert takes(planned(place, TEAM + LEFT + IN_TOUCH + wanted))[HARTLEY] == "cara"


def test_leavers_take_nothing_over_from_each_other(place: Place) -> None:
    plan = planned(place, TEAM + LEFT + IN_TOUCH, None, "amina", "ben")
    assert takes(plan) == {HARTLEY: "cara", OTHER: "cara"}
    assert {h.subject: h.leavers for h in plan.handovers}[HARTLEY] == ("amina", "ben")


CARRIES = "capacity=3"


def test_room_is_what_posts_carry_less_the_families_carried(place: Place) -> None:
    team = post(ago(900)) + post(ago(900), who="ben", more=CARRIES) + known(ago(99), who="ben", whom="leo") + known(ago(99), who="ben")
    plan = planned(place, team + known(ago(99), who="ben", whom="zoe") + LEFT)
    assert plan.room == {"ben": 1}


def test_a_receiver_for_each_child_and_siblings_together(place: Place) -> None:
    zoe = "(zoe)-[:MEMBER_OF]->(hartley)\n"
    ties = known(ago(900), whom="leo") + known(ago(900), whom="zoe")
    seen = "".join(met(ago(n), who="ben", whom="leo") + met(ago(n), who="cara", whom="zoe") for n in (3, 9, 15))
    world = TEAM + zoe + ties + seen
    assert takes(planned(place, world, Rules(each="child"))) == {LEO: "ben", ZOE: "cara"}
    assert set(takes(planned(place, "", Rules(each="child", together=True))).values()) in ({"ben"}, {"cara"})
    assert takes(planned(place, "")) == {HARTLEY: "ben"}


def test_siblings_part_where_nobody_may_take_them_all(place: Place) -> None:
    zoe = "(zoe)-[:MEMBER_OF]->(hartley)\n"
    ties = known(ago(900), whom="leo") + known(ago(900), whom="zoe")
    seen = "".join(met(ago(n), who="ben", whom="leo") + met(ago(n), who="cara", whom="zoe") for n in (3, 9, 15))
    refused = said("n1", "trust", "child:leo", about="cara", answer="no") + said("n2", "trust", "child:zoe", about="ben", answer="no")
    rules = Rules(each="child", together=True)
    assert takes(planned(place, TEAM + zoe + ties + seen + refused, rules)) == {LEO: "ben", ZOE: "cara"}


def test_the_same_school_is_preferred_where_that_is_asked_for(place: Place) -> None:
    school = "(elm:Service)\n(leo)-[:ATTENDS]->(elm)\n(zoe)-[:ATTENDS]->(elm)\n" + known(ago(9), who="cara", whom="zoe")
    world = TEAM + known(ago(900), whom="leo") + known(ago(9), whom="zoe") + school
    plain, same = (planned(place, drawn, Rules(each="child", same_school=wanted)) for drawn, wanted in ((world, False), ("", True)))
    bonus = {h.subject: h.bonus for h in same.handovers}[LEO] - {h.subject: h.bonus for h in plain.handovers}[LEO]
    assert takes(same)[LEO] == "cara"
    assert bonus == pytest.approx(0.05)


def test_what_only_a_sensitive_service_knows_stays_inside_it(place: Place) -> None:
    refuge = "(refuge:Service sensitivity=sensitive)\n(eve:Professional)\n"
    team = refuge + post(ago(900), where="refuge") + post(ago(900), who="eve", where="refuge")
    asked = said("s", "nomination", "carer:mum", about="ben", more="subject_kind=family subject_id=hartley")
    outside = post(ago(900), who="ben", where="school") + asked
    assert takes(planned(place, team + outside + known(ago(900)))) == {HARTLEY: "eve"}
    inside = known(ago(9), who="ben")
    assert takes(planned(place, inside)) == {HARTLEY: "ben"}


# Days


def test_visits_are_spread_over_the_working_days_before_the_last(place: Place) -> None:
    plan = planned(place, TEAM + LEFT + IN_TOUCH, today=ON - timedelta(9))
    days = visit_days(ON - timedelta(9), ON)
    assert [h.visit for h in plan.handovers] == [days[0], days[len(days) // 2]]
    assert {h.by for h in plan.handovers} == {ago(1)}


def test_where_no_working_day_is_left_there_is_no_visit(place: Place) -> None:
    assert [h.visit for h in planned(place, TEAM + LEFT + IN_TOUCH, today=ON).handovers] == [None, None]


def test_working_days_are_monday_to_friday_after_today_and_before_the_day() -> None:
    assert visit_days(date(2026, 11, 19), date(2026, 11, 24)) == [date(2026, 11, 20), date(2026, 11, 23)]
    assert visit_days(date(2026, 11, 24), date(2026, 11, 24)) == []


# What doesn't hold together


@pytest.mark.parametrize("rules", [Rules(capacity=-1), Rules(capacities={"ben": -1}), Rules(together=True)])
def test_rules_that_do_not_hold_together_are_refused(place: Place, rules: Rules) -> None:
    with pytest.raises(BadInput):
        planned(place, TEAM + LEFT, rules)


def test_a_capacity_of_someone_unknown_is_an_error(place: Place) -> None:
    with pytest.raises(UnknownId, match="nemo"):
        planned(place, TEAM + LEFT, Rules(capacities={"nemo": 3, "ben": 1}))


def test_an_unknown_leaver_is_an_error(place: Place) -> None:
    with pytest.raises(UnknownId):
        planned(place, TEAM + LEFT, None, "nemo")
