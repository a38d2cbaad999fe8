"""A small made-up world in a real SQLite store, and an application over it that tests can ask."""

import asyncio
import json
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from api.guarding.access import Viewer
from api.guarding.audit_file import AUDIT
from api.guarding.own_tokens import Issuer
from graph.model import Source
from graph.schema import BY_LABEL
from graph.settings import Settings
from graph.store import GraphReader, GraphStore, open_store

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
EVERYTHING = Viewer("viewer-1", "coordinator", None)
SCHOOL_ONLY = Viewer("viewer-2", "coordinator", frozenset(["school"]))
NOTHING = Viewer("viewer-3", "coordinator", frozenset())
MANAGER = Viewer("viewer-6", "manager", None)
SCHOOL_MANAGER = Viewer("viewer-7", "manager", frozenset(["school"]))
MANAGER_OF_NOTHING = Viewer("viewer-8", "manager", frozenset())
PURPOSE = {
    "practitioner": "early_help",
    "coordinator": "early_help",
    "manager": "handover",
    "board": "partnership",
    "privacy_officer": "oversight",
    "administrator": "staffing",
    "auditor": "oversight",
    "demo": "demonstration",
}
"""What the tests ask for, by role, where they say nothing else."""
CANARY_NAMES, CANARY_BORN, CANARY_UPN = ("Zebedee", "Canarysson"), "2013-04-05", "A123456789012"

Values = str | int | float | bool | None

PEOPLE: dict[str, list[dict[str, Values]]] = {
    "Organisation": [{"id": "council", "name": "Northvale Council"}, {"id": "school", "name": "Elm School"}],
    "Service": [{"id": "team", "name": "Family Help"}, {"id": "pastoral", "name": "Pastoral Team"}],
    "Professional": [
        {"id": "priya", "name": "Priya Nair", "profession": "social worker", "phone": "020 7946 0001", "staff_number": "SW1"},
        {"id": "tom", "name": "Tom Okafor", "profession": "tutor", "email": "tom@elm.example"},
        {"id": "moved", "name": "Maria Moved", "profession": "health visitor"},
    ],
    "Family": [
        {"id": "hartley", "name": "Hartley"},
        {"id": "okoro", "name": "Okoro"},
        {"id": "mensah", "name": "Mensah"},
        {"id": "alone", "name": "Alone"},
        {"id": "canary-family", "name": CANARY_NAMES[1]},
        *({"id": f"smith-{n:02}", "name": "Smith"} for n in range(60)),
    ],
    "Child": [
        {"id": "amina", "given_name": "Amina", "family_name": "Hartley", "date_of_birth": "2015-01-01"},
        {"id": "twin-1", "given_name": "Ade", "upn": "B123"},
        {"id": "twin-2", "given_name": "Ayo", "upn": "B123"},
        {"id": "kofi", "given_name": "Kofi"},
        {"id": "canary", "given_name": CANARY_NAMES[0], "family_name": CANARY_NAMES[1], "date_of_birth": CANARY_BORN, "upn": CANARY_UPN},
    ],
}

PEOPLE["Address"] = [
    {"id": "mill", "uprn": "100023336956", "address": "1 Millrace Lane", "postcode": "AB1 2CD"},
    {"id": "miller", "address": "1 millrace ln", "postcode": "ab12cd"},
    {"id": "hill", "address": "2 Hilltop Road", "postcode": "AB1 2CE"},
    {"id": "farm", "address": f"{CANARY_NAMES[1]} Farm", "postcode": "ZZ9 9ZZ"},
]
_MENSAH: dict[str, Values] = {"subject_kind": "family", "subject_id": "mensah"}
SAID: list[dict[str, Values]] = [
    {"id": "s1", "kind": "trust", "speaker_kind": "child", "speaker_id": "kofi", "about_professional_id": "priya", "answer": "no"},
    {"id": "s2", "kind": "nomination", "speaker_kind": "child", "speaker_id": "kofi", "about_professional_id": "tom", "answer": "yes"},
    {"id": "s3", "kind": "trust", "speaker_kind": "kin", "about_professional_id": "tom", "answer": "yes", **_MENSAH},
    {"id": "s4", "kind": "vouch", "speaker_kind": "professional", "speaker_id": "priya", "about_professional_id": "tom", **_MENSAH},
]
PEOPLE["Statement"] = [{**said, "said_on": "2026-05-20", "question": f"Do you trust them, {CANARY_NAMES[0]}?"} for said in SAID]


def _tie(label: str, start: str, end: str, **values: Values) -> dict[str, Values]:
    kind = BY_LABEL[label]
    starts, ends = kind.starts[0], kind.ends[0]  # type: ignore[union-attr]
    return {"start_kind": starts, "start": start, "end_kind": ends, "end": end, **values}


def _family(label: str, start: str, end: str, **values: Values) -> dict[str, Values]:
    """A tie that leads to a family."""
    return _tie(label, start, end, **values) | {"end_kind": "Family"}


TIES: dict[str, list[dict[str, Values]]] = {
    "PART_OF": [_tie("PART_OF", "team", "council"), _tie("PART_OF", "pastoral", "school")],
    "WORKS_IN": [
        _tie("WORKS_IN", "priya", "team", role="key worker", since="2020-01-01"),
        _tie("WORKS_IN", "tom", "pastoral", since="2021-01-01"),
        _tie("WORKS_IN", "moved", "team", since="2010-01-01", until="2024-01-31"),
    ],
    "MEMBER_OF": [_tie("MEMBER_OF", "amina", "hartley"), _tie("MEMBER_OF", "canary", "canary-family"), _tie("MEMBER_OF", "kofi", "mensah")],
    "KNOWS": [
        _tie("KNOWS", "priya", "amina", row="1", role="social worker", context="home", since="2021-01-01"),
        _tie("KNOWS", "tom", "amina", row="2", role="tutor", context="school", since="2025-09-01", lead=True),
        _tie("KNOWS", "moved", "amina", row="3", role="health visitor", since="2015-01-01"),
        _family("KNOWS", "priya", "mensah", row="5", role="social worker", since="2021-01-01"),
        _family("KNOWS", "tom", "mensah", row="6", role="tutor", since="2024-09-01"),
        _tie("KNOWS", "tom", "canary", row="4", role="tutor", context="school", since="2022-09-01"),
    ],
    "MET": [
        *(_family("MET", "tom", "mensah", at=f"2026-0{m}-02", kind="meeting", day=f"2026-0{m}-02", count=1) for m in (1, 2, 3, 4)),
        *(
            _tie("MET", "priya", "amina", at=f"2026-05-{d:02}", kind="home_visit", day=f"2026-05-{d:02}", count=1)
            for d in (1, 8, 15, 22, 29)
        ),
    ],
}


def _said(who: str, where: str, by: str, first: str, last: str | None, **confirmed: Values) -> dict[str, Values]:
    said: dict[str, Values] = {"reported_by": by, "first_seen": first, "last_seen": last}
    return _tie("LIVES_AT", who, where, **said, **confirmed)


TIES["LIVES_AT"] = [
    _said("hartley", "mill", "council", "2024-01-01", "2026-05-01", confirmed_by="priya", confirmed_on="2026-05-01")
    | {"start_kind": "Family"},
    _said("hartley", "miller", "school", "2025-01-01", "2026-04-01") | {"start_kind": "Family"},
    _said("hartley", "hill", "trust", "2025-06-01", "2026-02-01") | {"start_kind": "Family"},
    _said("amina", "farm", "police", "2025-06-01", None),
    _said("mensah", "hill", "school", "2025-06-01", "2026-02-01") | {"start_kind": "Family"},
    _said("canary", "farm", "council", "2025-06-01", "2026-05-01"),
]


async def fill(store: GraphStore) -> None:
    """Write the whole small world in one load."""
    load = await store.begin_load(Source("made-up", "nobody", "made up", "none"), "2026-01-01T00:00:00.000000Z")
    for label, things in (PEOPLE | TIES).items():
        columns = BY_LABEL[label].columns
        rows = [{"row": f"{label} {n}"} | thing for n, thing in enumerate(things)]
        await store.upsert(load, label, [tuple(row.get(c) for c in columns) for row in rows])
    await store.finish_load(load, "2026-01-01T00:00:01.000000Z", read=1, kept=1, refused=0)


def make_world(path: Path) -> str:
    """A store's URL, filled."""

    async def made() -> None:
        async with open_store(f"sqlite:///{path}") as store:
            await fill(store)

    asyncio.run(made())
    return f"sqlite:///{path}"


class Counting:
    """A reader that counts its calls, those for what is hidden apart, or fails with an error when told to."""

    def __init__(self, reader: GraphReader) -> None:
        self.reader, self.calls, self.veils, self.failing = reader, Counter[str](), 0, None

    failing: Exception | None

    def __getattr__(self, name: str) -> Any:
        async def call(*args: Any, **kwargs: Any) -> Any:
            if name == "guarded":
                self.veils += 1
            else:
                self.calls[name] += 1
            if self.failing:
                raise self.failing
            return await getattr(self.reader, name)(*args, **kwargs)

        return call


@dataclass
class House:
    """The application, asked from plain tests."""

    runner: asyncio.Runner
    app: FastAPI
    reader: Counting
    settings: Settings
    issuer: Issuer
    now: list[datetime] = field(default_factory=lambda: [NOW])
    viewer: Viewer = EVERYTHING
    """Who asks where a test does not say."""

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One request."""

        async def sent() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://kith.test") as client:
                return await client.request(method, path, **options)

        return self.runner.run(sent())

    def session(self) -> dict[str, str]:
        """The cookies of someone who followed the demo link."""
        cookies = self.send("GET", "/sign-in?key=demo-key").headers.get_list("set-cookie")
        return {"cookie": "; ".join(cookie.split(";")[0] for cookie in cookies)}

    def token(self, viewer: Viewer = EVERYTHING) -> str:
        """A token for the API."""
        return self.issuer.issue(viewer, self.now[0])

    def post(self, body: object = None, *, viewer: Viewer | None = None, raw: bytes | None = None, **headers: str) -> httpx.Response:
        """One GraphQL request, with a JSON body or raw bytes."""
        viewer = viewer or self.viewer
        told = {"authorization": f"Bearer {self.token(viewer)}", "content-type": "application/json"}
        told |= {"kith-purpose": PURPOSE.get(viewer.role, ""), "kith-reason": "to test"}
        told |= {k.replace("_", "-"): v for k, v in headers.items()}
        return self.send("POST", "/graphql", content=json.dumps(body).encode() if raw is None else raw, headers=told)

    def ask(self, query: str, *, viewer: Viewer | None = None, **variables: object) -> Any:
        """The whole JSON answer of one question."""
        return self.post({"query": query, "variables": variables}, viewer=viewer).json()

    def code(self, query: str, *, viewer: Viewer | None = None, **variables: object) -> str:
        """The code of the first error."""
        return self.ask(query, viewer=viewer, **variables)["errors"][0]["extensions"]["code"]

    def audit(self) -> list[Any]:
        """Every audit line so far."""
        return audit_of(self.settings.state_folder)


def audit_of(folder: Path) -> list[Any]:
    """Every audit line of a state folder so far."""
    path = folder / AUDIT
    if not path.exists():
        return []
    with closing(sqlite3.connect(path)) as db:
        return [json.loads(line) for (line,) in db.execute("SELECT line FROM entry ORDER BY number")]
