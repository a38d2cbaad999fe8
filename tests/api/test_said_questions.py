"""What people said, as GraphQL and the pages show it, and what is kept from the person it is about."""

import re

from api.guarding.access import Viewer
from tests.api.house import House

WHO = """query ($by: SubjectBy!) { whoKnows(subject: $by) { nobody weights keyIndividual { professional { id } }
  excluded { id } nominated { id name } vouches { kind speaker about { id } answer saidOn standsUntil }
  trust { speaker answer about { id } } touchstones { professional { id } lastContact silentDays usualDays state }
  lastSeen { professional { id } on } knowers { professional { id } certainty stateBecause because parts { trust } } } }"""
CONTINUITY = """query ($by: SubjectBy!, $since: Date, $until: Date, $workers: WorkerBy, $counted: Counted) {
  continuity(subject: $by, since: $since, until: $until, by: $workers, counted: $counted) {
    subjectKind subjectId since until contacts workers upc secon changes kpc told effectiveWorkers undefined { measure reason } } }"""
PRIYA = Viewer("priya", "practitioner", None)


def test_an_exclusion_a_nomination_and_a_vouch_are_told_apart(house: House):
    answer = house.ask(WHO, by={"family": "mensah"})["data"]["whoKnows"]
    assert (answer["excluded"], answer["nominated"]) == ([{"id": "priya"}], [{"id": "tom", "name": "Tom Okafor"}])
    assert answer["keyIndividual"] == {"professional": {"id": "tom"}}
    vouch = {"kind": "VOUCH", "speaker": "PROFESSIONAL", "about": {"id": "tom"}, "answer": None}
    assert answer["vouches"] == [{**vouch, "saidOn": "2026-05-20", "standsUntil": "2027-05-20"}]
    assert answer["weights"] == "built-in"


def test_whom_they_named_and_who_was_seen_last_are_shown_with_the_gap(house: House):
    answer = house.ask(WHO, by={"family": "mensah"})["data"]["whoKnows"]
    gap = {"lastContact": "2026-04-02", "silentDays": 60, "usualDays": 31.0, "state": "CURRENT"}
    assert answer["touchstones"] == [{"professional": {"id": "tom"}, **gap}]
    assert answer["lastSeen"] == {"professional": {"id": "tom"}, "on": "2026-04-02"}


def test_trust_is_told_with_its_voices_and_its_certainty(house: House):
    answer = house.ask(WHO, by={"child": "kofi"})["data"]["whoKnows"]
    assert answer["trust"] == [{"speaker": "CHILD", "answer": "NO", "about": {"id": "priya"}}]
    knowers = house.ask(WHO, by={"family": "mensah"})["data"]["whoKnows"]["knowers"]
    tom = next(k for k in knowers if k["professional"]["id"] == "tom")
    assert (tom["certainty"], tom["parts"]["trust"]) == (0, None), "someone who gave no name is not believed"
    assert tom["stateBecause"].startswith("It holds; 60 days of silence, where 31 are usual")


def test_the_person_a_childs_no_is_about_is_not_shown_it(house: House):
    answer = house.ask(WHO, viewer=PRIYA, by={"family": "mensah"})["data"]["whoKnows"]
    assert (answer["excluded"], [v["about"]["id"] for v in answer["trust"]]) == ([], ["tom"])


def test_no_question_that_was_asked_reaches_the_audit(house: House):
    house.ask(WHO, by={"family": "mensah"})
    assert "Do you trust" not in str(house.audit())


def test_continuity_is_measured_with_its_reasons(house: House):
    answer = house.ask(CONTINUITY, by={"child": "amina"}, since="2026-05-01", until="2026-05-31")["data"]["continuity"]
    assert answer == {
        "subjectKind": "CHILD", "subjectId": "amina", "since": "2026-05-01", "until": "2026-05-31", "contacts": 5, "workers": 1,
        "upc": 1.0, "secon": 1.0, "changes": 0, "kpc": 0.8, "told": None, "effectiveWorkers": 1.0, "undefined": [],
    }  # fmt: skip


def test_continuity_by_service_and_by_days_covered(house: House):
    answer = house.ask(CONTINUITY, by={"child": "amina"}, since="2026-05-01", until="2026-05-10", workers="SERVICE", counted="DAYS")
    found = answer["data"]["continuity"]
    assert (found["contacts"], found["workers"], found["changes"]) == (30, 3, None)
    assert {"measure": "changes", "reason": "needs contacts in order"} in found["undefined"]


def test_continuity_of_the_last_twelve_months_is_told_without_days(house: House):
    answer = house.ask(CONTINUITY, by={"family": "hartley"})["data"]["continuity"]
    assert (answer["since"], answer["until"], answer["contacts"]) == ("2025-06-02", "2026-06-01", 5)


def test_a_window_that_ends_before_it_begins_is_bad_input(house: House):
    assert house.code(CONTINUITY, by={"child": "amina"}, since="2026-06-01", until="2026-05-01") == "BAD_INPUT"


def test_continuity_of_what_is_not_held_is_not_found_and_audited(house: House):
    assert house.code(CONTINUITY, by={"child": "nemo"}) == "NOT_FOUND"
    assert house.audit()[-1]["what"] == ["continuity"]


def test_the_page_says_whom_they_asked_for_and_whom_not(house: House):
    page = " ".join(re.sub(r"<[^>]*>", " ", house.send("GET", "/family/mensah", headers=house.session()).text).split())
    assert "The child or family said no to Priya Nair" in page
    assert "The child or family asked for Tom Okafor. Last in touch on 2 April 2026, 60 days ago" in page
    assert "Another professional vouched for Tom Okafor on 20 May 2026: shown, not counted." in page
