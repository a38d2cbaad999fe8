"""What people said, read a second time from the pages alone: rules 22 to 29 and 46 to 50, without a line of the product."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from tests.queries.oracle_worlds import Key, Record, World

RELIABLE = {"child": 1.0, "carer": 0.9, "kin": 0.7, "professional": 0.6, "self": 0.5}
FAMILY_VOICES = ("child", "carer", "kin")
Opinion = tuple[float, float, float]
"""Belief, disbelief, uncertainty; they add up to 1."""


def holds(row: Record, on: date) -> bool:
    return (row["since"] is None or row["since"] <= on) and (row["until"] is None or row["until"] >= on)  # rule 2


def families_of(world: World, kind: str, key: str, on: date) -> set[Key]:
    return {("family", m["family"]) for m in world.members if m["who"] == (kind, key) and holds(m, on)}


def children_of(world: World, family: str, on: date) -> list[str]:
    return sorted({m["who"][1] for m in world.members if m["who"][0] == "Child" and m["family"] == family and holds(m, on)})


def a_year_after(day: date) -> date:
    if (day.month, day.day) == (2, 29):  # rule 4
        return date(day.year + 1, 2, 28)
    return day.replace(year=day.year + 1)


def in_confidence(said: Record) -> bool:
    """What the professional it is about may not see: a child's "no", and what its speaker wished them not to see."""
    no = said["speaker_kind"] == "child" and said["kind"] in ("trust", "nomination") and said["answer"] == "no"
    return no or said["visibility"] == "not_them"


def seen_by(world: World, said: Record) -> bool:
    return not (world.viewer and said["about"] == world.viewer and in_confidence(said))


def speaker(said: Record) -> tuple[str, str | None]:
    kind, who = said["speaker_kind"], said["speaker"]
    return (kind, said["about"] if kind == "self" and who is None else who)  # rules 24, 47


def meant(world: World, said: Record) -> set[Key]:
    """Whom a statement is about (rule 25); nobody, where it does not say and no child or carer spoke."""
    if said["whom"]:
        return {said["whom"]}
    kind, who = speaker(said)
    if who and kind == "child":
        return {("child", who)}
    if who and kind == "carer":
        return families_of(world, "Carer", who, said["said_on"])
    return set()


def standing(world: World) -> Iterable[tuple[Record, Key]]:
    """Each speaker's latest of a kind on each professional and subject, while it stands (rules 22, 46)."""
    latest: dict[object, Record] = {}
    for said in world.statements:
        if said["about"] is None or said["said_on"] > world.on or not seen_by(world, said):  # rules 3, 49
            continue
        for whom in meant(world, said):
            key = (said["kind"], speaker(said), said["about"], whom)
            before = latest.get(key)
            if before is None or (before["said_on"], before["id"]) < (said["said_on"], said["id"]):
                latest[key] = said
    for (*_, whom), said in latest.items():  # type: ignore[misc]
        until = said["expires_on"]
        if until is None and said["kind"] not in ("dispute", "hide"):
            until = a_year_after(said["said_on"])
        if until is None or world.on < until:
            yield said, whom


def own(world: World, said: Record, whom: Key, *, asked: bool = False) -> bool:
    """Whether a child speaks of itself, or of the family it belonged to on the day said; for exclusion also on the day asked (rule 48)."""
    kind, who = speaker(said)
    if kind != "child" or who is None:
        return False
    days = (said["said_on"], world.on) if asked else (said["said_on"],)
    return whom == ("child", who) or any(whom in families_of(world, "Child", who, day) for day in days)


def reliability(world: World, said: Record, whom: Key) -> float:
    kind, who = speaker(said)
    if who is None:
        return 0.0
    if kind == "child" and not own(world, said, whom):
        return RELIABLE["kin"]
    return RELIABLE["self"] if kind == "professional" and who == said["about"] else RELIABLE[kind]


def fused(one: Opinion, other: Opinion) -> Opinion:
    (b1, d1, u1), (b2, d2, u2) = one, other
    k = u1 + u2 - u1 * u2
    return (b1 * u2 + b2 * u1) / k, (d1 * u2 + d2 * u1) / k, u1 * u2 / k


class Heard:
    """All that stands on the day asked."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.standing = list(standing(world))

    def voices(self, who: str, whom: Key) -> list[Record]:
        return [s for s, w in self.standing if s["kind"] == "trust" and s["about"] == who and w == whom]

    def answers(self, who: str, whom: Key) -> dict[str, int]:
        return dict(Counter(s["answer"] or "none" for s in self.voices(who, whom)))

    def trust(self, who: str, whom: Key) -> tuple[float | None, float]:
        """R and its certainty: None and 0 where nobody said anything that counts."""
        opinion: Opinion = (0.0, 0.0, 1.0)
        for said in self.voices(who, whom):
            if said["answer"] in ("yes", "no"):  # rule 23
                p = reliability(self.world, said, whom)
                b, d = (p / 3, 0.0) if said["answer"] == "yes" else (0.0, p / 3)
                opinion = fused(opinion, (b, d, 1 - b - d))
        b, d, u = opinion
        return (b / (b + d), 1 - u) if b + d > 0 else (None, 0.0)

    def removed(self, subjects: Iterable[Key]) -> set[tuple[str, Key]]:
        """Rule 28."""
        objections = [(s, w) for s, w in self.standing if s["kind"] in ("dispute", "hide") and s["answer"] in ("yes", None)]
        return {(s["about"], w) for s, w in objections if w in subjects}

    def vouches(self, subjects: Iterable[Key]) -> list[Record]:
        return [s for s, w in self.standing if s["kind"] == "vouch" and w in subjects and s["answer"] in ("yes", None)]

    def excluded(self, subject: Key) -> set[str]:
        """Rule 26."""
        return {s["about"] for s, w in self.standing if s["answer"] == "no" and subject in self._kept_from(s, w)}

    def _kept_from(self, said: Record, whom: Key) -> set[Key]:
        """For whom a "no" holds: the child and the child's families of the day said and of the day asked (rule 48)."""
        world, on = self.world, self.world.on
        named = said["kind"] == "nomination" and said["speaker_kind"] in FAMILY_VOICES
        mine = own(world, said, whom, asked=True)
        if not named and not (said["kind"] == "trust" and mine):
            return set()
        child = said["speaker"] if mine else whom[1] if whom[0] == "child" else None
        if child is None:
            return {whom}
        return {whom, ("child", child)} | families_of(world, "Child", child, said["said_on"]) | families_of(world, "Child", child, on)

    def nominated(self, subjects: Iterable[Key]) -> set[str]:
        """Rules 27 and 50."""
        asked_for = [(s, w) for s, w in self.standing if s["kind"] == "nomination" and s["answer"] in ("yes", None)]
        return {s["about"] for s, w in asked_for if w in subjects and s["speaker_kind"] in FAMILY_VOICES}
