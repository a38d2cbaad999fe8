"""The page that asks why, and what each role finds behind it."""

import html
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest

from api.guarding.access import PAGES, Role, Viewer
from api.guarding.audit_file import AUDIT
from api.guarding.policy import ROLES, Action, policy
from api.guarding.purpose import purposes_in
from tests.api.house import PURPOSE, House

FORM = {"sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"}
KNOWN = purposes_in(development=True)
WHY = {"code": "early_help", "reason": "a first visit", "case": "", "next": "/family/hartley"}


def signed_in(house: House, role: Role, who: str = "someone") -> str:
    """The cookie of someone who has signed in, and not yet said why they ask."""
    return f"kith_session={house.issuer.issue(Viewer(who, role, None), house.now[0], audience=PAGES)}"


def asked(house: House, role: Role, **why: str) -> dict[str, str]:
    """The cookies of someone who has said why they ask."""
    session = signed_in(house, role)
    told = WHY | {"code": PURPOSE.get(role, "")} | why
    answer = house.send("POST", "/purpose", data=told, headers={"cookie": session} | FORM)
    kept = answer.headers.get("set-cookie", "").split(";")[0]
    return {"cookie": f"{session}; {kept}"}


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_nothing_of_anyone_is_shown_before_someone_says_why_and_that_is_recorded(house: House):
    cookie = {"cookie": signed_in(house, "coordinator")}
    assert "Why do you ask?" in house.send("GET", "/", headers=cookie).text
    page = house.send("GET", "/family/hartley", headers=cookie)
    assert page.status_code == 403
    assert "Why do you ask?" in page.text
    assert 'name="next" value="/family/hartley"' in page.text
    assert "Priya" not in page.text
    [line] = house.audit()
    assert (line["what"], line["subjects"], len(line["missed"])) == (["family page, refused"], [], 1)


def test_who_says_why_goes_on_to_where_they_were_going(house: House):
    cookie = {"cookie": signed_in(house, "coordinator")}
    answer = house.send("POST", "/purpose", data=WHY, headers=cookie | FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, "/family/hartley")
    assert {"HttpOnly", "SameSite=strict", "Path=/", "Max-Age=3600"} <= set(answer.headers["set-cookie"].split("; "))
    page = house.send("GET", "/family/hartley", headers=asked(house, "coordinator"))
    assert "Priya Nair" in page.text


def test_what_someone_chose_is_in_the_audit_before_they_go_on_and_so_is_what_is_no_purpose(house: House):
    cookie = {"cookie": signed_in(house, "coordinator")}
    house.send("POST", "/purpose", data=WHY | {"case": "EH-1"}, headers=cookie | FORM)
    house.send("POST", "/purpose", data=WHY | {"code": "Zebedee", "reason": "Canarysson"}, headers=cookie | FORM)
    chosen, refused = house.audit()
    assert (chosen["what"], chosen["purpose"], chosen["reason"], chosen["case"]) == (
        ["purpose chosen"],
        "early_help",
        "a first visit",
        "EH-1",
    )
    assert (refused["what"], refused["purpose"], refused["reason"], refused["refused"]) == (
        ["purpose, refused"],
        None,
        None,
        "PURPOSE_NEEDED",
    )
    for line in (chosen, refused):
        assert (line["who"], line["subjects"], line["missed"]) == ("someone", [], [])


def test_where_the_choice_cannot_be_recorded_there_is_none(house: House):
    (house.settings.state_folder / AUDIT).mkdir(parents=True)
    answer = house.send("POST", "/purpose", data=WHY, headers={"cookie": signed_in(house, "coordinator")} | FORM)
    assert answer.status_code == 503
    assert "kith_purpose" not in answer.headers.get("set-cookie", "")


def test_the_whole_address_is_gone_on_to_and_the_longest_reason_is_taken(house: House):
    cookie = {"cookie": signed_in(house, "manager")}
    page = house.send("GET", "/leaving?who=priya&on=2026-07-01", headers=cookie).text
    [to] = re.findall(r'name="next" value="([^"]*)"', page)
    why = {"code": "staffing", "reason": "\N{SEEDLING}" * 280, "case": "\N{SEEDLING}" * 64, "next": html.unescape(to)}
    answer = house.send("POST", "/purpose", data=why, headers=cookie | FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, "/leaving?who=priya&on=2026-07-01")


def test_only_purposes_of_the_role_are_offered(house: House):
    page = house.send("GET", "/purpose", headers={"cookie": signed_in(house, "board")}).text
    assert re.findall(r'name="code" value="(\w+)"', page) == ["partnership"]
    none = house.send("GET", "/purpose", headers={"cookie": signed_in(house, "service")}).text
    assert "Your role gives no purpose here" in none


@pytest.mark.parametrize(
    "wrong", [{"code": ""}, {"code": "oversight"}, {"reason": " "}, {"reason": "x" * 281}, {"case": "x" * 65}, {"code": "demonstration"}]
)
def test_what_is_no_purpose_is_asked_for_again(house: House, wrong: dict[str, str]):
    answer = house.send("POST", "/purpose", data=WHY | wrong, headers={"cookie": signed_in(house, "coordinator")} | FORM)
    assert answer.status_code == 400
    assert "There is a problem" in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1", "", "/a\r\nx: y", "evil"])
def test_it_leads_on_to_our_own_pages_alone(house: House, to: str):
    answer = house.send("POST", "/purpose", data=WHY | {"next": to}, headers={"cookie": signed_in(house, "coordinator")} | FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_form_sent_from_elsewhere_sets_no_purpose(house: House):
    cookie = {"cookie": signed_in(house, "coordinator"), "content-type": FORM["content-type"]}
    answer = house.send("POST", "/purpose", data=WHY, headers=cookie | {"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert house.send("GET", "/purpose").status_code == 401


def test_a_purpose_is_one_persons_and_ends_with_the_session(house: House):
    cookies = asked(house, "coordinator")["cookie"]
    why = cookies.split("; ")[1]
    other = f"{signed_in(house, 'coordinator', 'another')}; {why}"
    as_a_board = f"{signed_in(house, 'board')}; {why}"
    forged = urlsafe_b64encode(bytes(32) + urlsafe_b64decode(why.split("=", 1)[1] + "==")[32:]).decode().rstrip("=")
    unsigned = f"{signed_in(house, 'coordinator')}; kith_purpose={forged}"
    for cookie in (
        other,
        as_a_board,
        unsigned,
        cookies[:-3] + "xyz",
        f"{signed_in(house, 'coordinator')}; kith_purpose=x",
        cookies + "A" * 5000,
    ):
        assert house.send("GET", "/child/amina", headers={"cookie": cookie}).status_code == 403
    house.now[0] = house.now[0].replace(hour=13, minute=30)
    later = f"{signed_in(house, 'coordinator')}; {why}"
    assert house.send("GET", "/child/amina", headers={"cookie": later}).status_code == 403


def test_signing_out_forgets_why(house: House):
    gone = house.send("POST", "/sign-out", headers=house.session() | FORM).headers.get_list("set-cookie")
    assert sorted(cookie.split("=")[0] for cookie in gone) == ["kith_purpose", "kith_session"]


PAGES_OF: dict[str, Action] = {
    "/family/hartley": "summary",
    "/child/amina": "summary",
    "/lists": "people_lists",
    "/lists.csv": "people_lists",
    "/equity": "board_counts",
    "/links": "board_counts",
    "/links.csv": "board_counts",
    "/leaving": "staffing",
    "/leaving/checklist?who=priya": "staffing",
    "/how-it-works": "how_it_works",
}
ONE = ("/family/hartley", "/child/amina")


@pytest.mark.parametrize("role", [r for r in ROLES if r in PURPOSE])
def test_each_role_opens_the_pages_that_the_rules_open_and_no_others(house: House, role: Role):
    cookies, may = asked(house, role), policy().allowed(role, KNOWN.known[PURPOSE[role]].kind)
    for path, action in PAGES_OF.items():
        status = house.send("GET", path, headers=cookies).status_code
        assert status == (200 if action in may else 404 if path in ONE else 403), path
    home = house.send("GET", "/", headers=cookies).text
    offered = set(re.findall(r'<li><a href="(/[\w-]+)"', home))
    assert offered == {path for path, action in PAGES_OF.items() if action in may and path.count("/") == 1 and "." not in path}
    assert ('action="/search"' in home) == ("summary" in may)


def test_a_page_not_open_to_a_role_reads_as_one_that_is_not_there(house: House):
    board = asked(house, "board")
    held, missing = (house.send("GET", path, headers=board) for path in ("/family/hartley", "/family/nope"))
    assert held.status_code == missing.status_code == 404
    assert re.sub(r"Reference \w+", "", held.text) == re.sub(r"Reference \w+", "", missing.text)
    search = house.send("POST", "/search", data={"name": "hartley"}, headers=board | FORM)
    assert search.status_code == 403
    assert "Hartley" not in search.text


def test_each_role_sees_on_the_page_what_it_may_see(house: House):
    said, living = "What people said about whom to ask", "Where they are said to live"
    told = {
        role: text_of(house.send("GET", "/family/mensah", headers=asked(house, role)).text)
        for role in ("coordinator", "practitioner", "manager")
    }
    assert {role: (said in page, living in page) for role, page in told.items()} == {
        "coordinator": (True, True),
        "practitioner": (True, False),
        "manager": (False, False),
    }
    assert "rust" not in told["manager"]
    assert all("020 7946 0001" in page for page in told.values())


def test_who_may_not_see_families_is_told_of_those_lost_by_reference_alone(house: House):
    admin, manager = (asked(house, role) for role in ("administrator", "manager"))
    for path in ("/leaving?who=priya", "/leaving/checklist?who=priya"):
        seen, unseen = house.send("GET", path, headers=manager).text, house.send("GET", path, headers=admin).text
        assert "Mensah" in seen
        assert "Mensah" not in unseen
        assert "Amina" not in unseen
        assert "Priya Nair" in unseen
