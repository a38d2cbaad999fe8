"""What a scenario does in all: totals, groups, capital, continuity and the finding, on both stores."""

from datetime import date
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Subject, View
from graph.store import GraphStore
from queries.leaving.capital import MONTH, NEVER, NOBODY_LOST, NOT_RECORDED, months_to_know
from queries.leaving.impact import Impact, Line, Links, impact
from queries.leaving.impact_groups import Group
from queries.leaving.scenario import AddPosts, BadScenario, Change, Close, EndFunding, Leave, Move, Reallocate
from queries.scoring.knowing import Weights, tenure
from tests.conformance.drawing import draw
from tests.conftest import Place
from tests.queries.drawn import HARTLEY, LEO, ON, WORLD, ZOE, ago, known, met, near, post

OTHER = Subject("family", "other")
STRONG = 4000
"""Days of a tie that make it strong where nothing else is on record."""
BOTH = known(ago(STRONG)) + known(ago(STRONG), who="ben") + post(ago(99)) + post(ago(99), who="ben")


def done(place: Place, drawing: str, *changes: Change, on: date = ON) -> Impact:
    async def work(store: GraphStore) -> Impact:
        await draw(store, WORLD + drawing)
        return await impact(store, changes, View(on))

    return place.run(work)


def line(found: Impact, subject: Subject = HARTLEY) -> Line:
    return next(x for x in found.lines if x.loss.subject == subject)


def group(found: Impact, own: str) -> Group:
    return next(g for g in found.groups if g.id == own)


def test_strong_links_are_counted_before_and_after(place: Place) -> None:
    rows = BOTH + known(ago(STRONG), whom="other") + known(ago(30), whom="zoe")
    found = done(place, rows, Leave("amina", ON))
    assert (found.families, found.before, found.after) == (3, Links(1, 1, 1), Links(2, 1, 0))
    assert (line(found).strong_before, line(found).strong_after) == (2, 1)


def test_the_changes_are_taken_together_and_not_one_by_one(place: Place) -> None:
    alone = [done(place, BOTH, Leave(p, ON)).outcomes["orphaned"] for p in ("amina", "ben")]
    assert (alone, done(place, BOTH, Leave("amina", ON), Leave("ben", ago(3))).outcomes["orphaned"]) == ([0, 0], 1)


def test_figures_count_families_and_children_without_one_and_lines_tell_every_child(place: Place) -> None:
    found = done(place, known(ago(900), whom="leo") + known(ago(900), whom="zoe"), Leave("amina", ON))
    assert {x.loss.subject for x in found.lines} == {HARTLEY, LEO, ZOE}
    assert (found.families, found.outcomes, found.capital.ties) == (2, {"orphaned": 2, "thinned": 0, "weaker": 0, "same": 0}, 2)


def test_who_goes_and_what_comes_later_is_told(place: Place) -> None:
    changes = (Leave("amina", ago(4)), AddPosts("school", ON, 2, 15), Close("early", ago(-9)))
    found = done(place, BOTH, *changes)
    assert (found.going, found.added, found.waiting) == ((("amina", ago(4)),), (changes[1],), (3,))


def test_a_scenario_that_does_not_hold_together_is_refused(place: Place) -> None:
    with pytest.raises(BadScenario, match="change 1"):
        done(place, "", Leave("nemo", ON))


# By group


def test_services_and_organisations_count_the_families_their_people_know(place: Place) -> None:
    rows = known(ago(900)) + known(ago(900), who="ben") + known(ago(900), who="cara", whom="other") + known(ago(900), whom="other")
    rows += post(ago(99)) + post(ago(99), who="ben", where="school") + post(ago(99), who="cara") + post(ago(99), where="school")
    found = done(place, rows, Leave("amina", ON))
    assert group(found, "early") == Group("service", "early", 2, 2, 1, 0, 2, 0, 0, 0, 0)
    assert group(found, "academy") == Group("organisation", "academy", 2, 2, 1, 0, 2, 0, 0, 0, 0)


def test_someone_who_does_not_reach_the_threshold_makes_no_family_known_to_their_service(place: Place) -> None:
    rows = known(ago(900)) + known(ago(9), who="ben") + post(ago(99)) + post(ago(99), who="ben", where="school")
    assert [g.id for g in done(place, rows, Leave("amina", ON)).groups] == ["early", "council"]


def test_areas_and_schools_count_the_families_there(place: Place) -> None:
    rows = "(kent:Family area_code=w1)\n(kim:Child)\n(kim)-[:MEMBER_OF]->(kent)\n(elm:Service)\n(kim)-[:ATTENDS since=2020-01-01]->(elm)\n"
    rows += known(ago(900), whom="kent", more="lead=yes") + known(ago(900), whom="zoe")
    found = done(place, rows, Leave("amina", ON))
    expected = (1, 1, 0, 1, 0, 0, 0, 1, 0)
    assert found.groups == (Group("area", "w1", *expected), Group("school", "elm", *expected))


def test_a_moved_service_takes_its_families_to_the_other_organisation_and_nobody_loses_anyone(place: Place) -> None:
    rows = BOTH + known(ago(900), whom="other") + known(ago(900), who="cara", whom="other") + post(ago(9), who="cara", where="school")
    found = done(place, rows, Move("early", "academy", ON))
    assert [(g.id, g.families, g.known_before, g.known_after) for g in found.groups] == [("academy", 0, 1, 2), ("council", 0, 2, 0)]
    assert (found.lines, found.families) == ((), 0)
    assert found.finding == "By 1 June 2026 nobody is gone, and no child or family loses anyone who knows them."


def test_one_of_two_posts_closed_takes_the_families_from_that_service_alone(place: Place) -> None:
    rows = known(ago(900)) + post(ago(99)) + post(ago(99), where="school") + known(ago(900), who="ben") + post(ago(9), who="ben")
    found = done(place, rows, Close("early", ON))
    assert [p for p, _ in found.going] == ["ben"]
    assert {g.id: (g.known_before, g.known_after) for g in found.groups} == {
        "early": (1, 0),
        "council": (1, 0),
        "school": (1, 1),
        "academy": (1, 1),
    }


# Capital and continuity


@given(st.floats(0, 20_000), st.floats(30, 2000))
@settings(derandomize=True, deadline=None)
def test_months_to_know_turn_tenure_around(days: float, slow: float) -> None:
    weights = Weights(tenure_days=slow)
    months = months_to_know(tenure(days, weights), weights)
    assert months is None or tenure(months * MONTH, weights) == pytest.approx(tenure(days, weights), abs=1e-9)


def test_the_capital_lost_is_the_strength_of_the_ties_and_the_months_are_those_of_the_best_known(place: Place) -> None:
    found = done(place, known(ago(730)) + known(ago(365), who="ben") + met(ON, who="cara"), Leave("amina", ON), Leave("ben", ON))
    told = line(found).capital
    assert (told.ties, told.strength) == (2, near(sum(k.best.strength for k in line(found).loss.lost)))
    assert (told.months, told.reason) == (near(730 / MONTH), None)
    assert told == found.capital


def test_silence_makes_a_tie_easier_to_build_again(place: Place) -> None:
    found = done(place, met(ago(1460)) + met(ago(2190)), Leave("amina", ON))
    assert line(found).capital.months == near(-730 * log(1 - (1 - 2.718281828459045 ** (-3)) / 2) / MONTH)


def test_capital_says_why_it_knows_no_months(place: Place) -> None:
    found = done(place, known(), Leave("amina", ON))
    assert (line(found).capital.ties, line(found).capital.reason) == (1, NOT_RECORDED)
    assert done(place, "", Leave("cara", ON)).capital.reason == NOBODY_LOST


def test_a_tie_so_old_that_no_length_of_time_would_do_says_so(place: Place) -> None:
    assert line(done(place, known(date(1800, 1, 1)), Leave("amina", ON))).capital.reason == NEVER


def test_the_total_months_are_the_median_over_the_families(place: Place) -> None:
    rows = known(ago(100)) + known(ago(200), whom="other") + known(ago(900), whom="zoe")
    assert done(place, rows, Leave("amina", ON)).capital.months == near(200 / MONTH)


def test_continuity_afterwards_is_the_share_of_the_years_contacts_with_people_who_stay(place: Place) -> None:
    rows = known(ago(900)) + met(ago(10)) + met(ago(20)) + met(ago(364), who="ben") + met(ago(365), who="ben") + met(ago(366))
    rows += met(ago(30), who="ben", more="kind=call count=3") + met(ON, who="cara", whom="zoe")
    found = done(place, rows, Leave("amina", ON))
    assert [(k.contacts, k.staying, k.share) for k in (found.kept, line(found).kept)] == [(6, 4, near(2 / 3))] * 2


def test_on_a_day_to_come_the_contacts_are_those_of_the_twelve_months_up_to_the_day_of_asking(place: Place) -> None:
    async def work(store: GraphStore) -> list[tuple[int, int]]:
        await draw(store, WORLD + known(ago(900)) + met(ago(9)) + met(ago(360), who="ben"))
        changes, view = (Leave("amina", ON),), View(date(2028, 1, 1))
        found = [await impact(store, changes, view, asked_on=day) for day in (ON, None)]
        return [(f.kept.contacts, f.kept.staying) for f in found]

    assert place.run(work) == [(2, 1), (0, 0)]


def test_one_visit_to_two_children_of_a_family_is_one_contact(place: Place) -> None:
    rows = "(kim:Child)\n(kim)-[:MEMBER_OF]->(hartley)\n" + met(ago(9), whom="leo") + met(ago(9), whom="kim") + met(ago(9), who="ben")
    found = done(place, rows, Leave("amina", ON))
    assert (found.kept.contacts, found.kept.staying) == (2, 1)


def test_the_giver_of_a_family_no_longer_counts_as_staying_with_it(place: Place) -> None:
    rows = known(ago(900)) + met(ago(9)) + met(ago(8), who="ben")
    found = done(place, rows, Reallocate("amina", "ben", ON, (HARTLEY,)))
    assert (found.kept.contacts, found.kept.staying, found.capital.ties) == (2, 1, 1)


def test_without_contacts_there_is_no_share(place: Place) -> None:
    assert done(place, known(ago(900)), Leave("amina", ON)).kept.share is None


# The finding


def test_the_finding_is_one_plain_sentence(place: Place) -> None:
    rows = BOTH + known(ago(900), whom="other", more="lead=yes") + known(ago(900), whom="zoe", row="2")
    assert done(place, rows, Leave("amina", ON)).finding == (
        "By 1 June 2026 1 person is gone, and something changes for 3 families: 2 left with nobody who knows them well enough to be "
        "asked, 1 with one person alone, 1 without their lead practitioner on paper; 1 had two or more strong links before, and 0 after."
    )


def test_the_finding_tells_of_informal_knowers_alone(place: Place) -> None:
    rows = known(ago(900)) + post(ago(99)) + known(ago(900), who="ben")
    assert "1 with informal knowers alone" in done(place, rows, Leave("amina", ON)).finding


def test_money_that_ends_is_the_same_as_those_it_pays_for_leaving(place: Place) -> None:
    rows = BOTH + f"(grant:Funding ends={ON})\n(grant)-[:FUNDS professional_id=amina]->(early)\n"
    by_money, by_leaving = done(place, rows, EndFunding("grant")), done(place, rows, Leave("amina", ON))
    assert [x.loss for x in by_money.lines] == [x.loss for x in by_leaving.lines]
    assert (by_money.finding, by_money.groups, by_money.capital) == (by_leaving.finding, by_leaving.groups, by_leaving.capital)
