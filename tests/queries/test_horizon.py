"""The months ahead: which ends are known, who goes with them, and what they put at stake, on both stores."""

from dataclasses import replace
from datetime import date

import pytest

from graph.errors import BadInput
from graph.model import View
from graph.store import GraphStore
from queries.risk.horizon import Event, Horizon, Stake, horizon
from tests.conformance.drawing import draw
from tests.conftest import Place
from tests.queries.drawn import ON, WORLD, ago, known, post

GRANT = "(grant:Funding ends={ends} notice_days=28)\n(grant)-[:FUNDS]->(early)\n"


def ahead(place: Place, drawing: str, months: int = 12, view: View | None = None) -> Horizon:
    async def work(store: GraphStore) -> Horizon:
        await draw(store, WORLD + "(third:Family)\n" + drawing)
        return await horizon(store, view or View(ON), months)

    return place.run(work)


def told(found: Horizon) -> list[tuple[str, date, tuple[str, ...], tuple[str, ...]]]:
    return [(e.why, e.day, tuple(p.professional_id for p in e.posts), e.gone) for e in found.events]


def only(found: Horizon) -> Event:
    [event] = found.events
    return event


def test_a_leaving_date_is_told_with_the_families_that_it_orphans_and_thins(place: Place) -> None:
    rows = known(ago(900)) + known(ago(900), whom="other", row="2") + known(ago(900), whom="third", row="3")
    rows += known(ago(900), who="ben", whom="other") + "".join(known(ago(900), who=w, whom="third") for w in ("ben", "cara"))
    found = ahead(place, rows + post(ago(900), ago(-20)))
    assert only(found).stake == Stake(people=1, families=3, orphaned=1, thinned=1)
    assert told(found) == [("leaving", ago(-20), ("amina",), ("amina",))]


def test_the_end_of_a_contract_is_told(place: Place) -> None:
    found = ahead(place, known(ago(900)) + post(ago(900), more=f"expected_end={ago(-20)}"))
    assert told(found) == [("contract", ago(-20), ("amina",), ("amina",))]


def test_money_takes_along_all_whom_it_pays_for_before_it_ends(place: Place) -> None:
    rows = known(ago(900)) + known(ago(900), who="ben") + post(ago(900)) + post(ago(900), who="ben")
    found = ahead(place, rows + GRANT.format(ends=ago(-100)))
    assert told(found) == [("funding", ago(-72), ("amina", "ben"), ("amina", "ben"))]
    event = only(found)
    assert (event.funding_id, event.ends, event.stake) == ("grant", ago(-100), Stake(2, 1, 1, 0))


def test_money_that_ends_and_takes_nobody_along_is_told_too(place: Place) -> None:
    rows = "(next:Funding starts=2026-09-01)\n(next)-[:FUNDS]->(early)\n" + post(ago(900)) + GRANT.format(ends="2026-08-31")
    event = only(ahead(place, rows))
    assert (event.why, event.day, event.ends, event.posts, event.stake) == (
        "funding",
        date(2026, 8, 31),
        date(2026, 8, 31),
        (),
        Stake(0, 0, 0, 0),
    )


def test_money_that_tells_people_to_go_within_the_months_and_ends_after_them_is_told(place: Place) -> None:
    found = ahead(place, post(ago(900)) + GRANT.format(ends="2026-09-20"), months=3)
    assert [(e.day, e.ends) for e in found.events] == [(date(2026, 8, 23), date(2026, 9, 20))]


@pytest.mark.parametrize(("months", "events"), [(3, 1), (6, 2), (12, 3)])
def test_one_looks_three_six_or_twelve_months_ahead(place: Place, months: int, events: int) -> None:
    days = {"amina": "2026-08-31", "ben": "2026-11-30", "cara": "2027-05-31"}
    rows = "".join(post(ago(900), who=who, more=f"expected_end={day}") + known(ago(900), who=who) for who, day in days.items())
    found = ahead(place, rows + "(dan:Professional)\n" + post(ago(900), date(2027, 6, 1), who="dan"), months)
    assert (len(found.events), found.ahead.last) == (events, date.fromisoformat([*days.values()][events - 1]))
    stakes = [Stake(1, 1, 0, 0), Stake(2, 1, 0, 1), Stake(3, 1, 1, 0)]
    assert [t.stake for t in found.totals] == stakes[:events]
    assert [t.months for t in found.totals] == [3, 6, 12][:events]


def test_together_they_orphan_whom_each_alone_only_thins(place: Place) -> None:
    rows = known(ago(900)) + known(ago(900), who="ben") + post(ago(900), ago(-20)) + post(ago(900), ago(-30), who="ben")
    found = ahead(place, rows)
    assert [(e.stake.orphaned, e.stake.thinned) for e in found.events] == [(0, 1), (0, 1)]
    assert (found.totals[0].stake.orphaned, found.totals[0].stake.thinned) == (1, 0)


def test_who_keeps_another_post_does_not_go(place: Place) -> None:
    found = ahead(place, known(ago(900)) + post(ago(900), ago(-20)) + post(ago(800), where="school"))
    assert told(found) == [("leaving", ago(-20), ("amina",), ())]
    assert found.totals[2].stake == Stake(0, 0, 0, 0)


def test_who_holds_two_posts_goes_with_the_one_that_ends_last(place: Place) -> None:
    found = ahead(place, known(ago(900)) + post(ago(900), ago(-20)) + post(ago(800), ago(-30), where="school"))
    assert told(found) == [("leaving", ago(-20), ("amina",), ()), ("leaving", ago(-30), ("amina",), ("amina",))]


def test_who_moves_to_a_post_to_come_does_not_go(place: Place) -> None:
    found = ahead(place, known(ago(900)) + post(ago(900), ago(-20)) + post(ago(-21), where="school"))
    assert told(found) == [("leaving", ago(-20), ("amina",), ())]


def test_a_post_with_several_ends_is_told_once_by_the_first(place: Place) -> None:
    rows = known(ago(900)) + post(ago(900), ago(-60), more=f"expected_end={ago(-50)}") + GRANT.format(ends=ago(-300))
    found = ahead(place, rows)
    assert told(found) == [("contract", ago(-50), ("amina",), ("amina",)), ("funding", ago(-300), (), ())]


def test_who_leaves_without_being_known_to_know_anyone_is_told_all_the_same(place: Place) -> None:
    assert only(ahead(place, post(ago(900), ago(-20)))).stake == Stake(1, 0, 0, 0)


def test_what_is_over_or_lies_beyond_is_not_told(place: Place) -> None:
    rows = known(ago(900)) + post(ago(900), ago(1)) + post(ago(900), date(2027, 6, 1), who="ben") + GRANT.format(ends=ago(1))
    assert ahead(place, rows).events == ()


@pytest.mark.parametrize(("asked_on", "events"), [(None, 1), (ON, 0), (ago(-6), 1)])
def test_a_leaving_date_known_only_to_hr_is_told_to_those_who_may_know_it(place: Place, asked_on: date | None, events: int) -> None:
    rows = known(ago(900)) + post(ago(900), ago(-20), more=f"confidential_until={ago(-5)}")
    found = ahead(place, rows, view=replace(View(ON), asked_on=asked_on))
    assert (len(found.events), found.totals[0].stake.people) == (events, events)


def test_a_viewer_with_a_scope_is_told_of_their_own_services_alone(place: Place) -> None:
    rows = known(ago(900)) + post(ago(900), ago(-20)) + post(ago(900), ago(-20), who="cara", where="school")
    found = ahead(place, rows, view=View(ON, organisations=frozenset({"council"})))
    assert told(found) == [("leaving", ago(-20), ("amina",), ("amina",))]


def test_events_come_by_day_and_the_order_of_telling_does_not_matter(place: Place) -> None:
    rows = post(ago(900), ago(-30)) + post(ago(900), ago(-20), who="cara") + post(ago(900), who="ben", more=f"expected_end={ago(-20)}")
    assert [p for *_, p in told(ahead(place, rows))] == [("cara",), ("ben",), ("amina",)]


@pytest.mark.parametrize("months", [0, 4, 24, -3])
def test_other_numbers_of_months_are_refused(sqlite: Place, months: int) -> None:
    with pytest.raises(BadInput, match="months are 3, 6, 12"):
        ahead(sqlite, "", months)
