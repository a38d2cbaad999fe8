"""Tokens: who issues them, and what they must say."""

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from api.app import create_app, from_environment, opening_app
from api.guarding.access import API, PAGES, NotForProduction, NotSignedIn, Role, Viewer
from api.guarding.key_file import KeyUnsafe
from api.guarding.own_tokens import ISSUER, Issuer, development_issuer
from graph.model import Source
from graph.schema import BY_LABEL
from graph.settings import Settings
from graph.store import open_store
from tests.api.house import NOW, House

ME = Viewer("me", "coordinator", frozenset(["school", "council"]))


@pytest.fixture
def issuer(tmp_path: Path) -> Issuer:
    return development_issuer(Settings(state=str(tmp_path)))


def test_a_token_says_who_and_how_far_they_see(issuer: Issuer):
    for viewer in (ME, Viewer("all", "manager", None), Viewer("none", "manager", frozenset())):
        assert issuer.verify(issuer.issue(viewer, NOW), NOW) == viewer


def test_a_token_holds_until_it_ends_also_when_it_was_seen_before(issuer: Issuer):
    token = issuer.issue(ME, NOW, lasting=timedelta(minutes=5))
    assert issuer.verify(token, NOW + timedelta(minutes=4)) == ME
    with pytest.raises(NotSignedIn):
        issuer.verify(token, NOW + timedelta(minutes=5))


def test_a_token_is_for_one_audience(issuer: Issuer):
    token = issuer.issue(ME, NOW, audience=PAGES)
    assert issuer.verify(token, NOW, audience=PAGES) == ME
    with pytest.raises(NotSignedIn):
        issuer.verify(token, NOW)


GOOD = {"iss": ISSUER, "aud": API, "sub": "me", "role": "manager", "organisations": "*", "exp": int(NOW.timestamp()) + 60}


@pytest.mark.parametrize(
    "claims",
    [
        *({k: v for k, v in GOOD.items() if k != missing} for missing in GOOD),
        GOOD | {"iss": "someone"},
        GOOD | {"aud": "other"},
        GOOD | {"organisations": None},
        GOOD | {"organisations": "school"},
        GOOD | {"organisations": [1]},
        GOOD | {"organisations": {"a": 1}},
        GOOD | {"sub": 7},
        GOOD | {"role": 7},
        GOOD | {"exp": int(NOW.timestamp()) - 1},
        GOOD | {"exp": "soon"},
        GOOD | {"nbf": int(NOW.timestamp()) + 60},
    ],
)
def test_a_token_that_does_not_say_everything_is_none(issuer: Issuer, claims: dict[str, object]):
    token = jwt.encode({"alg": "ES256"}, claims, issuer.key)
    with pytest.raises(NotSignedIn):
        issuer.verify(token, NOW)


def test_a_token_of_another_key_or_another_kind_of_key_is_none(issuer: Issuer):
    public = issuer.key.as_pem(private=False)
    for token in (
        jwt.encode({"alg": "ES256"}, GOOD, ECKey.generate_key("P-256")),
        jwt.encode({"alg": "HS256"}, GOOD, OctKey.import_key(b"k" * 64)),
        "eyJhbGciOiJub25lIn0." + jwt.encode({"alg": "ES256"}, GOOD, issuer.key).split(".")[1] + ".",
        public.decode(),
    ):
        with pytest.raises(NotSignedIn):
            issuer.verify(token, NOW)


def test_the_key_is_ours_alone_and_stays_the_same(tmp_path: Path):
    first = development_issuer(Settings(state=str(tmp_path / "new")))
    [path] = (tmp_path / "new").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert development_issuer(Settings(state=str(tmp_path / "new"))).verify(first.issue(ME, NOW), NOW) == ME


def test_a_key_that_others_can_read_or_that_is_broken_is_refused(tmp_path: Path):
    development_issuer(Settings(state=str(tmp_path)))
    [path] = tmp_path.iterdir()
    path.chmod(0o644)
    with pytest.raises(KeyUnsafe):
        development_issuer(Settings(state=str(tmp_path)))
    path.chmod(0o600)
    path.write_text("{}")
    with pytest.raises(KeyUnsafe):
        development_issuer(Settings(state=str(tmp_path)))


def test_the_development_issuer_does_not_start_in_production(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    settings = Settings(state=str(tmp_path), environment="production")
    with pytest.raises(NotForProduction):
        create_app(settings, None)  # type: ignore[arg-type]
    with pytest.raises(NotForProduction):
        opening_app(settings)
    monkeypatch.setenv("KITH_ENVIRONMENT", "production")
    with pytest.raises(NotForProduction):
        from_environment()
    assert list(tmp_path.iterdir()) == []


def test_secrets_for_different_purposes_differ(issuer: Issuer):
    assert issuer.secret_for("a") == issuer.secret_for("a") != issuer.secret_for("b")


LEAVING = "{ horizonEvents(first: 5) { edges { node { why gone } } } }"


@pytest.mark.parametrize(("role", "known"), [("manager", []), ("demo", []), ("administrator", [["tom"]])])
def test_only_an_administrator_is_told_of_a_leaving_that_is_confidential(house: House, role: Role, known: list[list[str]]):
    house.runner.run(_tom_leaves(house))
    found = house.ask(LEAVING, viewer=Viewer("me", role, None))["data"]["horizonEvents"]["edges"]
    assert [edge["node"]["gone"] for edge in found] == known


async def _tom_leaves(house: House) -> None:
    told = {"start_kind": "Professional", "start": "tom", "end_kind": "Service", "end": "pastoral", "row": "WORKS_IN 1"}
    told |= {"since": "2021-01-01", "until": "2026-08-31", "confidential_until": "2026-08-01"}
    async with open_store(house.settings.store) as store:
        load = await store.begin_load(Source("made-up"), "2026-02-01T00:00:00.000000Z")
        await store.upsert(load, "WORKS_IN", [tuple(told.get(c) for c in BY_LABEL["WORKS_IN"].columns)])
        await store.finish_load(load, load.started, read=1, kept=1, refused=0)
