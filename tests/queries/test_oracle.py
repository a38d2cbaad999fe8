"""Who knows, worked out a second time: slowly, from the pages alone, without a line of the product; the two must agree."""

import asyncio
import math
import tempfile
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.commands.lines import who_line
from graph.model import Subject, View
from graph.store import Row, open_store
from queries.who_knows import who_knows, who_knows_all
from tests.conformance.drawing import tell

ON = date(2026, 6, 1)
VALUES = {"home_visit": 1.0, "face_to_face": 0.8, "meeting": 0.5, "call": 0.4, "message": 0.1, None: 0.5}
STAFF, SERVICES = ("amina", "ben", "cara", "dev"), ("early", "health", "school")
FAMILIES, CHILDREN = ("hartley", "other"), ("leo", "mia", "zoe")
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Where files are quickest made and thrown away."""
Record = dict[str, Any]
World = dict[str, list[Record]]
Key = tuple[str, str]


# The reference: rules are those of the small print


def holds(row: Record, on: date) -> bool:
    return (row["since"] is None or row["since"] <= on) and (row["until"] is None or row["until"] >= on)


def begun(row: Record, on: date) -> bool:
    return row["since"] is None or row["since"] <= on


class Reference:
    """One professional's tie to one subject, on one day."""

    def __init__(self, world: World, who: str, subject: Key, on: date) -> None:
        def mine(row: Record) -> bool:
            return row["who"] == who and (row["kind"], row["whom"]) == subject

        self.who, self.subject = who, subject
        rows = [r for r in world["ties"] if mine(r) and begun(r, on)]  # rule 3
        seen = [c for c in world["contacts"] if mine(c) and c["day"] <= on]
        self.exists = bool(rows or seen)
        if not self.exists:
            return
        live_rows = [r for r in rows if holds(r, on)]
        self.inferred = not rows  # rules 8, 42
        self.live = bool(live_rows) or self.inferred  # rule 7
        self.end = None if self.live else max(r["until"] for r in rows)
        starts = [r["since"] for r in rows if r["since"]] + [c["day"] for c in seen]
        self.since = min(starts, default=None)
        self.last_contact = max((c["day"] for c in seen), default=None)
        self.conflict = self.end is not None and any(r["until"] == self.end and r["reason"] == "conflict" for r in rows)
        n = len({c["day"] for c in world["contacts"] if c["who"] == who and c["day"] <= on})
        rho = n / (n + 2)  # rule 10
        self.knowing = self.how_well(on, rho)
        weighed = self.evidence(seen, on)
        self.activity = weighed / (weighed + 4) if n else None
        contexts = {r["context"] for r in (live_rows if self.live else rows)}  # rule 12
        self.reach = 1 - 2.0 ** -(max(len(contexts), 1) - 1)
        top = 0.35 * (self.knowing or 0) + 0.25 * rho * (self.activity or 0) + 0.10 * self.reach
        self.strength = top / (0.35 + 0.25 * rho + 0.10)
        self.state = self.how_current(seen, on)

    def how_well(self, on: date, rho: float) -> float | None:
        if self.since is None:
            return None
        if self.last_contact is not None:  # rule 9
            gap: float = (on - self.last_contact).days
        elif self.end is not None:
            gap = (on - self.end).days
        else:
            gap = rho * (on - self.since).days
        known = max(((self.end or on) - self.since).days, 0)
        return (1 - math.exp(-known / 730)) * 2 ** (-gap / 1460)

    def evidence(self, seen: list[Record], on: date) -> float:
        total = 0.0
        for day in {c["day"] for c in seen}:
            values = sorted((VALUES[c["how"]] for c in seen if c["day"] == day for _ in range(c["count"])), reverse=True)
            total += sum(v * 0.5**i for i, v in enumerate(values)) * 2 ** (-(on - day).days / 90)
        return total

    def how_current(self, seen: list[Record], on: date) -> str:
        if not self.live:
            return "ended"
        days = sorted({c["day"] for c in seen})
        if len(days) < 4:  # rule 14
            return "current"
        gaps = sorted((days[i + 1] - days[i]).days for i in range(len(days) - 1))
        middle = len(gaps) // 2
        usual = gaps[middle] if len(gaps) % 2 else (gaps[middle - 1] + gaps[middle]) / 2  # rule 43
        silent = (on - days[-1]).days
        return "lapsed" if silent > 8 * usual else "cooling" if silent > 4 * usual else "current"


def posts_of(world: World, who: str) -> list[Record]:
    return [p for p in world["posts"] if p["who"] == who]


def in_post(world: World, who: str, on: date) -> bool:
    posts = posts_of(world, who)
    return not posts or any(holds(p, on) for p in posts)  # rule 5


def service(world: World, who: str, on: date) -> str | None:
    live = [p for p in posts_of(world, who) if holds(p, on)]
    live.sort(key=lambda p: p["where"])
    live.sort(key=lambda p: p["since"] or date.min, reverse=True)  # rule 6
    return live[0]["where"] if live else None


def last_strong_day(world: World, tie: Reference, on: date) -> date | None:
    """Rule 15: the day that counts, if the tie was strong on it."""
    ends: list[date] = [tie.end] if tie.end else []
    if not in_post(world, tie.who, on):
        ends += sorted(p["until"] for p in posts_of(world, tie.who) if p["until"] and p["until"] < on)[-1:]
    if not ends or tie.conflict:
        return None
    then = Reference(world, tie.who, tie.subject, min(ends))
    return min(ends) if then.exists and then.strength >= 0.6 else None


def expected_line(world: World, subject: Key, on: date) -> Record:
    subjects = [subject]
    if subject[0] == "family":  # rule 16
        subjects += [("child", m["child"]) for m in world["members"] if m["family"] == subject[1] and holds(m, on)]

    def order(tie: Reference) -> tuple[float, bool, str]:
        return -tie.strength, tie.subject != subject, tie.subject[1]  # rule 17

    knowers: list[Record] = []
    dormant: list[Record] = []
    for who in STAFF:
        ties = sorted((t for s in subjects if (t := Reference(world, who, s, on)).exists), key=order)
        live = [t for t in ties if t.live] if in_post(world, who, on) else []
        if live:  # rule 19
            knowers.append(told(world, live[0], on))
        elif was := [t for t in ties if last_strong_day(world, t, on)]:
            dormant.append(told(world, was[0], on) | {"strong_until": iso(last_strong_day(world, was[0], on))})
    for found in (knowers, dormant):
        found.sort(key=lambda k: (-k["strength"], k["professional_id"]))  # rule 18
    key = knowers[0] if knowers and knowers[0]["strength"] >= 0.2 else None
    return {
        "subject_kind": subject[0],
        "subject_id": subject[1],
        "on": on.isoformat(),
        "nobody": key is None,
        "key_individual": key and key["professional_id"],
        "lead": lead(world, subject, subjects, on),
        "margin": key["strength"] - knowers[1]["strength"] if key and len(knowers) > 1 else None,
        "knowers": knowers,
        "dormant": dormant,
    }


def lead(world: World, subject: Key, subjects: list[Key], on: date) -> str | None:
    rows = [r for r in world["ties"] if r["lead"] and holds(r, on) and (r["kind"], r["whom"]) in subjects]
    own = [r for r in rows if (r["kind"], r["whom"]) == subject] or rows  # rule 21
    latest = max((r["since"] or date.min for r in own), default=None)
    return min((r["who"] for r in own if (r["since"] or date.min) == latest), default=None)


def told(world: World, tie: Reference, on: date) -> Record:
    s = tie.strength
    return {
        "professional_id": tie.who,
        "strength": s,
        "word": "strong" if s >= 0.6 else "steady" if s >= 0.35 else "light" if s > 0 else None,
        "state": tie.state,
        "parts": {"knowing": tie.knowing, "activity": tie.activity, "trust": None, "reach": tie.reach},
        "since": iso(tie.since),
        "last_contact": iso(tie.last_contact),
        "service_id": service(world, tie.who, on),
        "inferred": tie.inferred,
    }


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


# Worlds to compare them in


days = st.integers(-40, 3000).map(lambda n: ON - timedelta(n)) | st.integers(-2, 2).map(lambda n: ON - timedelta(n))
subjects = st.sampled_from([("family", f) for f in FAMILIES] + [("child", c) for c in CHILDREN])


def in_order(row: Record) -> Record:
    if row["since"] and row["until"] and row["until"] < row["since"]:
        return row | {"since": row["until"], "until": row["since"]}
    return row


def span(row: Record) -> Record:
    kind, whom = row["subject"]
    return in_order(row | {"kind": kind, "whom": whom})


def burst(row: Record) -> list[Record]:
    """Contacts at even intervals, now and then two on a day."""
    kind, whom = row["subject"]
    found: list[Record] = []
    for n in range(row["times"]):
        day = row["first"] + timedelta(n * row["step"])
        at = f"{day}T09:3{n % 10}:00" if row["timed"] else day.isoformat()
        found.append({"who": row["who"], "kind": kind, "whom": whom, "at": at, "day": day, "how": row["how"], "count": row["count"]})
    return found


def flat(bursts: Iterable[list[Record]]) -> list[Record]:
    """Every contact once: the same one twice in a feed has been added up before it is written."""
    return list({(c["who"], c["kind"], c["whom"], c["at"], c["how"]): c for many in bursts for c in many}.values())


ends = st.none() | days
tie_rows = st.fixed_dictionaries(
    {
        "who": st.sampled_from(STAFF),
        "subject": subjects,
        "since": ends,
        "until": st.none() | ends,
        "context": st.sampled_from([None, "home", "school", "health"]),
        "lead": st.sampled_from([None, True, False]),
        "reason": st.sampled_from([None, "conflict", "moved"]),
    }
).map(span)
bursts = st.fixed_dictionaries(
    {
        "who": st.sampled_from(STAFF),
        "subject": subjects,
        "first": days,
        "step": st.sampled_from([0, 1, 7, 30, 200]),
        "times": st.integers(1, 8),
        "timed": st.booleans(),
        "how": st.sampled_from(list(VALUES)),
        "count": st.integers(1, 3),
    }
).map(burst)
post_rows = st.fixed_dictionaries(
    {"who": st.sampled_from(STAFF), "where": st.sampled_from(SERVICES), "since": ends, "until": st.none() | ends}
).map(in_order)
member_rows = st.fixed_dictionaries(
    {"child": st.sampled_from(CHILDREN), "family": st.sampled_from(FAMILIES), "since": st.none() | ends, "until": st.none() | ends}
).map(in_order)
worlds = st.fixed_dictionaries(
    {
        "ties": st.lists(tie_rows, max_size=9),
        "contacts": st.lists(bursts, max_size=6).map(flat),
        "posts": st.lists(post_rows, max_size=5),
        "members": st.lists(member_rows, max_size=3, unique_by=lambda m: m["child"]),
    }
)


def rows_of(world: World) -> dict[str, list[Row]]:
    """The world as the rows that the waist takes, things before ties."""

    def label(kind: str) -> str:
        return kind.capitalize()

    return {
        "Professional": [(p, None, None, None, None, None) for p in STAFF],
        "Service": [(s, None, None, None, None) for s in SERVICES],
        "Family": [(f, None, None) for f in FAMILIES],
        "Child": [(c, None, None, None, None, None) for c in CHILDREN],
        "KNOWS": [
            (
                "Professional",
                t["who"],
                label(t["kind"]),
                t["whom"],
                f"row {n}",
                None,
                t["context"],
                t["lead"],
                iso(t["since"]),
                iso(t["until"]),
                t["reason"],
            )
            for n, t in enumerate(world["ties"])
        ],
        "MET": [
            ("Professional", c["who"], label(c["kind"]), c["whom"], c["at"], c["how"], iso(c["day"]), c["count"]) for c in world["contacts"]
        ],
        "WORKS_IN": [
            ("Professional", p["who"], "Service", p["where"], f"row {n}", None, None, iso(p["since"]), iso(p["until"]), None, None, None)
            for n, p in enumerate(world["posts"])
        ],
        "MEMBER_OF": [("Child", m["child"], "Family", m["family"], None, None, iso(m["since"]), iso(m["until"])) for m in world["members"]],
    }


async def lines(world: World, asked: list[Subject], on: date) -> tuple[list[Record], list[Record]]:
    """What the product says of each subject, asked for by name, and asked for all at once."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        async with open_store(f"sqlite:///{Path(folder) / 'kith.db'}") as store:
            await tell(store, {k: rows for k, rows in rows_of(world).items() if rows})
            named = [who_line(a) for a in await who_knows(store, asked, View(on))]
            return named, [who_line(a) async for a in who_knows_all(store, View(on))]


def same(found: Any, wanted: Any, where: str = "line") -> None:
    """Every key that is wanted is there and equal, numbers within 1e-9."""
    if isinstance(wanted, dict):
        for key, value in cast("Record", wanted).items():
            assert key in found, f"{where} has no {key}"
            same(found[key], value, f"{where}.{key}")
    elif isinstance(wanted, list):
        values = cast("list[Any]", wanted)
        assert len(found) == len(values), f"{where}: {found} is not {values}"
        for n, value in enumerate(values):
            same(found[n], value, f"{where}[{n}]")
    elif isinstance(wanted, float):
        assert found == pytest.approx(wanted, abs=1e-9), where
    else:
        assert (found, type(found)) == (wanted, type(wanted)), where


@settings(max_examples=300, derandomize=True, deadline=None)
@given(worlds, st.integers(0, 900).map(lambda n: ON - timedelta(n)) | st.just(ON))
def test_the_product_agrees_with_a_second_reading_of_the_rules(world: World, on: date) -> None:
    asked = [Subject("family", f) for f in FAMILIES] + [Subject("child", c) for c in CHILDREN]
    named, everyone = asyncio.run(lines(world, asked, on))
    assert sorted((x["subject_kind"], x["subject_id"]) for x in everyone) == sorted((s.kind, s.id) for s in asked)
    for line in (*named, *everyone):
        same(line, expected_line(world, (line["subject_kind"], line["subject_id"]), on))
