"""Random small worlds, for the second readings of the rules to be compared in."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

ON = date(2026, 6, 1)
T = TypeVar("T")
Record = dict[str, Any]
Key = tuple[str, str]
"""A child or family."""
STAFF, SERVICES = ("amina", "ben", "cara", "dev", "eve"), ("early", "health", "school")
TIED = STAFF[:4]
"""Who may have ties and contacts: one has posts alone."""
FAMILIES, CHILDREN, CARERS = ("hartley", "other"), ("leo", "mia", "zoe"), ("mum", "dad")
SUBJECTS: list[Key] = [*(("family", f) for f in FAMILIES), *(("child", c) for c in CHILDREN)]
HOW_MET = ("home_visit", "face_to_face", "meeting", "call", "message", None)


@dataclass(frozen=True)
class World:
    """What is held, the day it is asked about, who leaves that day, and the professional who asks; None: someone who may see all."""

    on: date
    viewer: str | None
    leavers: list[str]
    ties: list[Record]
    contacts: list[Record]
    posts: list[Record]
    members: list[Record]
    statements: list[Record]

    def on_day(self, day: date) -> "World":
        return replace(self, on=day)


def drawn(seed: int) -> World:
    """One world of its own for every seed: crowded, so that its ties, contacts and statements are about the same few people."""
    chance = Random(seed)
    on = chance.choice([ON, ON, ON - timedelta(chance.randint(0, 900)), date(2025, 2, 28)])
    draw = Drawing(chance, on)
    ties, bursts, members = draw.many(2, 7, draw.tie), draw.many(2, 7, draw.burst), draw.many(1, 6, draw.member)
    contacts = [c for burst in bursts for c in burst]
    pairs = sorted({(row["who"], row["whom"]) for row in (*ties, *contacts)})
    statements = draw.many(6, 20, lambda: draw.statement(pairs))
    statements += [draw.later(s) for s in statements if draw.one(True, False, False, False)]
    return World(
        on,
        chance.choice([None, None, None, *STAFF[:2]]),
        sorted(chance.sample(STAFF, chance.choice([1, 1, 2, 3]))),
        ties,
        # Each once: the same one twice in a feed has been added up before it is written
        list({(c["who"], c["whom"], c["at"], c["how"]): c for c in contacts}.values()),
        draw.many(0, 4, draw.post),
        list({(m["who"], m["source"]): m for m in members}.values()),
        list({s["id"]: s for s in statements}.values()),
    )


@dataclass(frozen=True)
class Drawing:
    """Rows by chance, around one day."""

    chance: Random
    on: date

    def many(self, least: int, most: int, row: Callable[[], T]) -> list[T]:
        return [row() for _ in range(self.chance.randint(least, most))]

    def one(self, *choices: T) -> T:
        return self.chance.choice(choices)

    def day(self) -> date:
        """Any day of many years, or one close by: the day asked itself, those beside it, and a year before, too."""
        ago = self.one(self.chance.randint(-40, 3000), self.chance.randint(0, 400), self.chance.randint(-2, 2), self.one(364, 365, 366))
        return self.on - timedelta(ago)

    def span(self) -> Record:
        """Since and until, either of which may not be known."""
        since, until = self.one(None, *[self.day()] * 4), self.one(None, None, None, self.day())
        since, until = (until, since) if since and until and until < since else (since, until)
        return {"since": since, "until": until}

    def subject(self) -> Key:
        return self.one(*SUBJECTS, *SUBJECTS[:1] * 4, *[("child", "leo")] * 2)

    def tie(self) -> Record:
        context, reason = self.one(None, "home", "school", "health"), self.one(None, "conflict", "moved")
        lead = self.one(None, True, False)
        return {"who": self.one(*TIED), "whom": self.subject(), "context": context, "lead": lead, "reason": reason, **self.span()}

    def burst(self) -> list[Record]:
        """Contacts at even intervals, now and then two on a day."""
        who, whom, first, step = self.one(*TIED), self.subject(), self.day(), self.one(0, 1, 7, 30, 200)
        timed, how, count = self.one(True, False), self.one(*HOW_MET), self.chance.randint(1, 3)
        found: list[Record] = []
        for n in range(self.chance.randint(1, 8)):
            day = first + timedelta(n * step)
            at = f"{day}T09:3{n}:00" if timed else day.isoformat()
            found.append({"who": who, "whom": whom, "at": at, "day": day, "how": how, "count": count})
        return found

    def post(self) -> Record:
        return {"who": self.one(*STAFF), "where": self.one(*SERVICES), **self.span()}

    def member(self) -> Record:
        """A child or carer of a family, as one of two sources has it: they need not agree."""
        who = self.one(*(("Child", c) for c in (*CHILDREN, "leo")), *(("Carer", c) for c in CARERS))
        recent, never = self.on - timedelta(self.chance.randint(0, 250)), None
        spans = {"since": never, "until": recent}, {"since": recent, "until": never}, self.span()
        span = self.one(*[{"since": never, "until": never}] * 3, *spans)
        return {"who": who, "family": self.one(*FAMILIES, "hartley"), "source": self.one(0, 0, 1), **span}

    def statement(self, pairs: list[tuple[str, Key]]) -> Record:
        """Something a child, a carer or someone else said, with a name or without, of a tie there is as a rule, within a year as a rule."""
        about, whom = self.one(*[self.one(*pairs)] * 3, (self.one(*STAFF, None), self.subject()))
        kind = self.one(*["trust"] * 6, *["nomination"] * 4, "vouch", "dispute", "hide")
        speaker_kind = self.one("child", "child", "child", "carer", "carer", "kin", "professional", "self")
        names = {"child": (*CHILDREN, "leo"), "carer": (*CARERS, "mum"), "kin": ("nan",), "professional": STAFF, "self": (about,)}[
            speaker_kind
        ]
        speaker = self.one(*names * 3, None)
        if (speaker_kind, speaker) == whom or speaker_kind == "carer":
            whom = self.one(whom, None)
        ago = self.one(self.chance.randint(-3, 500), self.chance.randint(0, 200), self.chance.randint(0, 200), self.one(0, 364, 365, 366))
        said_on = self.one(*[self.on - timedelta(ago)] * 8, date(2024, 2, 29))
        return {
            "id": f"s{self.chance.randint(0, 999):03}",
            "kind": kind,
            "speaker_kind": speaker_kind,
            "speaker": speaker,
            "about": about,
            "whom": self.one(whom, whom, whom, None),
            "answer": self.one(*["yes"] * 4, "no", "no", "unsure", None),
            "said_on": said_on,
            "expires_on": self.one(None, None, None, said_on + timedelta(self.chance.randint(0, 600))),
            "visibility": self.one(None, None, None, None, "not_them"),
        }

    def later(self, said: Record) -> Record:
        """The same speaker's next word on the same, of the same day at the earliest, and for a short time now and then."""
        said_on = said["said_on"] + timedelta(self.one(0, self.chance.randint(0, 200)))
        expires_on = self.one(None, None, said_on + timedelta(self.chance.randint(0, 90)))
        answer = self.one("yes", "no", "unsure", None)
        return said | {"id": f"s{self.chance.randint(0, 999):03}", "answer": answer, "said_on": said_on, "expires_on": expires_on}
