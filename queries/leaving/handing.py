"""Re-allocation: whose ties end, and whose begin, when children and families change hands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from graph.model import Around, Subject, Tie
from queries.knowing.posted import holds
from queries.leaving.scenario import Reallocate, Scenario
from queries.leaving.scenario_ground import Ground
from queries.scoring.said import Pair

A_DAY = timedelta(1)
RE_ALLOCATED = "re-allocated"
Numbered = tuple[int, Reallocate]


@dataclass(slots=True)
class Hands:
    """Who holds which rows as the re-allocations up to a day take place, the earlier first.

    `rows` are those of every pair that changed, `away` the pairs whose tie is over, `without` the changes (counted from 1)
    that would hand over a subject which the giver has no live tie to, `taken` the subjects that each change hands over.
    """

    around: Around
    rows: dict[Pair, list[Tie]] = field(default_factory=dict[Pair, list[Tie]])
    away: set[Pair] = field(default_factory=set[Pair])
    without: list[tuple[int, Subject]] = field(default_factory=list[tuple[int, Subject]])
    taken: dict[int, list[Subject]] = field(default_factory=dict[int, list[Subject]])
    _told: dict[Pair, list[Tie]] = field(default_factory=dict[Pair, list[Tie]])
    _met: dict[Pair, date] = field(default_factory=dict[Pair, date])
    _children: dict[Subject, list[Subject]] = field(default_factory=dict[Subject, list[Subject]])

    def __post_init__(self) -> None:
        for tie in self.around.ties:
            self._told.setdefault((tie.professional_id, tie.subject), []).append(tie)
        for contact in self.around.contacts:
            self._met.setdefault((contact.professional_id, contact.subject), contact.day)
        for m in self.around.memberships:
            if m.member_kind == "child":
                self._children.setdefault(Subject("family", m.family_id), []).append(Subject("child", m.member_id))

    def hand(self, number: int, change: Reallocate, asked: Iterable[Subject]) -> None:
        """Carry out one re-allocation of these subjects, families with their children."""
        for subject in asked:
            live = [s for s in (subject, *self._children.get(subject, ())) if self.holds((change.giver, s), change.on)]
            if live:
                self.taken.setdefault(number, []).append(subject)
            elif change.subjects is not None:
                self.without.append((number, subject))
            for one in live:
                self._pass((change.giver, one), (change.taker, one), change.on)

    def received(self, professional: str) -> list[Subject]:
        """Whom someone has got from others so far."""
        return [s for p, s in self.rows if p == professional]

    def holds(self, pair: Pair, on: date) -> bool:
        """Whether someone has a live tie to a subject: a row that holds, or no begun row but a contact."""
        begun = [t for t in self._of(pair) if t.since is None or t.since <= on]
        return any(holds(t, on) for t in begun) if begun else pair in self._met and self._met[pair] <= on

    def _of(self, pair: Pair) -> Sequence[Tie]:
        return self.rows.get(pair) or self._told.get(pair, ())

    def _pass(self, given: Pair, taken: Pair, on: date) -> None:
        last, (taker, subject) = on - A_DAY, taken
        passed = [t for t in self._of(given) if holds(t, on)]
        kept = [t for t in self._of(given) if not holds(t, on)]
        over = [replace(t, since=t.since and min(t.since, last), until=last, end_reason=RE_ALLOCATED) for t in passed]
        self.rows[given] = kept + (over or [Tie(*given, RE_ALLOCATED, until=last, end_reason=RE_ALLOCATED)])
        fresh = [Tie(taker, subject, f"{RE_ALLOCATED} {t.row}", t.role, t.context, t.lead, on) for t in passed]
        self.rows[taken] = [*self._of(taken), *(fresh or [Tie(taker, subject, RE_ALLOCATED, since=on)])]
        self.away = (self.away | {given}) - {taken}


def handed(ground: Ground, scenario: Scenario, until: date) -> Hands:
    """What the re-allocations up to a day, that day included, have done."""
    hands = Hands(ground.around)
    numbered: list[Numbered] = [(n, c) for n, c in enumerate(scenario, 1) if isinstance(c, Reallocate)]
    for number, change in sorted(numbered, key=lambda one: (one[1].on, one[0])):
        if change.on <= until:
            hands.hand(number, change, _asked(ground, hands, change))
    return hands


def _asked(ground: Ground, hands: Hands, change: Reallocate) -> list[Subject]:
    """The subjects of a re-allocation, as they stand: those named, or all that the giver has, or had, to do with."""
    if change.subjects is None:
        return sorted({*ground.lists.get(change.giver, ()), *hands.received(change.giver)})
    return list(dict.fromkeys(ground.around.asked[s] for s in change.subjects if s in ground.around.asked))
