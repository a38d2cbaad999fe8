"""The calendar that a manager subscribes to: opened by its address alone, masked, audited, and nothing else opens it."""

import re
from base64 import urlsafe_b64decode
from datetime import timedelta
from pathlib import Path

import pytest

from api.guarding.access import API, PAGES, NotSignedIn, Role, Viewer
from api.guarding.audit_file import AUDIT
from api.guarding.calendar_key import calendar_address, viewer_of
from api.guarding.keys import key_in
from api.guarding.own_tokens import Issuer
from ingest.load import Source
from tests.api.house import MANAGER, MANAGER_OF_NOTHING, SCHOOL_MANAGER, House
from tests.api.test_calendar import read_back

ADMINISTRATOR = Viewer("viewer-7", "administrator", None)


@pytest.fixture
def house(house: House) -> House:
    """Asked by a manager."""
    house.viewer = MANAGER
    return house


def address(house: House, viewer: Viewer = MANAGER) -> str:
    return house.ask("{ horizon(months: 12) { calendar } }", viewer=viewer)["data"]["horizon"]["calendar"]


def leaving(house: House, until: str, confidential: str | None = None) -> None:
    """Tom's post at the school ends."""

    async def tell() -> None:
        store = house.reader.reader
        load = await store.begin_load(Source("hr"), "2026-02-01T00:00:00.000000Z")  # type: ignore[attr-defined]
        row = ("Professional", "tom", "Service", "pastoral", "WORKS_IN 9", None, None, "2021-01-01", until, None, None, None, confidential)
        await store.upsert(load, "WORKS_IN", [row])  # type: ignore[attr-defined]
        await store.finish_load(load, load.started, read=1, kept=1, refused=0)  # type: ignore[attr-defined]

    house.runner.run(tell())


def test_the_address_opens_a_calendar_of_what_its_viewer_sees(house: House) -> None:
    leaving(house, "2026-08-31")
    told = house.send("GET", address(house))
    assert (told.status_code, told.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert told.headers["cache-control"] == "no-store"
    days = [value for name, value in read_back(told.content) if name.startswith("DTSTART")]
    assert days == ["20260831"]
    assert "hartley" not in told.text.casefold()
    assert house.send("GET", address(house, MANAGER_OF_NOTHING)).content.count(b"BEGIN:VEVENT") == 0


def test_a_date_that_only_hr_may_know_is_in_nobodys_calendar(house: House) -> None:
    leaving(house, "2026-08-31", confidential="2026-08-01")
    for viewer in (MANAGER, ADMINISTRATOR, SCHOOL_MANAGER):
        assert house.send("GET", address(house, viewer)).content.count(b"BEGIN:VEVENT") == 0


def test_each_fetch_is_in_the_audit_under_its_viewer(house: House) -> None:
    leaving(house, "2026-08-31")
    house.send("GET", address(house, ADMINISTRATOR))
    line = house.audit()[-1]
    assert (line["who"], line["what"], line["subjects"]) == ("viewer-7", ["calendar"], ["tom"])


@pytest.mark.parametrize("key", ["", "x", "a.b.c"])
def test_a_wrong_key_reads_as_a_page_that_is_not_there(house: House, key: str) -> None:
    assert house.send("GET", f"/calendar/{key}.ics").status_code == 404


def test_an_expired_key_and_other_tokens_open_nothing_and_it_opens_nothing_else(house: House) -> None:
    path = address(house)
    key = path.removeprefix("/calendar/").removesuffix(".ics")
    for audience in (API, PAGES):
        other = house.issuer.issue(MANAGER, house.now[0], audience=audience)
        assert house.send("GET", f"/calendar/{other}.ics").status_code == 404
    headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}
    assert house.send("POST", "/graphql", content=b'{"query": "{ __typename }"}', headers=headers).status_code == 401
    house.now[0] += timedelta(days=366)
    assert house.send("GET", path).status_code == 404


def test_nothing_of_the_viewer_can_be_read_off_the_address(house: House) -> None:
    path = address(house, SCHOOL_MANAGER)
    key = path.removeprefix("/calendar/").removesuffix(".ics")
    readable = b"".join(urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in key.split("."))
    for secret in (SCHOOL_MANAGER.id, SCHOOL_MANAGER.role, "school"):
        assert secret.encode() not in readable
        assert secret not in path
    assert re.fullmatch(r"[\w.-]+", key)


def test_an_address_with_any_letter_changed_opens_nothing(house: House) -> None:
    path = address(house)
    middle = len(path) // 2
    other = "A" if path[middle] != "A" else "B"
    assert house.send("GET", path[:middle] + other + path[middle + 1 :]).status_code == 404


def test_another_key_of_the_issuer_ends_all_addresses(house: House, tmp_path: Path) -> None:
    key = address(house).removeprefix("/calendar/").removesuffix(".ics")
    assert viewer_of(house.issuer, key, house.now[0]) == MANAGER
    with pytest.raises(NotSignedIn):
        viewer_of(Issuer(key_in(tmp_path / "new")), key, house.now[0])


def test_a_role_that_plans_no_staff_has_no_address(house: House) -> None:
    board = Viewer("viewer-8", "board", None)
    assert house.ask("{ horizon(months: 12) { calendar } }", viewer=board)["data"]["horizon"] is None


@pytest.mark.parametrize("role", ["board", "coordinator", "practitioner", "auditor"])
def test_a_key_of_someone_who_plans_no_staff_any_more_opens_nothing(house: House, role: Role) -> None:
    leaving(house, "2026-08-31")
    path = calendar_address(house.issuer, Viewer("someone", role, None), house.now[0])
    assert house.send("GET", path).status_code == 404
    assert house.audit()[-1]["what"] == ["calendar, refused"]


def test_where_the_audit_cannot_be_written_no_calendar_is_told(house: House) -> None:
    path = address(house)
    leaving(house, "2026-08-31")
    file = house.settings.state_folder / AUDIT
    file.unlink()
    file.mkdir()
    told = house.send("GET", path)
    assert told.status_code == 503
    assert b"VEVENT" not in told.content
