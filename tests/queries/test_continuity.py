"""Rules 30 to 32 of the small print, and what continuity counts, on both stores."""

from datetime import date
from typing import Any

import pytest

from graph.errors import UnknownId
from graph.model import Subject, View
from graph.store import GraphStore
from queries.continuity.continuity import Continuity, continuity
from queries.continuity.window import Window, named_year, twelve_months_to, year_before
from tests.conformance.drawing import draw
from tests.conftest import Place

YEAR = Window(date(2025, 6, 1), date(2026, 5, 31))
HARTLEY, LEO, ZOE = Subject("family", "hartley"), Subject("child", "leo"), Subject("child", "zoe")
WORLD = """
    (amina:Professional)
    (ben:Professional)
    (cara:Professional)
    (hartley:Family)
    (leo:Child)
    (zoe:Child)
    (leo)-[:MEMBER_OF]->(hartley)
    (zoe)-[:MEMBER_OF]->(hartley)
    """


def found(place: Place, drawing: str, subject: Subject = HARTLEY, window: Window = YEAR) -> Continuity:
    async def work(store: GraphStore) -> list[Continuity]:
        await draw(store, WORLD + drawing)
        return await continuity(store, [subject], View(window.until), window)

    return place.run(work)[0]


def counts(place: Place, drawing: str, subject: Subject = HARTLEY, **window: Any) -> tuple[int, int, int | None]:
    """Contacts, workers and changes."""
    answer = found(place, drawing, subject, Window(YEAR.since, YEAR.until, **window))
    return answer.contacts, answer.workers, answer.changes


def test_rule_30_contacts_are_in_order_of_day_then_time_as_written(place: Place) -> None:
    answer = found(
        place,
        """(amina)-[:MET at=2026-01-02T10:00:00+05:00]->(leo)
        (ben)-[:MET at=2026-01-02T09:30]->(leo)
        (cara)-[:MET at=2026-01-02]->(leo)
        (cara)-[:MET at=2026-01-01T23:00]->(leo)
        (amina)-[:MET at=2026-01-03T08:00]->(leo)""",
        LEO,
    )
    assert (answer.changes, answer.secon) == (2, 0.5)


def test_rule_30_at_one_moment_the_professionals_id_decides(place: Place) -> None:
    drawing = """(cara)-[:MET at=2026-01-01]->(leo)
        (cara)-[:MET at=2026-01-02T09:00:00]->(leo)
        (amina)-[:MET at=2026-01-02T09:00]->(leo)
        (ben)-[:MET at=2026-01-02T09:00Z]->(leo)
        (amina)-[:MET at=2026-01-03]->(leo)"""
    assert found(place, drawing, LEO).changes == 4


def test_rule_30_a_contact_without_a_time_stands_at_midnight(place: Place) -> None:
    drawing = """(ben)-[:MET at=2026-01-02]->(leo)
        (amina)-[:MET at=2026-01-02T00:00]->(leo)
        (ben)-[:MET at=2026-01-02T00:01]->(leo)"""
    assert found(place, drawing, LEO).changes == 1


def test_rule_30_count_repeats_a_contact(place: Place) -> None:
    answer = found(place, "(amina)-[:MET at=2026-01-01 count=3]->(leo)\n(ben)-[:MET at=2026-01-02]->(leo)", LEO)
    assert (answer.contacts, answer.workers, answer.changes) == (4, 2, 1)
    assert (answer.upc, answer.secon, answer.kpc) == (0.75, 2 / 3, 0.5)


def test_rule_30_one_moment_with_several_children_is_one_contact_of_their_family_the_largest(place: Place) -> None:
    drawing = """(amina)-[:MET at=2026-01-01T09:00 kind=call]->(leo)
        (amina)-[:MET at=2026-01-01T09:00 kind=call count=2]->(zoe)"""
    assert counts(place, drawing) == (2, 1, 0)
    assert counts(place, "", LEO) == (1, 1, 0)


@pytest.mark.parametrize(
    "other",
    [
        "(amina)-[:MET at=2026-01-01T09:00]->(zoe)",
        "(amina)-[:MET at=2026-01-01T09:00 kind=message]->(zoe)",
        "(amina)-[:MET at=2026-01-01T09:00+01:00 kind=call]->(zoe)",
        "(amina)-[:MET at=2026-01-01 kind=call]->(zoe)",
        "(ben)-[:MET at=2026-01-01T09:00 kind=call]->(zoe)",
        "(amina)-[:MET at=2026-01-01T09:00 kind=call]->(hartley)",
    ],
)
def test_rule_30_of_another_kind_moment_or_professional_or_of_the_family_itself_it_is_another(place: Place, other: str) -> None:
    assert counts(place, f"(amina)-[:MET at=2026-01-01T09:00 kind=call]->(leo)\n{other}")[0] == 2


def test_rule_30_a_familys_sequence_has_the_contacts_with_children_who_were_members_that_day(place: Place) -> None:
    drawing = """(mia:Child)
        (mia)-[:MEMBER_OF since=2025-10-01 until=2025-10-31]->(hartley)
        (amina)-[:MET at=2025-09-30]->(mia)
        (amina)-[:MET at=2025-10-01]->(mia)
        (ben)-[:MET at=2025-10-31T23:00]->(mia)
        (amina)-[:MET at=2025-11-01]->(mia)
        (cara)-[:MET at=2025-12-01]->(hartley)"""
    assert counts(place, drawing) == (3, 3, 2)
    assert counts(place, "", Subject("child", "mia")) == (4, 2, 2)


def test_rule_30_a_child_is_a_member_while_any_claim_says_so_and_counts_once_where_two_do(place: Place) -> None:
    async def work(store: GraphStore) -> Continuity:
        drawing = """(amina:Professional)
            (hartley:Family)
            (mia:Child)
            (mia)-[:MEMBER_OF since=2025-09-01 until=2025-10-31]->(hartley)"""
        await draw(store, drawing, source="school")
        await draw(store, drawing.replace("2025-09-01 until=2025-10-31", "2025-10-15 until=2025-11-30"), source="care")
        days = ("2025-08-31", "2025-09-01", "2025-10-20", "2025-11-30", "2025-12-01")
        met = "\n".join(f"(amina)-[:MET at={day}]->(mia)" for day in days)
        await draw(store, f"(amina:Professional)\n(mia:Child)\n{met}", source="visits")
        return (await continuity(store, [HARTLEY], View(YEAR.until), YEAR))[0]

    assert place.run(work).contacts == 3


def test_rule_31_both_ends_of_the_window_are_included(place: Place) -> None:
    drawing = "\n".join(f"(amina)-[:MET at={day}]->(leo)" for day in ("2025-05-31", "2025-06-01", "2026-05-31T23:59", "2026-06-01"))
    assert counts(place, drawing, LEO)[0] == 2


@pytest.mark.parametrize(
    ("before", "known"), [("2025-01-10", 1), ("2025-01-09T23:59", 0), ("2026-01-10T08:59", 1), ("2026-01-10T09:01", 0)]
)
def test_rule_31_a_worker_is_known_who_was_met_in_the_twelve_months_before_or_earlier_that_day(
    place: Place, before: str, known: int
) -> None:
    window = Window(date(2026, 1, 10), date(2026, 1, 10)) if before < "2026" else YEAR
    answer = found(place, f"(amina)-[:MET at={before}]->(leo)\n(amina)-[:MET at=2026-01-10T09:00]->(leo)", LEO, window)
    assert answer.kpc == (known if before < "2026" else 0.5)


@pytest.mark.parametrize(("before", "known"), [("2023-02-28", 1), ("2023-02-27", 0)])
def test_rule_31_twelve_months_before_29_february_is_the_28th(place: Place, before: str, known: int) -> None:
    leap = Window(date(2024, 2, 29), date(2024, 2, 29))
    assert found(place, f"(amina)-[:MET at={before}]->(leo)\n(amina)-[:MET at=2024-02-29]->(leo)", LEO, leap).kpc == known


def test_rule_31_looking_back_too_only_members_of_that_day_count(place: Place) -> None:
    drawing = """(mia:Child)
        (mia)-[:MEMBER_OF since=2025-05-02]->(hartley)
        (amina)-[:MET at=2025-05-01]->(mia)
        (ben)-[:MET at=2025-05-02]->(mia)
        (amina)-[:MET at=2025-12-01]->(hartley)
        (ben)-[:MET at=2025-12-02]->(hartley)"""
    assert found(place, drawing).kpc == 0.5


def test_disputed_and_hidden_ties_count_as_any_other(place: Place) -> None:
    drawing = """(s:Statement kind=dispute speaker_kind=child speaker_id=leo about_professional_id=amina subject_kind=child
        subject_id=leo said_on=2026-01-01)""".replace("\n        ", " ")
    assert counts(place, drawing + "\n(amina)-[:MET at=2026-01-01]->(leo)", LEO)[0] == 1


def test_what_cannot_be_worked_out_is_none_with_a_reason(place: Place) -> None:
    nothing = found(place, "")
    once = found(place, "(amina)-[:MET at=2026-01-01]->(hartley)")
    assert (nothing.contacts, nothing.workers, nothing.effective_workers) == (0, 0, None)
    assert set(nothing.undefined) == {"upc", "coc", "hi", "secon", "mmci", "k", "kpc", "changes"}
    assert once.undefined == dict.fromkeys(("upc", "coc", "secon", "k"), "needs at least two contacts")
    for answer in (nothing, once):
        assert {name for name in nothing.undefined if getattr(answer, name) is None} == set(answer.undefined)


def test_an_id_that_is_not_held_is_an_error_and_a_subject_asked_twice_is_answered_twice(place: Place) -> None:
    async def work(store: GraphStore) -> list[Continuity]:
        await draw(store, WORLD + "(amina)-[:MET at=2026-01-01]->(leo)")
        with pytest.raises(UnknownId):
            await continuity(store, [LEO, Subject("child", "nemo")], View(YEAR.until), YEAR)
        return await continuity(store, [ZOE, LEO, LEO], View(YEAR.until), YEAR)

    answers = place.run(work)
    assert [(a.subject, a.contacts) for a in answers] == [(ZOE, 0), (LEO, 1), (LEO, 1)]


def test_years_have_their_names_and_twelve_months_end_on_a_day() -> None:
    assert named_year("financial-2025") == (date(2025, 4, 1), date(2026, 3, 31))
    assert named_year("calendar-2025") == (date(2025, 1, 1), date(2025, 12, 31))
    assert twelve_months_to(date(2024, 2, 29)) == date(2023, 3, 1)
    assert year_before(date.min) == date.min
    for wrong in ("2025", "school-2025", "financial-25", "academic-٢٠٢٥", "calendar-9999"):
        with pytest.raises(ValueError, match="year"):
            named_year(wrong)
