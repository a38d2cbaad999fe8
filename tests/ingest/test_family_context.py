"""Two real agencies' files about the same children, loaded as they are; the rows lie in data/family_context with their licence."""

from datetime import date
from math import exp
from pathlib import Path

import pytest

from graph.errors import FeedUnreadable
from graph.model import Child, Subject, View
from graph.store import GraphStore
from ingest.load import Report
from queries.knowing.answers import WhoKnows
from queries.knowing.who_knows import who_knows
from tests.conftest import Place
from tests.ingest.folders import answers, ids, load, loads, totals

DATA = Path(__file__).parent / "data" / "family_context"
CARE, SCHOOL = "family-context-csc", "family-context-education"
AS_OF = date(2022, 10, 15)
LINKED = {6320131: 9199977, 5466968: 6319532, 3305798: 5150350, 3066145: 7146487, 1234914: 9251755, 5305499: 1700977,
          8935202: 8259801, 1351326: 5845376}  # fmt: skip
"""Geraldine Kerr and seven more: the same name and date of birth in both files."""
APART = {7190247: 1551378, 7922825: 6670546, 7312673: 3620693, 8391536: 2045876}
"""Four whose given name or date of birth was damaged in one of the files."""
GERALDINE, GERALDINE_AT_SCHOOL = f"{CARE}-6320131", f"{SCHOOL}-9199977"


def load_both(place: Place, *feeds: str) -> list[Report]:
    return [load(place, DATA, feed=feed, source=feed) for feed in feeds or (CARE, SCHOOL)]


def stand_for(place: Place) -> dict[str, str]:
    """The id that each child's record is answered under."""

    async def work(store: GraphStore) -> dict[str, str]:
        return {child.id: stands for child, _, stands in await store.same_children()}

    return place.run(work)


def asked(place: Place, child: str, on: date = AS_OF) -> WhoKnows:
    async def work(store: GraphStore) -> WhoKnows:
        return (await who_knows(store, [Subject("child", child)], View(on)))[0]

    return place.run(work)


def pairs(place: Place) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in stand_for(place).items() if len(set(pair)) == 2}


def test_both_files_load_unmodified_and_say_how_many_children_are_joined(sqlite: Place) -> None:
    care, school = load_both(sqlite)
    assert (totals(care), totals(school)) == ((12, 12, 0, 0, 0), (12, 12, 0, 0, 0))
    assert (care.refusals, school.refusals) == ([], [])
    assert (care.same_children, care.unlinked_children) == (0, 12)
    assert (school.same_children, school.unlinked_children) == (8, 4)


def test_who_is_joined_are_those_of_the_same_name_and_date_of_birth(sqlite: Place) -> None:
    load_both(sqlite)
    assert pairs(sqlite) == {frozenset((f"{CARE}-{a}", f"{SCHOOL}-{b}")) for a, b in LINKED.items()}


def test_a_damaged_row_stays_a_child_of_its_own_and_loses_nothing(sqlite: Place) -> None:
    load_both(sqlite)
    stands = stand_for(sqlite)
    for care, school in APART.items():
        for own in (f"{CARE}-{care}", f"{SCHOOL}-{school}"):
            assert stands[own] == own
            assert len(answer_people(asked(sqlite, own))) == 1


def answer_people(answer: WhoKnows) -> set[str]:
    return {t.professional_id for t in answer.around.ties}


def test_the_social_care_contact_and_the_school_stand_side_by_side(sqlite: Place) -> None:
    load_both(sqlite)
    answer = asked(sqlite, GERALDINE)
    assert [k.professional.name for k in answer.knowers] == ["Mrs Jacqueline O'Brien", "Green, School (school office)"]
    assert [s.name for k in answer.knowers if k.post for s in [answer.around.services[k.post.service_id]]] == [
        "Children's social care, Wandsworth Council", "Green, School"]  # fmt: skip
    assert sorted(o.sector or "" for o in answer.around.organisations.values()) == ["authority", "school"]
    worker, office = (k.best for k in answer.knowers)
    assert (worker.since, worker.last_contact, worker.roles) == (date(2018, 9, 28), date(2021, 1, 3), ("Social Worker",))
    assert (office.since, office.last_contact, office.contexts) == (date(2021, 5, 28), date(2021, 5, 28), ("school",))
    assert worker.parts.knowing == pytest.approx((1 - exp(-1478 / 730)) * 2 ** (-650 / 1460), abs=1e-9)


def test_asked_under_either_record_the_answer_is_the_same_child(sqlite: Place) -> None:
    load_both(sqlite)
    one, other = asked(sqlite, GERALDINE), asked(sqlite, GERALDINE_AT_SCHOOL)
    assert (one.subject, [k.best for k in one.knowers]) == (other.subject, [k.best for k in other.knowers])
    everyone = answers(sqlite, AS_OF)
    assert len(everyone) == len({a["subject_id"] for a in everyone}) == 16


def test_historic_involvement_has_ended(sqlite: Place) -> None:
    load_both(sqlite)
    answer = asked(sqlite, f"{CARE}-5466968")
    assert (answer.knowers, answer.nobody) == ((), True)
    assert {str(t.until) for t in answer.around.ties} == {"2022-02-17", "2021-01-31"}


def test_loading_again_changes_nothing(sqlite: Place) -> None:
    load_both(sqlite)
    before, stands = answers(sqlite, AS_OF), stand_for(sqlite)
    care, school = load_both(sqlite)
    assert (care.total("unchanged"), school.total("unchanged")) == (12, 12)
    assert (care.same_children, care.unlinked_children) == (school.same_children, school.unlinked_children) == (8, 4)
    assert (answers(sqlite, AS_OF), stand_for(sqlite)) == (before, stands)


def test_the_order_of_loading_does_not_matter_for_who_is_joined(sqlite: Place, tmp_path: Path) -> None:
    other = Place(f"sqlite:///{tmp_path / 'other.db'}", sqlite.settings)
    load_both(sqlite, CARE, SCHOOL)
    load_both(other, SCHOOL, CARE)
    assert pairs(sqlite) == pairs(other)
    for child in (GERALDINE, f"{CARE}-3066145"):
        assert [(k.professional.id, k.best.strength) for k in asked(sqlite, child).knowers] == [
            (k.professional.id, k.best.strength) for k in asked(other, child).knowers]  # fmt: skip


def damaged(tmp_path: Path, old: str, new: str) -> Path:
    text = (DATA / "education.csv").read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = tmp_path / "education.csv"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_records_that_no_longer_agree_are_parted_and_joined_again_once_they_do(sqlite: Place, tmp_path: Path) -> None:
    load_both(sqlite)
    report = load(sqlite, damaged(tmp_path, "Geraldine,Kerr", "Gerry,Kerr"), feed=SCHOOL, source=SCHOOL)
    assert (report.same_children, stand_for(sqlite)[GERALDINE_AT_SCHOOL]) == (7, GERALDINE_AT_SCHOOL)
    assert len(asked(sqlite, GERALDINE).knowers) == 1
    load_both(sqlite, SCHOOL)
    assert len(asked(sqlite, GERALDINE).knowers) == 2


def test_two_alike_in_one_file_are_joined_with_nobody(sqlite: Place, tmp_path: Path) -> None:
    load_both(sqlite, CARE)
    report = load(sqlite, damaged(tmp_path, "Diane,James,2007-10-02", "Geraldine,Kerr,2006-08-14"), feed=SCHOOL, source=SCHOOL)
    assert (report.same_children, report.unlinked_children) == (6, 6)


def test_a_number_used_twice_and_a_day_that_is_none_are_refused(sqlite: Place, tmp_path: Path) -> None:
    path = damaged(tmp_path, "9199977,", "6319532,")
    path.write_text(path.read_text(encoding="utf-8").replace("2007-10-02", "02/10/2007"), encoding="utf-8")
    report = load(sqlite, path, feed=SCHOOL, source=SCHOOL)
    assert [(r.line, r.column, r.value) for r in report.refusals] == [(9, "Cms Id", "6319532"), (13, "Date Of Birth", "02/10/2007")]
    assert totals(report) == (12, 10, 0, 0, 2)


def test_the_untouched_records_stay_beside_the_judgement(sqlite: Place) -> None:
    load_both(sqlite)
    both = {GERALDINE, GERALDINE_AT_SCHOOL}
    assert both <= ids(sqlite, "Child")

    async def work(store: GraphStore) -> dict[str, Child]:
        return await store.entities(Child, sorted(both), View(AS_OF))

    assert {c.given_name for c in sqlite.run(work).values()} == {"Geraldine"}


def test_a_folder_without_the_file_is_unreadable(sqlite: Place, tmp_path: Path) -> None:
    with pytest.raises(FeedUnreadable, match=r"holds no csc\.csv"):
        load(sqlite, tmp_path, feed=CARE, source=CARE)
    assert loads(sqlite) == []
