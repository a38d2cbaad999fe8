"""How well someone knows a child or family, worked out a second time: slowly, from the pages alone, without a line of the product."""

import math
from datetime import date

from tests.queries.oracle_said import Heard, holds
from tests.queries.oracle_told import iso
from tests.queries.oracle_worlds import Key, Record, World

VALUES = {"home_visit": 1.0, "face_to_face": 0.8, "meeting": 0.5, "call": 0.4, "message": 0.1, None: 0.5}


def begun(row: Record, on: date) -> bool:
    return row["since"] is None or row["since"] <= on


def contact_days(world: World, who: str) -> set[date]:
    """The days of contact with anyone, on or before the day."""
    return {c["day"] for c in world.contacts if c["who"] == who and c["day"] <= world.on}


def on_record(world: World, who: str) -> float:
    n = len(contact_days(world, who))
    return n / (n + 2)  # rule 10


class Tie:
    """One professional's tie to one subject, on the day asked."""

    def __init__(self, world: World, heard: Heard, who: str, subject: Key) -> None:
        on = world.on
        self.who, self.subject = who, subject
        rows = [r for r in world.ties if (r["who"], r["whom"]) == (who, subject) and begun(r, on)]  # rule 3
        seen = [c for c in world.contacts if (c["who"], c["whom"]) == (who, subject) and c["day"] <= on]
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
        rho = on_record(world, who)
        self.knowing = self.how_well(on, rho)
        self.evidence = weigh(seen, on)
        self.activity = self.evidence / (self.evidence + 4) if rho else None
        contexts = {r["context"] for r in (live_rows if self.live else rows)}  # rule 12
        self.reach = 1 - 2.0 ** -(max(len(contexts), 1) - 1)
        self.trust, self.certainty = heard.trust(who, subject)
        self.answers = heard.answers(who, subject)
        top = 0.35 * (self.knowing or 0) + 0.25 * rho * (self.activity or 0) + 0.30 * self.certainty * (self.trust or 0) + 0.10 * self.reach
        self.strength = top / (0.35 + 0.25 * rho + 0.30 * self.certainty + 0.10)
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

    def told(self, world: World) -> Record:
        s = self.strength
        return {
            "professional_id": self.who,
            "strength": s,
            "word": "strong" if s >= 0.6 else "steady" if s >= 0.35 else "light" if s > 0 else None,
            "state": self.state,
            "parts": {"knowing": self.knowing, "activity": self.activity, "trust": self.trust, "reach": self.reach},
            "certainty": self.certainty,
            "trust_said": [list(counted) for counted in sorted(self.answers.items())],
            "since": iso(self.since),
            "last_contact": iso(self.last_contact),
            "service_id": service(world, self.who),
            "inferred": self.inferred,
            "subject_kind": self.subject[0],
            "subject_id": self.subject[1],
        }


def weigh(seen: list[Record], on: date) -> float:
    """E."""
    total = 0.0
    for day in {c["day"] for c in seen}:
        values = sorted((VALUES[c["how"]] for c in seen if c["day"] == day for _ in range(c["count"])), reverse=True)
        total += sum(v * 0.5**i for i, v in enumerate(values)) * 2 ** (-(on - day).days / 90)
    return total


def posts_of(world: World, who: str) -> list[Record]:
    return [p for p in world.posts if p["who"] == who]


def services(world: World, who: str) -> set[str]:
    return {p["where"] for p in posts_of(world, who) if holds(p, world.on)}


def in_post(world: World, who: str) -> bool:
    return not posts_of(world, who) or bool(services(world, who))  # rule 5


def service(world: World, who: str) -> str | None:
    live = [p for p in posts_of(world, who) if holds(p, world.on)]
    live.sort(key=lambda p: p["where"])
    live.sort(key=lambda p: p["since"] or date.min, reverse=True)  # rule 6
    return live[0]["where"] if live else None
