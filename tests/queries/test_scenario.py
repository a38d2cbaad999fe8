"""What a scenario does to who is in post and which ties hold, and everything that can be wrong with one: on both stores."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Funded, Subject, View
from graph.store import GraphStore
from queries.leaving.differences import differences
from queries.leaving.effects import Effects, effects, first_days_without
from queries.leaving.ends import final_day, first_day
from queries.leaving.leaving import leaving
from queries.leaving.losses import Loss
from queries.leaving.money_changes import stretches
from queries.leaving.scenario import AddPosts, BadScenario, Bridge, Change, Close, EndFunding, Gap, Leave, Move, Reallocate
from queries.leaving.scenario_checks import check
from queries.leaving.scenario_ground import ground_of
from tests.conformance.drawing import draw
from tests.conftest import Place
from tests.queries.drawn import HARTLEY, LEO, ON, WORLD, ZOE, ago, known, met, near, post, said

OTHER = Subject("family", "other")
ENDS = date(2026, 8, 31)
BEGAN = ago(900)
LATER = date(2028, 1, 1)


def grant(ends: date | None = ENDS, *, name: str = "grant", starts: date = BEGAN, notice: int = 0, whose: str = "amina") -> str:
    """A funding line that pays for someone's post in early, or for all of it; drawn."""
    until = f" ends={ends}" if ends else ""
    who = f"professional_id={whose}" if whose else ""
    return f"({name}:Funding starts={starts}{until} notice_days={notice})\n({name})-[:FUNDS {who} since={starts}]->(early)\n".replace(
        "  ", " "
    )


def seen(place: Place, drawing: str, *changes: Change, on: date = ON) -> Effects:
    """What the changes have done by a day."""

    async def work(store: GraphStore) -> Effects:
        await draw(store, WORLD + drawing)
        ground = await ground_of(store, changes, View(on))
        check(ground, changes)
        return effects(ground, changes, on)

    return place.run(work)


def lost(place: Place, drawing: str, *changes: Change, on: date = ON) -> dict[Subject, Loss]:
    async def work(store: GraphStore) -> dict[Subject, Loss]:
        await draw(store, WORLD + drawing)
        ground = await ground_of(store, changes, View(on))
        check(ground, changes)
        found = await differences(store, effects(ground, changes, on), View(on))
        return {loss.subject: loss for loss in found.losses}

    return place.run(work)


def wrong(place: Place, drawing: str, *changes: Change, on: date = ON) -> list[str]:
    """Every problem of a scenario, as it is told."""
    with pytest.raises(BadScenario) as caught:
        seen(place, drawing, *changes, on=on)
    assert str(caught.value) == "; ".join(map(str, caught.value.problems))
    return [str(p) for p in caught.value.problems]


# Who is gone


def test_leaving_is_the_special_case_of_leave_changes(place: Place) -> None:
    rows = known(ago(900)) + known(ago(900), who="ben") + known(ago(30), who="ben", whom="other") + met(ago(3)) + post(ago(99), who="cara")
    rows += post(ago(99))

    async def both(store: GraphStore) -> tuple[list[Loss], tuple[Loss, ...]]:
        await draw(store, WORLD + rows)
        changes = (Leave("amina", ago(5)), Leave("ben", ON))
        ground = await ground_of(store, changes, View(ON))
        return await leaving(store, ["amina", "ben"], View(ON)), (await differences(store, effects(ground, changes, ON), View(ON))).losses

    alone, engine = place.run(both)
    assert [(x.subject, x.before, x.after, x.outcome, x.next) for x in alone] == [
        (x.subject, x.before, x.after, x.outcome, x.next) for x in engine
    ]
    assert len(alone) == 2


def test_the_colleagues_of_every_leaver_are_candidates_also_of_one_nobody_depends_on(place: Place) -> None:
    rows = known(ago(900)) + post(ago(99), who="cara") + post(ago(99), who="ben") + met(ago(4), who="ben", whom="other")
    loss = lost(place, rows, Leave("amina", ON), Leave("cara", ON))[HARTLEY]
    assert [f.professional_id for f in loss.next] == ["ben"]


@pytest.mark.parametrize(("on", "gone"), [(ago(1), set[str]()), (ON, {"amina"})])
def test_a_change_is_felt_from_its_day_on(place: Place, on: date, gone: set[str]) -> None:
    found = seen(place, post(ago(99)), Leave("amina", ON), on=on)
    assert (found.gone, found.waiting) == (gone, () if gone else (1,))


def test_a_closed_service_takes_those_along_whose_last_post_it_was(place: Place) -> None:
    rows = post(ago(99)) + post(ago(99), who="ben") + post(ago(99), who="ben", where="school") + post(ago(99), ago(9), who="cara")
    found = seen(place, rows, Close("early", ON))
    assert found.gone == {"amina"}
    assert {(p.professional_id, p.service_id) for p in found.ended} == {("amina", "early"), ("ben", "early")}


def test_posts_end_with_their_service_and_not_before(place: Place) -> None:
    found = seen(place, post(ago(99)), Close("early", ON), on=ago(1))
    assert (found.ended, found.waiting) == (set(), (1,))


def test_who_has_another_post_that_has_ended_by_the_day_goes_with_the_closed_service(place: Place) -> None:
    rows = post(ago(99)) + post(ago(99), ago(-5), where="school")
    assert [seen(place, rows, Close("early", ON), on=day).gone for day in (ago(-5), ago(-6))] == [set(), {"amina"}]


def test_both_services_closed_take_along_who_works_in_both(place: Place) -> None:
    rows = post(ago(99)) + post(ago(99), where="school")
    assert seen(place, rows, Close("early", ON), Close("school", ago(3))).gone == {"amina"}


def test_a_moved_service_takes_its_people_to_the_other_organisation(place: Place) -> None:
    found = seen(place, post(ago(99)), Move("early", "academy", ON))
    assert (found.gone, found.moved) == (set(), {"early": "academy"})


def test_added_posts_are_told(place: Place) -> None:
    change = AddPosts("early", ON, 2, 15)
    assert seen(place, post(ago(99)), change).added == (change,)


def test_a_colleague_in_a_closed_service_is_no_colleague_any_more(place: Place) -> None:
    rows = known(ago(900)) + post(ago(99)) + post(ago(99), who="cara") + post(ago(99), who="cara", where="school")
    rows += met(ago(3), who="cara", whom="other")
    assert [f.professional_id for f in lost(place, rows, Leave("amina", ON))[HARTLEY].next] == ["cara"]
    assert lost(place, rows, Leave("amina", ON), Close("early", ON))[HARTLEY].next == ()


# Money


@pytest.mark.parametrize(
    ("notice", "day", "gone"), [(0, ago(1), False), (0, ON, True), (28, ago(29), False), (28, ago(28), True), (28, ON, True)]
)
def test_people_go_the_notice_before_the_money_does(place: Place, notice: int, day: date, gone: bool) -> None:
    found = seen(place, post(ago(99)) + grant(ON, notice=notice), EndFunding("grant"), on=day)
    assert ("amina" in found.gone) == gone
    assert found.waiting == (() if gone else (1,))


def test_another_end_and_another_notice_can_be_given(place: Place) -> None:
    rows = post(ago(99)) + grant(ENDS, notice=28)
    assert seen(place, rows, EndFunding("grant", ago(-10), 10)).gone == {"amina"}
    assert seen(place, rows, EndFunding("grant", ago(-11), 10)).gone == set()


def test_an_end_of_its_own_that_no_change_makes_real_ends_nothing(place: Place) -> None:
    rows = post(ago(99)) + grant(ago(-5)) + grant(ago(-300), name="more", whose="ben") + post(ago(99), who="ben")
    assert seen(place, rows, EndFunding("more"), on=ago(-300)).gone == {"ben"}


def test_who_has_another_post_stays_when_the_money_of_one_ends(place: Place) -> None:
    rows = post(ago(99)) + post(ago(99), where="school") + grant(ON)
    assert seen(place, rows, EndFunding("grant")).gone == set()


@pytest.mark.parametrize(("begins", "gone"), [(date(2026, 11, 30), False), (date(2026, 12, 1), True)])
def test_a_line_that_begins_within_three_months_carries_on(place: Place, begins: date, gone: bool) -> None:
    rows = post(ago(99)) + grant() + grant(None, name="next", starts=begins)
    assert bool(seen(place, rows, EndFunding("grant"), on=ENDS + timedelta(300)).gone) == gone


def test_a_line_that_carries_on_and_that_no_change_ends_keeps_everyone_whatever_end_it_has(place: Place) -> None:
    rows = post(ago(99)) + grant() + grant(date(2027, 6, 30), name="next", starts=date(2026, 9, 1))
    assert seen(place, rows, EndFunding("grant"), on=LATER).gone == set()
    assert seen(place, rows, EndFunding("grant"), EndFunding("next"), on=LATER).gone == {"amina"}


def test_a_post_that_begins_after_the_money_ended_is_paid_by_other_money(place: Place) -> None:
    rows = post(ago(99), ENDS) + post(ENDS + timedelta(30), more="role=other") + grant()
    assert seen(place, rows, EndFunding("grant"), on=LATER).gone == set()


def test_money_for_a_whole_service_takes_those_along_who_have_none_of_their_own(place: Place) -> None:
    rows = post(ago(99)) + post(ago(99), who="ben") + grant(ON, whose="") + grant(None, name="own", whose="ben")
    assert seen(place, rows, EndFunding("grant")).gone == {"amina"}


def test_only_the_post_that_the_money_pays_for_is_lost(place: Place) -> None:
    rows = post(ago(99), where="school") + grant(ON) + post(ago(99), who="ben")
    assert seen(place, rows, EndFunding("grant")).gone == set()


GAP = date(2026, 6, 10)


@pytest.mark.parametrize(("until", "gone"), [(date(2026, 9, 8), False), (date(2026, 9, 9), True)])
def test_a_gap_of_three_months_or_more_counts_as_an_end(place: Place, until: date, gone: bool) -> None:
    found = seen(place, post(ago(99)) + grant(None), Gap("grant", GAP, until), on=LATER)
    assert bool(found.gone) == gone


def test_a_bridged_gap_is_no_end_where_less_than_three_months_stay_open(place: Place) -> None:
    rows, gap = post(ago(99)) + grant(None), Gap("grant", GAP, date(2026, 12, 31))
    assert [bool(seen(place, rows, gap, Bridge("grant", day), on=LATER).gone) for day in (date(2026, 9, 30), date(2026, 10, 1))] == [
        True,
        False,
    ]


def test_a_bridge_from_an_end_puts_the_end_off(place: Place) -> None:
    rows, changes = post(ago(99)) + grant(notice=10), (EndFunding("grant"), Bridge("grant", date(2026, 10, 31)))
    assert [bool(seen(place, rows, *changes, on=day).gone) for day in (date(2026, 10, 20), date(2026, 10, 21))] == [False, True]


def test_a_bridge_to_the_next_line_keeps_everyone(place: Place) -> None:
    rows = post(ago(99)) + grant() + grant(None, name="next", starts=date(2027, 2, 1))
    assert seen(place, rows, EndFunding("grant"), on=LATER).gone == {"amina"}
    assert seen(place, rows, EndFunding("grant"), Bridge("grant", date(2026, 11, 30)), on=LATER).gone == set()


def test_the_first_day_without_each_is_told(place: Place) -> None:
    rows = post(ago(99)) + grant(notice=28) + post(ago(99), who="ben") + post(ago(99), who="cara", where="school")
    changes = (EndFunding("grant"), Close("early", date(2026, 8, 15)), Leave("cara", date(2026, 7, 1)))

    async def work(store: GraphStore) -> dict[str, date]:
        await draw(store, WORLD + rows)
        return first_days_without(await ground_of(store, changes, View(ON)), changes)

    found = place.run(work)
    assert list(found.items()) == [("cara", date(2026, 7, 1)), ("amina", date(2026, 8, 3)), ("ben", date(2026, 8, 15))]


DAYS = st.integers(0, 400).map(lambda n: ON + timedelta(n))


@given(st.lists(st.tuples(DAYS, st.integers(0, 120)), max_size=3), DAYS, st.lists(DAYS, max_size=2))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_stretches_of_money_never_overlap_and_a_bridge_only_adds_days(gaps: list[tuple[date, int]], end: date, bridges: list[date]) -> None:
    line = Funded("grant", "early", since=ON - timedelta(30), ends=ON + timedelta(500))
    changes = [Gap("grant", first, first + timedelta(days)) for first, days in gaps]
    ended = [*changes, EndFunding("grant", end)]
    plain, bridged = (
        {
            first_day(part) + timedelta(n)
            for part in stretches(line, [*ended, *more], end)
            for n in range((final_day(part) - first_day(part)).days + 1)
        }
        for more in ([], [Bridge("grant", day) for day in bridges])
    )
    inside = {line.since + timedelta(n) for n in range((end - ON).days + 31)} if line.since else set[date]()
    shut = {gap.since + timedelta(n) for gap in changes for n in range((gap.until - gap.since).days + 1)}
    assert plain == inside - shut
    assert plain <= bridged


# Ties that change hands


def test_a_re_allocated_tie_ends_and_the_taker_begins_that_day(place: Place) -> None:
    rows = known(ago(900), more="lead=yes context=home") + known(ago(900), who="ben", whom="other")
    loss = lost(place, rows, Reallocate("amina", "ben", ago(73), (HARTLEY,)))[HARTLEY]
    assert ([k.professional.id for k in loss.lost], [k.professional.id for k in loss.gained]) == (["amina"], ["ben"])
    taken = loss.left[0].best
    assert (taken.since, taken.contexts, loss.lead_lost) == (ago(73), ("home",), False)
    assert (loss.after, loss.outcome) == (near(taken.strength), "orphaned")


def test_a_re_allocation_takes_the_child_of_the_family_along_and_inferred_ties_too(place: Place) -> None:
    rows = known(ago(900)) + met(ago(40), whom="leo") + met(ago(30), whom="leo")
    found = lost(place, rows, Reallocate("amina", "ben", ON, (HARTLEY,)))
    assert {s: [k.professional.id for k in x.left] for s, x in found.items()} == {HARTLEY: ["ben"], LEO: ["ben"]}


def test_a_re_allocated_child_leaves_the_giver_the_tie_to_the_family(place: Place) -> None:
    rows = known(ago(900), whom="leo") + known(ago(300), row="2")
    found = lost(place, rows, Reallocate("amina", "ben", ON, (LEO,)))
    assert [k.professional.id for k in found[LEO].lost] == ["amina"]
    assert (found[HARTLEY].lost, [k.professional.id for k in found[HARTLEY].left]) == ((), ["amina", "ben"])
    assert found[HARTLEY].after < found[HARTLEY].before


def test_without_a_list_everyone_with_a_live_tie_changes_hands(place: Place) -> None:
    rows = known(ago(900)) + known(ago(800), whom="zoe", row="2") + known(ago(800), ago(5), whom="other", row="3")
    assert set(lost(place, rows, Reallocate("amina", "ben", ON))) == {HARTLEY, ZOE}


def test_what_was_received_can_be_handed_on_the_same_year(place: Place) -> None:
    changes = (Reallocate("ben", "cara", ago(10)), Reallocate("amina", "ben", ago(20), (HARTLEY,)))
    loss = lost(place, known(ago(900)), *changes)[HARTLEY]
    assert [(k.professional.id, k.best.since) for k in loss.left] == [("cara", ago(10))]


def test_what_was_handed_over_can_be_handed_back(place: Place) -> None:
    changes = (Reallocate("amina", "ben", ago(20), (HARTLEY,)), Reallocate("ben", "amina", ago(10), (HARTLEY,)))
    assert seen(place, known(ago(900)), *changes).away == {("ben", HARTLEY)}
    everyone = (Reallocate("amina", "ben", ago(20)), Reallocate("ben", "amina", ago(10)))
    assert not any(loss.changed for loss in lost(place, known(ago(900), whom="zoe"), *everyone).values())


def test_who_takes_over_is_no_candidate_lost_and_the_giver_is_none_for_that_family(place: Place) -> None:
    rows = known(ago(900)) + met(ago(4)) + known(ago(900), who="cara") + met(ago(4), who="cara") + met(ago(9), who="ben", whom="other")
    loss = lost(place, rows, Reallocate("amina", "ben", ON, (HARTLEY,)))[HARTLEY]
    assert sorted(f.professional_id for f in loss.next) == ["ben", "cara"]


def test_the_taker_who_does_not_reach_the_threshold_leaves_the_family_orphaned(place: Place) -> None:
    loss = lost(place, known(ago(900)), Reallocate("amina", "ben", ON, (HARTLEY,)))[HARTLEY]
    assert (loss.outcome, [k.professional.id for k in loss.left]) == ("orphaned", ["ben"])


def test_a_lead_is_lost_when_the_one_who_took_it_over_goes_from_another_scenario_day(place: Place) -> None:
    rows = known(ago(900), more="lead=yes") + known(ago(900), who="ben")
    assert lost(place, rows, Leave("amina", ON))[HARTLEY].lead_lost
    assert not lost(place, rows, Reallocate("amina", "ben", ON, (HARTLEY,)), Leave("amina", ON))[HARTLEY].lead_lost


# Only informal knowers


def test_only_informal_knowers_are_left_where_no_post_and_no_row_speaks_for_anyone(place: Place) -> None:
    rows = known(ago(900)) + post(ago(900)) + known(ago(900), who="ben")
    assert lost(place, rows, Leave("amina", ON))[HARTLEY].only_informal
    assert not lost(place, rows + post(ago(900), who="ben", more="contract=volunteer"), Leave("amina", ON))[HARTLEY].only_informal


def test_someone_with_a_post_whose_tie_is_only_inferred_is_informal(place: Place) -> None:
    visits = "".join(met(ago(n), who="ben") for n in range(0, 700, 20))
    rows = known(ago(900)) + post(ago(900)) + post(ago(900), who="ben") + visits
    assert lost(place, rows, Leave("amina", ON))[HARTLEY].only_informal


def test_who_is_orphaned_or_had_informal_knowers_alone_before_is_not_told_so(place: Place) -> None:
    rows = known(ago(900)) + known(ago(900), who="ben") + known(ago(900), whom="zoe", row="2") + known(ago(5), who="ben", whom="zoe")
    found = lost(place, rows, Leave("amina", ON))
    assert [(x.outcome, x.only_informal) for x in (found[HARTLEY], found[ZOE])] == [("thinned", False), ("orphaned", False)]


# What is wrong with a scenario

NOT_HELD = "or it is not yours to see: check the id"


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (Leave("nemo", ON), "no professional is held under nemo"),
        (Close("nowhere", ON), "no service is held under nowhere"),
        (AddPosts("nowhere", ON, 1), "no service is held under nowhere"),
        (Move("early", "nobody", ON), "no organisation is held under nobody"),
        (EndFunding("nothing", ON), "no funding line is held under nothing"),
        (Gap("nothing", ON, ON), "no funding line is held under nothing"),
        (Reallocate("amina", "nemo", ON, (HARTLEY,)), "no professional is held under nemo"),
        (Reallocate("amina", "ben", ON, (Subject("child", "ghost"),)), "no child is held under ghost"),
    ],
)
def test_an_unknown_id_is_told_with_the_change_it_stands_in(place: Place, change: Change, what: str) -> None:
    assert wrong(place, known(ago(900)), Leave("cara", ON), change) == [f"change 2: {what}, {NOT_HELD}"]


def test_nothing_that_is_out_of_scope_is_told_apart_from_nothing_at_all(place: Place) -> None:
    async def work(store: GraphStore) -> list[str]:
        await draw(store, WORLD + post(ago(99)) + grant())
        view, found = View(ON, organisations=frozenset({"academy"})), list[str]()
        for change in (Leave("amina", ON), Leave("nemo", ON), Close("early", ON), Close("nowhere", ON)):
            with pytest.raises(BadScenario) as caught:
                check(await ground_of(store, (change,), view), (change,))
            found.append(str(caught.value))
        return found

    told = place.run(work)
    assert [t.replace("amina", "nemo").replace("early", "nowhere") for t in told[::2]] == told[1::2]


@pytest.mark.parametrize(
    ("drawing", "change", "what"),
    [
        (
            post(ago(99), ago(9)),
            Leave("amina", ON),
            f"amina has already left, their last post ended on {ago(9)}: leave this change out",
        ),
        (
            post(ago(99)),
            Move("early", "council", ON),
            "early is part of council already: name another organisation or leave this change out",
        ),
        (grant(None), EndFunding("grant"), "no end of grant is recorded: say on which day it ends"),
        (
            grant(),
            EndFunding("grant", ago(901)),
            f"grant would end on {ago(901)}, before it starts on {ago(900)}: name a later day",
        ),
        (
            grant(),
            EndFunding("grant", ago(-999)),
            f"grant ends on {ENDS}, before {ago(-999)}: leave the day out, or add a bridge until that day",
        ),
        (grant(), EndFunding("grant", None, -1), "-1 days of notice: say 0 or more"),
        (grant(), Gap("grant", ON, ago(1)), f"the gap ends on {ago(1)}, before it starts on {ON}: put the earlier day first"),
        (
            grant(),
            Gap("grant", ago(900), ON),
            f"the gap starts on {ago(900)}, when no money of grant has been paid yet: name a day after {ago(900)}",
        ),
        (
            grant(),
            Gap("grant", ENDS + timedelta(2), ago(-999)),
            f"the gap starts on {ENDS + timedelta(2)}, and grant ends on {ENDS}: name a day no later than the one after its end",
        ),
        (
            grant(),
            Bridge("grant", ago(-999)),
            "no change ends grant, or puts a gap into it: add the end or the gap that is bridged",
        ),
        ("", AddPosts("early", ON, 0), "0 posts are to be added: say 1 or more"),
        ("", AddPosts("early", ON, 1, -1), "a post can't carry -1 families: say 0 or more, or leave it out"),
        (known(ago(900)), Reallocate("amina", "amina", ON, (HARTLEY,)), "amina would hand over to themselves: name another"),
        (
            known(ago(900)) + post(ago(99), ago(9), who="ben"),
            Reallocate("amina", "ben", ON, (HARTLEY,)),
            "ben is not in post on 2026-06-01: name someone who is",
        ),
        (
            known(ago(900)),
            Reallocate("cara", "ben", ON, (HARTLEY,)),
            "cara has no live tie to family hartley by then: leave it out, or hand it over once only",
        ),
        (
            known(ago(900), ago(9)),
            Reallocate("amina", "ben", ON, (HARTLEY,)),
            "amina has no live tie to family hartley by then: leave it out, or hand it over once only",
        ),
        (known(ago(900), ago(9)), Reallocate("amina", "ben", ON), f"amina has no live tie to anyone on {ON}: leave this change out"),
        (
            known(ago(900)) + said("s1", "trust", "child:leo", "no", about="ben"),
            Reallocate("amina", "ben", ON, (HARTLEY,)),
            "family hartley said no to ben: name someone else for them",
        ),
    ],
)
def test_each_change_that_cannot_be_says_what_is_wrong_and_what_to_do(place: Place, drawing: str, change: Change, what: str) -> None:
    assert wrong(place, drawing, change) == [f"change 1: {what}"]


@pytest.mark.parametrize(
    ("first", "second", "what"),
    [
        (Leave("amina", ON), Leave("amina", ago(-9)), "amina leaves by change 1 already"),
        (Close("early", ON), Close("early", ago(-9)), "early closes by then (with change 1)"),
        (Close("early", ON), Move("early", "academy", ON), "early closes by then (with change 1)"),
        (AddPosts("early", ON, 1), Close("early", ago(1)), "early closes by then (with change 1)"),
        (Move("early", "academy", ON), Move("early", "academy", ON), f"early moves on {ON} by change 1 already"),
        (EndFunding("grant"), EndFunding("grant", ON), "grant is ended by change 1 already"),
        (Gap("grant", ON, ago(-20)), Gap("grant", ago(-20), ago(-40)), "the gap overlaps that of change 1 in grant"),
        (EndFunding("grant", ago(-5)), Gap("grant", ON, ago(-20)), "the gap and the end of grant overlap (with change 1)"),
        (Gap("grant", ON, ago(-20)), EndFunding("grant", ago(-5)), "the gap and the end of grant overlap (with change 1)"),
    ],
)
def test_changes_that_overlap_are_told_of_the_later_one(sqlite: Place, first: Change, second: Change, what: str) -> None:
    assert wrong(sqlite, post(ago(99)) + grant(), first, second) == [f"change 2: {what}: leave one of them out"]


def test_a_line_may_have_a_short_gap_and_end_after_it(place: Place) -> None:
    changes = (EndFunding("grant"), Gap("grant", ON, ago(-20)), Gap("grant", ago(-30), ago(-40)))
    assert seen(place, post(ago(99)) + grant(), *changes, on=ENDS).gone == {"amina"}


def test_a_line_is_bridged_once_and_not_before_it_ends(place: Place) -> None:
    told = wrong(place, grant(), EndFunding("grant"), Bridge("grant", ENDS), Bridge("grant", ago(-999)))
    assert told == [
        f"change 2: the bridge ends on {ENDS}, before it can begin: name a later day",
        "change 3: grant is bridged by change 2 already: leave one of them out",
    ]


def test_nobody_hands_over_to_someone_who_goes_too(place: Place) -> None:
    rows = known(ago(900)) + post(ago(99), who="ben") + grant(ON, whose="ben")
    hands_over = Reallocate("amina", "ben", ON, (HARTLEY,))
    for going in (Leave("ben", ago(-9)), Close("early", ago(-9)), EndFunding("grant", ago(1))):
        [told] = wrong(place, rows, hands_over, going)
        assert told.startswith("change 1: ben goes too, from ")


def test_a_family_changes_hands_once(place: Place) -> None:
    twice = Reallocate("amina", "ben", ON, (HARTLEY,)), Reallocate("amina", "cara", ago(-1), (HARTLEY,))
    assert wrong(place, known(ago(900)), *twice, on=ago(-1)) == [
        "change 2: amina has no live tie to family hartley by then: leave it out, or hand it over once only"
    ]


def test_all_problems_are_told_at_once_in_the_order_of_the_changes(place: Place) -> None:
    told = wrong(place, "", Leave("nemo", ON), Close("early", ON), Close("nowhere", ON), Close("early", ON), AddPosts("early", ago(5), 0))
    assert [t.split(":")[0] for t in told] == ["change 1", "change 3", "change 4", "change 5"]


def test_a_scenario_has_a_change(place: Place) -> None:
    assert wrong(place, "") == ["change 1: there is no change: name at least one"]
