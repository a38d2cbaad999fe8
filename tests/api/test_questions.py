"""What is asked over GraphQL, and answered."""

import pytest

from tests.api.house import EVERYTHING, NOTHING, SCHOOL_ONLY, House

WHO = """query ($by: SubjectBy!, $on: Date, $knownAt: Date) { whoKnows(subject: $by, on: $on, knownAt: $knownAt) {
  subject { kind id name } on nobody margin leadDiffers lead { professional { id } post { service { id } } }
  keyIndividual { professional { id name phone } post { role service { name } organisation { name } }
    word state because parts { trust activity } }
  knowers { professional { id } word state strength since lastContact contexts roles inferred claims { subject { id kind } } }
  dormant { knower { professional { id } post { role } because } strongUntil strengthThen }
  beside { professional { id } claim { word } } } }"""


def who(house: House, **by: str):
    return house.ask(WHO, by=by)["data"]["whoKnows"]


def test_a_family_is_known_through_its_child(house: House):
    answer = who(house, family="hartley")
    assert answer["subject"] == {"kind": "FAMILY", "id": "hartley", "name": "Hartley"}
    assert answer["keyIndividual"]["professional"] == {"id": "priya", "name": "Priya Nair", "phone": "020 7946 0001"}
    assert answer["keyIndividual"]["post"] == {
        "role": "key worker",
        "service": {"name": "Family Help"},
        "organisation": {"name": "Northvale Council"},
    }
    assert "Trust: not asked." in answer["keyIndividual"]["because"]
    assert answer["keyIndividual"]["parts"]["trust"] is None
    assert [k["professional"]["id"] for k in answer["knowers"]] == ["priya", "tom"]
    assert answer["knowers"][0]["claims"] == [{"subject": {"id": "amina", "kind": "CHILD"}}]
    assert answer["knowers"][0]["lastContact"] == "2026-05-29"
    assert answer["knowers"][0]["contexts"] == ["HOME"]
    assert answer["on"] == "2026-06-01"


def test_the_lead_on_paper_is_shown_when_it_is_someone_else(house: House):
    answer = who(house, child="amina")
    assert answer["lead"] == {"professional": {"id": "tom"}, "post": {"service": {"id": "pastoral"}}}
    assert answer["leadDiffers"] is True


def test_who_knew_them_well_before_is_shown_with_the_day(house: House):
    [was] = who(house, child="amina")["dormant"]
    assert (was["knower"]["professional"]["id"], was["knower"]["post"], was["strongUntil"]) == ("moved", None, "2024-01-31")


def test_nobody_knows_them(house: House):
    answer = who(house, family="alone")
    assert (answer["nobody"], answer["keyIndividual"], answer["knowers"], answer["lead"]) == (True, None, [], None)


def test_before_anything_was_told_nothing_is_held(house: House):
    assert house.code(WHO, by={"family": "hartley"}, knownAt="2025-12-31") == "NOT_FOUND"


def test_the_day_in_the_world_is_passed_on(house: House):
    answer = house.ask(WHO, by={"child": "amina"}, on="2015-06-01")["data"]["whoKnows"]
    assert [k["professional"]["id"] for k in answer["knowers"]] == ["moved"]


@pytest.mark.parametrize("by", [{}, {"child": "amina", "family": "hartley"}, {"child": None}, {"child": "amina", "family": None}])
def test_exactly_one_subject_is_asked_for(house: House, by: dict[str, str | None]):
    assert house.code(WHO, by=by) == "BAD_VARIABLES"


def test_exactly_one_subject_is_written(house: House):
    assert house.code('{whoKnows(subject:{child:"amina",family:"hartley"}){on}}') == "INVALID"


LOOK_UPS = [
    (
        '{child(by:{id:"amina"}){givenName familyName dateOfBirth}}',
        {"givenName": "Amina", "familyName": "Hartley", "dateOfBirth": "2015-01-01"},
    ),
    ('{child(by:{identifier:"A123456789012"}){id}}', {"id": "canary"}),
    ('{family(id:"okoro"){name areaCode}}', {"name": "Okoro", "areaCode": None}),
    (
        '{professional(by:{id:"tom"}){name profession email phone}}',
        {"name": "Tom Okafor", "profession": "tutor", "email": "tom@elm.example", "phone": None},
    ),
    ('{professional(by:{identifier:"SW1"}){id}}', {"id": "priya"}),
    ('{service(id:"team"){name kind}}', {"name": "Family Help", "kind": None}),
    ('{organisation(id:"school"){name sector}}', {"name": "Elm School", "sector": None}),
]


@pytest.mark.parametrize(("query", "expected"), LOOK_UPS)
def test_one_thing_is_looked_up(house: House, query: str, expected: object):
    [found] = house.ask(query)["data"].values()
    assert found == expected


def test_an_identifier_on_two_records_is_not_guessed(house: House):
    assert house.code('{child(by:{identifier:"B123"}){id}}') == "BAD_INPUT"


def test_search_by_name(house: House):
    query = '{search(kind:FAMILY,by:{name:"HÁRTLEY"}){tooMany matches{__typename ... on Family{id name}}}}'
    assert house.ask(query)["data"]["search"] == {
        "tooMany": False,
        "matches": [{"__typename": "Family", "id": "hartley", "name": "Hartley"}],
    }


@pytest.mark.parametrize(
    ("kind", "name", "found"),
    [
        ("CHILD", "amina", "Child"),
        ("PROFESSIONAL", "tom okafor", "Professional"),
        ("SERVICE", "pastoral", "Service"),
        ("ORGANISATION", "elm", "Organisation"),
    ],
)
def test_every_kind_is_searched(house: House, kind: str, name: str, found: str):
    answer = house.ask("query($k:SearchKind!,$n:String!){search(kind:$k,by:{name:$n}){matches{__typename}}}", k=kind, n=name)
    assert answer["data"]["search"]["matches"] == [{"__typename": found}]


def test_over_fifty_matches_show_none(house: House):
    assert house.ask('{search(kind:FAMILY,by:{name:"smith"}){tooMany matches{__typename}}}')["data"]["search"] == {
        "tooMany": True,
        "matches": [],
    }


@pytest.mark.parametrize("by", ['name:"a"', 'name:"  "', 'name:""', 'identifier:" "', 'name:"1 2 3 -"', f'name:"{"x" * 201}"'])
def test_too_little_or_too_much_to_search_by_is_refused(house: House, by: str):
    assert house.code(f"{{search(kind:CHILD,by:{{{by}}}){{tooMany}}}}") == "BAD_INPUT"


PAGE = "query($n:Int!,$after:String){families(first:$n,after:$after){edges{cursor node{id}} pageInfo{hasNextPage endCursor}}}"


def test_pages_follow_each_other_without_gaps(house: House):
    seen, after = list[str](), None
    while True:
        page = house.ask(PAGE, n=20, after=after)["data"]["families"]
        seen += [edge["node"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == sorted(seen)
    assert len(seen) == len(set(seen)) == 65


@pytest.mark.parametrize("n", [0, -1, 101, 2_000_000_000])
def test_a_page_holds_one_to_a_hundred(house: House, n: int):
    assert house.code(PAGE, n=n) == "BAD_INPUT"


def test_a_cursor_that_was_changed_or_is_of_another_list_is_refused(house: House):
    cursor = house.ask(PAGE, n=1)["data"]["families"]["pageInfo"]["endCursor"]
    for bad in (cursor[:-1], cursor + "AAAA", "x" + cursor[1:], "💥", "a" * 5000, "====", "YWJj"):
        assert house.code(PAGE, n=1, after=bad) == "BAD_INPUT", bad
    assert house.code("query($after:String){children(first:1,after:$after){pageInfo{endCursor}}}", after=cursor) == "BAD_INPUT"


@pytest.mark.parametrize(
    "query",
    [
        '{whoKnows(subject:{family:"canary-family"}){on knowers{claims{word}} dormant{strongUntil} beside{claim{word}} lead{post{role}}}}',
        '{search(kind:CHILD,by:{name:"amina"}){tooMany matches{__typename}}}',
        "{children(first:100){edges{node{id givenName}} pageInfo{endCursor}}}",
        "{professionals(first:3){edges{node{id}}}}",
        "{services(first:3){edges{node{id}}}}",
        "{organisations(first:3){edges{node{id}}}}",
        *(query for query, _ in LOOK_UPS),
    ],
)
def test_each_root_field_reads_the_store_once_and_each_request_what_is_hidden(house: House, query: str):
    assert "errors" not in house.ask(query)
    assert (house.reader.calls.total(), house.reader.veils) == (1, 2), "hidden: before, and again after"


def test_twenty_root_fields_read_twenty_times(house: House):
    assert "errors" not in house.ask("{" + "".join(f'f{n}:family(id:"okoro"){{id}}' for n in range(20)) + "}")
    assert house.reader.calls == {"entities": 20}


SEEN_BY_SCHOOL = [
    ('{family(id:"hartley"){name}}', True),
    ('{family(id:"okoro"){name}}', False),
    ('{professional(by:{id:"tom"}){name}}', True),
    ('{professional(by:{id:"priya"}){name}}', False),
    ('{organisation(id:"council"){name}}', False),
    ('{whoKnows(subject:{family:"okoro"}){on}}', False),
    ('{professional(by:{identifier:"SW1"}){name}}', False),
]


@pytest.mark.parametrize(("query", "seen"), SEEN_BY_SCHOOL)
def test_a_viewer_sees_what_their_organisations_reach(house: House, query: str, seen: bool):
    answer = house.ask(query, viewer=SCHOOL_ONLY)
    assert ("errors" not in answer) == seen
    assert "errors" not in house.ask(query, viewer=EVERYTHING)


def test_a_viewer_of_one_agency_sees_no_ties_of_another(house: House):
    answer = house.ask(WHO, viewer=SCHOOL_ONLY, by={"family": "hartley"})["data"]["whoKnows"]
    assert [k["professional"]["id"] for k in answer["knowers"]] == ["tom"]
    assert answer["dormant"] == []


def test_a_viewer_of_no_organisation_sees_nothing(house: House):
    assert house.code(WHO, viewer=NOTHING, by={"family": "hartley"}) == "NOT_FOUND"
    assert house.ask("{families(first:5){edges{node{id}}}}", viewer=NOTHING)["data"]["families"]["edges"] == []
    assert house.ask('{search(kind:FAMILY,by:{name:"smith"}){tooMany}}', viewer=NOTHING)["data"]["search"] == {"tooMany": False}


@pytest.mark.parametrize("query", ['{family(id:"%s"){name}}', '{whoKnows(subject:{family:"%s"}){on}}', '{professional(by:{id:"%s"}){id}}'])
def test_not_held_and_not_yours_to_see_read_the_same(house: House, query: str):
    held = "priya" if "professional" in query else "okoro"
    there, absent = (house.ask(query % i, viewer=SCHOOL_ONLY) for i in (held, "z" * len(held)))
    for answer in (there, absent):
        answer["errors"][0]["extensions"].pop("requestId")
    assert there == absent
