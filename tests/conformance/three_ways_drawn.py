"""Worlds with many shields and openings, and viewers to look at them: drawn from a seed."""

from dataclasses import dataclass
from datetime import date
from random import Random

from api.guarding.access import ROLES, Role, Viewer
from api.guarding.asking import Asking
from api.guarding.cursors import Cursors
from api.guarding.policy import KINDS, Kind, policy
from graph.schema import BY_LABEL
from graph.store import GraphReader, Row
from tests.conformance.drawing import Facts
from tests.conformance.unseen_worlds import EACH, IDS, USERS, drawn
from tests.conformance.worlds import DAYS

PAIRS: list[tuple[Role, Kind | None]] = [(role, kind) for role in ROLES for kind in (None, *KINDS)]
CLOSER = [pair for pair in PAIRS if "summary" in policy().allowed(*pair)]
ORGANISATIONS = (None, None, frozenset[str](), frozenset({"a"}), frozenset({"b"}), frozenset({"a", "c"}), frozenset({"a", "b", "c"}))
TIMES = tuple(f"{day}T{time}Z" for day in DAYS for time in ("00:00:00.000000", "12:00:00.000000", "23:59:59.999999"))


@dataclass(frozen=True, slots=True)
class Asker:
    """Someone who asks for a kind of purpose, at an instant."""

    viewer: Viewer
    kind: Kind | None
    at: str

    def asking(self, reader: GraphReader) -> Asking:
        """Their request, as the desk makes it."""
        today, allowed = date.fromisoformat(self.at[:10]), policy().allowed(self.viewer.role, self.kind)
        return Asking(reader, self.viewer, today, "", Cursors(b""), allowed=allowed, at=self.at)


def asker(chance: Random) -> Asker:
    """One of few users, in any role, for any purpose: most are of those who may see who knows someone."""
    role, kind = chance.choice(CLOSER if chance.random() < 0.8 else PAIRS)
    return Asker(Viewer(chance.choice(USERS), role, chance.choice(ORGANISATIONS)), kind, chance.choice(TIMES))


def guarded_world(seed: int) -> Facts:
    """A world of one load; four in five of its openings and shields are in force, for someone, at some time of those drawn."""
    chance, facts = Random(seed), drawn(seed).world.steps[0].facts
    shields = [_shield(chance, i) for i in IDS[: chance.randint(0, 3)]]
    openings = [_opening(chance, f"{i}{n}") for n in range(2) for i in IDS[: chance.randint(0, 4)]]
    return facts | {"Shield": shields, "Opening": openings}


def _shield(chance: Random, key: str) -> Row:
    kind, own = _subject(chance)
    told = {"subject_kind": kind, "subject_id": own, "level": chance.choice(("location", "full", "restricted"))}
    told |= {"users": chance.choice((None, None, "ada", "ben ada")), "asked_by": "ada", "reason": "other"}
    told |= {"approved_by": chance.choice(("ben",) * 9 + (None,)), "lifted_by": chance.choice((None,) * 9 + ("ben",))}
    return _row("Shield", key, told)


def _opening(chance: Random, key: str) -> Row:
    kind, own = _subject(chance)
    what = chance.choice(("consent", "broker", "break_glass", "break_glass"))
    user = None if what == "consent" else chance.choice(USERS)
    since, until = sorted(chance.sample(TIMES, 2))
    told = {"subject_kind": kind, "subject_id": own, "kind": what, "user": user, "service_id": chance.choice((None, None, *IDS[:3]))}
    always = what == "consent" and chance.random() < 0.5
    times = {} if always else {"since": since, "until": until}
    return _row("Opening", key, told | times | {"decision": chance.choice(("yes",) * 8 + ("no", None)), "asked_by": "ada"})


def _subject(chance: Random) -> tuple[str, str]:
    kind, label = chance.choice((("child", "Child"), ("family", "Family")))
    return kind, chance.choice(IDS[: EACH[label]])


def _row(label: str, key: str, told: dict[str, str | None]) -> Row:
    return (key, *(told.get(p.name) for p in BY_LABEL[label].properties))
