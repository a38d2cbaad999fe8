"""Whatever is typed after `kith` is in the audit, before it is answered or done; ids only, and only of who is held."""

import asyncio
import gc
import json
import os
import pwd
import sqlite3
import sys
from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from api.commands.demo import demonstrate
from api.commands.opening import Attempt, writing
from api.commands.shell import Shell, login
from api.commands.who import print_who
from api.guarding.audit_file import AUDIT
from api.guarding.key_file import KeyUnsafe, own_secret
from api.guarding.own_tokens import own_issuer
from graph.errors import StoreUnreachable, UnknownId
from graph.model import View
from graph.settings import Settings
from ingest.demo import SIZES
from tests.api.canaries import TINY
from tests.api.house import NOW, House, audit_of
from tests.house.test_readme import commands
from tests.ingest.folders import GOOD, write
from tests.ingest.test_command import Typed

ME = f"os:{pwd.getpwuid(os.getuid()).pw_name}"
LEAVES = '{"changes": [{"leave": {"professional": "amina", "on": "2026-06-01"}}]}'
EVERYONE = [
    "who --all",
    "continuity --all",
    "list one",
    "equity --by area",
    "workers --by school",
    "exposure",
    "at-risk",
    "horizon",
    "looping",
    "links",
    "links --trend",
    "links --by-area",
    "missing-links",
    "home-school",
    "bridges",
    "communities",
    "anchors",
    "what-if",
    "what-if leaves.json",
    "retention",
    "hold",
    "addresses --wards",
    "addresses --several",
    "addresses --changes --since 2026-01-01",
]
THESE = {"who hartley": "hartley", "continuity leo": "leo", "addresses hartley": "hartley", "may amina leo": "leo", "erase leo": "leo"}
THESE_AND_OTHERS = {
    "caseload amina": "amina",
    "leaving amina": "amina",
    "handover amina": "amina",
    "path amina ben": "amina ben",
    "hub high": "high",
    "funding grant": "grant",
}
NOT_OF_PEOPLE = ["weights show", "weights history", "weights explain", "withdraw trust", "load kith-csv feed --source trust --dry-run"]
NOTHING = ["feeds", "schema", "check", "audit verify", "audit by os:root", "--help", "who --help"]
ELSEWHERE = {"serve", "demo"}


@pytest.fixture
def typed(tmp_path: Path) -> Typed:
    write(tmp_path / "feed", GOOD)
    shell = Typed(tmp_path)
    assert shell.load().returncode == 0
    return shell


def entries(typed: Typed) -> list[Any]:
    return audit_of(typed.folder / "state")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Typed:
    """One store for all that only reads."""
    folder = tmp_path_factory.mktemp("asked")
    write(folder / "feed", GOOD)
    (folder / "leaves.json").write_text(LEAVES, encoding="utf-8")
    assert Typed(folder).load().returncode == 0
    return Typed(folder)


@pytest.fixture
def here(place: Typed, monkeypatch: pytest.MonkeyPatch) -> Generator[Typed]:
    """In its folder, and with its settings."""
    monkeypatch.chdir(place.folder)
    monkeypatch.setenv("KITH_STORE", f"sqlite:///{place.folder}/kith.db")
    monkeypatch.setenv("KITH_STATE", str(place.folder / "state"))
    before = gc.get_threshold()
    yield place
    gc.set_threshold(*before)
    gc.unfreeze()


def run(words: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run a command in this process."""
    monkeypatch.setattr(sys, "argv", ["kith", *words.split()])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def noted(here: Typed, words: str, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What a command that succeeds leaves in the audit."""
    before = len(entries(here))
    assert run(words, monkeypatch) == 0
    return entries(here)[before:]


def test_a_command_is_recorded_with_who_what_whom_and_how_many(typed: Typed) -> None:
    assert typed.kith("who", "hartley").returncode == 0
    line = entries(typed)[-1]
    assert (line.pop("when")[:2], len(line.pop("request"))) == ("20", 16)
    assert line == {
        "who": ME,
        "role": "command_line",
        "organisations": None,
        "purpose": None,
        "reason": None,
        "case": None,
        "what": ["kith who"],
        "subjects": ["hartley"],
        "count": 1,
        "missed": [],
        "refused": None,
        "grant": None,
    }


def test_who_looked_tells_of_it_and_of_what_was_about_everyone_in_order(typed: Typed) -> None:
    for words in (("who", "--all"), ("who", "hartley"), ("equity", "--by", "area"), ("who", "leo")):
        assert typed.kith(*words).returncode == 0
    told = typed.kith("audit", "who-looked", "hartley").stdout.splitlines()
    assert [line.split("  ", 1)[1] for line in told] == [
        f"{ME}, command_line (all organisations)  kith who --all  everyone  no purpose",
        f"{ME}, command_line (all organisations)  kith who  1 shown  no purpose",
        f"{ME}, command_line (all organisations)  kith equity  everyone  no purpose",
    ]
    assert "kith who --all" in typed.kith("audit", "who-looked", "never-heard-of").stdout
    assert typed.kith("audit", "verify").stdout.startswith("whole: 6 entries")


@pytest.mark.parametrize("words", EVERYONE)
def test_what_is_about_a_whole_authority_says_so_once(here: Typed, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    [line] = noted(here, words, monkeypatch)
    assert (line["what"][0].split()[1], line["subjects"], line["count"], line["everyone"]) == (words.split()[0], [], None, True)


@pytest.mark.parametrize("words", THESE)
def test_what_is_about_some_names_them(here: Typed, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    [line] = noted(here, words, monkeypatch)
    assert (line["what"][0].split()[1], line["subjects"], line["count"]) == (words.split()[0], [THESE[words]], 1)
    assert "everyone" not in line


@pytest.mark.parametrize("words", THESE_AND_OTHERS)
def test_what_tells_of_others_than_those_typed_is_about_everyone_too(here: Typed, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    [line] = noted(here, words, monkeypatch)
    assert (line["subjects"], line["count"], line["everyone"]) == (THESE_AND_OTHERS[words].split(), None, True)


@pytest.mark.parametrize("words", NOT_OF_PEOPLE)
def test_what_is_about_nobody_is_recorded_so(here: Typed, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    [line] = noted(here, words, monkeypatch)
    assert (line["subjects"], line["count"], "everyone" in line) == ([], 0, False)


@pytest.mark.parametrize("words", NOTHING)
def test_what_holds_nobody_leaves_no_entry(here: Typed, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert noted(here, words, monkeypatch) == []


def test_every_command_is_of_one_of_these(place: Typed) -> None:
    told = {words.split()[0] for words in (*EVERYONE, *THESE, *THESE_AND_OTHERS, *NOT_OF_PEOPLE, *NOTHING)}
    assert commands() - told == ELSEWHERE


def test_what_is_not_held_is_never_written_plain(typed: Typed) -> None:
    assert typed.kith("who", "Zebedee Canarysson", "hartley").returncode == 1
    line = entries(typed)[-1]
    assert (line["subjects"], len(line["missed"])) == (["hartley"], 1)
    for words in (("load", "kith-csv", "nowhere", "--source", "Zebedee"), ("withdraw", "Zebedee", "--yes"), ("erase", "Zebedee", "--yes")):
        assert typed.kith(*words).returncode == 1
    for words in (
        ("hold", "Zebedee", "--reason", "Zebedee"),
        ("what-if", "Zebedee"),
        ("may", "Zebedee", "Zebedee"),
        ("path", "Zebedee", "Z"),
    ):
        assert typed.kith(*words).returncode == 1
    assert not [path for path in (typed.folder / "state").glob(f"{AUDIT}*") if b"Zebedee" in path.read_bytes()]


def test_a_name_that_was_typed_for_an_id_is_kept_as_a_digest(house: House) -> None:
    shell = Shell(house.settings, lambda: NOW, "os:ada")
    with pytest.raises(UnknownId):
        asyncio.run(print_who(shell, ["Zebedee Canarysson"], None, View(NOW.date()), as_json=True))
    [line] = house.audit()
    assert (line["subjects"], len(line["missed"]), "Zebedee" in json.dumps(line)) == ([], 1, False)


def test_who_is_held_no_more_is_named_still(typed: Typed) -> None:
    write(typed.folder / "feed", {k: v for k, v in GOOD.items() if k not in ("children", "statements", "contacts", "addresses", "ties")})
    assert typed.load("--snapshot").returncode == 0
    typed.kith("who", "zoe", "--known-at", "2020-01-01")
    assert entries(typed)[-1]["subjects"] == ["zoe"]


def test_a_load_has_its_source_and_number(typed: Typed) -> None:
    typed.load()
    first, done, second, again = entries(typed)
    assert (first["what"], len(first["missed"])) == (["kith load"], 0)
    assert done["what"] == ["kith load, source trust, load 1, done"]
    assert (second["what"], again["what"]) == (["kith load, source trust"], ["kith load, source trust, load 2, done"])
    assert [first["request"], second["request"]] == [done["request"], again["request"]]


@pytest.mark.parametrize(
    ("words", "what", "subjects"),
    [
        ("erase leo --yes", "kith erase --yes", ["leo"]),
        ("withdraw trust --yes", "kith withdraw --yes, source trust", []),
        ("hold hartley --reason court", "kith hold --reason", ["hartley"]),
        ("hold hartley --lift", "kith hold --lift", ["hartley"]),
        ("retention --purge --yes", "kith retention --purge --yes", []),
        ("weights set weights.json", "kith weights set", []),
        ("what-if leaves.json --save plan", "kith what-if --save", []),
    ],
)
def test_what_changes_something_leaves_the_attempt_and_what_became_of_it(typed: Typed, words: str, what: str, subjects: list[str]) -> None:
    (typed.folder / "weights.json").write_text('{"knows": 0.25}', encoding="utf-8")
    (typed.folder / "leaves.json").write_text(LEAVES, encoding="utf-8")
    done = typed.kith(*words.split())
    assert done.returncode == 0, done.stderr
    before, after = entries(typed)[-2:]
    assert (before["what"], after["what"]) == ([what], [f"{what}, done"])
    assert (before["subjects"], after["subjects"], before["request"]) == (subjects, subjects, after["request"])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("load kith-csv nowhere --source trust", "FEED_UNREADABLE"),
        ("erase nobody --yes", "NOT_FOUND"),
        ("hold hartley --reason whim", "BAD_INPUT"),
        ("weights set weights.json", "BAD_INPUT"),
    ],
)
def test_what_is_refused_says_why(typed: Typed, words: str, code: str) -> None:
    (typed.folder / "weights.json").write_text('{"knows": "a lot"}', encoding="utf-8")
    assert typed.kith(*words.split()).returncode == 1
    line = entries(typed)[-1]
    assert (line["what"][0].split(", ")[-1], line["refused"]) == ("refused", code)


@pytest.mark.parametrize(("error", "code"), [(RuntimeError("Zebedee"), "INTERNAL"), (StoreUnreachable("Zebedee"), "STORE_UNREACHABLE")])
def test_the_attempt_stands_before_anything_is_done_and_a_failure_after(house: House, error: Exception, code: str) -> None:
    shell = Shell(house.settings, lambda: NOW, "os:ada")

    async def fails() -> None:
        async with writing(shell, Attempt("kith erase --yes", ["hartley"])):
            assert [line["what"] for line in house.audit()] == [["kith erase --yes"]]
            raise error

    with pytest.raises(type(error)):
        asyncio.run(fails())
    line = house.audit()[-1]
    assert (line["what"], line["refused"], line["subjects"]) == (["kith erase --yes, failed"], code, ["hartley"])


@pytest.mark.parametrize("words", ["who hartley", "who --all", "list one --csv out.csv", "links", "erase hartley --yes", "weights show"])
def test_where_the_entry_cannot_be_written_nothing_is_printed_or_done(typed: Typed, words: str) -> None:
    state = typed.folder / "state"
    state.rename(typed.folder / "kept")
    state.mkdir(mode=0o700)
    (state / AUDIT).mkdir()
    done = typed.kith(*words.split())
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert done.stderr.startswith("kith: AUDIT_UNAVAILABLE: the audit can't be written")
    assert not (typed.folder / "out.csv").exists()
    (state / AUDIT).rmdir()
    assert typed.who("hartley")[0]["key_individual"] == "amina"


def test_the_order_is_that_of_the_audit_whoever_looked(house: House) -> None:
    shell = Shell(house.settings, lambda: NOW, "os:ada")
    house.ask('{family(id:"hartley"){id}}')
    asyncio.run(print_who(shell, ["hartley"], None, View(NOW.date()), as_json=True))
    house.ask('{family(id:"hartley"){id}}')
    assert [line["who"] for line in house.audit()] == ["viewer-1", "os:ada", "viewer-1"]


def test_everyone_raises_no_alarm_and_many_typed_do(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    kith = typed.kith
    for words in ("leaving amina ben", "who --all", "who hartley", "who hartley leo zoe"):
        environment = {"KITH_STORE": f"sqlite:///{typed.folder}/kith.db", "KITH_STATE": str(typed.folder / "state")}
        for name, value in (environment | {"KITH_ALARM_SUBJECTS_PER_HOUR": "2"}).items():
            monkeypatch.setenv(name, value)
        assert run(words, monkeypatch) == 0
        assert ("alarm" in entries(typed)[-1]) == (words == "who hartley leo zoe")
    assert f"{ME}, command_line  3 people shown" in kith("audit", "alarms").stdout


def test_the_environment_has_no_say_in_who_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "SUDO_USER"):
        monkeypatch.setenv(name, "somebody-else")
    assert login() == ME


def test_who_has_no_login_name_is_told_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(number: int) -> None:
        raise KeyError(number)

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    assert login() == f"os:{os.getuid()}"


@pytest.mark.parametrize("environment", ["development", "production"])
def test_it_is_sealed_with_the_key_of_the_service(tmp_path: Path, environment: str) -> None:
    settings = Settings(state=str(tmp_path / "state"), environment=environment)
    first = own_secret(settings, "audit")
    assert first == own_secret(settings, "audit") == own_issuer(settings).secret_for("audit") != own_secret(settings, "other")
    [path] = (tmp_path / "state").iterdir()
    for text, mode in (("{}", 0o600), ("[]", 0o600), ("{", 0o600), (path.read_text(encoding="utf-8"), 0o644)):
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)
        with pytest.raises(KeyUnsafe):
            own_secret(settings, "audit")


def test_the_demo_leaves_its_load_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SIZES, "tiny", TINY)
    settings = replace(Settings(), store=f"sqlite:///{tmp_path}/kith.db", state=str(tmp_path / "state"))
    for _ in range(2):
        demonstrate(Shell(settings, lambda: NOW, "os:ada"), "tiny", 1, serve=False)
    assert [line["what"] for line in audit_of(tmp_path / "state")] == [["kith load"], ["kith load, source demo, load 1, done"]]


def test_an_audit_of_before_takes_entries_about_everyone(typed: Typed) -> None:
    """Made by a Kith that knew no such entries."""
    with closing(sqlite3.connect(typed.folder / "state" / AUDIT)) as db:
        db.execute("DROP INDEX entry_everyone")
    assert typed.kith("audit", "verify").stdout.startswith("whole: 2 entries")
    typed.kith("who", "--all")
    assert [json.loads(line)["what"] for line in typed.kith("audit", "who-looked", "leo", "--json").stdout.splitlines()] == [
        ["kith who --all"]
    ]
    assert typed.kith("audit", "verify").stdout.startswith("whole: 3 entries")
