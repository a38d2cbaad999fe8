"""Signing in to the pages at a real provider, and every way to get in without that we know of."""

import base64
import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.guarding.access import NotForProduction, Viewer
from api.guarding.audit_file import AUDIT
from api.guarding.own_tokens import development_issuer, own_issuer
from api.pages.oidc_ended import Ended
from api.pages.oidc_sessions import IDLE, WHOLE
from graph.settings import Settings
from tests.api.house import NOW, audit_of
from tests.api.issuing import written
from tests.api.signing_in import BACK, Browser, asked_of, at_work, browsing
from tests.oidc_provider import AUDIENCE, FEED, PAGES, SECRET, Client, Running

SESSION, UNDER_WAY = "kith_session", "kith_sign_in"
OWN = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def store(world: Path, tmp_path: Path) -> Path:
    shutil.copy(world, tmp_path / "kith.db")
    return tmp_path / "kith.db"


@pytest.fixture
def browser(store: Path, tmp_path: Path) -> Iterator[Browser]:
    with at_work(tmp_path, store) as found:
        yield found


def is_in(browser: Browser) -> bool:
    return browser.ask("GET", "/how-it-works").status_code == 200


def attributes(answer: httpx.Response, cookie: str) -> set[str]:
    [told] = [c for c in answer.headers.get_list("set-cookie") if c.startswith(f"{cookie}=") and "Max-Age=0" not in c]
    return set(told.split("; ")[1:])


def test_the_way_there_asks_for_a_code_with_pkce_state_and_nonce(browser: Browser):
    answer = browser.ask("GET", "/sign-in/with/1")
    asked = asked_of(answer.headers["location"])
    assert answer.headers["location"].startswith(f"{browser.running.address}/authorize?")
    assert (asked["response_type"], asked["client_id"], asked["redirect_uri"], asked["scope"]) == ("code", PAGES, BACK, "openid")
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == len(base64.urlsafe_b64encode(sha256(b"").digest()).rstrip(b"="))
    again = asked_of(browser.to_provider())
    for secret in ("state", "nonce", "code_challenge"):
        assert len(asked[secret]) >= 43
        assert asked[secret] != again[secret]
        assert asked[secret] not in answer.headers["set-cookie"], "what the browser holds is sealed"
    assert attributes(answer, UNDER_WAY) == {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=600"}


@pytest.mark.parametrize("secret", [SECRET, None])
def test_whoever_signs_in_at_the_provider_has_a_session(store: Path, tmp_path: Path, secret: str | None):
    with at_work(tmp_path, store, secret=secret) as browser:
        assert not is_in(browser)
        answer = browser.sign_in(to="/family/hartley")
        assert answer.status_code == 200
        assert 'content="0;url=/family/hartley"' in answer.text
        assert attributes(answer, SESSION) == {"HttpOnly", "SameSite=strict", "Path=/", "Max-Age=28800"}
        assert set(browser.cookies) == {SESSION}
        assert is_in(browser)
        lines = audit_of(tmp_path / "state")
        assert lines[0]["who"] == f"{browser.running.address}|s-17"
        assert (lines[0]["role"], lines[0]["what"]) == ("coordinator", ["signed in"])


def test_after_signing_in_people_are_shown_to_who_says_why(browser: Browser):
    browser.sign_in()
    why = {"code": "early_help", "reason": "a first visit", "case": "", "next": "/family/hartley"}
    assert browser.ask("POST", "/purpose", data=why, headers=OWN).status_code == 303
    assert "Priya Nair" in browser.ask("GET", "/family/hartley").text


def test_the_sign_in_page_offers_the_provider_and_remembers_where_someone_was_going(browser: Browser):
    page = browser.ask("GET", "/lists?list=nobody")
    assert page.status_code == 401
    assert "Sign in with Northvale Council" in page.text
    [link] = re.findall(r'href="(/sign-in/with/1\?to=[^"]*)"', page.text)
    answer = browser.ask("GET", browser.at_provider(browser.ask("GET", link).headers["location"]))
    assert 'content="0;url=/lists?list=nobody"' in answer.text


@pytest.mark.parametrize(
    "to", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb", '/"><script>', "/%0d%0a", ""]
)
def test_nobody_is_sent_on_to_another_host(browser: Browser, to: str):
    answer = browser.sign_in(to=to)
    [led] = re.findall(r'content="0;url=([^"]*)"', answer.text)
    assert led == ("/%0d%0a" if to == "/%0d%0a" else "/")
    assert "<script" not in answer.text


def refused(browser: Browser, back: str) -> None:
    answer = browser.ask("GET", back)
    assert answer.status_code == 403, answer.text
    assert SESSION not in browser.cookies
    assert not is_in(browser)


def test_a_code_that_was_begun_in_another_browser_signs_nobody_in(browser: Browser):
    back = browser.at_provider(browser.to_provider())
    for cookies in ({}, {UNDER_WAY: "x"}, {UNDER_WAY: "a.b.c.d.e"}, {UNDER_WAY: "x" * 9000}):
        browser.cookies = cookies
        refused(browser, back)
    browser.to_provider()
    refused(browser, back)


def test_a_state_that_is_not_the_one_sent_is_refused(browser: Browser):
    for other in ("", "x", None):
        back = browser.at_provider(browser.to_provider())
        state = asked_of(back)["state"]
        refused(browser, back.replace(f"&state={state}", "" if other is None else f"&state={other}"))


def test_an_attempt_is_good_for_ten_minutes_and_for_one_answer(browser: Browser):
    browser.running.lie = {"exp": int((NOW + timedelta(days=1)).timestamp())}
    back = browser.at_provider(browser.to_provider())
    browser.now[0] += timedelta(minutes=10)
    refused(browser, back)
    browser.now[0] -= timedelta(seconds=1)
    back = browser.at_provider(browser.to_provider())
    kept = dict(browser.cookies)
    assert browser.ask("GET", back).status_code == 200
    browser.cookies = kept
    refused(browser, back)


def test_the_provider_checks_our_proof_so_a_stolen_code_is_worth_nothing(browser: Browser):
    """A code of one attempt, brought back with the state and the cookie of another: its verifier does not fit."""
    stolen = asked_of(browser.at_provider(browser.to_provider()))["code"]
    mine = browser.at_provider(browser.to_provider())
    refused(browser, mine.replace(asked_of(mine)["code"], stolen))
    assert browser.running.codes, "the provider gave no token for it"


@pytest.mark.parametrize(
    "query",
    ["", "code=x", "error=access_denied", "code=x&error=access_denied", "code=", "code=" + "x" * 3000, "code=x&code=y", "state=x"],
)
def test_an_answer_that_is_none_is_refused(browser: Browser, query: str):
    state = asked_of(browser.to_provider())["state"]
    refused(browser, f"/sign-in/back?state={state}&{query}")


def test_someone_whom_the_provider_does_not_know_or_who_declines_is_not_signed_in(browser: Browser):
    refused(browser, browser.at_provider(browser.to_provider(), "nobody"))


def test_someone_without_a_role_here_is_not_signed_in(browser: Browser):
    refused(browser, browser.at_provider(browser.to_provider(), "s-18"))


def test_more_organisations_than_a_cookie_holds_are_no_session(browser: Browser):
    refused(browser, browser.at_provider(browser.to_provider(), "s-19"))


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": 7},
        {"aud": "other"},
        {"aud": AUDIENCE},
        {"aud": [PAGES, "other"]},
        {"aud": [PAGES, "other"], "azp": "other"},
        {"azp": "other"},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"exp": None},
        {"iat": 99_999_999_999},
        {"nbf": 99_999_999_999},
        {"sub": None},
        {"sub": 7},
        {"roles": None},
        {"org": None},
    ],
    ids=str,
)
def test_an_id_token_that_is_not_for_us_now_and_for_this_attempt_is_refused(browser: Browser, lie: dict[str, Any]):
    browser.running.lie = lie
    refused(browser, browser.at_provider(browser.to_provider()))


def test_several_audiences_are_fine_where_the_token_was_given_to_us(browser: Browser):
    browser.running.lie = {"aud": [PAGES, "other"], "azp": PAGES}
    assert browser.sign_in().status_code == 200


def test_an_answer_that_says_it_is_of_another_provider_is_refused(browser: Browser):
    browser.running.extra = {"iss": "https%3A%2F%2Fevil.example"}
    refused(browser, browser.at_provider(browser.to_provider()))
    browser.running.extra = {"iss": browser.running.address.replace(":", "%3A").replace("/", "%2F")}
    assert browser.sign_in().status_code == 200


def test_a_client_whose_secret_is_wrong_signs_nobody_in(browser: Browser):
    browser.running.clients[PAGES] = Client(PAGES, "another", (BACK,))
    back = browser.at_provider(browser.to_provider())
    assert browser.ask("GET", back).status_code == 503
    assert not is_in(browser)


def test_a_provider_that_is_gone_is_said_plainly_and_its_secrets_are_not(browser: Browser, caplog: pytest.LogCaptureFixture):
    back = browser.at_provider(browser.to_provider())
    browser.running.clients.clear()
    answer = browser.ask("GET", back)
    assert answer.status_code == 503
    assert "can’t be reached now" in answer.text
    ours = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("kith"))
    assert "HTTP status 401" in ours
    for secret in (SECRET, asked_of(back)["code"], asked_of(back)["state"]):
        assert secret not in ours + answer.text


def test_where_the_audit_cannot_be_written_nobody_is_signed_in(browser: Browser, tmp_path: Path):
    back = browser.at_provider(browser.to_provider())
    (tmp_path / "state" / AUDIT).mkdir()
    assert browser.ask("GET", back).status_code == 503
    assert SESSION not in browser.cookies


@pytest.mark.parametrize("path", ["/sign-in/with/0", "/sign-in/with/2", "/sign-in/with/99999999999999999999", "/sign-in/with/x"])
def test_a_provider_that_is_not_in_the_file_is_none(browser: Browser, path: str):
    assert browser.ask("GET", path).status_code == 404


def test_a_session_ends_when_nobody_uses_it_for_half_an_hour(browser: Browser):
    browser.sign_in()
    for _ in range(4):
        browser.now[0] += IDLE - timedelta(seconds=1)
        assert is_in(browser)
    browser.now[0] += IDLE
    assert not is_in(browser)


def test_a_session_ends_after_eight_hours_however_much_it_is_used(browser: Browser):
    browser.sign_in()
    begun = browser.now[0]
    while browser.now[0] < begun + WHOLE - timedelta(minutes=20):
        browser.now[0] += timedelta(minutes=20)
        assert is_in(browser) == (browser.now[0] < begun + WHOLE)
    browser.now[0] = begun + WHOLE - timedelta(seconds=1)
    assert is_in(browser)
    browser.now[0] = begun + WHOLE
    assert not is_in(browser)


def test_a_session_in_use_is_prolonged_once_a_minute_and_an_old_cookie_of_it_is_not(browser: Browser):
    browser.sign_in()
    first = browser.cookies[SESSION]
    browser.now[0] += timedelta(seconds=59)
    assert "set-cookie" not in browser.ask("GET", "/how-it-works").headers
    browser.now[0] += timedelta(seconds=1)
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= attributes(browser.ask("GET", "/how-it-works"), SESSION)
    assert browser.cookies[SESSION] != first
    browser.now[0] += IDLE - timedelta(seconds=1)
    browser.cookies = {SESSION: first}
    assert not is_in(browser)


def test_signing_out_ends_the_session_for_every_copy_of_it_also_after_a_new_start(store: Path, tmp_path: Path):
    with at_work(tmp_path, store) as browser:
        browser.sign_in()
        copies = [dict(browser.cookies)]
        browser.now[0] += timedelta(minutes=2)
        assert is_in(browser)
        copies.append(dict(browser.cookies))
        assert browser.ask("POST", "/sign-out", headers=OWN).status_code == 303
        assert browser.cookies == {}
        for copy in copies:
            browser.cookies = copy
            assert not is_in(browser)
    with at_work(tmp_path, store) as anew:
        for copy in copies:
            anew.cookies = copy
            assert not is_in(anew)
        anew.sign_in()
        assert is_in(anew), "the same person can sign in again"


def test_what_was_signed_out_of_is_kept_until_it_would_have_ended_anyway(tmp_path: Path):
    ended, until = Ended(tmp_path / "sessions"), int((NOW + WHOLE).timestamp())
    ended.end("a", until)
    ended.tidy(NOW + timedelta(days=1))
    other = Ended(tmp_path / "sessions")
    assert (other.has("a", until), other.has("b", until)) == (True, False)
    ended.end("b", until)
    assert other.has("b", until), "another process hears of it"
    ended.tidy(NOW + timedelta(days=2))
    assert list((tmp_path / "sessions").iterdir()) == []


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {"origin": "null"}])
def test_a_form_from_elsewhere_does_nothing_in_such_a_session_either(browser: Browser, headers: dict[str, str]):
    browser.sign_in()
    assert browser.ask("POST", "/sign-out", headers=headers).status_code == 403
    assert browser.ask("POST", "/search", data={"name": "hartley"}, headers=headers).status_code == 403
    assert is_in(browser)


def test_signing_in_anew_gives_another_session_and_asks_why_anew(browser: Browser):
    browser.sign_in()
    first = browser.cookies[SESSION]
    browser.cookies["kith_purpose"] = "someone else's"
    browser.sign_in()
    assert browser.cookies[SESSION] != first
    assert "kith_purpose" not in browser.cookies


def test_over_https_no_other_host_can_set_our_cookies(store: Path, tmp_path: Path):
    with at_work(tmp_path, store, address="https://kith.test") as browser:
        there = browser.ask("GET", "/sign-in/with/1")
        assert attributes(there, f"__Host-{UNDER_WAY}") == {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=600", "Secure"}
        answer = browser.ask("GET", browser.at_provider(there.headers["location"]))
        assert attributes(answer, f"__Host-{SESSION}") == {"HttpOnly", "SameSite=strict", "Path=/", "Max-Age=28800", "Secure"}
        assert all("domain" not in told.lower() for told in answer.headers.get_list("set-cookie"))
        assert is_in(browser)
        browser.cookies = {SESSION: browser.cookies[f"__Host-{SESSION}"]}
        assert not is_in(browser), "a name that another host could have set does not count"


def test_a_demo_session_has_the_same_name_rules_and_can_be_signed_out_of(browser: Browser):
    browser.address = "https://kith.test"
    answer = browser.ask("GET", "/sign-in?key=demo-key")
    assert "Secure" in attributes(answer, f"__Host-{SESSION}")
    copy = dict(browser.cookies)
    assert is_in(browser)
    browser.ask("POST", "/sign-out", headers=OWN)
    browser.cookies = copy
    assert not is_in(browser)


GRANT = {"grant_type": "client_credentials", "scope": "kith"}


def test_a_feed_that_shows_its_client_credentials_is_a_service(browser: Browser):
    browser.running.clients[FEED] = Client(FEED, "feed-secret", grants=("client_credentials",))
    asked = httpx.post(f"{browser.running.address}/token", data=GRANT, auth=(FEED, "feed-secret"))
    token = asked.json()["access_token"]
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    assert browser.ask("POST", "/graphql", content=b'{"query": "{ __typename }"}', headers=headers).json() == {
        "data": {"__typename": "Query"}
    }
    people = b'{"query": "{ families(first: 5) { edges { node { id } } } }"}'
    assert "errors" in browser.ask("POST", "/graphql", content=people, headers=headers).json()


def test_a_token_of_sign_in_is_none_for_the_api_and_a_session_neither(browser: Browser):
    back = browser.at_provider(browser.to_provider())
    browser.ask("GET", back)
    for token in (browser.cookies[SESSION], asked_of(back)["code"]):
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        assert browser.ask("POST", "/graphql", content=b'{"query": "{ __typename }"}', headers=headers).status_code == 401


def test_in_production_the_demo_link_and_tokens_of_development_open_nothing(store: Path, tmp_path: Path):
    """Over plain http, as a proxy that ends https sends it on: the cookie is for https all the same."""
    settings = Settings(store=f"sqlite:///{store}", state=str(tmp_path / "state"), issuers=str(written(tmp_path)), environment="production")
    me, session = Viewer("me", "coordinator", None), f"__Host-{SESSION}"
    with browsing(settings, Running()) as browser:
        assert browser.ask("GET", "/sign-in?key=demo-key").status_code == 403
        assert "demo link" not in browser.ask("GET", "/").text
        trying = development_issuer(Settings(state=str(tmp_path / "state")))
        headers = {"authorization": f"Bearer {trying.issue(me, NOW)}", "content-type": "application/json"}
        assert browser.ask("POST", "/graphql", content=b'{"query": "{ __typename }"}', headers=headers).status_code == 401
        own = own_issuer(settings).issue(me, NOW, audience="kith-pages")
        for cookie, token, inside in (
            (session, trying.issue(me, NOW, audience="kith-pages"), False),
            (SESSION, own, False),
            (session, own, True),
        ):
            browser.cookies = {cookie: token}
            assert is_in(browser) == inside
        with pytest.raises(NotForProduction):
            own_issuer(settings).issue(me, NOW)
