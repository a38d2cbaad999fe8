"""Who knows, worked out a second time: from the pages alone, without a line of the product."""

from collections.abc import Iterable
from datetime import date

from tests.queries.oracle_said import Heard, children_of, holds
from tests.queries.oracle_ties import Tie, in_post, posts_of
from tests.queries.oracle_told import iso
from tests.queries.oracle_worlds import STAFF, Key, Record, World

KNOWS = 0.2


def last_strong_day(world: World, tie: Tie) -> tuple[date, float] | None:
    """Rule 15: the day that counts and the strength then, if the tie was strong on it."""
    ends: list[date] = [tie.end] if tie.end else []
    if not in_post(world, tie.who):
        ends += sorted(p["until"] for p in posts_of(world, tie.who) if p["until"] and p["until"] < world.on)[-1:]
    if not ends or tie.conflict:
        return None
    past = world.on_day(min(ends))
    then = Tie(past, Heard(past), tie.who, tie.subject)
    return (past.on, then.strength) if then.exists and then.strength >= 0.6 else None


class Who:
    """The whole answer for one subject."""

    def __init__(self, world: World, heard: Heard, subject: Key) -> None:
        self.world, self.subject = world, subject
        self.subjects = [subject]
        if subject[0] == "family":  # rule 16
            self.subjects += [("child", c) for c in children_of(world, subject[1], world.on)]
        self.excluded, self.nominated = heard.excluded(subject), heard.nominated(self.subjects)
        self.vouches, objected = heard.vouches(self.subjects), heard.removed(self.subjects)
        every = [t for who in STAFF for s in self.subjects if (t := Tie(world, heard, who, s)).exists]
        self.removed = {(t.who, t.subject) for t in every} & objected  # rule 28
        self.ties = {who: self._counted(t for t in every if t.who == who) for who in STAFF}
        self.knowers: list[Tie] = []
        self.dormant: list[tuple[Tie, date, float]] = []
        for who, ties in self.ties.items():
            live = [t for t in ties if t.live] if in_post(world, who) else []
            if live:  # rule 19
                self.knowers.append(live[0])
            elif who not in self.excluded and (was := [(t, *day) for t in ties if (day := last_strong_day(world, t))]):
                self.dormant.append(was[0])
        self.knowers.sort(key=lambda t: (-t.strength, t.who))  # rule 18
        self.dormant.sort(key=lambda d: (-d[0].strength, d[0].who))
        self.nobody = not any(t.strength >= KNOWS for t in self.knowers)
        self.key = self._key()

    def _counted(self, ties: Iterable[Tie]) -> list[Tie]:
        """Those not taken out, strongest first; equal ones: the subject's own, then by id (rule 17)."""
        left = (t for t in ties if (t.who, t.subject) not in self.removed)
        return sorted(left, key=lambda t: (-t.strength, t.subject != self.subject, t.subject[1]))

    def _key(self) -> Tie | None:
        enough = [t for t in self.knowers if t.strength >= KNOWS and t.who not in self.excluded]  # rules 19, 45
        if any(t.who in self.nominated for t in enough):  # rule 27
            enough = [t for t in enough if not t.inferred or t.who in self.nominated]
        return enough[0] if enough else None

    def margin(self) -> float | None:
        """Rule 20: to the next below who is not excluded."""
        if not self.key:
            return None
        below = [t for t in self.knowers[self.knowers.index(self.key) + 1 :] if t.who not in self.excluded]
        return self.key.strength - below[0].strength if below else None

    def lead(self) -> str | None:
        rows = [r for r in self.world.ties if r["lead"] and holds(r, self.world.on) and r["whom"] in self.subjects]
        rows = [r for r in rows if (r["who"], r["whom"]) not in self.removed]  # rule 28
        own = [r for r in rows if r["whom"] == self.subject] or rows  # rule 21
        latest = max((r["since"] or date.min for r in own), default=None)
        return min((r["who"] for r in own if (r["since"] or date.min) == latest), default=None)

    def line(self) -> Record:
        return {
            "subject_kind": self.subject[0],
            "subject_id": self.subject[1],
            "on": self.world.on.isoformat(),
            "nobody": self.nobody,
            "key_individual": self.key and self.key.who,
            "lead": self.lead(),
            "margin": self.margin(),
            "knowers": [t.told(self.world) for t in self.knowers],
            "dormant": [t.told(self.world) | {"strong_until": iso(day), "strength_then": s} for t, day, s in self.dormant],
            "excluded": sorted(self.excluded),
            "nominated": sorted(self.nominated),
        }
