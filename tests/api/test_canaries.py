"""Nobody's name, birth date, number or street stands in anything that a Kith at work writes, but for its store and the rows it was sent.

A real load, a real service at its most talkative, good questions and bad ones; then everything it wrote and answered is searched.
"""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.guarding.access import Viewer
from api.guarding.own_tokens import development_issuer
from graph.settings import Settings
from tests.api.canaries import MARK, held_in, write_canaries

KITH = Path(sys.executable).with_name("kith")
TALKATIVE = "import logging; logging.basicConfig(level=0); from api.cli import main; main()"
BOSS = Viewer("boss-1", "coordinator", None)
NAME = f"{MARK}Oliver"
GRAPHQL = [
    "{ families(first: 40) { edges { node { id name } } } }",
    "{ children(first: 40) { edges { node { id givenName familyName dateOfBirth } } } }",
    '{ whoKnows(subject: { family: "fam-00001" }) { nobody knowers { professional { name } because } } }',
    f'{{ search(kind: CHILD, by: {{ name: "{NAME}" }}) {{ tooMany matches {{ ... on Child {{ id }} }} }} }}',
    f'{{ family(id: "{NAME}") {{ name }} }}',
    f'{{ child(by: {{ identifier: "{NAME}" }}) {{ id }} }}',
    f'{{ whoKnows(subject: {{ child: "{NAME}" }}, on: "{NAME}") {{ on }} }}',
    f'{{ families(first: 1, after: "{NAME}") {{ edges {{ node {{ id }} }} }} }}',
    f'{{ families(first: "{NAME}") {{ edges {{ node {{ id }} }} }} }}',
    f'{{ family(id: "{NAME}',
    f'{{ nope(id: "{NAME}") }}',
    "query ($n: Int!) { families(first: $n) { edges { node { id } } } }",
    f'mutation {{ nope(child: "{NAME}") }}',
    "{" + f'a:family(id:"{NAME}"){{name}}' * 400 + "}",
]
RAW = [f'{{"query": "{NAME}', f'["{NAME}"]', f'{{"query": {{"{NAME}": 1}}}}', f'{{"query": "{{__typename}}", "operationName": "{NAME}"}}']
PAGES = [
    "/",
    "/family/fam-00001",
    "/child/chi-000001",
    f"/family/{NAME}",
    f"/child/{NAME}%00",
    f"/{NAME}",
    f"/nope?name={NAME}",
    f"/sign-in?key={NAME}",
    f"/sign-in/back?state={NAME}&code={NAME}",
    f"/calendar/{NAME}.ics",
    f"/purpose?to=/{NAME}",
    "/lists",
    "/lists.csv",
    "/leaving",
    f"/leaving?professional={NAME}",
    "/links",
    "/links.csv",
    "/equity",
    "/how-it-works",
]
OWN = ["/", "/my-information", "/my-information.json", f"/my-information?{NAME}", f"/family/{NAME}"]
FORMS: list[tuple[str, dict[str, str]]] = [
    ("/search", {"name": NAME}),
    ("/search", {"name": MARK}),
    ("/search", {"name": ""}),
    ("/purpose", {"purpose": NAME, "reason": "", "to": f"/{NAME}"}),
]
OWN_FORMS: list[tuple[str, dict[str, str]]] = [
    ("/my-information/say", {"about": NAME, "say": NAME, "key": NAME}),
    ("/my-information/ask", {"kind": "correct", "about": NAME, "words": f"my name is {NAME}"}),
]


@dataclass
class Heard:
    """All that was answered; somebody's own page is theirs, also where it says that something was wrong."""

    good: list[str] = field(default_factory=list[str])
    bad: list[str] = field(default_factory=list[str])
    """What tells of errors, and every address that an answer leads to."""

    def hear(self, answer: httpx.Response) -> None:
        own = 'action="/my-information/ask"' in answer.text
        (self.good if answer.status_code == 200 or own else self.bad).append(_not_typed(answer.text))
        if answer.headers["content-type"].startswith(("application/json", "application/graphql")) and "errors" in answer.json():
            self.bad.append(json.dumps(answer.json()["errors"]))
        self.bad += re.findall(r'(?:href|action|src|to)="(?!mailto:|tel:)([^"]*)"', answer.text)
        self.bad += [f"{name}: {value}" for name, value in answer.headers.items()]


def _not_typed(page: str) -> str:
    """A page without what the reader just typed into its form."""
    return re.sub(r'\bvalue="[^"]*"', "", page)


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str], Heard]:
    """A folder in which a Kith was loaded, served, asked and stopped; what to search for; and what it answered."""
    folder = tmp_path_factory.mktemp("life")
    for name in ("tmp", "home", "said", "sent"):
        (folder / name).mkdir()
    secrets, heard = write_canaries(folder / "sent" / "feed"), Heard()
    for more in (("--dry-run",), (), ()):
        _typed(folder, "load", "kith-csv", "sent/feed", "--source", "trust", *more)
    with _served(folder) as address:
        _program(folder, address, heard)
        _person(folder, address, heard)
    for words in (("audit", "verify"), ("audit", "export"), ("audit", "alarms"), ("feeds",), ("retention",), ("erase", "nobody")):
        _typed(folder, *words)
    return folder, secrets, heard


def _environment(folder: Path) -> dict[str, str]:
    own = {"KITH_STORE": f"sqlite:///{folder}/kith.db", "KITH_STATE": str(folder / "state"), "TMPDIR": str(folder / "tmp")}
    return os.environ | own | {"HOME": str(folder / "home"), "TZ": "UTC"}


def _typed(folder: Path, *words: str) -> None:
    """One command, and what it printed."""
    done = subprocess.run([KITH, *words], cwd=folder, env=_environment(folder), capture_output=True, timeout=60, check=False)
    (folder / "said" / f"{len(list((folder / 'said').iterdir()))}-{words[0]}.txt").write_bytes(done.stdout + done.stderr)


@contextmanager
def _served(folder: Path) -> Generator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "said" / "serve.txt").open("wb") as said:
        command = (sys.executable, "-c", TALKATIVE, "serve", "--port", str(port))
        service = subprocess.Popen(command, cwd=folder, env=_environment(folder), stdout=said, stderr=subprocess.STDOUT)
        try:
            _wait(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            service.terminate()
            service.wait(20)


def _wait(address: str) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            httpx.get(f"{address}/readyz").raise_for_status()
            return
        except httpx.ConnectError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def _program(folder: Path, address: str, heard: Heard) -> None:
    """What a program asks, well and badly."""
    token = development_issuer(Settings(state=str(folder / "state"))).issue(BOSS, datetime.now(UTC))
    told = {"authorization": f"Bearer {token}", "content-type": "application/json", "kith-purpose": "early_help", "kith-reason": "to test"}
    with httpx.Client(base_url=address, headers=told) as client:
        for query in GRAPHQL:
            heard.hear(client.post("/graphql", json={"query": query, "variables": {"n": NAME}}))
        for raw in RAW:
            heard.hear(client.post("/graphql", content=raw.encode()))
        for headers in ({"authorization": f"Bearer {NAME}"}, {"kith-purpose": NAME}, {"content-type": NAME}, {"accept": NAME}):
            heard.hear(client.post("/graphql", json={"query": GRAPHQL[0]}, headers=headers))
        heard.hear(client.get(f"/graphql?query={NAME}"))
        heard.hear(client.post(f"/feeds/{NAME}", content=NAME.encode(), headers={"content-type": "application/zip"}))


def _person(folder: Path, address: str, heard: Heard) -> None:
    """What a person asks of the pages, not signed in, at work, and as one of the children."""
    link = re.search(r"/sign-in\?key=\S+", (folder / "said" / "serve.txt").read_text(encoding="utf-8"))
    assert link
    own = {"origin": address, "sec-fetch-site": "same-origin"}
    for path, pages, forms in (("/", PAGES, FORMS), (link[0], PAGES, FORMS), (f"{link[0]}&child=chi-000001", OWN, OWN_FORMS)):
        with httpx.Client(base_url=address, headers=own) as client:
            client.get(path)
            for page in pages:
                heard.hear(client.get(page))
            for form, fields in forms:
                heard.hear(client.post(form, data=fields))


def test_what_is_searched_for_is_there_to_be_found(life: tuple[Path, list[str], Heard]):
    """In the store, in the feed, in the rows that were refused, and in what was answered."""
    folder, secrets, heard = life
    assert len(secrets) > 200
    assert len(held_in("".join(heard.good), secrets)) > 50
    [refused, *_] = folder.glob("state/refused/*.csv")
    for path in (folder / "kith.db", folder / "sent" / "feed" / "children.csv", refused):
        assert held_in(path.read_bytes(), [MARK])
    said = (folder / "said" / "serve.txt").read_text(encoding="utf-8")
    assert "DEBUG" in said or "INFO" in said
    assert len(list(folder.glob("state/audit*"))) >= 2
    assert len(heard.bad) > 100


def test_nothing_that_was_written_holds_anybody(life: tuple[Path, list[str], Heard]):
    """But the store, what it was sent, and the rows of that which it refused, in files that nobody else may read."""
    folder, secrets, _ = life
    found: dict[str, Any] = {}
    for path in folder.rglob("*"):
        where = path.relative_to(folder)
        if path.is_file() and not where.name.startswith("kith.db") and where.parts[0] != "sent":
            if where.parts[:2] == ("state", "refused"):
                assert path.stat().st_mode & 0o077 == 0
            elif held := held_in(path.read_bytes(), secrets) | held_in(str(where), secrets):
                found[str(where)] = held
    assert found == {}


def test_no_error_and_no_address_tells_of_anybody(life: tuple[Path, list[str], Heard]):
    _, secrets, heard = life
    assert [(text, held) for text in heard.bad if (held := held_in(text, secrets))] == []
