"""Tokens of configured issuers: who they make someone, and every way to forge one that we know of."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from hmac import digest
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from api.guarding.access import API, PAGES, ROLES, NotSignedIn, Role, Viewer
from api.guarding.issuers import Issuers, issuers_of
from graph.settings import Settings
from tests.api.house import NOW
from tests.api.issuing import CLAIMS, COUNCIL, EC, FILE, OTHER, RSA, TRUST, issuers, token, written

ME = Viewer(f"{COUNCIL}|s-17", "coordinator", frozenset(["council", "school"]), "priya")
LATER = int(NOW.timestamp()) + 600


@pytest.fixture
def known(tmp_path: Path) -> Issuers:
    return issuers(tmp_path)


def refused(known: Issuers, forged: str) -> None:
    for _ in range(2):
        with pytest.raises(NotSignedIn):
            known.verify(forged, NOW)


@pytest.mark.parametrize("key", [RSA, EC])
def test_a_token_says_who_by_issuer_and_subject_and_what_its_claims_are_mapped_to(known: Issuers, key: RSAKey | ECKey):
    for typ in ("JWT", "at+jwt", "application/at+jwt"):
        assert known.verify(token(key=key, typ=typ), NOW) == ME


def test_the_same_subject_of_another_issuer_is_someone_else(known: Issuers):
    claims = {"iss": TRUST, "aud": ["x", "kith"], "sub": "s-17", "role": "board", "organisations": [], "exp": LATER}
    assert known.verify(token(claims, OTHER), NOW) == Viewer(f"{TRUST}|s-17", "board", frozenset(), None)


@pytest.mark.parametrize(("role", "label"), [("young_person", "Child"), ("carer", "Carer")])
def test_a_young_person_or_carer_is_told_by_the_id_they_are_held_under_and_needs_no_organisation(tmp_path: Path, role: Role, label: str):
    known = issuers(tmp_path, FILE + 'person = "held_as"')
    claims = {"iss": TRUST, "aud": "kith", "sub": "s-18", "role": role, "held_as": "kofi", "exp": LATER}
    viewer = known.verify(token(claims, OTHER), NOW)
    assert (viewer.organisations, viewer.node) == (frozenset(), (label, "kofi"))
    assert known.verify(token(claims | {"held_as": None}, OTHER), NOW).node is None
    refused(known, token(claims | {"held_as": ["kofi"]}, OTHER))


def test_an_id_that_is_not_mapped_is_nobodys_professional_id(known: Issuers):
    for own in ({}, {"pro": None}):
        claims = {k: v for k, v in CLAIMS.items() if k != "pro"} | own
        assert known.verify(token(claims), NOW).professional is None


def test_all_organisations_only_where_the_file_says_what_stands_for_them(known: Issuers):
    assert known.verify(token(CLAIMS | {"org": {"ids": ["all"]}}), NOW).organisations is None
    star = known.verify(token(CLAIMS | {"org": {"ids": ["*"]}}), NOW)
    assert star.organisations == frozenset(["*"])
    claims = {"iss": TRUST, "aud": "kith", "sub": "x", "role": "board", "organisations": "all", "exp": LATER}
    assert known.verify(token(claims, OTHER), NOW).organisations == frozenset(["all"])


def test_who_has_several_roles_is_given_the_first_of_the_file(known: Issuers):
    for roles in (["Kith.Coordinator", "Kith.Manager"], ["Kith.Manager", "Kith.Coordinator"], "Kith.Manager"):
        assert known.verify(token(CLAIMS | {"roles": roles}), NOW).role == "manager"


@pytest.mark.parametrize("role", ROLES)
def test_without_a_map_roles_are_those_of_kith_but_never_the_demo(known: Issuers, role: Role):
    forged = token({"iss": TRUST, "aud": "kith", "sub": "x", "role": role, "organisations": ["a"], "exp": LATER}, OTHER)
    if role == "demo":
        refused(known, forged)
    else:
        assert known.verify(forged, NOW).role == role


@pytest.mark.parametrize("missing", ["iss", "aud", "sub", "exp", "roles", "org"])
def test_a_token_that_lacks_a_claim_is_refused(known: Issuers, missing: str):
    refused(known, token({k: v for k, v in CLAIMS.items() if k != missing}))


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example"},
        {"iss": COUNCIL.rstrip("/")},
        {"iss": [COUNCIL]},
        {"iss": "kith-development"},
        {"iss": TRUST},
        {"aud": "other"},
        {"aud": "KITH"},
        {"aud": ["other"]},
        {"aud": []},
        {"aud": {"kith": 1}},
        {"sub": ""},
        {"sub": 7},
        {"sub": None},
        {"sub": "a\nb"},
        {"sub": "a\u202eb"},
        {"sub": "x" * 256},
        {"exp": "soon"},
        {"exp": True},
        {"exp": None},
        {"exp": LATER - 631},
        {"nbf": LATER},
        {"nbf": "now"},
        {"iat": LATER},
        {"roles": "coordinator"},
        {"roles": ["stranger"]},
        {"roles": []},
        {"roles": None},
        {"roles": [["Kith.Manager"]]},
        {"roles": {"Kith.Manager": True}},
        {"org": None},
        {"org": "council"},
        {"org": {"ids": None}},
        {"org": {"ids": {"council": 1}}},
        {"org": {"ids": [1]}},
        {"org": {"ids": [""]}},
        {"pro": 7},
        {"pro": ""},
        {"pro": ["priya"]},
    ],
    ids=str,
)
def test_a_token_that_says_something_else_is_refused(known: Issuers, changed: dict[str, Any]):
    refused(known, token(CLAIMS | changed))


def part(told: object) -> str:
    raw = told if isinstance(told, bytes) else json.dumps(told).encode()
    return urlsafe_b64encode(raw).decode().rstrip("=")


def test_no_signature_is_no_token(known: Issuers):
    for alg in ("none", "None", "NONE", "", None):
        for end in ("", token().split(".")[2]):
            refused(known, f"{part({'alg': alg, 'kid': 'rsa-1'})}.{part(CLAIMS)}.{end}")


def test_the_public_key_is_no_secret_to_sign_with(known: Issuers):
    publics = (RSA.as_pem(private=False), RSA.as_der(private=False), json.dumps(RSA.as_dict(private=False)).encode())
    for public in publics:
        for alg in ("HS256", "HS384", "HS512"):
            for kid in ("rsa-1", None):
                header = {"alg": alg} if kid is None else {"alg": alg, "kid": kid}
                said = f"{part(header)}.{part(CLAIMS)}"
                refused(known, f"{said}.{part(digest(public, said.encode(), alg.replace('HS', 'sha')))}")


def test_a_key_of_another_issuer_does_not_count_whatever_id_it_goes_by(known: Issuers):
    refused(known, token(CLAIMS, OTHER))
    refused(known, token(CLAIMS, OTHER, kid="rsa-1"))
    refused(known, token(CLAIMS | {"iss": TRUST, "role": "board", "organisations": ["a"]}, RSA))
    refused(known, token(CLAIMS | {"iss": TRUST, "role": "board", "organisations": ["a"]}, RSA, kid="other-1"))


def test_an_algorithm_that_an_issuer_is_not_configured_for_is_refused(known: Issuers):
    claims = {"iss": TRUST, "aud": "kith", "sub": "x", "role": "board", "organisations": ["a"], "exp": LATER}
    refused(known, token(claims, EC))
    for alg in ("RS384", "PS256"):
        refused(known, jwt.encode({"alg": alg, "kid": "rsa-1"}, CLAIMS, RSA, algorithms=[alg]))
    refused(known, token(CLAIMS, EC, kid="rsa-1"))


def test_a_token_brings_no_key_of_its_own(known: Issuers):
    mine = RSAKey.generate_key(2048, {"kid": "mine"})
    for header in ({"jwk": mine.as_dict(private=False)}, {"jku": "https://evil.example/keys"}, {"x5u": "https://evil.example/x"}):
        refused(known, token(CLAIMS, mine, **header))
        refused(known, token(CLAIMS, mine, kid="rsa-1", **header))
        refused(known, token(CLAIMS, RSA, **header))
    for header in ({"crit": ["exp"], "exp": 1}, {"b64": True}, {"typ": "dpop+jwt"}, {"typ": "logout+jwt"}):
        refused(known, _signed(json.dumps({"alg": "RS256", "kid": "rsa-1"} | header).encode(), json.dumps(CLAIMS).encode()))


def _signed(header: bytes, claims: bytes, key: RSAKey = RSA) -> str:
    """Signed as it stands, however odd."""
    said = f"{part(header)}.{part(claims)}"
    return f"{said}.{part(key.private_key.sign(said.encode(), PKCS1v15(), SHA256()))}"  # type: ignore[union-attr]


HEADER = b'{"alg":"RS256","kid":"rsa-1"}'


def test_a_name_that_is_there_twice_is_refused_even_when_it_is_signed(known: Issuers):
    plain = json.dumps(CLAIMS).encode()
    assert known.verify(_signed(HEADER, plain), NOW) == ME
    refused(known, _signed(HEADER, plain[:-1] + b', "roles": "Kith.Manager"}'))
    refused(known, _signed(HEADER, plain[:-1] + b', "sub": "s-17"}'))
    refused(known, _signed(HEADER, plain.replace(b'{"ids"', b'{"ids": ["x"], "ids"')))
    refused(known, _signed(b'{"alg":"none","alg":"RS256","kid":"rsa-1"}', plain))


@pytest.mark.parametrize(
    "claims",
    [b"[]", b"null", b"7", b'"x"', b"", b"\xff", b"[" * 2900, b'{"a":' * 570, b'{"exp": 1' + b"0" * 2000 + b"}"],
    ids=lambda told: told[:8].decode("latin-1"),
)
def test_a_body_that_is_no_object_is_refused(known: Issuers, claims: bytes):
    refused(known, _signed(HEADER, claims))


def test_not_a_number_is_no_time(known: Issuers):
    for odd in (b"NaN", b"Infinity", b"1e999", b"-Infinity"):
        refused(known, _signed(HEADER, json.dumps(CLAIMS).encode().replace(str(LATER).encode(), odd)))


def test_a_token_of_more_than_4096_bytes_is_refused_and_one_of_4096_is_not(known: Issuers):
    def of(size: int) -> str:
        return token(CLAIMS | {"pad": "x" * size})

    longest = next(size for size in range(2000, 3000) if len(of(size)) > 4096)
    assert known.verify(of(longest - 1), NOW) == ME
    refused(known, of(longest))
    refused(known, "x" * 1_000_000)


@pytest.mark.parametrize("odd", ["", ".", "..", "...", "a.b", "a.b.c", "a.b.c.d.e", "é.é.é", "\x00", " ", "ey.ey.ey", "="])
def test_what_is_no_token_is_refused(known: Issuers, odd: str):
    refused(known, odd)


def test_the_clocks_may_differ_by_the_leeway_and_no_more(known: Issuers):
    now = int(NOW.timestamp())
    assert known.verify(token(CLAIMS | {"exp": now - 29, "nbf": now + 30, "iat": now + 30}), NOW) == ME
    refused(known, token(CLAIMS | {"exp": now - 30}))
    refused(known, token(CLAIMS | {"nbf": now + 31}))
    refused(known, token(CLAIMS | {"iat": now + 31}))


def test_a_good_token_ends_when_it_says_also_when_it_was_seen_before(known: Issuers):
    good = token()
    for seconds in (0, 300, 629):
        assert known.verify(good, NOW + timedelta(seconds=seconds)) == ME
    with pytest.raises(NotSignedIn):
        known.verify(good, NOW + timedelta(seconds=630))


def test_a_token_of_the_api_is_no_session_and_opens_no_calendar(known: Issuers):
    for audience in (PAGES, "kith-calendar"):
        with pytest.raises(NotSignedIn):
            known.verify(token(CLAIMS | {"aud": audience}), NOW, audience=audience)


def test_in_development_both_kinds_are_believed_and_in_production_configured_issuers_alone(tmp_path: Path):
    path, me = str(written(tmp_path)), Viewer("me", "manager", None)
    trying, real = (issuers_of(Settings(state=str(tmp_path / "s"), issuers=path, environment=e)) for e in ("development", "production"))
    own = trying.own.issue(me, NOW)
    assert trying.verify(own, NOW) == me
    assert trying.verify(token(), NOW) == real.verify(token(), NOW) == ME
    refused(real, own)


def test_a_session_of_production_is_none_of_development_and_the_other_way_round(tmp_path: Path):
    path, me = str(written(tmp_path)), Viewer("me", "manager", None, None)
    trying, real = (issuers_of(Settings(state=str(tmp_path / "s"), issuers=path, environment=e)) for e in ("development", "production"))
    for one, other in ((trying, real), (real, trying)):
        session = one.own.issue(me, NOW, audience=PAGES)
        assert one.verify(session, NOW, audience=PAGES) == me
        with pytest.raises(NotSignedIn):
            other.verify(session, NOW, audience=PAGES)
        refused(one, session)
    claims = {"iss": "kith", "aud": API, "sub": "me", "role": "manager", "organisations": "*", "exp": LATER}
    refused(real, jwt.encode({"alg": "ES256"}, claims, real.own.key))


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Issuers:
    return issuers(tmp_path_factory.mktemp("issuers"))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(at=st.integers(0, 10_000), other=st.characters(min_codepoint=33, max_codepoint=126))
def test_a_token_with_any_letter_changed_is_refused(lasting: Issuers, at: int, other: str):
    good = token(CLAIMS, RSA)
    place = at % len(good)
    forged = good[:place] + other + good[place + 1 :]
    if _same_bytes(forged, good):
        return
    refused(lasting, forged)


def _same_bytes(one: str, two: str) -> bool:
    """Whether two tokens say the same, with the same signature: its last letter has bits that carry nothing."""
    if one.rpartition(".")[0] != two.rpartition(".")[0]:
        return False
    ends = [end.rpartition(".")[2] for end in (one, two)]
    try:
        return len({urlsafe_b64decode(end + "=" * (-len(end) % 4)) for end in ends}) == 1
    except ValueError:
        return False


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(claims=st.dictionaries(st.sampled_from([*CLAIMS, "x"]), st.recursive(st.none() | st.integers() | st.text(max_size=9), st.lists)))
def test_whatever_a_signed_token_says_it_is_a_viewer_or_a_refusal(lasting: Issuers, claims: dict[str, Any]):
    try:
        viewer = lasting.verify(token(CLAIMS | claims), NOW)
    except NotSignedIn:
        return
    assert viewer.id.startswith(f"{COUNCIL}|")
    assert viewer.role in ("manager", "coordinator")
    assert viewer.organisations is None or all(viewer.organisations)
