"""The pages, asked without a browser: who gets in, what they say, what they keep to themselves."""

import html
import re
from datetime import timedelta

import pytest

from api.guarding.access import API, Viewer
from api.pages.pages import COOKIE
from tests.api.house import House

FORM = {"sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def signed(house: House) -> dict[str, str]:
    return house.session()


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_the_demo_link_signs_in_for_an_hour(house: House):
    answer = house.send("GET", "/sign-in?key=demo-key")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    for cookie in answer.headers.get_list("set-cookie"):
        assert {"HttpOnly", "SameSite=strict", "Path=/", "Max-Age=3600"} <= set(cookie.split("; "))
    session = house.session()
    assert "Name of the family or child" in house.send("GET", "/", headers=session).text
    house.now[0] += timedelta(minutes=61)
    assert house.send("GET", "/family/hartley", headers=session).status_code == 401


@pytest.mark.parametrize("key", ["", "demo-ke", "demo-key2", "💥", "None"])
def test_another_key_does_not(house: House, key: str):
    answer = house.send("GET", "/sign-in", params={"key": key})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_without_a_session_there_is_only_the_way_to_sign_in(house: House):
    assert "demo link" in house.send("GET", "/").text
    for method, path in (("GET", "/family/hartley"), ("GET", "/child/amina"), ("POST", "/search")):
        answer = house.send(method, path, headers={"sec-fetch-site": "same-origin"})
        assert answer.status_code == 401
        assert "Amina" not in answer.text
    token = house.issuer.issue(Viewer("x", "manager", None), house.now[0], audience=API)
    assert house.send("GET", "/family/hartley", headers={"cookie": f"{COOKIE}={token}"}).status_code == 401


def test_signing_out_ends_the_session(house: House, signed: dict[str, str]):
    answer = house.send("POST", "/sign-out", headers=signed | FORM)
    assert answer.status_code == 303
    assert "Max-Age=0" in answer.headers["set-cookie"]


def test_the_answer_says_whom_to_ask_first_and_why(house: House, signed: dict[str, str]):
    page = house.send("GET", "/family/hartley", headers=signed)
    told = text_of(page.text)
    assert re.search(
        r"Ask first Priya Nair .*social worker: key worker, Family Help, Northvale Council.* strong Why Known the child 5 years", told
    )
    assert "How to reach them 020 7946 0001" in told
    assert "Lead practitioner on paper Someone else: Tom Okafor" in told
    assert "Maria Moved knew them well until 31 January 2024" in told
    assert "Trust: not asked" in told
    assert "Asked for 1 June 2026" in told
    assert "<h1>Who knows this family?</h1>" in page.text
    assert "<title>Who knows this family? – Kith</title>" in page.text
    assert '<html lang="en">' in page.text


def test_a_child_has_an_answer_of_its_own(house: House, signed: dict[str, str]):
    told = text_of(house.send("GET", "/child/amina", headers=signed).text)
    assert "Who knows this child?" in told
    assert "Amina Hartley" in told


def test_nobody_is_said_plainly(house: House, signed: dict[str, str]):
    told = text_of(house.send("GET", "/family/alone", headers=signed).text)
    assert "Nobody knows this family Nobody is recorded as working with this family now." in told


def test_results_lead_on_by_id(house: House, signed: dict[str, str]):
    page = house.send("POST", "/search", data={"name": "hartley"}, headers=signed | FORM)
    assert re.findall(r'href="(/(?:family|child)/[^"]+)"', page.text) == ["/family/hartley", "/child/amina"]
    assert "born 1 January 2015" in text_of(page.text)


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("", 400, "at least two letters"),
        ("x", 400, "at least two letters"),
        ("smith", 200, "More than 50 match"),
        ("nobodyhere", 200, "No family or child matches"),
        ("x" * 201, 400, "at most 200 characters"),
    ],
)
def test_a_search_that_finds_nothing_says_what_to_do(house: House, signed: dict[str, str], name: str, status: int, said: str):
    page = house.send("POST", "/search", data={"name": name}, headers=signed | FORM)
    assert page.status_code == status
    assert said in text_of(page.text)
    assert "/family/" not in page.text


def test_what_was_typed_comes_back_escaped(house: House, signed: dict[str, str]):
    page = house.send("POST", "/search", data={"name": '"><script>1</script>'[:20]}, headers=signed | FORM)
    assert "<script" not in page.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "same-origin", "origin": "https://evil.example"},
    ],
)
@pytest.mark.parametrize("path", ["/search", "/sign-out"])
def test_a_form_sent_from_elsewhere_is_refused(house: House, signed: dict[str, str], headers: dict[str, str], path: str):
    answer = house.send("POST", path, data={"name": "hartley"}, headers=signed | headers)
    assert answer.status_code == 403
    assert "Hartley" not in answer.text
    assert house.audit() == []


def test_a_form_with_our_own_origin_is_taken(house: House, signed: dict[str, str]):
    assert house.send("POST", "/search", data={"name": "hartley"}, headers=signed | {"origin": "http://kith.test"}).status_code == 200


@pytest.mark.parametrize("body", [b"name=" + b"x" * 5000, b"\xff\xfe", b"&".join(b"a=%d" % n for n in range(500))])
def test_an_odd_form_breaks_nothing(house: House, signed: dict[str, str], body: bytes):
    assert house.send("POST", "/search", content=body, headers=signed | FORM).status_code in (400, 413)


@pytest.mark.parametrize("path", ["/family/nope", "/child/nope", "/family/a%2Fb", "/family/amina", "/family/%00", "/family/" + "x" * 3000])
def test_not_held_and_no_such_page_read_the_same(house: House, signed: dict[str, str], path: str):
    page, missing = house.send("GET", path, headers=signed), house.send("GET", "/no/such/page")
    assert page.status_code == missing.status_code == 404
    assert re.sub(r"Reference \w+", "", page.text) == re.sub(r"Reference \w+", "", missing.text)


def test_no_page_runs_a_script_or_styles_in_line(house: House, signed: dict[str, str]):
    for path in ("/", "/family/hartley", "/child/amina", "/nope"):
        page = house.send("GET", path, headers=signed).text
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:|https?://(?!www\.w3\.org)", page)
        assert page.count("<h1") == 1
        assert 'class="skip" href="#main"' in page


@pytest.mark.parametrize(("path", "media"), [("/assets/kith.css", "text/css; charset=utf-8"), ("/favicon.ico", "image/svg+xml")])
def test_our_few_files_are_served(house: House, path: str, media: str):
    answer = house.send("GET", path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media)
    assert house.send("GET", "/assets/..%2Fapp.py").status_code == 404
