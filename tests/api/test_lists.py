"""Lists for people who act and the equity lens over GraphQL: pages, cursors, filters, who is recorded as seen, one working out."""

import asyncio
from typing import Any

import pytest

from graph.model import Source, View
from graph.store import GraphStore
from queries.knowing.lists import AT_ONCE, everyone_placed
from tests.api.house import EVERYTHING, NOTHING, NOW, SCHOOL_ONLY, House

ASK = """query($list: ActOn!, $filter: ActOnFilter, $n: Int!, $after: String) {
  toActOn(list: $list, filter: $filter, first: $n, after: $after) {
  edges { cursor node { subjectKind subjectId why keyIndividual lead areas services schools } } pageInfo { hasNextPage endCursor } } }"""
EQUITY = "query($by: EquityBy!) { equity(by: $by) { on by caption lines { group children { value text } nobody { value text } share } } }"


def page(house: House, wanted: str, n: int = 100, after: str | None = None, only: dict[str, str | None] | None = None) -> Any:
    return house.ask(ASK, list=wanted, filter=only, n=n, after=after)["data"]["toActOn"]


def ids(found: Any) -> list[tuple[str, str]]:
    return [(e["node"]["subjectKind"], e["node"]["subjectId"]) for e in found["edges"]]


def whole(house: House, wanted: str, n: int) -> list[tuple[str, str]]:
    found, after = list[tuple[str, str]](), None
    while True:
        part = page(house, wanted, n, after)
        found += ids(part)
        after = part["pageInfo"]["endCursor"]
        if not part["pageInfo"]["hasNextPage"]:
            return found


def test_an_entry_says_why_and_who(house: House):
    [child, family] = page(house, "LEAD")["edges"]
    assert child["node"] == {
        "subjectKind": "CHILD",
        "subjectId": "amina",
        "why": "On paper tom leads for child amina; priya knows them best.",
        "keyIndividual": "priya",
        "lead": "tom",
        "areas": [],
        "services": ["pastoral", "team"],
        "schools": ["pastoral"],
    }
    assert family["node"]["subjectId"] == "hartley"


@pytest.mark.parametrize("n", [1, 7, 33, 100])
def test_pages_joined_are_the_whole_list_in_order(house: House, n: int):
    found = whole(house, "NOBODY", n)
    assert found == ids(page(house, "NOBODY", 100))
    assert found == sorted(set(found))
    assert set(found) >= {("CHILD", "twin-1"), ("FAMILY", "alone"), ("FAMILY", "smith-59")}
    assert not set(found) & {("CHILD", "amina"), ("FAMILY", "hartley")}


@pytest.mark.parametrize(
    ("only", "found"),
    [
        ({"kind": "CHILD"}, ["amina"]),
        ({"kind": "FAMILY"}, ["hartley"]),
        ({"service": "team"}, ["amina", "hartley"]),
        ({"service": "pastoral", "kind": "CHILD"}, ["amina"]),
        ({"service": "nope"}, []),
        ({"area": "nope"}, []),
        ({"school": "team"}, []),
        ({"area": None, "kind": None}, ["amina", "hartley"]),
    ],
)
def test_a_filter_leaves_what_passes_every_side(house: House, only: dict[str, str | None], found: list[str]):
    assert [i for _, i in ids(page(house, "LEAD", only=only))] == found


def test_a_cursor_is_good_for_its_own_list_and_filter_alone(house: House):
    cursor = page(house, "NOBODY", 3)["pageInfo"]["endCursor"]
    assert page(house, "NOBODY", 3, cursor)["edges"]
    families = house.ask("{families(first:1){pageInfo{endCursor}}}")["data"]["families"]["pageInfo"]["endCursor"]
    for wanted, after, only in (("ONE", cursor, {}), ("NOBODY", cursor, {"area": "x"}), ("NOBODY", families, {}), ("NOBODY", "nope", {})):
        assert house.code(ASK, list=wanted, n=3, after=after, filter=only) == "BAD_INPUT"


@pytest.mark.parametrize("n", [0, 101, -1])
def test_a_page_holds_one_to_a_hundred(house: House, n: int):
    assert house.code(ASK, list="NOBODY", n=n) == "BAD_INPUT"


def test_those_shown_are_recorded_as_seen_and_no_others(house: House):
    page(house, "LEAD", 1)
    house.ask(EQUITY, by="AREA")
    listed, figures = house.audit()
    assert (listed["what"], listed["subjects"], listed["count"]) == (["toActOn"], ["amina"], 1)
    assert (figures["what"], figures["subjects"]) == (["equity"], [])


def test_everyone_is_worked_out_once_for_all_pages_and_figures(house: House):
    whole(house, "NOBODY", 10)
    page(house, "LEAD")
    house.ask(EQUITY, by="SCHOOL")
    assert house.reader.calls["contact_days"] == 1


def test_those_who_ask_at_once_wait_for_one_working_out(house: House):
    house.ask("{" + " ".join(f"a{n}:toActOn(list:ONE,first:5){{pageInfo{{endCursor}}}}" for n in range(5)) + "}")
    assert house.reader.calls["contact_days"] == 1


def test_another_load_another_viewer_or_another_day_is_worked_out_anew(house: House):
    page(house, "NOBODY")

    async def told() -> None:
        store: GraphStore = house.reader.reader  # type: ignore[assignment]
        load = await store.begin_load(Source("more"), "2026-02-01T00:00:00.000000Z")
        await store.upsert(load, "Family", [("new", "New", None)])
        await store.finish_load(load, "2026-02-01T00:00:01.000000Z", read=1, kept=1, refused=0)

    house.runner.run(told())
    assert ("FAMILY", "new") in ids(page(house, "NOBODY"))
    for viewer in (EVERYTHING, SCHOOL_ONLY, NOTHING):
        house.ask(ASK, viewer=viewer, list="NOBODY", n=1)
    assert house.reader.calls["contact_days"] == 4


def test_each_viewer_is_told_of_their_own_scope_alone(house: House):
    theirs = house.ask("{children(first:50){edges{node{id}}} families(first:50){edges{node{id}}}}", viewer=SCHOOL_ONLY)["data"]
    scope = {e["node"]["id"] for kind in theirs.values() for e in kind["edges"]}
    for wanted in ("NOBODY", "ONE", "LEAD"):
        found = house.ask(ASK, viewer=SCHOOL_ONLY, list=wanted, n=100)
        assert {i for _, i in ids(found["data"]["toActOn"])} <= scope
        assert "priya" not in str(found)
    assert house.ask(ASK, viewer=NOTHING, list="NOBODY", n=10)["data"]["toActOn"]["edges"] == []


def test_a_working_out_that_failed_is_not_kept(house: House):
    house.reader.failing = RuntimeError("broken")
    assert house.code(ASK, list="NOBODY", n=1) == "INTERNAL"
    house.reader.failing = None
    assert page(house, "NOBODY", 1)["edges"]


def test_others_get_their_turn_while_everyone_is_worked_out(house: House):
    turns = [0]

    async def beside() -> None:
        while True:
            turns[0] += 1
            await asyncio.sleep(0)

    async def worked_out() -> int:
        ticking = asyncio.create_task(beside())
        longest = 0
        async for _ in everyone_placed(house.reader, View(NOW.date())):  # type: ignore[arg-type]
            before, turns[0] = turns[0], 0
            longest = 0 if before else longest + 1
            assert longest < AT_ONCE
        ticking.cancel()
        return turns[0]

    house.runner.run(worked_out())


def test_the_equity_lens_hides_small_numbers_whoever_asks(house: House):
    found = house.ask(EQUITY, by="AREA")["data"]["equity"]
    assert (found["on"], found["by"]) == ("2026-06-01", "AREA")
    assert [(x["group"], x["nobody"], x["share"]) for x in found["lines"]] == [
        ("not recorded", {"value": None, "text": "fewer than 5"}, None),
        ("all", {"value": None, "text": "fewer than 5"}, None),
    ]
    assert any("fewer than 5" in sentence for sentence in found["caption"])
    assert any("does not mean little need" in sentence for sentence in house.ask(EQUITY, by="ATTENDANCE")["data"]["equity"]["caption"])
