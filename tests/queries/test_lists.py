"""Lists for people who act: who is on which, why, and what the filters leave, on both stores."""

from datetime import date

import orjson
import pytest

from graph.model import View
from graph.store import GraphStore
from queries.knowing.acting import List
from queries.knowing.lists import Entry, Filter, listed
from queries.scoring.knowing import Weights
from queries.scoring.weighing import numbers
from tests.conformance.drawing import Drawing, draw, tell
from tests.conftest import Place
from tests.queries.drawn import ON, WORLD, ago, known, met, post, said

FAMILY = """
    (ward:Area)
    (byrne:Family area_code=ward)
    (mia:Child)
    (mia)-[:MEMBER_OF]->(byrne)
    (elm:Service)
    (oak:Service)
    (mum:Carer)
    (mum)-[:MEMBER_OF]->(byrne)
    """
LONG = ago(1500)


def on_list(place: Place, drawing: str, wanted: List, only: Filter | None = None, *, on: date = ON) -> list[Entry]:
    async def work(store: GraphStore) -> list[Entry]:
        await draw(store, WORLD + FAMILY + drawing)
        return [entry async for entry in listed(store, View(on), wanted, only)]

    return place.run(work)


def why(entries: list[Entry], subject: str = "byrne") -> str:
    return next((e.why for e in entries if e.subject.id == subject), "")


def ids(entries: list[Entry]) -> list[str]:
    return [e.subject.id for e in entries]


def known_to(*people: str, whom: str = "byrne") -> str:
    return "".join(known(LONG, who=p, whom=whom) for p in people)


def asks_for(name: str, speaker: str, about: str, answer: str = "yes") -> str:
    return said(name, "nomination", speaker, answer, about=about, more="subject_kind=family subject_id=byrne")


def test_nobody_is_on_the_list_by_kind_and_id_whether_or_not_someone_is_in_touch(place: Place) -> None:
    entries = on_list(place, known_to("amina") + known(ago(3), who="ben", whom="mia"), "nobody")
    assert [(e.subject.kind, e.subject.id) for e in entries] == [
        ("child", "leo"),
        ("child", "mia"),
        ("child", "zoe"),
        ("family", "hartley"),
        ("family", "other"),
    ]
    assert why(entries, "leo") == "No one in post works with child leo now."
    assert why(entries, "mia") == "ben works with child mia, and doesn't know them well enough yet to be asked first."
    assert {e.key_individual for e in entries} == {None}


def test_nobody_says_who_knew_them_well_before(place: Place) -> None:
    entries = on_list(place, known(ago(3000), ago(30)), "nobody")
    assert why(entries, "hartley") == "No one in post works with family hartley now; amina knew them well until 2 May 2026."


def test_several_in_touch_are_all_named(place: Place) -> None:
    entries = on_list(place, "".join(known(ago(2), who=p, whom="byrne") for p in ("amina", "ben", "cara")), "nobody")
    assert why(entries) == "amina, ben and cara work with family byrne, and none of them knows them well enough yet to be asked first."


def test_one_knower_is_someone_who_reaches_the_threshold_others_in_touch_aside(place: Place) -> None:
    entries = on_list(place, known_to("amina") + known(ago(2), who="ben", whom="byrne") + known_to("amina", "ben", whom="hartley"), "one")
    assert [(e.subject.id, e.why, e.key_individual) for e in entries] == [
        ("byrne", "Only amina knows family byrne well enough to be asked first.", "amina")
    ]


def test_the_one_knower_counts_though_they_were_refused(place: Place) -> None:
    entries = on_list(place, known_to("amina") + asks_for("s1", "carer:mum", "amina", "no"), "one")
    assert why(entries) == "Only amina knows family byrne well enough to be asked first, and is someone they said no to."
    assert entries[0].key_individual is None


def test_the_threshold_is_the_weights(place: Place) -> None:
    table = orjson.dumps(numbers(Weights(knows=0.9))).decode()

    async def work(store: GraphStore) -> list[Entry]:
        facts = Drawing().read(WORLD + FAMILY + known_to("amina"))
        facts["WeightsVersion"] = [("strict", None, table, None, None)]
        await tell(store, facts)
        return [entry async for entry in listed(store, View(ON), "one")]

    assert place.run(work) == []


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (
            asks_for("s1", "child:mia", "amina") + asks_for("s2", "carer:mum", "ben"),
            "They disagree about family byrne: amina is asked for by a child of the family, ben is asked for by a carer.",
        ),
        (
            asks_for("s1", "carer:mum", "amina") + asks_for("s2", "kin:gran", "amina", "no"),
            "They disagree about family byrne: amina is asked for by a carer and refused by someone of the wider family.",
        ),
        (
            asks_for("s1", "carer:mum", "amina") + said("s2", "trust", "child:mia", "no", more="subject_kind=family subject_id=byrne"),
            "They disagree about family byrne: amina is asked for by a carer and refused by a child of the family.",
        ),
        (
            said("s1", "trust", "carer:mum", "no", more="subject_kind=family subject_id=byrne")
            + said("s2", "trust", "child:mia", "yes", more="subject_kind=family subject_id=byrne"),
            "They disagree about family byrne: amina is trusted by a child of the family and not by a carer.",
        ),
    ],
)
def test_people_disagree(place: Place, statements: str, told: str) -> None:
    entries = on_list(place, known_to("amina") + known_to("ben", whom="hartley") + statements, "contested", Filter(kind="family"))
    assert [(e.subject.id, e.why) for e in entries] == [("byrne", told)]


@pytest.mark.parametrize(
    "statements",
    [
        asks_for("s1", "child:mia", "amina") + asks_for("s2", "carer:mum", "amina"),
        asks_for("s1", "carer:mum", "amina") + asks_for("s2", "carer:mum", "ben"),
        asks_for("s1", "carer:mum", "amina") + asks_for("s2", "professional:cara", "ben"),
        asks_for("s1", "carer:mum", "amina", "no"),
        said("s1", "trust", "carer:mum", "no", about="ben", more="subject_kind=family subject_id=byrne")
        + said("s2", "trust", "child:mia", "yes", about="ben", more="subject_kind=family subject_id=byrne"),
        said("s1", "trust", "carer:mum", "unsure", more="subject_kind=family subject_id=byrne")
        + said("s2", "trust", "child:mia", "yes", more="subject_kind=family subject_id=byrne"),
        said("s1", "nomination", "child:mia", about="amina", on=ago(500), more="subject_kind=family subject_id=byrne")
        + asks_for("s2", "carer:mum", "ben"),
    ],
)
def test_one_voice_or_one_mind_is_no_disagreement(place: Place, statements: str) -> None:
    assert on_list(place, known_to("amina") + statements, "contested") == []


def test_the_lead_on_paper_is_someone_else(place: Place) -> None:
    paper = known(ago(20), who="cara", whom="byrne", more="lead=yes") + known(ago(20), who="cara", whom="hartley", more="lead=yes")
    same = known(LONG, who="amina", whom="other", more="lead=yes")
    entries = on_list(place, known_to("amina") + paper + same, "lead")
    assert [(e.subject.id, e.why, e.key_individual, e.lead) for e in entries] == [
        ("byrne", "On paper cara leads for family byrne; amina knows them best.", "amina", "cara"),
        ("hartley", "On paper cara leads for family hartley; nobody knows them well enough to be asked first.", None, "cara"),
    ]


def test_the_lead_on_paper_where_all_who_know_them_were_refused(place: Place) -> None:
    paper = known(ago(20), who="cara", whom="byrne", more="lead=yes")
    entries = on_list(place, known_to("amina") + paper + asks_for("s1", "carer:mum", "amina", "no"), "lead")
    assert why(entries) == "On paper cara leads for family byrne; those who know them well enough are people they said no to."


PLACED = (
    known_to("amina", "ben")
    + known_to("amina", whom="mia")
    + post(who="amina", where="early")
    + post(ago(900), ago(10), who="ben", where="school")
    + post(ago(900), who="ben", where="early")
    + post(ago(900), who="amina", where="oak")
    + "(mia)-[:ATTENDS since=2025-09-01]->(elm)\n(mia)-[:ATTENDS until=2025-08-31]->(oak)\n"
    + known(ago(20), who="cara", whom="byrne", more="lead=yes")
    + known(ago(20), who="cara", whom="hartley", more="lead=yes")
)


def test_an_entry_carries_area_services_and_schools(place: Place) -> None:
    byrne, hartley = on_list(place, PLACED, "lead", Filter(kind="family"))
    assert (byrne.areas, byrne.services, byrne.schools) == (("ward",), ("early", "oak"), ("elm",))
    assert (hartley.areas, hartley.services, hartley.schools) == ((), (), ())
    [mia] = on_list(place, "", "one", Filter(kind="child"))
    assert (mia.subject.id, mia.areas, mia.services, mia.schools) == ("mia", ("ward",), ("early", "oak"), ("elm",))


@pytest.mark.parametrize(
    ("only", "left"),
    [
        (Filter(), ["byrne", "hartley"]),
        (Filter(area="ward"), ["byrne"]),
        (Filter(area="elsewhere"), []),
        (Filter(school="elm"), ["byrne"]),
        (Filter(school="oak"), []),
        (Filter(service="early"), ["byrne"]),
        (Filter(service="school"), []),
        (Filter(kind="child"), []),
        (Filter("family", "ward", "elm", "oak"), ["byrne"]),
    ],
)
def test_filters_leave_what_passes_every_side(place: Place, only: Filter, left: list[str]) -> None:
    assert ids(on_list(place, PLACED, "lead", only)) == left


def test_the_day_is_the_one_asked_about(place: Place) -> None:
    assert ids(on_list(place, known_to("amina"), "one", on=date(2020, 1, 1))) == []
    assert "byrne" in ids(on_list(place, "", "nobody", on=date(2020, 1, 1)))


def test_contacts_alone_are_enough_to_be_in_touch(place: Place) -> None:
    assert why(on_list(place, met(ago(5), whom="byrne"), "nobody")).startswith("amina works with family byrne")
