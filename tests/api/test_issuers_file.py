"""The file of issuers: every fault of it stops Kith at its start, and says what, where and what to do."""

import json
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest
from joserfc.jwk import ECKey, OctKey

from api.app import create_app, from_environment, opening_app
from api.guarding.access import NotForProduction
from api.guarding.issuer_file import issuers_in
from api.guarding.issuers import issuers_of
from api.guarding.trusted import Claims, Client
from graph.errors import BadInput
from graph.settings import Settings
from tests.api.issuing import EC, FILE, RSA, TRUST, jwks, written

SHORT = {"kty": "RSA", "kid": "short", "e": "AQAB", "n": urlsafe_b64encode(b"\xc1" * 128).decode().rstrip("=")}
CLIENT = """client_id = "kith-pages"
client_secret = "hush-hush"
redirect = "https://kith.example/sign-in/back"
name = "Council"
scopes = "openid kith"
"""
SIGNING = FILE.replace("leeway = 30\n", f"leeway = 30\n{CLIENT}")


def read(folder: Path, text: str, *, development: bool = False):
    path = written(folder, text)
    path.chmod(0o640)
    return issuers_in(path, development=development)


def test_the_file_says_whom_to_believe_and_with_which_keys(tmp_path: Path):
    council, trust = read(tmp_path, FILE)
    assert (council.leeway, council.algorithms, council.keys) == (30, ("RS256", "ES256"), tmp_path / "council.json")
    assert council.claims == Claims(
        ("roles",), ("org", "ids"), ("pro",), "all", {"Kith.Manager": "manager", "Kith.Coordinator": "coordinator"}
    )
    assert list(council.claims.roles) == ["Kith.Manager", "Kith.Coordinator"]
    assert (trust.leeway, trust.client, trust.claims.professional, trust.claims.everything) == (0, None, None, None)


def test_a_provider_that_signs_people_in_has_a_client_whose_secret_hides(tmp_path: Path):
    council, _ = read(tmp_path, SIGNING)
    assert council.client == Client("kith-pages", "https://kith.example/sign-in/back", "Council", "openid kith", "hush-hush")
    assert "hush" not in repr(council)
    plain = SIGNING.replace('client_secret = "hush-hush"\n', "").replace('name = "Council"\nscopes = "openid kith"\n', "")
    assert read(tmp_path, plain)[0].client == Client("kith-pages", "https://kith.example/sign-in/back", "login.council.example", "openid")


FAULTS = {
    "not toml": ("[[issuer]]", "[[issuer", "can't be read as TOML"),
    "empty": ("", "", "no issuers"),
    "another table": ("", "[[issuers]]", "there are issuers"),
    "not tables": ("", "issuer = [1]", "no issuers"),
    "a value beside": ("", f"x = 1\n{FILE}", "there are x"),
    "unknown key": ("leeway = 30", "leewai = 30", "issuer 1: nothing is called leewai"),
    "unknown claim": ("everything =", "evrything =", "issuer 1, claims: nothing is called evrything"),
    "no issuer": (f'issuer = "{TRUST}"\n', "", "issuer 2: issuer is missing"),
    "issuer of http": ("https://login.trust", "http://login.trust", "issuer 2: issuer is not a plain https address"),
    "issuer with a bar": ("login.trust.example", "login.trust.example/a|b", "issuer 2: issuer is not a plain https address"),
    "issuer with a user": ("https://login.trust", "https://me@login.trust", "issuer 2: issuer is not a plain https address"),
    "issuer with a fragment": ("login.trust.example", "login.trust.example/#x", "issuer 2: issuer is not a plain https address"),
    "issuer with a query": ("login.trust.example", "login.trust.example?x=1", "issuer 2: issuer has a query"),
    "issuer of a file": ("https://login.trust.example", "file:///etc/passwd", "issuer 2: issuer is not a plain https address"),
    "issuer with an odd port": ("login.trust.example", "login.trust.example:port", "issuer 2: issuer is not a plain https address"),
    "issuer twice": (TRUST, "https://login.council.example/", "issuer 2: issuer https://login.council.example/ is there twice"),
    "no audience": ('audience = "kith"\nkeys = "trust', 'keys = "trust', "issuer 2: audience is missing"),
    "audience no text": ('audience = "kith"\nkeys = "trust', 'audience = 7\nkeys = "trust', "issuer 2: audience is not text"),
    "no keys": ('keys = "trust.json"\n', "", "issuer 2: keys is missing"),
    "keys over http": ('"trust.json"', '"http://a.example/keys"', "issuer 2: keys is not a plain https address"),
    "keys over ftp": ('"trust.json"', '"ftp://a.example/keys"', "issuer 2: keys is not a plain https address"),
    "no algorithms": ('algorithms = ["RS256"]\n', "", "issuer 2: algorithms is missing"),
    "algorithms empty": ('algorithms = ["RS256"]', "algorithms = []", "issuer 2: algorithms is missing"),
    "algorithm none": ('["RS256"]', '["RS256", "none"]', "issuer 2: algorithms may only be RS256, ES256"),
    "algorithm HS256": ('["RS256"]', '["HS256"]', "issuer 2: algorithms may only be RS256, ES256"),
    "leeway too long": ("leeway = 30", "leeway = 61", "issuer 1: leeway is not a whole number from 0 to 60"),
    "leeway below 0": ("leeway = 30", "leeway = -1", "issuer 1: leeway is not a whole number from 0 to 60"),
    "leeway half": ("leeway = 30", "leeway = 0.5", "issuer 1: leeway is not a whole number from 0 to 60"),
    "leeway true": ("leeway = 30", "leeway = true", "issuer 1: leeway is not a whole number from 0 to 60"),
    "no claims": ('[issuer.claims]\nrole = "role"\norganisations = "organisations"', "", "issuer 2: claims is missing"),
    "claims no table": ('[issuer.claims]\nrole = "role"\norganisations = "organisations"', "claims = 1", "issuer 2: claims is not a table"),
    "no role": ('role = "role"\n', "", "issuer 2, claims: role is missing"),
    "role no name": ('role = "role"', "role = 1", "issuer 2, claims: role is not text"),
    "role an empty path": ('role = "role"', "role = []", "issuer 2, claims: role is missing, or no list"),
    "no organisations": ('organisations = "organisations"', "", "issuer 2, claims: organisations is missing"),
    "a role that Kith has not": ('= "manager"', '= "boss"', "issuer 1, roles: Kith.Manager is mapped to no role"),
    "the role of the demo": ('= "manager"', '= "demo"', "issuer 1, roles: Kith.Manager is mapped to no role"),
    "a role that is no text": ('= "manager"', '= ["manager"]', "issuer 1, roles: Kith.Manager is mapped to no role"),
    "client is the audience": ('"kith-pages"', '"kith"', "issuer 1: client_id is also the audience"),
    "client without a way back": ('redirect = "https://kith.example/sign-in/back"\n', "", "issuer 1: redirect is missing"),
    "a way back that leads elsewhere": ("/sign-in/back", "/elsewhere", "issuer 1: redirect is missing, or does not end"),
    "a way back over http": ("https://kith.example", "http://kith.example", "issuer 1: redirect is not a plain https address"),
    "secret without a client": ('client_id = "kith-pages"\n', "", "issuer 1: client_secret is only for"),
    "scopes without openid": ('"openid kith"', '"kith"', "issuer 1: scopes lacks openid"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_its_place_and_a_remedy(tmp_path: Path, fault: str):
    good, bad, said = FAULTS[fault]
    before, _, after = SIGNING.rpartition(good or SIGNING)
    with pytest.raises(BadInput) as error:
        read(tmp_path, f"{before}{bad}{after}")
    told = str(error.value)
    assert said in told
    assert str(tmp_path / "issuers.toml") in told
    assert ": " in told.partition(said)[2], "what to do comes after a colon"
    assert "hush" not in told


def test_a_file_that_is_not_there_or_not_in_utf8_is_told_of(tmp_path: Path):
    with pytest.raises(BadInput, match="can't be read"):
        issuers_in(tmp_path / "none.toml", development=True)
    (tmp_path / "odd.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match="can't be read"):
        issuers_in(tmp_path / "odd.toml", development=True)


def test_a_secret_that_everyone_can_read_is_refused(tmp_path: Path):
    path = written(tmp_path, SIGNING)
    path.chmod(0o644)
    with pytest.raises(BadInput, match="chmod o-rwx"):
        issuers_in(path, development=True)


def test_plain_http_is_for_this_machine_in_development_alone(tmp_path: Path):
    local = FILE.replace(TRUST, "http://localhost:9000").replace('"trust.json"', '"http://127.0.0.1:9000/keys?p=1"')
    assert read(tmp_path, local, development=True)[1].keys == "http://127.0.0.1:9000/keys?p=1"
    with pytest.raises(BadInput):
        read(tmp_path, local)
    for other in ("http://192.168.0.7", "http://localhost.evil.example", "http://[::2]"):
        with pytest.raises(BadInput):
            read(tmp_path, FILE.replace(TRUST, other), development=True)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("{", "can't be read as a JWKS file"),
        ("[]", "can't be read as a JWKS file"),
        ('{"keys": 1}', "can't be read as a JWKS file"),
        ('{"keys": [1]}', "can't be read as a JWKS file"),
        ('{"keys": []}', "holds no key for RS256, ES256"),
        (json.dumps({"keys": [RSA.as_dict(private=True)]}), "holds private keys"),
        (json.dumps({"keys": [OctKey.generate_key(256).as_dict(private=True)]}), "holds private keys"),
        (json.dumps({"keys": [SHORT]}), "holds no key for"),
        (json.dumps(jwks(ECKey.generate_key("P-384", auto_kid=True))), "holds no key for"),
        (json.dumps(jwks(RSA, use="enc")), "holds no key for"),
        (json.dumps(jwks(RSA, alg="RS512")), "holds no key for"),
        (json.dumps(jwks(RSA, key_ops=["encrypt"])), "holds no key for"),
        (json.dumps(jwks(EC, x="AA")), "holds no key for"),
    ],
    ids=str.split("brace list number holds_a_number none private secret short another_curve for_sealing another_way operations no_point"),
)
def test_a_key_file_that_is_of_no_use_is_told_of(tmp_path: Path, told: str, said: str):
    path = written(tmp_path)
    (tmp_path / "council.json").write_text(told)
    with pytest.raises(BadInput, match=said) as error:
        issuers_of(Settings(state=str(tmp_path / "state"), issuers=str(path)))
    assert "issuer 1" in str(error.value)
    assert str(tmp_path / "council.json") in str(error.value)


def test_production_needs_issuers_and_starts_with_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    settings = Settings(state=str(tmp_path / "state"), environment="production")
    for start in (lambda: create_app(settings, None), lambda: opening_app(settings)):  # type: ignore[arg-type]
        with pytest.raises(NotForProduction, match="KITH_ISSUERS"):
            start()
    assert not (tmp_path / "state").exists()
    monkeypatch.setenv("KITH_ENVIRONMENT", "production")
    monkeypatch.setenv("KITH_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("KITH_ISSUERS", str(written(tmp_path)))
    from_environment()
    assert [p.name for p in (tmp_path / "state").iterdir()] == ["key.json"]


@pytest.mark.parametrize("environment", ["prod", "Production", "live", "", "production "])
def test_an_environment_that_is_misspelt_does_not_open_the_development_issuer(tmp_path: Path, environment: str):
    with pytest.raises(BadInput, match="KITH_ENVIRONMENT"):
        opening_app(Settings(state=str(tmp_path), environment=environment))
    assert list(tmp_path.iterdir()) == []


def test_the_file_in_the_readme_is_one(tmp_path: Path):
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    [example] = [part.split("```")[0] for part in readme.split("```toml\n")[1:] if part.startswith("[[issuer]]")]
    path = tmp_path / "issuers.toml"
    path.write_text(example)
    path.chmod(0o640)
    [council] = issuers_in(path, development=False)
    assert council.client is not None
    assert council.claims.role == ("realm_access", "roles")
