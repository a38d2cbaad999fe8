"""`kith what-if`, `kith funding` and whatIf over GraphQL: as they are typed and asked, with everything that can be wrong with them."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.graphql.scenario_inputs import MOST_CHANGES
from api.guarding.access import Viewer
from api.telling.scenario_file import KINDS, plain, read_file, scenario_of
from graph.errors import BadInput
from graph.model import Subject
from graph.store import GraphStore
from queries.leaving.scenario import AddPosts, BadScenario, Bridge, Close, EndFunding, Gap, Leave, Move, Reallocate
from tests.api.house import MANAGER, MANAGER_OF_NOTHING, SCHOOL_MANAGER, House
from tests.conformance.drawing import draw
from tests.conftest import Place

KITH = Path(sys.executable).with_name("kith")
DAY = date(2026, 6, 1)
DRAWN = """
    (amina:Professional)
    (ben:Professional)
    (team:Service)
    (council:Organisation)
    (team)-[:PART_OF]->(council)
    (amina)-[:WORKS_IN]->(team)
    (ben)-[:WORKS_IN]->(team)
    (byrne:Family area_code=ward)
    (kent:Family)
    (mia:Child)
    (mia)-[:MEMBER_OF]->(byrne)
    (amina)-[:KNOWS since=2024-06-01 lead=yes]->(byrne)
    (amina)-[:KNOWS row=2 since=2024-06-01]->(kent)
    (ben)-[:KNOWS since=2020-06-01]->(kent)
    (ben)-[:MET at=2026-05-01 kind=home_visit]->(kent)
    (grant:Funding starts=2024-01-01 ends=2026-12-31 notice_days=30)
    (grant)-[:FUNDS professional_id=amina]->(team)
    """
EVERY_KIND = (
    Leave("amina", DAY),
    Close("team", DAY),
    Move("team", "council", DAY),
    EndFunding("grant"),
    EndFunding("grant", DAY, 7),
    Gap("grant", DAY, date(2026, 9, 1), 0),
    Bridge("grant", date(2026, 8, 1)),
    Reallocate("amina", "ben", DAY),
    Reallocate("amina", "ben", DAY, (Subject("family", "byrne"), Subject("child", "mia"))),
    AddPosts("team", DAY, 2),
    AddPosts("team", DAY, 1, 15),
)
LEAVES = {"changes": [{"leave": {"professional": "amina", "on": "2026-06-01"}}]}


class Typed:
    """A shell over a store with a drawing in it."""

    def __init__(self, place: Place, folder: Path) -> None:
        place.run(lambda store: draw(store, DRAWN))
        user, password = place.settings.neo4j_user, place.settings.neo4j_password
        self.folder = folder
        self.environment = {"KITH_STORE": place.url, "KITH_NEO4J_USER": user, "KITH_NEO4J_PASSWORD": password}

    def file(self, name: str, told: object) -> str:
        (self.folder / name).write_text(told if isinstance(told, str) else json.dumps(told), encoding="utf-8")
        return name

    def kith(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [KITH, *words], cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=60, check=False
        )

    def lines(self, *words: str) -> list[dict[str, Any]]:
        done = self.kith(*words, "--json")
        assert (done.returncode, done.stderr) == (0, "")
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def house(house: House) -> House:
    """Asked by a manager."""
    house.viewer = MANAGER
    return house


@pytest.fixture
def typed(sqlite: Place, tmp_path: Path) -> Typed:
    return Typed(sqlite, tmp_path)


# The file


def test_every_kind_of_change_is_kept_as_it_was_read() -> None:
    assert scenario_of({"changes": plain(EVERY_KIND)}) == EVERY_KIND
    assert {type(c) for c in EVERY_KIND} == {kind for kind, _ in KINDS.values()}


def test_json_and_toml_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"changes": plain(EVERY_KIND[7:9])}))
    (tmp_path / "a.toml").write_text(
        '[[changes]]\nreallocate = { subjects = "all", from = "amina", to = "ben", on = 2026-06-01 }\n'
        '[[changes]]\n[changes.reallocate]\nfrom = "amina"\nto = "ben"\non = "2026-06-01"\n'
        'subjects = [{ family = "byrne" }, { child = "mia" }]\n'
    )
    assert read_file(tmp_path / "a.toml") == read_file(tmp_path / "a.json") == EVERY_KIND[7:9]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("nope", ["it is no table of one change: name it by one of leave, close,"]),
        ({"leave": {}, "close": {}}, ["it is no table of one change"]),
        ({"go": {}}, ["it is no table of one change"]),
        ({"leave": {"professional": "amina"}}, ["leave needs on: add it"]),
        ({"leave": {"professional": "", "on": "1 June", "why": ""}}, ["leave has no why", "professional is no id", "on is no day"]),
        ({"add_posts": {"service": "team", "on": "2026-06-01", "count": True}}, ["count is no whole number"]),
        ({"reallocate": {"from": "a", "to": "b", "on": "2026-06-01", "subjects": []}}, ["subjects is neither"]),
        ({"reallocate": {"from": "a", "to": "b", "on": "2026-06-01", "subjects": [{"carer": "x"}]}}, ["subjects holds something"]),
        ({"reallocate": {"from": "a", "to": "b", "on": "2026-06-01"}}, ["reallocate needs subjects"]),
        ({"gap": {"funding": "grant", "since": "2026-06-01", "until": "2026-07-01"}}, ["gap has no since", "gap needs from"]),
    ],
)  # fmt: skip
def test_what_cannot_be_read_as_a_change_is_told_with_its_number(change: object, told: list[str]) -> None:
    with pytest.raises(BadScenario) as caught:
        scenario_of({"changes": [{"bridge": {"funding": "grant", "until": "2026-06-01"}}, change]})
    assert [p.change for p in caught.value.problems] == [2] * len(told)
    assert all(str(p).startswith(f"change 2: {t}") for p, t in zip(caught.value.problems, told, strict=True))


YAML = """
# who takes over in June
changes:
  - reallocate: {subjects: all, from: amina, to: ben, on: 2026-06-01}
  - reallocate:
      from: amina
      to: "ben"
      on: '2026-06-01'
      subjects: [{family: byrne}, {child: mia}]
"""


@pytest.mark.parametrize("name", ["a.yaml", "a.YML"])
def test_yaml_says_the_same_and_on_is_a_word_there(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(YAML)
    assert read_file(tmp_path / name) == EVERY_KIND[7:9]


@pytest.mark.parametrize(
    "text",
    [
        "changes: [",
        "changes: &a []\nmore: *a",
        "changes: []\nchanges: []",
        "changes: [{leave: {professional: a, professional: b, on: 2026-06-01}}]",
        "changes: [!!python/object/apply:os.getcwd []]",
        "[" * 5000,
    ],
)
def test_yaml_that_repeats_or_runs_or_does_not_end_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.yaml").write_text(text)
    with pytest.raises(BadInput, match=r"a\.yaml can't be read as its name says \(\.yaml\)"):
        read_file(tmp_path / "a.yaml")


def test_an_id_of_digits_without_quotes_is_told_how_to_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("changes: [{leave: {professional: 100001, on: 2026-06-01}}]")
    with pytest.raises(BadScenario, match="professional is no id, write it as text in quotes"):
        read_file(tmp_path / "a.yaml")


@pytest.mark.parametrize("text", ["", "[]", "{", '{"changes": {}}', "changes: []"])
def test_a_file_that_holds_no_list_of_changes_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(BadInput, match="changes"):
        read_file(tmp_path / "a.json")


# The commands


def test_what_if_in_json(typed: Typed) -> None:
    whole, byrne, kent = typed.lines("what-if", typed.file("one.json", LEAVES), "--on", "2026-06-01")
    assert (whole["scenario"], whole["on"], whole["families"], whole["orphaned"], whole["thinned"]) == ("one", "2026-06-01", 2, 1, 1)
    assert (whole["going"], whole["waiting"]) == ([{"professional_id": "amina", "on": "2026-06-01"}], [])
    assert whole["finding"].startswith("By 1 June 2026 1 person is gone, and something changes for 2 families: 1 left with nobody")
    assert whole["kept"] == {"contacts": 1, "staying": 1, "share": 1.0}
    assert {(g["by"], g["id"], g["known_before"], g["known_after"]) for g in whole["groups"]} == {
        ("service", "team", 2, 1),
        ("organisation", "council", 2, 1),
        ("area", "ward", 1, 0),
    }
    assert (byrne["subject_id"], byrne["outcome"], byrne["lost"], byrne["lead_lost"]) == ("byrne", "orphaned", ["amina"], True)
    assert byrne["capital"]["months"] == pytest.approx(730 / (365.25 / 12))
    assert (kent["outcome"], kent["remaining"], kent["strong_before"], kent["strong_after"]) == ("thinned", "ben", 1, 1)


def test_the_lines_of_kith_leaving_are_those_of_a_scenario_that_has_one_leave(typed: Typed) -> None:
    alone = typed.lines("leaving", "amina", "--on", "2026-06-01")
    _, *lines = typed.lines("what-if", typed.file("one.json", LEAVES), "--on", "2026-06-01")
    assert alone == [{key: line[key] for key in alone[0]} for line in lines]


def test_what_if_in_words(typed: Typed) -> None:
    changes = {"changes": [*LEAVES["changes"], {"add_posts": {"service": "team", "on": "2026-06-01", "count": 1, "capacity": 9}}]}
    changes["changes"].append({"close": {"service": "team", "on": "2027-01-01"}})
    words = typed.kith("what-if", typed.file("a.json", changes), "--on", "2026-06-01").stdout.splitlines()
    assert words[1:5] == [
        "amina is gone from 1 June 2026 on.",
        "Change 3 comes after 1 June 2026 and is not counted.",
        "team has 1 new post from 1 June 2026 on, for 9 families each.",
        "2 ties are lost, of strength 1.0 in all; for successors to know half of these families as well would take about 24 months.",
    ]
    assert "orphaned: family byrne, nobody is left, loses the lead" in words
    assert "service team: 2 families change, 1 orphaned, 1 thinned; known to someone there: 2 before, 1 after" in words


def test_scenarios_side_by_side_are_on_one_day(typed: Typed) -> None:
    money = typed.file("money.json", {"changes": [{"end_funding": {"funding": "grant"}}]})
    bridged = typed.file(
        "bridged.json", {"changes": [{"end_funding": {"funding": "grant"}}, {"bridge": {"funding": "grant", "until": "2027-12-31"}}]}
    )
    told = typed.lines("what-if", money, "--compare", bridged)
    assert [t["scenario"] for t in told] == ["money", "bridged"]
    assert len({t["on"] for t in told}) == 1
    assert [(len(t["going"]), t["families"]) for t in told] == [(1, 2), (0, 0)]
    words = typed.kith("what-if", money, "--compare", bridged).stdout.splitlines()
    assert [w.split() for w in words if w.startswith(("people gone", "families"))] == [["people", "gone", "1", "0"], ["families", "2", "0"]]


def test_without_a_day_it_is_the_first_on_which_all_changes_are_felt(typed: Typed) -> None:
    far = typed.file(
        "far.json",
        {"changes": [{"leave": {"professional": "ben", "on": "2098-03-01"}}, {"leave": {"professional": "amina", "on": "2097-01-01"}}]},
    )
    assert typed.lines("what-if", far)[0]["on"] == "2098-03-01"


def test_a_scenario_saved_by_name_is_asked_and_compared_by_it(typed: Typed) -> None:
    file = typed.file("one.json", LEAVES)
    assert typed.kith("what-if").stdout == "No scenario is saved: name a file, and --save NAME\n"
    done = typed.kith("what-if", file, "--save", "Amina goes", "--on", "2026-06-01", "--json")
    assert (done.returncode, done.stderr) == (0, "kith: Amina goes is saved\n")
    (typed.folder / file).unlink()
    assert typed.lines("what-if", "Amina goes", "--on", "2026-06-01")[1:] == [json.loads(x) for x in done.stdout.splitlines()[1:]]
    other = typed.file("other.json", {"changes": [{"leave": {"professional": "ben", "on": "2026-06-01"}}]})
    assert [x["scenario"] for x in typed.lines("what-if", other, "--compare", "Amina goes")] == ["other", "Amina goes"]
    [saved] = typed.lines("what-if")
    assert (saved["scenario"], saved["changes"]) == ("Amina goes", LEAVES["changes"])


def test_saved_again_it_is_the_same_unless_the_changes_differ(typed: Typed) -> None:
    file = typed.file("one.json", LEAVES)
    said = [typed.kith("what-if", file, "--save", "plan").stderr for _ in range(2)]
    typed.file("one.json", {"changes": [{"leave": {"professional": "ben", "on": "2026-06-01"}}]})
    said.append(typed.kith("what-if", file, "--save", "plan").stderr)
    assert said == ["kith: plan is saved\n", "kith: plan is saved already, as it is\n", "kith: plan is saved\n"]
    assert [x["changes"][0]["leave"]["professional"] for x in typed.lines("what-if")] == ["ben"]


def test_what_does_not_hold_together_or_has_no_name_is_not_saved(typed: Typed) -> None:
    wrong = typed.file("wrong.json", {"changes": [{"leave": {"professional": "nemo", "on": "2026-06-01"}}]})
    assert typed.kith("what-if", wrong, "--save", "plan").returncode == 1
    assert typed.kith("what-if", typed.file("one.json", LEAVES), "--save", "-").returncode == 1
    assert typed.lines("what-if") == []
    assert "no scenario is saved under that name" in typed.kith("what-if", "plan").stderr


def test_nothing_is_stored_unless_saved(place: Place, tmp_path: Path) -> None:
    typed = Typed(place, tmp_path)

    async def loads(store: GraphStore) -> int:
        return len(await store.loads())

    before = place.run(loads)
    typed.lines("what-if", typed.file("one.json", LEAVES))
    assert place.run(loads) == before


def test_everything_that_is_wrong_is_told_at_once(typed: Typed) -> None:
    wrong = [{"leave": {"professional": "nemo", "on": "2026-06-01"}}, {"bridge": {"funding": "grant", "until": "2027-01-01"}}]
    done = typed.kith("what-if", typed.file("wrong.json", {"changes": wrong}))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "kith: BAD_INPUT: change 1: no professional is held under nemo, or it is not yours to see: check the id; "
        "change 2: no change ends grant, or puts a gap into it: add the end or the gap that is bridged\n"
    )


def test_funding_beside_money_for_each_child_and_a_price_alone_is_refused(typed: Typed) -> None:
    [told] = typed.lines("funding", "grant", "--per-child", "100", "--post-cost", "100")
    other = told["per_child"]
    assert other["posts"] == min(other["families"], len(told["going"]))
    assert sorted(other["stays"] + other["goes"]) == sorted(g["professional_id"] for g in told["going"])
    assert typed.lines("funding", "grant")[0]["per_child"] is None
    alone = typed.kith("funding", "grant", "--post-cost", "5")
    assert (alone.returncode, "give both --per-child and --post-cost" in alone.stderr) == (1, True)


def test_funding_says_who_goes_when_and_what_bridging_keeps(typed: Typed) -> None:
    [told] = typed.lines("funding", "grant", "--unit-cost", "250")
    assert (told["ends"], told["notice_days"], told["gap_until"]) == ("2026-12-31", 30, None)
    assert told["pays_for"] == [{"service_id": "team", "professional_id": "amina"}]
    assert told["going"] == [{"professional_id": "amina", "on": "2026-12-01"}]
    keeps = told["bridging_keeps"]
    assert (keeps["families"], keeps["orphaned"], keeps["ties"], keeps["money"]) == (2, 1, 2, 500)
    assert "amina is gone from 1 December 2026 on." in typed.kith("funding", "grant").stdout


def test_without_a_unit_cost_no_money_is_named(typed: Typed) -> None:
    assert typed.lines("funding", "grant")[0]["bridging_keeps"]["money"] is None
    assert "cost" not in typed.kith("funding", "grant").stdout


@pytest.mark.parametrize(("until", "going"), [("2027-03-30", 0), ("2027-03-31", 1)])
def test_a_gap_counts_as_an_end_from_three_months_on(typed: Typed, until: str, going: int) -> None:
    [told] = typed.lines("funding", "grant", "--gap-until", until, "--notice-days", "0")
    assert (len(told["going"]), told["bridging_keeps"]["families"]) == (going, 2 * going)
    said = "it counts as an end" if going else "everyone stays"
    assert said in typed.kith("funding", "grant", "--gap-until", until).stdout


def test_an_end_can_be_given_and_an_unknown_line_is_an_error(typed: Typed) -> None:
    assert typed.lines("funding", "grant", "--ends", "2026-08-31")[0]["going"] == [{"professional_id": "amina", "on": "2026-08-01"}]
    assert typed.kith("funding", "nope").stderr.startswith("kith: NOT_FOUND: ")
    assert "ends on 2026-12-31, before 2030-01-01" in typed.kith("funding", "grant", "--ends", "2030-01-01").stderr


# GraphQL

WHOLE = """query($changes: [ChangeInput!]!, $on: Date) { whatIf(changes: $changes, on: $on) {
  on finding families orphaned thinned weaker same leadLost onlyInformal waiting going { professional on } strongBefore { none one more }
  strongAfter { none one more } tiesLost { ties sumOfStrengths months reason } staying { contacts withPeopleWhoStay share }
  groups { by id families knownBefore knownAfter orphaned thinned leadLost onlyInformal } weights } }"""
LINES = """query($changes: [ChangeInput!]!, $on: Date, $n: Int!, $after: String) {
  whatIfLines(changes: $changes, on: $on, first: $n, after: $after) {
    edges { cursor node { subjectKind subjectId outcome lost gained remaining leadLost onlyInformal strongBefore strongAfter
      tiesLost { ties } staying { share } next { professional because nominated } } } pageInfo { hasNextPage endCursor } } }"""
PRIYA_LEAVES = [{"leave": {"professional": "priya", "on": "2026-06-01"}}]


def asked(house: House, changes: list[Any], on: str | None = "2026-06-01") -> Any:
    return house.ask(WHOLE, changes=changes, on=on)["data"]["whatIf"]


def page(house: House, changes: list[Any], n: int = 10, after: str | None = None) -> Any:
    return house.ask(LINES, changes=changes, on="2026-06-01", n=n, after=after)["data"]["whatIfLines"]


def test_what_if_over_graphql(house: House) -> None:
    found = asked(house, PRIYA_LEAVES)
    assert (found["families"], found["going"], found["weights"]) == (2, [{"professional": "priya", "on": "2026-06-01"}], "built-in")
    assert {g["id"]: (g["knownBefore"], g["knownAfter"]) for g in found["groups"]}["team"] == (2, 0)
    assert found["staying"]["contacts"] == 9
    lines = {e["node"]["subjectId"]: e["node"] for e in page(house, PRIYA_LEAVES)["edges"]}
    assert (lines["hartley"]["outcome"], lines["hartley"]["remaining"], lines["hartley"]["lost"]) == ("ORPHANED", "tom", ["priya"])


def test_pages_joined_are_the_whole_list_and_a_cursor_is_good_for_its_own_scenario_alone(house: House) -> None:
    whole, after, found = [e["node"] for e in page(house, PRIYA_LEAVES)["edges"]], None, list[Any]()
    while True:
        part = page(house, PRIYA_LEAVES, 2, after)
        found += [e["node"] for e in part["edges"]]
        after = part["pageInfo"]["endCursor"]
        if not part["pageInfo"]["hasNextPage"]:
            break
    assert found == whole
    assert len(whole) == 3
    other = [{"leave": {"professional": "tom", "on": "2026-06-01"}}]
    assert house.code(LINES, changes=other, on="2026-06-01", n=2, after=after) == "BAD_INPUT"


def test_a_scenario_is_worked_out_once_for_its_figures_and_all_pages(house: House) -> None:
    asked(house, PRIYA_LEAVES)
    page(house, PRIYA_LEAVES, 2)
    page(house, PRIYA_LEAVES, 1)
    assert house.reader.calls["around"] == 1


def test_every_kind_of_change_can_be_asked(house: House) -> None:
    changes: list[Any] = [
        {"close": {"service": "team", "on": "2026-07-01"}},
        {"move": {"service": "pastoral", "toOrganisation": "council", "on": "2026-06-01"}},
        {"reallocate": {"from": "priya", "to": "tom", "on": "2026-06-02", "subjects": [{"family": "mensah"}]}},
        {"addPosts": {"service": "pastoral", "on": "2026-06-01", "count": 1}},
    ]
    found = asked(house, changes, on=None)
    assert (found["on"], [g["professional"] for g in found["going"]]) == ("2026-07-01", ["priya"])
    for kind in ("endFunding", "gap", "bridge"):
        body = {"funding": "nothing", "until": "2027-01-01"} if kind != "endFunding" else {"funding": "nothing"}
        body |= {"from": "2026-12-01"} if kind == "gap" else {}
        told = house.ask(WHOLE, changes=[{kind: body}], on=None)["errors"][0]
        assert "change 1: no funding line is held under nothing" in told["message"]


@pytest.mark.parametrize(
    ("changes", "n"),
    [
        ([], 5),
        ([{"leave": {"professional": "nemo", "on": "2026-06-01"}}], 5),
        (PRIYA_LEAVES, 0),
        (PRIYA_LEAVES, 101),
        (PRIYA_LEAVES * (MOST_CHANGES + 1), 5),
    ],
)
def test_what_cannot_be_asked_is_bad_input(house: House, changes: list[Any], n: int) -> None:
    assert house.code(LINES, changes=changes, on=None, n=n) == "BAD_INPUT"


def test_a_change_is_exactly_one_of_its_kinds(house: House) -> None:
    both = {**PRIYA_LEAVES[0], "close": {"service": "team", "on": "2026-06-01"}}
    assert "errors" in house.ask(WHOLE, changes=[both])


def test_those_shown_are_recorded_as_seen_and_no_others(house: House) -> None:
    asked(house, PRIYA_LEAVES)
    page(house, PRIYA_LEAVES, 1)
    figures, listed = house.audit()
    assert (figures["what"], figures["subjects"], figures["missed"]) == (["whatIf"], ["priya"], [])
    assert (listed["what"], listed["subjects"], listed["missed"]) == (["whatIfLines"], ["priya", "hartley"], [])
    assert house.code(WHOLE, changes=[{"leave": {"professional": "nemo", "on": "2026-06-01"}}]) == "BAD_INPUT"
    assert (house.audit()[-1]["subjects"], len(house.audit()[-1]["missed"])) == ([], 1)


def test_each_viewer_is_told_of_their_own_scope_alone(house: House) -> None:
    for viewer in (SCHOOL_MANAGER, MANAGER_OF_NOTHING):
        told = house.ask(WHOLE, viewer=viewer, changes=PRIYA_LEAVES)
        assert told["errors"][0]["extensions"]["code"] == "BAD_INPUT"
    tom = [{"leave": {"professional": "tom", "on": "2026-06-01"}}]
    seen = house.ask(LINES, viewer=SCHOOL_MANAGER, changes=tom, on="2026-06-01", n=5)["data"]["whatIfLines"]
    assert seen["edges"]
    assert "priya" not in str(seen)


SAVE = """mutation($name: String!, $changes: [ChangeInput!]!) { saveScenario(name: $name, changes: $changes) {
  ... on ScenarioSaved { name isNew } ... on ValidationProblem { problems { field reason } } ... on NotPermitted { reason } } }"""
SAVED = "{ savedScenarios(first: 9) { edges { node { name changes savedBy savedOn } } } }"
AGAIN = 'query($name: String!) { whatIfSaved(name: $name, on: "2026-06-01") { families } }'


def test_a_scenario_is_kept_listed_and_looked_at_again(house: House) -> None:
    kept = [house.ask(SAVE, viewer=MANAGER, name="June", changes=PRIYA_LEAVES)["data"]["saveScenario"] for _ in range(2)]
    assert kept == [{"name": "June", "isNew": True}, {"name": "June", "isNew": False}]
    assert "saveScenario" in [what for line in house.audit() for what in line["what"]]
    [edge] = house.ask(SAVED, viewer=MANAGER)["data"]["savedScenarios"]["edges"]
    assert edge["node"] == {"name": "June", "changes": 1, "savedBy": "viewer-6", "savedOn": "2026-06-01"}
    again = house.ask(AGAIN, viewer=MANAGER, name="June")["data"]["whatIfSaved"]
    assert again["families"] == asked(house, PRIYA_LEAVES)["families"] > 0


def test_what_does_not_hold_together_is_not_kept_and_says_where(house: House) -> None:
    nobody = [{"leave": {"professional": "nemo", "on": "2026-06-01"}}]
    [problem] = house.ask(SAVE, viewer=MANAGER, name="x", changes=nobody)["data"]["saveScenario"]["problems"]
    assert (problem["field"], "nemo" in problem["reason"]) == ("changes[0]", True)
    assert house.audit()[-1]["what"] == ["not saveScenario"]
    [problem] = house.ask(SAVE, viewer=MANAGER, name="../x", changes=PRIYA_LEAVES)["data"]["saveScenario"]["problems"]
    assert problem["field"] == "name"
    assert house.ask(SAVED, viewer=MANAGER)["data"]["savedScenarios"]["edges"] == []


@pytest.mark.parametrize("viewer", [Viewer("viewer-1", "practitioner", None), Viewer("viewer-3", "manager", frozenset({"council"}))])
def test_only_those_who_plan_for_all_may_keep_one(house: House, viewer: Viewer) -> None:
    assert "reason" in house.ask(SAVE, viewer=viewer, name="x", changes=PRIYA_LEAVES)["data"]["saveScenario"]


def test_a_name_under_which_nothing_is_kept_is_not_found(house: House) -> None:
    assert house.code(AGAIN, viewer=MANAGER, name="June") == "NOT_FOUND"
