"""What people say, rule by rule of the small print, on both stores; each override has a test that fails without it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Statement, Subject, View
from graph.store import GraphStore
from queries.knowing.answers import WhoKnows
from queries.knowing.who_knows import who_knows
from queries.scoring.because import on_trust
from queries.scoring.knowing import strength
from queries.scoring.said import Voices, expiry, months_on
from queries.scoring.trust import Opinion, discounted, fused, opinion
from tests.conformance.drawing import draw
from tests.conftest import Place
from tests.queries.drawn import HARTLEY, LEO, ON, WORLD, ZOE, ago, asked, dormant, key, known, met, names, near, only, said, tenure, weighed

KNOWN = known(ago(730))
MUM = "(mum:Carer)\n(mum)-[:MEMBER_OF]->(hartley)\n"
ONE_YES = 1 / 3


def trust(answer: WhoKnows) -> float | None:
    return next(c.parts.trust for c in only(answer).claims if c.subject == HARTLEY)


def heard(place: Place, *statements: str, subject: Subject = HARTLEY, on: date = ON) -> WhoKnows:
    return asked(place, KNOWN + MUM + known(ago(730), whom="leo", row="2") + "".join(statements), subject, on=on)


def certainty(answer: WhoKnows, subject: Subject = HARTLEY) -> float:
    return next(c.certainty for c in only(answer).claims if c.subject == subject)


# The latest that stands


@pytest.mark.parametrize(("later", "trusted"), [("no", 0), ("unsure", None), (None, None), ("yes", 1)])
def test_rule_22_and_23_the_latest_counts_and_an_unsure_one_replaces_and_adds_nothing(
    place: Place, later: str | None, trusted: float | None
) -> None:
    before = said("s2", "trust", "carer:mum", "yes", on=ago(30))
    assert trust(heard(place, before, said("s1", "trust", "carer:mum", later, on=ago(20)))) == trusted


def test_rule_46_on_one_day_the_larger_id_is_the_later(place: Place) -> None:
    two = said("s1", "trust", "carer:mum", "yes") + said("s2", "trust", "carer:mum", "no")
    assert trust(heard(place, two)) == 0


@pytest.mark.parametrize(
    ("day", "stands"), [(date(2025, 6, 1), False), (date(2025, 6, 2), True), (date(2026, 6, 1), True), (date(2026, 6, 2), False)]
)
def test_rule_22_a_statement_stands_for_twelve_months_that_day_not_included(place: Place, day: date, stands: bool) -> None:
    assert trust(heard(place, said("s1", "trust", "carer:mum", on=day))) == (1 if stands else None)


@pytest.mark.parametrize(("expires", "stands"), [(ago(0), False), (ago(-1), True)])
def test_rule_22_the_day_it_expires_is_no_longer_included(place: Place, expires: date, stands: bool) -> None:
    told = said("s1", "trust", "carer:mum", on=ago(900), more=f"expires_on={expires}")
    assert trust(heard(place, told)) == (1 if stands else None)


def test_rule_46_an_older_one_does_not_come_back_when_the_later_one_has_expired(place: Place) -> None:
    later = said("s2", "trust", "carer:mum", "no", on=ago(10), more=f"expires_on={ago(5)}")
    assert trust(heard(place, said("s1", "trust", "carer:mum", on=ago(20)), later)) is None


def test_a_statement_about_one_child_leaves_what_was_said_of_another(place: Place) -> None:
    child = said("s2", "trust", "carer:mum", "no", more="subject_kind=child subject_id=leo")
    found = only(heard(place, said("s1", "trust", "carer:mum", on=ago(9)), child)).claims
    assert {c.subject: c.parts.trust for c in found} == {HARTLEY: 1, LEO: 0}


@pytest.mark.parametrize(
    ("kind", "day", "until"),
    [("trust", date(2024, 2, 29), date(2025, 2, 28)), ("vouch", date(2025, 3, 1), date(2026, 3, 1)), ("dispute", date(2025, 3, 1), None)],
)
def test_a_statement_expires_after_twelve_months_and_a_dispute_never(kind: str, day: date, until: date | None) -> None:
    assert expiry(Statement("s", kind, "child", "leo", "amina", None, None, "yes", day)) == until


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.integers(-30, 30))
@settings(derandomize=True, deadline=None)
def test_months_on_is_the_same_date_or_the_end_of_a_shorter_month(day: date, months: int) -> None:
    later = months_on(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and months_on(later, 0).day == later.day >= 28)


# Trust: said by whom


@pytest.mark.parametrize(
    ("speaker", "subject", "reliability"),
    [
        ("child:leo", "", 1.0),
        ("child:leo", "subject_kind=family subject_id=hartley", 1.0),
        ("child:zoe", "subject_kind=family subject_id=hartley", 0.7),
        ("carer:mum", "", 0.9),
        ("carer:dad", "subject_kind=family subject_id=hartley", 0.9),
        ("kin:gran", "subject_kind=family subject_id=hartley", 0.7),
        ("professional:ben", "subject_kind=family subject_id=hartley", 0.6),
        ("professional:amina", "subject_kind=family subject_id=hartley", 0.5),
        ("self:amina", "subject_kind=family subject_id=hartley", 0.5),
        ("self", "subject_kind=family subject_id=hartley", 0.5),
        ("kin", "subject_kind=family subject_id=hartley", 0.0),
        ("carer", "subject_kind=family subject_id=hartley", 0.0),
    ],
)
def test_rule_24_how_far_each_speaker_is_believed(place: Place, speaker: str, subject: str, reliability: float) -> None:
    about = LEO if speaker == "child:leo" and not subject else HARTLEY
    answer = heard(place, "(dad:Carer)\n", said("s1", "trust", speaker, more=subject))
    assert certainty(answer, about) == near(reliability * ONE_YES)


def test_rule_24_a_child_speaking_of_a_siblings_worker_is_kin(place: Place) -> None:
    told = "(zoe)-[:MEMBER_OF]->(hartley)\n" + said("s1", "trust", "child:zoe", "no", more="subject_kind=child subject_id=leo")
    answer = heard(place, told)
    assert certainty(answer, LEO) == near(0.7 * ONE_YES)
    assert key(answer) == "amina"


def test_rule_24_all_speakers_are_independent_and_fused(place: Place) -> None:
    voices = said("s1", "trust", "child:leo", more="subject_kind=family subject_id=hartley") + said("s2", "trust", "carer:mum", "no")
    fusion = fused([opinion(1, 0), discounted(opinion(0, 1), 0.9)])
    best = next(c for c in only(heard(place, voices)).claims if c.subject == HARTLEY)
    assert (best.parts.trust, best.certainty) == (near(fusion.trust or 0), near(fusion.certainty))


def test_the_vectors_of_the_domain_page_hold_for_strength() -> None:
    def told(*opinions: Opinion) -> float:
        whole = fused(opinions)
        return round(strength(0.5, 0.4, 0, record=1, trust=whole.trust or 0, certainty=whole.certainty), 6)

    yes, no = opinion(1, 0), opinion(0, 1)
    assert (told(), told(yes), told(no), told(yes, discounted(yes, 0.9))) == (0.392857, 0.468750, 0.343750, 0.496711)


def test_a_tie_begun_today_with_only_the_professionals_own_yes(place: Place) -> None:
    answer = asked(place, known(ON) + said("s1", "trust", "self", more="subject_kind=family subject_id=hartley"))
    assert only(answer).best.strength == near(0.1)


def test_rule_25_trust_counts_for_the_subject_it_is_about_only(place: Place) -> None:
    answer = heard(place, said("s1", "trust", "child:leo"))
    assert {c.subject: c.parts.trust for c in only(answer).claims} == {HARTLEY: None, LEO: 1}


def test_rule_25_a_carer_without_a_subject_speaks_of_their_family(place: Place) -> None:
    answer = heard(place, said("s1", "trust", "carer:mum"))
    assert {c.subject: c.parts.trust for c in only(answer).claims} == {HARTLEY: 1, LEO: None}


@pytest.mark.parametrize("speaker", ["kin:gran", "professional:ben", "self", "child", "carer"])
def test_rule_25_nobody_else_speaks_of_anything_without_a_subject(place: Place, speaker: str) -> None:
    answer = heard(place, said("s1", "trust", speaker))
    assert [c.parts.trust for c in only(answer).claims] == [None, None]


@pytest.mark.parametrize(("until", "reliability"), [(ago(50), 0.7), (ago(40), 1.0), (ago(39), 1.0)])
def test_rule_48_a_childs_own_family_is_by_membership_on_the_day_it_was_said(place: Place, until: date, reliability: float) -> None:
    told = f"(zoe)-[:MEMBER_OF until={until}]->(hartley)\n"
    told += said("s1", "trust", "child:zoe", on=ago(40), more="subject_kind=family subject_id=hartley")
    assert certainty(heard(place, told)) == near(reliability * ONE_YES)


def test_rule_48_a_carer_speaks_for_the_family_of_that_day(place: Place) -> None:
    told = f"(dad:Carer)\n(dad)-[:MEMBER_OF until={ago(41)}]->(hartley)\n" + said("s1", "trust", "carer:dad", on=ago(40))
    assert trust(heard(place, told)) is None


def test_rule_49_without_a_professional_a_statement_does_nothing(place: Place) -> None:
    assert key(heard(place, said("s1", "dispute", "carer:mum", about=None))) == "amina"


def test_rule_3_what_is_said_later_does_not_exist(place: Place) -> None:
    assert trust(heard(place, said("s1", "trust", "carer:mum", on=ago(-1)))) is None


# Overrides


def test_rule_26_a_childs_own_no_excludes_for_the_child_and_the_family(place: Place) -> None:
    no = said("s1", "trust", "child:leo", "no")
    for subject in (HARTLEY, LEO):
        answer = heard(place, no, subject=subject)
        assert (answer.nobody, key(answer), answer.margin, names(answer)) == (False, None, None, ["amina"])
        assert answer.said.excluded == {"amina"}


def test_rule_26_no_wins_even_where_a_sibling_names_that_person(place: Place) -> None:
    both = said("s1", "trust", "child:leo", "no") + said("s2", "nomination", "child:zoe", "yes", on=ON)
    answer = heard(place, "(zoe)-[:MEMBER_OF]->(hartley)\n", both)
    assert (key(answer), answer.said.nominated) == (None, {"amina"})


def test_rule_26_a_childs_no_does_not_hold_for_a_sibling(place: Place) -> None:
    zoe = "(zoe)-[:MEMBER_OF]->(hartley)\n" + known(ago(730), whom="zoe", row="3")
    assert key(heard(place, zoe, said("s1", "trust", "child:leo", "no"), subject=ZOE)) == "amina"


@pytest.mark.parametrize(
    ("speaker", "asks"), [("child:leo", None), ("carer:mum", None), ("kin:gran", None), ("professional:ben", "amina"), ("self", "amina")]
)
def test_rule_26_and_50_a_nomination_no_excludes_but_not_a_professionals(place: Place, speaker: str, asks: str | None) -> None:
    told = said("s1", "nomination", speaker, "no", more="subject_kind=family subject_id=hartley")
    assert key(heard(place, told)) == asks


def test_rule_26_a_carers_no_on_trust_lowers_but_does_not_exclude(place: Place) -> None:
    answer = heard(place, said("s1", "trust", "carer:mum", "no"))
    assert (key(answer), trust(answer)) == ("amina", 0)


def test_rule_26_a_no_that_was_taken_back_does_not_exclude(place: Place) -> None:
    assert key(heard(place, said("s1", "trust", "child:leo", "no", on=ago(3)), said("s2", "trust", "child:leo", "unsure"))) == "amina"


@pytest.mark.parametrize("family", ["hartley", "other"])
def test_rule_48_an_exclusion_holds_for_the_family_of_that_day_and_of_today(place: Place, family: str) -> None:
    moved = f"(feed2:Service)\n(zoe)-[:MEMBER_OF until={ago(20)}]->(hartley)\n"
    told = moved + known(ago(900), whom="other", row="9") + said("s1", "trust", "child:zoe", "no", on=ago(30))

    async def work(store: GraphStore) -> WhoKnows:
        await draw(store, WORLD + KNOWN + told)
        later = f"(zoe:Child)\n(other:Family)\n(zoe)-[:MEMBER_OF since={ago(19)}]->(other)"
        await draw(store, later, source="another", at="2026-01-02T00:00:00.000000Z")
        return (await who_knows(store, [Subject("family", family)], View(ON)))[0]

    answer = place.run(work)
    assert (answer.said.excluded, key(answer), answer.nobody) == ({"amina"}, None, False)


def test_rule_48_a_no_about_a_family_that_the_child_belongs_to_on_the_day_asked_excludes(place: Place) -> None:
    told = f"(zoe)-[:MEMBER_OF since={ago(10)}]->(hartley)\n"
    told += said("s1", "trust", "child:zoe", "no", on=ago(40), more="subject_kind=family subject_id=hartley")
    assert heard(place, told).said.excluded == {"amina"}


def test_rule_20_the_margin_is_to_the_next_who_is_not_excluded(place: Place) -> None:
    others = known(ago(600), who="ben") + known(ago(500), who="cara")
    answer = heard(place, others, said("s1", "trust", "child:leo", "no", about="ben"))
    strong = {k.professional.id: k.best.strength for k in answer.knowers}
    assert (key(answer), answer.margin) == ("amina", near(strong["amina"] - strong["cara"]))


def test_rule_45_where_only_an_excluded_person_knows_them_nobody_lighter_steps_in(place: Place) -> None:
    answer = heard(place, known(ago(100), who="ben"), said("s1", "trust", "child:leo", "no"))
    assert (key(answer), answer.nobody, names(answer)) == (None, False, ["amina", "ben"])


INFERRED = "".join(met(ago(n), who="ben", more="kind=home_visit") for n in range(0, 700, 7))


@pytest.mark.parametrize(
    ("statement", "asks"),
    [
        ("", "ben"),
        (said("s1", "nomination", "carer:mum"), "amina"),
        (said("s1", "nomination", "carer:mum", None), "amina"),
        (said("s1", "nomination", "carer:mum", "unsure"), "ben"),
        (said("s1", "nomination", "carer:mum") + said("s2", "nomination", "carer:mum", about="ben"), "ben"),
        (said("s1", "nomination", "professional:cara", more="subject_kind=family subject_id=hartley"), "ben"),
        (said("s1", "nomination", "carer:mum", about="cara"), "ben"),
    ],
)
def test_rule_27_an_inferred_tie_cannot_outrank_a_nomination(place: Place, statement: str, asks: str) -> None:
    answer = heard(place, INFERRED, statement)
    assert (names(answer), key(answer)) == (["ben", "amina"], asks)
    assert answer.knowers[0].best.inferred


@pytest.mark.parametrize("kind", ["dispute", "hide"])
@pytest.mark.parametrize(("answer", "there"), [("yes", False), (None, False), ("no", True), ("unsure", True)])
def test_rule_28_a_disputed_or_hidden_tie_counts_for_nothing(place: Place, kind: str, answer: str | None, there: bool) -> None:
    told = said("s1", kind, "carer:mum", answer, on=ago(3000))
    found = asked(place, MUM + known(ago(730), more="lead=yes") + told)
    assert (names(found), found.lead, found.nobody) == ((["amina"], "amina", False) if there else ([], None, True))


def test_rule_28_only_the_tie_to_that_subject_goes(place: Place) -> None:
    answer = heard(place, said("s1", "dispute", "carer:mum"))
    assert [c.subject for c in only(answer).claims] == [LEO]
    assert answer.said.removed == (("amina", HARTLEY),)


def test_rule_28_its_contacts_still_count_in_how_far_contacts_are_on_record(place: Place) -> None:
    rows = known(ago(730), whom="leo", row="2") + met(ago(9))
    answer = asked(place, MUM + rows + said("s1", "dispute", "carer:mum"))
    assert only(answer).best.strength == near(weighed(tenure(730) * 2 ** (-730 / 3 / 1460), record=1))


def test_rule_28_a_dispute_taken_back_brings_the_tie_back(place: Place) -> None:
    assert names(heard(place, said("s1", "dispute", "carer:mum", on=ago(9)), said("s2", "dispute", "carer:mum", "no"))) == ["amina"]


def test_rule_29_a_vouch_is_shown_and_changes_nothing(place: Place) -> None:
    vouch = said("s1", "vouch", "professional:ben", more="subject_kind=family subject_id=hartley")
    with_it, without = heard(place, vouch), heard(place)
    assert [v.statement.id for v in with_it.said.vouches] == ["s1"]
    assert [k.claims for k in with_it.knowers] == [k.claims for k in without.knowers]


def test_rule_15_a_dormant_tie_is_not_shown_where_the_family_said_no(place: Place) -> None:
    ended = known(ago(3000), ago(100)) + MUM
    assert dormant(asked(place, ended)) == [("amina", ago(100))]
    assert dormant(asked(place, ended + said("s1", "nomination", "carer:mum", "no"))) == []


def test_rule_15_trust_counts_for_dormant_as_it_stood_on_the_ties_last_day(place: Place) -> None:
    ended = known(ago(2400), ago(800)) + MUM
    without = asked(place, ended).dormant[0].strength_then
    assert without == near(weighed(tenure(1600)))
    stood = asked(place, ended + said("s1", "trust", "carer:mum", "yes", on=ago(900))).dormant[0]
    assert stood.strength_then == near(weighed(tenure(1600), believed=0.9 / 3))
    assert stood.knower.best.parts.trust is None


# People


def test_what_a_child_said_is_not_shown_to_the_person_it_is_about(place: Place) -> None:
    told = said("s1", "trust", "child:leo", "no") + said("s2", "trust", "carer:mum", "no", more="visibility=not_them")
    told += said("s3", "nomination", "child:leo", "no") + said("s4", "trust", "carer:mum", "no", about="ben")

    async def work(store: GraphStore, viewer: str | None) -> WhoKnows:
        return (await who_knows(store, [HARTLEY], View(ON, professional=viewer)))[0]

    async def each(store: GraphStore) -> list[WhoKnows]:
        await draw(store, WORLD + KNOWN + MUM + known(ago(400), whom="leo", row="2") + told)
        return [await work(store, viewer) for viewer in (None, "ben", "amina")]

    everyone, ben, amina = place.run(each)
    assert (key(everyone), key(ben), key(amina)) == (None, None, "amina")
    assert (amina.said.excluded, [c.parts.trust for c in only(amina).claims]) == (frozenset(), [None, None])
    assert {v.statement.id for v in amina.said.trust} == {"s4"}


def test_records_of_one_child_speak_with_one_voice(place: Place) -> None:
    async def work(store: GraphStore) -> WhoKnows:
        await draw(store, WORLD + known(ago(730), whom="leo") + "(leo-2:Child)\n" + said("s1", "trust", "child:leo-2", "no"))
        await draw(store, "(leo:Child)\n(leo-2:Child)\n(leo-2)-[:SAME_AS]->(leo)", source="judge", at="2026-01-03T00:00:00.000000Z")
        return (await who_knows(store, [LEO], View(ON)))[0]

    answer = place.run(work)
    assert (answer.said.excluded, only(answer).best.parts.trust) == ({"amina"}, 0)


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        ((), "Trust: not asked."),
        ((("child:leo", "yes"),), "Trusted, say those asked: the child (1 June 2026)."),
        ((("child:leo", "no"),), "Not trusted, say those asked: the child (1 June 2026)."),
        (
            (("child:leo", "no"), ("carer:mum", "yes")),
            "On trust they disagree: yes from a carer (1 June 2026); no from the child (1 June 2026).",
        ),
        ((("carer:mum", "unsure"),), "Trust: asked, without a clear answer: a carer (1 June 2026)."),
        ((("kin", "yes"),), "Trusted, say those asked: someone who gave no name (1 June 2026)."),
    ],
)
def test_disagreement_is_shown_as_such(place: Place, statements: tuple[tuple[str, str], ...], sentence: str) -> None:
    told = (said(f"s{n}", "trust", who, answer, more="subject_kind=child subject_id=leo") for n, (who, answer) in enumerate(statements))
    best = only(asked(place, MUM + known(ago(9), whom="leo") + "".join(told))).best
    assert on_trust(best.voices) == sentence


# More evidence never moves a score the wrong way

speakers = st.sampled_from([("child", "leo"), ("carer", "mum"), ("kin", "gran"), ("professional", "ben"), ("self", None), ("kin", None)])
answers = st.sampled_from(["yes", "no", "unsure", None])
parts = st.floats(0, 1)


@given(st.lists(st.tuples(speakers, answers), max_size=6), speakers, st.sampled_from(["yes", "no"]), parts, parts, parts, parts)
@settings(derandomize=True, deadline=None, max_examples=300)
def test_a_further_yes_never_lowers_a_strength_and_a_no_never_raises_it(
    before: list[tuple[tuple[str, str | None], str | None]],
    who: tuple[str, str | None],
    answer: str,
    knowing: float,
    activity: float,
    reach: float,
    record: float,
) -> None:
    from graph.model import Around

    def strong(told: list[tuple[tuple[str, str | None], str | None]]) -> float:
        statements = tuple(Statement(f"s{n}", "trust", k, i, "amina", "child", "leo", a, ON) for n, ((k, i), a) in enumerate(told))
        whole = Voices(Around(statements=statements)).trust(("amina", LEO), ON)
        return strength(knowing, activity, reach, record=record, trust=whole.trust or 0, certainty=whole.certainty)

    was, now = strong(before), strong([*before, (who, answer)])
    fresh = who not in [speaker for speaker, _ in before]
    if fresh:
        assert (now >= was - 1e-12) if answer == "yes" else (now <= was + 1e-12)
