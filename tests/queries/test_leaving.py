"""What is lost when people leave, and who could take over: rules 33 to 35 and 51 to 53 on both stores, and the vectors."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UnknownId
from graph.model import Subject, View
from graph.store import GraphStore
from queries.leaving.leaving import Loss, coverage, leaving, outcome
from queries.scoring.succession import around, fit, overlaps
from tests.conformance.drawing import draw
from tests.conftest import Place
from tests.queries.drawn import HARTLEY, LEO, ON, WORLD, ZOE, ago, known, met, near, post, said

OTHER = Subject("family", "other")
strengths = st.lists(st.floats(0, 1), max_size=6)


def lost(place: Place, drawing: str, *leavers: str, on: date = ON, shown: int = 10) -> list[Loss]:
    async def work(store: GraphStore) -> list[Loss]:
        await draw(store, WORLD + drawing)
        return await leaving(store, leavers or ("amina",), View(on), shown=shown)

    return place.run(work)


def of(losses: list[Loss], subject: Subject = HARTLEY) -> Loss:
    return next(loss for loss in losses if loss.subject == subject)


def candidates(losses: list[Loss], subject: Subject = HARTLEY) -> list[str]:
    return [f.professional_id for f in of(losses, subject).next]


# The vectors


@pytest.mark.parametrize(
    ("e", "c", "o", "record", "strong", "expected"),
    [(1, 3, 0.5, 1, 0, 0.1925), (0, 3, 0, 1, 0, 0.005), (3, 9, 1, 1, 0, 0.72), (1, 0, 1, 1, 0, 0), (0, 0, 0.5, 0, 0.67, 0.252)],
)
def test_the_vectors_of_fit(e: float, c: float, o: float, record: float, strong: float, expected: float) -> None:
    assert fit(e, c, o, record=record, strength=strong) == pytest.approx(expected, abs=1e-12)


def test_being_around_is_days_of_contact_each_half_as_much_every_thirty_days() -> None:
    assert around([ago(60), ago(30), ON, ago(-1)], ON) == pytest.approx(1.75)


def test_overlap_is_the_largest_share_over_the_leavers() -> None:
    touched = {"l": frozenset({HARTLEY, OTHER}), "m": frozenset({HARTLEY}), "w": frozenset({HARTLEY, LEO})}
    assert (overlaps(["l"], touched)["w"], overlaps(["l", "m"], touched)["w"], overlaps(["nobody"], touched)) == (0.5, 1, {})


@given(
    st.dictionaries(st.sampled_from("lmvwx"), st.frozensets(st.sampled_from((HARTLEY, OTHER, LEO, ZOE)))), st.sets(st.sampled_from("lmz"))
)
@settings(derandomize=True, deadline=None)
def test_overlap_counted_by_family_is_the_overlap_of_the_sets(touched: dict[str, frozenset[Subject]], leavers: set[str]) -> None:
    found = overlaps(sorted(leavers), touched)
    for person, own in touched.items():
        shares = [len(theirs & own) / len(theirs) for leaver in leavers if (theirs := touched.get(leaver))]
        assert found.get(person, 0.0) == max(shares, default=0.0)


@given(strengths, strengths)
@settings(derandomize=True, deadline=None)
def test_coverage_never_rises_when_people_go_and_together_is_no_better_than_alone(stay: list[float], go: list[float]) -> None:
    assert 0 <= coverage(stay) <= coverage(stay + go) + 1e-12 <= 1 + 1e-12
    assert outcome(stay, stay, 0.2) == "same"


# Rule by rule


def test_rule_33_every_child_and_family_with_a_leaver_among_its_knowers_is_told(place: Place) -> None:
    rows = known(ago(900)) + known(ago(900), whom="zoe", row="2") + known(ago(900), ago(1), whom="other", row="3")
    assert [loss.subject.id for loss in lost(place, rows)] == ["hartley", "zoe"]


def test_rule_33_a_family_is_told_for_what_the_leaver_has_with_its_child(place: Place) -> None:
    assert {loss.subject for loss in lost(place, met(ago(3), whom="leo"))} == {HARTLEY, LEO}


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ("", "orphaned"),
        (known(ago(900), who="ben"), "thinned"),
        (known(ago(900), who="ben") + known(ago(900), who="cara"), "weaker"),
        (known(ago(10), who="ben"), "orphaned"),
    ],
)
def test_rule_34_orphaned_thinned_or_weaker(place: Place, others: str, expected: str) -> None:
    assert of(lost(place, known(ago(900)) + others)).outcome == expected


def test_rule_34_a_leaver_who_did_not_reach_the_threshold_makes_it_weaker_and_one_without_strength_leaves_it_the_same(place: Place) -> None:
    rows = known(ago(900), who="ben") + known(ago(10))
    assert of(lost(place, rows)).outcome == "weaker"


def test_rule_34_a_leaver_without_any_strength_leaves_it_the_same(place: Place) -> None:
    assert of(lost(place, known(ago(900), who="ben") + known(ON))).outcome == "same"


def test_rule_34_coverage_is_over_all_knowers_however_light(place: Place) -> None:
    loss = of(lost(place, known(ago(900)) + known(ago(10), who="ben")))
    by = {k.professional.id: k.best.strength for k in loss.answer.knowers}
    assert (loss.before, loss.after) == (near(1 - (1 - by["amina"]) * (1 - by["ben"])), near(by["ben"]))


def test_the_leavers_are_taken_out_together(place: Place) -> None:
    rows = known(ago(900)) + known(ago(900), who="ben")
    assert of(lost(place, rows, "amina")).outcome == "thinned"


def test_together_they_orphan_whom_each_alone_only_thins(place: Place) -> None:
    loss = of(lost(place, known(ago(900)) + known(ago(900), who="ben"), "amina", "ben"))
    assert (loss.outcome, loss.after, loss.next) == ("orphaned", 0, ())


def test_rule_35_who_has_or_had_a_tie_works_with_a_leaver_or_is_named_and_is_in_post(place: Place) -> None:
    rows = known(ago(900)) + met(ago(4)) + post(ago(999)) + known(ago(900), ago(100), who="ben") + met(ago(5), who="ben", whom="other")
    rows += (
        post(ago(50), who="cara") + met(ago(5), who="cara", whom="other") + "(dev:Professional)\n(eve:Professional)\n(fay:Professional)\n"
    )
    rows += met(ago(2), who="dev", whom="other") + post(ago(90), ago(1), who="eve") + met(ago(2), who="eve", whom="hartley")
    rows += said("s1", "nomination", "child:leo", about="fay")
    found = lost(place, rows)
    assert sorted(candidates(found)) == ["ben", "cara", "fay"]
    assert candidates(found)[0] == "fay"


def test_rule_35_someone_the_family_said_no_to_is_not_named(place: Place) -> None:
    rows = known(ago(900)) + known(ago(900), who="ben") + met(ago(5), who="ben")
    assert candidates(lost(place, rows + said("s1", "trust", "child:leo", "no", about="ben"))) == []


def test_rule_35_the_fit_is_worked_out_as_the_page_has_it(place: Place) -> None:
    rows = known(ago(900)) + met(ago(30)) + met(ago(20), whom="zoe") + known(ago(900), who="ben")
    rows += met(ago(90), who="ben") + met(ago(30), who="ben", whom="other", more="kind=call")
    one = of(lost(place, rows)).next[0]
    e, c = 0.5, 2 ** (-90 / 30) + 2 ** (-30 / 30)
    assert (one.evidence, one.around, one.overlap, one.record) == (near(e), near(c), near(0.5), near(0.5))
    assert one.fit == near(fit(e, c, 0.5, record=0.5, strength=one.strength))
    assert one.strength == near(of(lost(place, rows)).answer.knowers[1].best.strength)


def test_rule_35_a_child_without_a_family_counts_as_one_of_its_own(place: Place) -> None:
    rows = known(ago(900)) + met(ago(30), whom="leo") + met(ago(20), whom="zoe") + met(ago(365), whom="other") + met(ago(366), whom="lone")
    rows = "(lone:Child)\n" + rows + met(ago(9), who="ben", whom="zoe") + met(ago(9), who="ben", whom="hartley")
    assert of(lost(place, rows)).next[0].overlap == near(2 / 3)


def test_rule_35_the_best_ten_unless_asked_for_more(place: Place) -> None:
    staff = "".join(f"(w{n:02}:Professional)\n" + known(ago(900 + n), who=f"w{n:02}") for n in range(12))
    assert [len(of(lost(place, known(ago(900)) + staff, shown=n)).next) for n in (10, 50, 0)] == [10, 12, 0]


def test_rule_28_contacts_of_a_hidden_tie_are_no_overlap_and_still_make_someone_around(place: Place) -> None:
    rows = known(ago(900)) + met(ago(30)) + known(ago(900), who="ben") + met(ago(9), who="ben") + known(ago(900), who="ben", whom="leo")
    one = of(lost(place, rows + said("s1", "hide", "carer:mum", about="ben", more="subject_kind=family subject_id=hartley"))).next[0]
    assert (one.professional_id, one.overlap, one.around) == ("ben", 0, near(2 ** (-9 / 30)))


@pytest.mark.parametrize(("on", "told"), [(ago(1), 1), (ON, 0)])
def test_rule_51_the_day_is_the_first_without_them_and_all_else_is_of_that_day(place: Place, on: date, told: int) -> None:
    assert len(lost(place, known(ago(900), ago(1)), on=on)) == told


def test_rule_52_an_unknown_id_is_an_error_and_one_nobody_depends_on_gives_nothing(place: Place) -> None:
    with pytest.raises(UnknownId) as caught:
        lost(place, known(ago(9)), "nemo", "hartley")
    assert caught.value.ids == ("nemo", "hartley")


def test_rule_52_a_professional_nobody_depends_on_gives_nothing(place: Place) -> None:
    assert lost(place, known(ago(9)), "cara") == []


def test_rule_53_someone_excluded_still_counts_as_cover(place: Place) -> None:
    rows = known(ago(900)) + known(ago(900), who="ben") + said("s1", "trust", "child:leo", "no", about="ben")
    assert of(lost(place, rows)).outcome == "thinned"


def test_rule_28_a_disputed_tie_is_neither_lost_nor_a_reason_to_take_over(place: Place) -> None:
    rows = known(ago(900)) + known(ago(900), who="ben") + met(ago(3), who="ben")
    disputed = said("s1", "dispute", "carer:mum", about="ben", more="subject_kind=family subject_id=hartley")
    loss = of(lost(place, "(mum:Carer)\n" + rows + disputed))
    assert (loss.outcome, loss.next) == ("orphaned", ())


def test_the_worst_come_first(place: Place) -> None:
    rows = known(ago(900)) + known(ago(2000), whom="other", row="2") + known(ago(900), whom="zoe", row="3") + known(ago(900), who="ben")
    assert [(x.subject.id, x.outcome) for x in lost(place, rows)] == [("other", "orphaned"), ("zoe", "orphaned"), ("hartley", "thinned")]


def test_what_is_lost_and_what_remains_are_named(place: Place) -> None:
    loss = of(lost(place, known(ago(900), more="lead=yes") + known(ago(900), who="ben")))
    assert ([k.professional.id for k in loss.lost], loss.lead_lost) == (["amina"], True)
    assert loss.remaining
    assert loss.remaining.professional.id == "ben"
