"""Exposure, knowledge at risk and the horizon over GraphQL: what is told, pages, who may know it, one working out."""

from typing import Any

import pytest

from api.guarding.access import Viewer
from graph.model import Source
from graph.schema import BY_LABEL
from graph.store import GraphStore
from queries.risk.hazards import NATIONAL, quarterly
from tests.api.house import MANAGER, MANAGER_OF_NOTHING, SCHOOL_MANAGER, House

EXPOSURE = """query($by: ExposureBy!, $n: Int!, $after: String, $on: Date) { exposure(by: $by, first: $n, after: $after, on: $on) {
  edges { node { by id families people smallest method coveredAfter } } pageInfo { hasNextPage endCursor } } }"""
LINE = "service families people leaving method expected kar95 kar99 es95 es99"
AT_RISK = f"""query($on: Date) {{ knowledgeAtRisk(on: $on) {{ since until draws seed weights authority {{ {LINE} }}
  rates {{ serviceKind contract posts ended yearly low high national }} }} }}"""
SERVICES = f"""query($n: Int!, $after: String) {{ servicesAtRisk(first: $n, after: $after) {{
  edges {{ node {{ {LINE} }} }} pageInfo {{ hasNextPage endCursor }} }} }}"""
HORIZON = """query($months: Int! = 12) { horizon(months: $months) {
  since until weights together { months until stake { people families orphaned thinned } } } }"""
EVENTS = """query($n: Int!, $months: Int! = 12, $after: String) { horizonEvents(first: $n, months: $months, after: $after) {
  edges { node { why day ends funding posts { professional service } gone stake { people families orphaned thinned } } }
  pageInfo { hasNextPage endCursor } } }"""
P = quarterly(NATIONAL)
HR = Viewer("viewer-4", "administrator", None)


@pytest.fixture
def house(house: House) -> House:
    """Asked by a manager."""
    house.viewer = MANAGER
    return house


def nodes(connection: Any) -> list[Any]:
    return [e["node"] for e in connection["edges"]]


def exposure(house: House, by: str = "SERVICE", n: int = 100, viewer: Viewer = MANAGER, **more: object) -> Any:
    return house.ask(EXPOSURE, viewer=viewer, by=by, n=n, **more)["data"]["exposure"]


def tell(house: House, **facts: dict[str, str]) -> None:
    """One load of another source: a fact for each label."""

    async def told() -> None:
        store: GraphStore = house.reader.reader  # type: ignore[assignment]
        load = await store.begin_load(Source("hr"), "2026-02-01T00:00:00.000000Z")
        for label, fact in facts.items():
            row = {"row": f"{label} {fact}", "start_kind": "Professional", "end_kind": "Service", "since": "2020-01-01"} | fact
            await store.upsert(load, label, [tuple(row.get(c) for c in BY_LABEL[label].columns)])
        await store.finish_load(load, "2026-02-01T00:00:01.000000Z", read=1, kept=1, refused=0)

    house.runner.run(told())


def new_tutor(house: House, **ends: str) -> None:
    """Uma alone knows a family, and her post ends."""
    knows = {"start": "uma", "end": "alone", "end_kind": "Family"}
    tell(house, Professional={"id": "uma", "name": "Uma"}, WORKS_IN={"start": "uma", "end": "pastoral"} | ends, KNOWS=knows)


# Exposure


def test_exposure_names_the_fewest_people_it_hangs_on(house: House) -> None:
    assert nodes(exposure(house)) == [
        {
            "by": "SERVICE",
            "id": service,
            "families": families,
            "people": 2,
            "smallest": ["priya", "tom"],
            "method": "EXACT",
            "coveredAfter": 0.0,
        }
        for service, families in (("pastoral", 2), ("team", 2))
    ]


def test_exposure_is_told_by_organisation_and_by_school_too(house: House) -> None:
    assert [n["id"] for n in nodes(exposure(house, "ORGANISATION"))] == ["council", "school"]
    assert nodes(exposure(house, "SCHOOL")) == []


def test_exposure_of_another_day_is_another_answer(house: House) -> None:
    assert nodes(exposure(house, on="2009-01-01")) == []


def test_exposure_comes_in_pages_whose_cursors_are_of_one_question(house: House) -> None:
    first = exposure(house, n=1)
    cursor = first["pageInfo"]["endCursor"]
    assert [n["id"] for n in nodes(first) + nodes(exposure(house, n=1, after=cursor))] == ["pastoral", "team"]
    assert house.code(EXPOSURE, by="ORGANISATION", n=1, after=cursor) == "BAD_INPUT"
    assert house.code(EXPOSURE, by="SERVICE", n=0) == "BAD_INPUT"


# Knowledge at risk


def risk(house: House, viewer: Viewer = MANAGER, **more: object) -> Any:
    return house.ask(AT_RISK, viewer=viewer, **more)["data"]["knowledgeAtRisk"]


def services(house: House, n: int = 100, viewer: Viewer = MANAGER, **more: object) -> Any:
    return house.ask(SERVICES, viewer=viewer, n=n, **more)["data"]["servicesAtRisk"]


def test_knowledge_at_risk_tells_the_quarter_the_authority_and_the_rates(house: House) -> None:
    found = risk(house)
    assert (found["since"], found["until"], found["draws"], found["seed"]) == ("2026-06-01", "2026-08-31", 10_000, 2041)
    whole = found["authority"]
    assert (whole["service"], whole["families"], whole["people"], whole["leaving"], whole["method"]) == (None, 3, 2, 0, "EXACT")
    assert whole["expected"] == pytest.approx(P * P + 2 * P)
    assert (whole["kar95"], whole["kar99"]) == (1, 1)
    assert [(r["contract"], r["national"], r["low"]) for r in found["rates"]] == [(None, True, None)]


def test_a_quarter_can_begin_on_another_day(house: House) -> None:
    assert risk(house, on="2026-12-01")["until"] == "2027-02-28"


def test_services_at_risk_come_in_pages_by_id(house: House) -> None:
    first = services(house, 1)
    assert first["pageInfo"]["hasNextPage"]
    rows = nodes(first) + nodes(services(house, 1, after=first["pageInfo"]["endCursor"]))
    assert [(s["service"], s["families"]) for s in rows] == [("pastoral", 2), ("team", 2)]


# The horizon


def events(house: House, n: int = 100, viewer: Viewer = MANAGER, **more: object) -> Any:
    return house.ask(EVENTS, viewer=viewer, n=n, **more)["data"]["horizonEvents"]


def test_the_horizon_tells_every_end_and_what_it_puts_at_stake(house: House) -> None:
    new_tutor(house, until="2026-07-31")
    found = house.ask(HORIZON)["data"]["horizon"]
    stake = {"people": 1, "families": 1, "orphaned": 1, "thinned": 0}
    assert (found["since"], found["until"]) == ("2026-06-01", "2027-05-31")
    assert found["together"] == [
        {"months": m, "until": until, "stake": stake} for m, until in ((3, "2026-08-31"), (6, "2026-11-30"), (12, "2027-05-31"))
    ]
    assert nodes(events(house)) == [
        {
            "why": "LEAVING",
            "day": "2026-07-31",
            "ends": "2026-07-31",
            "funding": None,
            "posts": [{"professional": "uma", "service": "pastoral"}],
            "gone": ["uma"],
            "stake": stake,
        }
    ]


def test_ends_come_in_pages_by_day(house: House) -> None:
    for day in ("2026-09-01", "2026-07-01", "2026-08-01"):
        tell(house, WORKS_IN={"start": "priya", "end": "team", "until": day})
    whole = nodes(events(house))
    pages, after = list[Any](), None
    for _ in whole:
        part = events(house, 1, after=after)
        pages += nodes(part)
        after = part["pageInfo"]["endCursor"]
    assert pages == whole
    assert [n["day"] for n in whole] == ["2026-07-01", "2026-08-01", "2026-09-01"]


def test_a_leaving_date_known_only_to_hr_is_told_to_those_alone_who_may_know_it(house: House) -> None:
    new_tutor(house, until="2026-07-31", confidential_until="2026-07-01")
    hr, other = (nodes(events(house, viewer=viewer)) for viewer in (HR, MANAGER))
    assert ([n["gone"] for n in hr], other) == ([["uma"]], [])
    leaving = [risk(house, viewer=viewer)["authority"]["leaving"] for viewer in (HR, MANAGER)]
    assert leaving == [1, 0]


@pytest.mark.parametrize("months", [0, 5, 24])
def test_one_cannot_look_any_number_of_months_ahead(house: House, months: int) -> None:
    assert house.code(HORIZON, months=months) == "BAD_INPUT"


# All three


def test_each_viewer_is_told_of_their_own_scope_alone(house: House) -> None:
    new_tutor(house, until="2026-07-31")
    tell(house, WORKS_IN={"start": "priya", "end": "team", "until": "2026-07-01"})
    for told in (exposure(house, viewer=SCHOOL_MANAGER), services(house, viewer=SCHOOL_MANAGER), events(house, viewer=SCHOOL_MANAGER)):
        assert nodes(told)
        assert not [word for word in ("priya", "team", "council") if word in str(told)]
    for told in (
        exposure(house, viewer=MANAGER_OF_NOTHING),
        services(house, viewer=MANAGER_OF_NOTHING),
        events(house, viewer=MANAGER_OF_NOTHING),
    ):
        assert nodes(told) == []


def test_who_covers_whom_is_worked_out_once_for_all_of_it(house: House) -> None:
    for _ in range(2):
        exposure(house)
        exposure(house, "ORGANISATION")
        risk(house)
        services(house)
        events(house)
    assert house.reader.calls["history"] == 1


def test_those_named_are_in_the_audit_and_no_family_is(house: House) -> None:
    new_tutor(house, until="2026-07-31")
    exposure(house)
    risk(house)
    events(house)
    assert [(line["what"], line["subjects"]) for line in house.audit()] == [
        (["exposure"], ["priya", "tom"]),
        (["knowledgeAtRisk"], []),
        (["horizonEvents"], ["uma"]),
    ]
