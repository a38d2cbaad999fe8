"""Secrets hide: in no text that an object gives of itself, in no log of one, and in no error about a setting or a file."""

import asyncio
import logging
import subprocess
import sys
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Generator
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FunctionType, MethodType
from typing import Any

import pytest

from api.guarding.access import NotSignedIn, Viewer
from api.guarding.audit_file import AuditFile
from api.guarding.cursors import Cursors
from api.guarding.desk import Desk
from api.guarding.issuer_file import issuers_in
from api.guarding.kept_purpose import KeptPurpose
from api.guarding.own_tokens import Issuer, own_issuer
from api.guarding.remembered import Remembered
from api.guarding.sealed import Seal
from api.guarding.toml_table import Table
from api.guarding.trusted import Client
from api.pages.demo_session import DemoSession
from api.pages.oidc_flow import Started
from api.pages.oidc_sessions import Sessions
from graph.errors import KithError
from graph.settings import Settings, from_environment
from graph.store import open_store
from tests.api.house import NOW
from tests.api.signing_in import Browser, at_work

PASSWORD = "correct-horse-7"
SECRET = "battery-staple-9"
KITH, ROOT = Path(sys.executable).with_name("kith"), str(Path(__file__).parents[2])
OURS = ("api.", "graph.", "ingest.", "queries.")
CARRIERS = (*OURS, "starlette.", "fastapi.")
HOLDERS = {AuditFile, Client, Cursors, DemoSession, Desk, Issuer, KeptPurpose, Remembered, Seal, Sessions}
"""Kinds that hold a secret, or something that does, in a Kith at work."""


@dataclass
class Walk:
    """Everything that can be reached from an application, and the secrets in it."""

    seen: dict[int, Any] = field(default_factory=dict[int, Any])
    ours: list[Any] = field(default_factory=list[Any])
    secrets: set[str] = field(default_factory=set[str])

    def walk(self, start: Any) -> None:
        todo = [start]
        while todo:
            one = todo.pop()
            if id(one) in self.seen or isinstance(one, str | bytes | int | float | type | None) or len(self.seen) > 200_000:
                continue
            self.seen[id(one)] = one
            if type(one).__module__.startswith(OURS):
                self.ours.append(one)
                self._secrets_of(one)
            todo += self._inside(one)

    def _inside(self, one: Any) -> list[Any]:
        if isinstance(one, dict):
            return [*one.keys(), *one.values()]
        if isinstance(one, list | tuple | set | frozenset):
            return list(one)  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType]
        if isinstance(one, FunctionType):
            return [cell.cell_contents for cell in one.__closure__ or ()]
        if isinstance(one, MethodType):
            return [one.__self__]
        if is_dataclass(one):
            return [getattr(one, f.name, None) for f in fields(one)]
        held: dict[str, Any] = getattr(one, "__dict__", {})
        return list(held.values()) if type(one).__module__.startswith(CARRIERS) else []

    def _secrets_of(self, one: Any) -> None:
        secret = getattr(one, "secret", None)
        if isinstance(secret, bytes):
            self.secrets |= {repr(secret)[2:-1], secret.hex(), b64encode(secret).decode(), urlsafe_b64encode(secret).decode()}
        elif isinstance(secret, str):
            self.secrets.add(secret)
        if isinstance(one, Issuer):
            self.secrets.add(str(one.key.as_dict(private=True)["d"]))
        if isinstance(one, DemoSession) and one.key:
            self.secrets.add(one.key)


@pytest.fixture(scope="module")
def browser(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Generator[Browser]:
    with at_work(tmp_path_factory.mktemp("secrets"), world) as made:
        yield made


@pytest.fixture(scope="module")
def walked(browser: Browser) -> Walk:
    """All of a Kith that somebody signed in to, and asked, by both ways."""
    found = Walk()
    browser.sign_in()
    assert browser.ask("GET", "/").status_code == 200
    found.walk(browser.app)
    found.secrets |= set(browser.cookies.values())
    [issuer] = [one for one in found.ours if isinstance(one, Issuer)]
    token = issuer.issue(Viewer("me", "coordinator", None), NOW)
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    assert browser.ask("POST", "/graphql", content=b'{"query": "{ __typename }"}', headers=headers).status_code == 200
    found.secrets.add(token)
    return found


def test_every_object_of_a_kith_at_work_hides_what_is_secret(walked: Walk):
    assert {type(one) for one in walked.ours} >= HOLDERS
    assert len(walked.secrets) > 15
    assert not [one for one in walked.secrets if len(one) < 8]
    assert any(known for one in walked.ours if isinstance(one, Remembered) for known in one._good)  # pyright: ignore
    for one in walked.ours:
        for text in (repr(one), str(one), f"{one}", f"{[one]} {(one,)}"):
            told = [secret for secret in walked.secrets if secret in text]
            assert not told, f"{type(one).__name__} tells a secret"


def test_a_log_or_a_traceback_of_them_holds_none_either(walked: Walk, caplog: pytest.LogCaptureFixture):
    def broken(**what: object) -> None:
        raise RuntimeError(f"{what}")

    holders = {type(one).__name__: one for one in walked.ours if type(one) in HOLDERS}
    with caplog.at_level(logging.DEBUG):
        for one in holders.values():
            logging.getLogger("kith.test").error("%s %r", one, one)
        try:
            broken(**holders)
        except RuntimeError:
            logging.getLogger("kith.test").exception("broken")
    assert len(caplog.records) == len(HOLDERS) + 1
    assert not [secret for secret in walked.secrets if secret in caplog.text]


def test_settings_and_what_was_read_of_a_file_hide_their_secrets(tmp_path: Path):
    given = {f"KITH_{f.name.upper()}": PASSWORD for f in fields(Settings) if not f.repr}
    assert set(given) == {"KITH_NEO4J_PASSWORD"}
    settings = from_environment(given)
    assert settings.neo4j_password == PASSWORD
    whole = [
        settings,
        Table("there", {"client_secret": SECRET}),
        Started("i", SECRET, SECRET, SECRET, "/", 0),
        own_issuer(Settings(state=str(tmp_path))),
    ]
    for text in [repr(one) for one in whole] + [str(one) for one in whole] + [f"{whole}"]:
        assert PASSWORD not in text
        assert SECRET not in text


def test_every_setting_whose_name_speaks_of_a_secret_hides():
    speaking = ("password", "secret", "token", "key")
    assert [f.name for f in fields(Settings) if f.repr and any(word in f.name for word in speaking)] == []


WRONG = [
    "client_secret = {secret}\n",
    'client_secret = ["{secret}"]\n',
    'client_secrets = "{secret}"\n',
    'client_secret = "{secret}"\nclient_secret = "{secret}"\n',
    'client_secret = "{secret}\n',
    'client_secret = "{secret}"\n',
    'client_id = "kith"\nclient_secret = "{secret}"\nredirect = "https://kith.example/sign-in/back"\n',
    'client_id = "pages"\nclient_secret = "{secret}"\nredirect = "nonsense"\n',
    'client_id = "pages"\nclient_secret = "{secret}\\u0007"\nredirect = "https://kith.example/sign-in/back"\n',
    'client_id = "pages"\nclient_secret = "{secret}"\nredirect = "https://kith.example/sign-in/back"\nscopes = "profile"\n',
]


@pytest.mark.parametrize("wrong", WRONG)
def test_whatever_is_wrong_with_the_file_of_issuers_its_error_tells_no_secret(wrong: str, tmp_path: Path):
    path = tmp_path / "issuers.toml"
    head = '[[issuer]]\nissuer = "https://login.example"\naudience = "kith"\nkeys = "discovery"\nalgorithms = ["RS256"]\n'
    path.write_text(head + wrong.format(secret=SECRET) + '[issuer.claims]\nrole = "r"\norganisations = "o"\n')
    with pytest.raises(KithError) as caught:
        issuers_in(path, development=False)
    told: BaseException | None = caught.value
    while told is not None:
        assert SECRET not in f"{told} {told!r} {told.args}"
        told = told.__cause__


@pytest.mark.parametrize(
    "store",
    [f"neo4j://neo4j:{PASSWORD}@127.0.0.1:1", f"bolt://u:{PASSWORD}@127.0.0.1:1", f"nonsense://u:{PASSWORD}@h", f"sqlite://u:{PASSWORD}@h"],
)
def test_a_password_in_the_address_of_a_store_is_refused_and_told_by_no_error(store: str):
    async def opened() -> None:
        async with open_store(store, Settings(neo4j_password=PASSWORD)):
            pass

    with pytest.raises(KithError) as caught:
        asyncio.run(opened())
    assert PASSWORD not in f"{caught.value} {caught.value!r} {caught.value.__cause__!r}"


@pytest.mark.parametrize(
    "more",
    [
        {"KITH_STORE": "neo4j://127.0.0.1:1"},
        {"KITH_STORE": f"neo4j://u:{PASSWORD}@127.0.0.1:1"},
        {"KITH_ISSUERS": "/nope"},
    ],
)
def test_a_kith_that_does_not_start_prints_no_secret(more: dict[str, str], tmp_path: Path):
    """Neither a password nor the link that signs in; it is the Kith of this tree, also where another one is installed."""
    environment = {"KITH_STATE": str(tmp_path), "KITH_NEO4J_PASSWORD": PASSWORD, "KITH_PORT": "1", "TZ": "UTC", "PYTHONPATH": ROOT}
    done = subprocess.run([KITH, "serve"], cwd=tmp_path, env=environment | more, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert done.stderr.splitlines()[-1].startswith("kith: ")
    assert "Traceback" not in done.stderr
    assert not [secret for secret in (PASSWORD, "sign-in", "key=") if secret in done.stdout + done.stderr]


def test_a_token_that_is_refused_is_in_no_error(tmp_path: Path):
    issuer = own_issuer(Settings(state=str(tmp_path)))
    token = issuer.issue(Viewer("me", "coordinator", None), datetime(2020, 1, 1, tzinfo=UTC))
    with pytest.raises(NotSignedIn) as caught:
        issuer.verify(token, NOW)
    assert token not in f"{caught.value!r} {caught.value.__cause__!r}"
