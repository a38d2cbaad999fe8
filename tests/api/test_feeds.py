"""Service accounts send feeds over HTTP: what is taken in, and every way to send what is not."""

import asyncio
import contextlib
import json
import shutil
import sqlite3
import stat
import subprocess
import sys
import zipfile
from collections.abc import AsyncGenerator, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.errors import Refused
from api.feeding.archive import Limits, unpack
from api.feeding.turn import turn
from api.guarding.audit_file import AUDIT
from graph.errors import BadInput
from graph.store import open_store
from tests.api.feeding import FEED, Feeding, feeding, refused, zipped
from tests.api.house import NOW
from tests.api.issuing import issuers, token
from tests.api.signing_in import at_work
from tests.ingest.folders import GOOD, write
from tests.oidc_provider import FEED as ACCOUNT
from tests.oidc_provider import Client

KITH = Path(sys.executable).with_name("kith")
RIGHTS = 'controller = "Northvale Trust"\nlawful_basis = "public task"\nagreement = "isa-7"'
ROWS = sum(len(text.splitlines()) - 1 for text in GOOD.values())


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds nothing."""
    path = tmp_path_factory.mktemp("empty") / "kith.db"

    async def made() -> None:
        async with open_store(f"sqlite:///{path}"):
            pass

    asyncio.run(made())
    return path


@pytest.fixture
def here(empty: Path, tmp_path: Path) -> Iterator[Feeding]:
    shutil.copy(empty, tmp_path / "kith.db")
    with feeding(tmp_path) as found:
        yield found


def held(folder: Path) -> int:
    """How many loads the store knows of."""
    with closing(sqlite3.connect(folder / "kith.db")) as db:
        return db.execute("SELECT count(*) FROM load").fetchone()[0]


def typed(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    environment = {"KITH_STORE": f"sqlite:///{folder / 'kith.db'}", "KITH_STATE": str(folder / "state"), "TZ": "UTC"}
    return subprocess.run([KITH, *words], cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_a_feed_with_client_credentials_of_a_real_provider_is_loaded_and_then_answered_from(empty: Path, tmp_path: Path):
    shutil.copy(empty, tmp_path / "kith.db")
    with at_work(tmp_path, tmp_path / "kith.db") as browser:
        browser.running.clients[ACCOUNT] = Client(ACCOUNT, "feed-secret", grants=("client_credentials",))
        grant = {"grant_type": "client_credentials", "scope": "kith"}
        given = httpx.post(f"{browser.running.address}/token", data=grant, auth=(ACCOUNT, "feed-secret")).json()["access_token"]
        headers = {"authorization": f"Bearer {given}", "content-type": "application/zip"}
        answer = browser.ask("POST", "/feeds/trust", content=zipped(), headers=headers)
        assert answer.status_code == 200, answer.text
        assert (answer.json()["read"], answer.json()["kept"], answer.json()["refused"]) == (ROWS, ROWS, 0)
        assert browser.ask("POST", "/feeds/police", content=zipped(), headers=headers).status_code == 403
    done = typed(tmp_path, "who", "hartley", "--json", "--on", "2026-06-01")
    assert json.loads(done.stdout)["key_individual"] == "amina", done.stderr


def test_what_is_answered_is_what_the_command_prints(here: Feeding, tmp_path: Path):
    files = {**GOOD, "ties": GOOD["ties"] + "\n,nemo,family,hartley,,,,,,", "children": GOOD["children"].replace("943 476 5919", "1")}
    write(tmp_path / "feed", files)
    printed = typed(tmp_path, "load", "kith-csv", "feed", "--source", "trust", "--json", "--store", f"sqlite:///{tmp_path}/other.db")
    assert printed.returncode == 3, printed.stderr
    answer = here.send(zipped({f"{name}.csv": text for name, text in files.items()}))
    assert answer.json() == json.loads(printed.stdout)
    assert (answer.json()["refused"], answer.json()["cells_left_out"], answer.json()["kept"]) == (1, 1, ROWS)
    assert [(one["file"], one["line"], one["column"], one["refused"]) for one in answer.json()["refusals"]] == [
        ("children.csv", 2, "nhs_number", "cell"),
        ("ties.csv", 4, "professional_id", "row"),
    ]


def test_nothing_that_stood_in_a_refused_row_is_answered_or_recorded(here: Feeding, tmp_path: Path, caplog: pytest.LogCaptureFixture):
    bad = "id,given_name,family_name,date_of_birth,family_id\nc,Zebedee,Canarysson,Zebedee,Canarysson\nc2,Zebedee,Canarysson,,Canarysson"
    answer = here.send(zipped({"Canarysson/children.csv": bad}))
    assert (answer.status_code, answer.json()["refused"]) == (200, 2)
    assert not [name for name in ("Zebedee", "Canarysson") if name in answer.text + caplog.text + json.dumps(here.audit())]
    assert here.left == []
    assert not (tmp_path / "state" / "refused").exists()


def test_a_feed_tells_nothing_of_what_other_sources_hold(here: Feeding):
    """Family Context joins children of the same name and birth with those of others: how many is not for the sender."""
    other = "Cms Id,First Name,Last Name,Date Of Birth,School Name\n{},Ada,Lane,2015-01-01,Elm"
    files = [zipped({"education.csv": other.format(n)}) for n in (1, 2)]
    first = here.send(files[0], query="?feed=family-context-education")
    second = here.send(files[1], "police", query="?feed=family-context-education", claims={"sub": "feed-8"})
    assert first.status_code == second.status_code == 200, first.text
    alike = [{k: v for k, v in one.json().items() if k not in ("source", "load")} for one in (first, second)]
    assert alike[0] == alike[1]


def test_a_snapshot_retires_and_a_dry_run_writes_nothing(here: Feeding, tmp_path: Path):
    assert here.send(query="?dry_run=true").json()["load"] is None
    assert held(tmp_path) == 0
    here.send()
    less = zipped({f"{name}.csv": text for name, text in GOOD.items() if name != "contacts"})
    assert here.send(less).json()["retired"] == 0
    assert here.send(less, query="?snapshot=true").json()["retired"] == 3


@pytest.mark.parametrize(
    ("claims", "source"),
    [
        ({}, "police"),
        ({}, "nobody"),
        ({}, "kith-erasing"),
        ({}, "%2e%2e"),
        ({"sub": "feed-8"}, "trust"),
        ({"sub": "someone"}, "trust"),
        *(({"roles": [role]}, "trust") for role in ("coordinator", "administrator", "privacy_officer", "auditor", "young_person")),
    ],
    ids=str,
)
def test_an_account_loads_its_own_sources_alone(here: Feeding, tmp_path: Path, claims: dict[str, Any], source: str):
    assert refused(here.send(source=source, claims=claims)) == (403, "NOT_PERMITTED")
    assert held(tmp_path) == 0
    [line] = here.audit()
    assert (line["what"], line["refused"], line["count"]) == (["feed, refused"], "NOT_PERMITTED", 0)
    assert len(line["missed"]) == 1


@pytest.mark.parametrize(("role", "names"), [("service", ["trust"]), ("coordinator", []), ("administrator", [])])
def test_sources_are_given_to_the_role_service_alone(tmp_path: Path, role: str, names: list[str]):
    found = issuers(tmp_path, ISSUER + ACCOUNTS).verify(token(FEED | {"sub": "a", "roles": [role], "org": "x"}), NOW)
    assert [one.name for one in found.sources] == names


def test_a_source_that_is_given_to_another_issuers_account_is_not_ours(tmp_path: Path):
    with pytest.raises(BadInput, match="the source trust is given to a feed twice"):
        issuers(tmp_path, f"{ISSUER}{ACCOUNTS}{ISSUER.replace('council', 'trust')}{ACCOUNTS}")


ISSUER = """
[[issuer]]
issuer = "https://login.council.example/"
audience = "kith"
keys = "council.json"
algorithms = ["RS256"]
[issuer.claims]
role = "roles"
organisations = "org"
"""
ACCOUNTS = '[[issuer.feed]]\naccount = "a"\nsource = "trust"\n'


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ('feed = "trust"', "write \\[\\[issuer.feed\\]\\]"),
        ('[[issuer.feed]]\nsource = "trust"', "feed 1: account is missing"),
        ('[[issuer.feed]]\naccount = "a"', "feed 1: source is missing"),
        ('[[issuer.feed]]\naccount = "a"\nsource = "people"', "source may not be people"),
        ('[[issuer.feed]]\naccount = "a"\nsource = "a/b"', "no name holds a slash"),
        (f"{ACCOUNTS}sources = 1", "nothing is called sources"),
        (ACCOUNTS + ACCOUNTS, "given to a feed twice"),
    ],
)
def test_a_fault_in_what_feeds_may_load_stops_kith_when_it_starts(tmp_path: Path, told: str, why: str):
    text = ISSUER.replace("[issuer.claims]", f"{told}\n[issuer.claims]") if told.startswith("feed") else ISSUER + told
    with pytest.raises(BadInput, match=why):
        issuers(tmp_path, text)


@pytest.mark.parametrize(
    "token", ["", "Bearer x", "Basic Zm9v", f"Bearer {token(FEED | {'exp': 1})}", f"Bearer {token(FEED | {'aud': 'x'})}"]
)
def test_without_a_token_that_holds_nothing_is_taken_in(here: Feeding, tmp_path: Path, token: str):
    answer = here.send(authorization=token)
    assert refused(answer) == (401, "UNAUTHENTICATED")
    assert answer.headers["www-authenticate"].startswith('Bearer realm="kith"')
    assert held(tmp_path) == 0


def test_a_session_of_pages_sends_no_feed_and_a_feed_opens_no_page(here: Feeding):
    given = token(FEED)
    here.browser.cookies = {"kith_session": given, "kith_purpose": "x"}
    assert refused(here.send(authorization="")) == (401, "UNAUTHENTICATED")
    pages = ("/", "/lists", "/leaving", "/links", "/equity", "/my-information", "/how-it-works", "/family/hartley", "/child/leo")
    for path in pages:
        answer = here.browser.ask("GET", path, headers={"authorization": f"Bearer {given}"})
        assert (answer.status_code, "Hartley" in answer.text) == (401, False)


@pytest.mark.parametrize("query", ["?feed=nope", "?snapshot=yes", "?snapshots=true", "?snapshot=true&snapshot=false", "?dry-run=true"])
def test_an_order_that_is_mistyped_loads_nothing(here: Feeding, tmp_path: Path, query: str):
    assert refused(here.send(query=query)) == (400, "BAD_REQUEST")
    assert held(tmp_path) == 0


def test_only_a_zip_is_taken_and_only_by_post(here: Feeding):
    assert refused(here.send(content_type="text/csv")) == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert refused(here.browser.ask("GET", "/feeds/trust")) == (405, "METHOD_NOT_ALLOWED")
    assert refused(here.browser.ask("POST", "/feeds/trust/more")) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, "FEED_UNREADABLE"),
        ({"other.csv": "x"}, "FEED_UNREADABLE"),
        ({"children.csv": "nothing"}, "FEED_UNREADABLE"),
        *(
            ({name: "id\nx"}, "BAD_REQUEST")
            for name in (
                "../families.csv",
                "/families.csv",
                "a/b/families.csv",
                "../../families.csv",
                "..\\families.csv",
                "C:\\families.csv",
                "a/../families.csv",
                "families.csv.exe",
                "families",
                "fam\nilies.csv",
                f"{'x' * 90}.csv",
                ".csv",
                "./families.csv",
            )
        ),
        ({"families.csv": "id\nx", "feed/families.csv": "id\nx"}, "BAD_REQUEST"),
        ({f"f{n}.csv": "" for n in range(65)}, "BAD_REQUEST"),
    ],
    ids=lambda told: str(told)[:40],
)
def test_a_zip_of_anything_else_than_csv_files_is_refused_whole(here: Feeding, tmp_path: Path, files: dict[str, str], code: str):
    before = sorted(str(one) for one in tmp_path.rglob("*"))
    answer = here.send(zipped(files))
    assert refused(answer) == (400, code)
    assert str(tmp_path) not in answer.text
    assert held(tmp_path) == 0
    assert here.left == []
    assert here.audit()[-1]["refused"] == code
    after = [one for one in sorted(str(one) for one in tmp_path.rglob("*")) if AUDIT not in one and "feeding" not in one]
    assert after == [one for one in before if AUDIT not in one]


def test_a_folder_in_the_zip_and_what_desktops_leave_in_it_are_fine(here: Feeding):
    files = {f"My feed (2)/{name}.csv": text for name, text in GOOD.items()}
    files |= {"__MACOSX/My feed (2)/._families.csv": "x", "My feed (2)/.DS_Store": "x", "My feed (2)/": ""}
    assert here.send(zipped(files)).json()["kept"] == ROWS


@pytest.mark.parametrize("body", [b"", b"id\nx", zipped()[:-30], zipped()[40:], b"PK\x05\x06" + b"\xff" * 18], ids=range(5))
def test_a_body_that_is_no_whole_zip_is_refused(here: Feeding, tmp_path: Path, body: bytes):
    assert refused(here.send(body)) == (400, "BAD_REQUEST")
    assert held(tmp_path) == 0


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_ways_of_packing_that_take_much_memory_are_refused(here: Feeding, way: int):
    assert refused(here.send(zipped(way=way))) == (400, "BAD_REQUEST")


def small(here: Feeding, **limits: float) -> None:
    """The same Kith, with smaller limits."""
    routes: list[Any] = [*here.browser.app.routes]
    [route] = [one for one in routes if one.path == "/feeds/{source}"]
    uploads: Any = route.endpoint.__self__
    object.__setattr__(uploads, "limits", replace(Limits(), **limits))


def test_more_than_a_feed_may_be_is_refused_sent_or_unpacked(here: Feeding, tmp_path: Path):
    bomb = zipped({"families.csv": "id\n" + "0" * 3_000_000})
    small(here, unpacked=2_000_000)
    assert len(bomb) < 10_000
    assert refused(here.send(bomb)) == (413, "BODY_TOO_LARGE")
    small(here, sent=1000)
    assert refused(here.send()) == (413, "BODY_TOO_LARGE")

    async def parts() -> AsyncGenerator[bytes]:
        for _ in range(3):
            yield b"x" * 400

    assert refused(here.send(parts())) == (413, "BODY_TOO_LARGE")
    assert held(tmp_path) == 0
    assert here.left == []


def test_a_body_that_does_not_end_is_given_up(here: Feeding):
    async def parts() -> AsyncGenerator[bytes]:
        yield b"x"
        await asyncio.Event().wait()

    small(here, seconds=0.05)
    assert refused(here.send(parts())) == (408, "TOO_SLOW")
    small(here)
    assert here.send().status_code == 200


def test_a_zip_that_says_its_files_are_short_unpacks_no_more_than_it_says_or_is_refused(tmp_path: Path):
    packed = bytearray(zipped({"families.csv": "x" * 5000}))
    at = packed.rindex(b"PK\x01\x02")
    packed[at + 24 : at + 28] = (10).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(packed)
    with pytest.raises(Refused):
        unpack(tmp_path / "a.zip", tmp_path, Limits())


def test_a_directory_of_very_many_members_is_never_read(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as into:
        for n in range(4000):
            into.writestr(f"{n}.csv", "")
    with pytest.raises(Refused) as refusal:
        unpack(tmp_path / "a.zip", tmp_path, Limits(members=10_000))
    assert "directory is too long" in refusal.value.errors[0].message


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, 399), st.integers(0, 255)), min_size=1, max_size=6), cut=st.integers(1, 400))
def test_a_zip_with_any_bytes_changed_is_unpacked_or_refused_and_nothing_else(tmp_path: Path, changes: list[tuple[int, int]], cut: int):
    folder = tmp_path / "into"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    packed = bytearray(zipped({"families.csv": "id\nx\n" * 20, "children.csv": "id\ny"}))
    for at, value in changes:
        packed[at % len(packed)] = value
    (tmp_path / "a.zip").write_bytes(packed[:cut] if cut < len(packed) else packed)
    with contextlib.suppress(Refused):
        unpack(tmp_path / "a.zip", folder, Limits(unpacked=4000))
    assert all(one.parent == folder and one.suffix == ".csv" for one in folder.rglob("*"))
    assert sum(one.stat().st_size for one in folder.iterdir()) <= 4000


def test_while_one_feed_is_taken_in_another_is_told_to_wait(here: Feeding, tmp_path: Path):
    with turn(tmp_path / "state") as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        (folder / "left").write_text("of one that broke off")
        answer = here.send()
        assert refused(answer) == (409, "FEED_RUNNING")
        assert answer.headers["retry-after"] == "60"
        assert held(tmp_path) == 0
    assert here.send().status_code == 200


def test_what_a_feed_that_broke_off_left_behind_is_gone_with_the_next(here: Feeding, tmp_path: Path):
    left = tmp_path / "state" / "feeding" / "files"
    left.mkdir(parents=True)
    (left / "children.csv").write_text("id,given_name\nc,Zebedee")
    assert here.send(b"x").status_code == 400
    assert not (tmp_path / "state" / "feeding").exists()


def test_each_feed_is_in_the_audit_before_it_is_loaded_and_before_it_is_answered(here: Feeding, tmp_path: Path):
    here.send()
    begun, done = here.audit()
    assert begun["what"] == ["feed trust"]
    assert done["what"] == [f"feed trust, load 1, read {ROWS}, kept {ROWS}, retired 0, refused 0"]
    for line in (begun, done):
        assert (line["who"], line["role"], line["purpose"]) == ("https://login.council.example/|feed-7", "service", None)
        assert (line["subjects"], line["missed"], line["refused"]) == ([], [], None)
    assert begun["request"] == done["request"]
    here.send(b"x")
    assert [(line["what"], line["refused"]) for line in here.audit()[2:]] == [
        (["feed trust"], None),
        (["feed trust, not loaded"], "BAD_REQUEST"),
    ]


def test_where_the_audit_cannot_be_written_nothing_is_loaded(here: Feeding, tmp_path: Path):
    (tmp_path / "state" / AUDIT).mkdir()
    assert refused(here.send()) == (503, "AUDIT_UNAVAILABLE")
    assert held(tmp_path) == 0


@pytest.mark.parametrize("rights", ["", RIGHTS])
def test_where_real_people_may_be_held_a_feed_needs_its_rights(empty: Path, tmp_path: Path, rights: str):
    shutil.copy(empty, tmp_path / "kith.db")
    with feeding(tmp_path, rights=rights, environment="production") as here:
        answer = here.send()
        if rights:
            assert answer.json()["kept"] == ROWS
        else:
            assert refused(answer) == (400, "BAD_INPUT")
            assert "loaded by no right that was told" in answer.text
        assert held(tmp_path) == bool(rights)


def test_a_source_that_was_withdrawn_loads_no_more_over_http_either(here: Feeding, tmp_path: Path):
    here.send()
    assert typed(tmp_path, "withdraw", "trust", "--yes").returncode == 0
    answer = here.send()
    assert refused(answer) == (400, "BAD_INPUT")
    assert "was withdrawn" in answer.text
