"""Who could take over, for everyone who loses someone: everyone in post beside them, each read made once for all."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from graph.model import Subject, View
from graph.store import GraphReader
from queries.knowing.answering import Answering
from queries.knowing.answers import Known
from queries.knowing.posted import holds
from queries.knowing.removed import removed_ties
from queries.leaving.effects import Effects
from queries.scoring.claims import Claim
from queries.scoring.knowing import on_record
from queries.scoring.said import Pair
from queries.scoring.succession import Fit, Touched, around, fit, in_order, overlaps

A_YEAR = timedelta(365)


@dataclass(frozen=True, slots=True)
class Need:
    """A child or family that someone new is looked for: the answer afterwards, and those who gave it away."""

    answer: Known
    away: frozenset[str]


@dataclass(frozen=True, slots=True)
class Circle:
    """Who was around the leavers: those they worked with, and who was in touch with the families they were in touch with."""

    leavers: Sequence[str]
    colleagues: frozenset[str]
    touched: Touched


async def circle(reader: GraphReader, effect: Effects, view: View) -> Circle:
    """Everyone around those who go, and those who give someone away."""
    leavers = sorted(effect.gone | {p for p, _ in effect.away})
    services = sorted({p.service_id for p in await reader.posts(view, professionals=leavers) if holds(p, view.on)})
    colleagues = [p for p in await reader.posts(view, services=services) if holds(p, view.on) and p not in effect.ended]
    touched = await families_touched(reader, leavers, view)
    return Circle(leavers, frozenset(p.professional_id for p in colleagues), touched)


async def successors(
    reader: GraphReader, whole: Answering, gone: Collection[str], near: Circle, needs: Iterable[Need], view: View
) -> "Successors":
    """All that is needed to say who could take over from these leavers; `whole` is what is held afterwards."""
    beside = near.colleagues | {n for need in needs for n in need.answer.said.nominated}
    strangers = sorted(beside - whole.around.contact_days.keys() - whole.posts.keys())
    posts = await reader.posts(view, professionals=strangers)
    days = dict(whole.contact_days) | await reader.contact_days(strangers, view)
    whole.add_posts(posts)
    return Successors(whole, gone, near, days)


async def families_touched(reader: GraphReader, leavers: Sequence[str], view: View) -> dict[str, frozenset[Subject]]:
    """The families that the leavers were in touch with in the last 365 days, and who of all people was in touch with them too.

    A child without a family is one of its own. Contact by a tie that is disputed or to be hidden doesn't count (small print, rule 28).
    """
    removed, since = await removed_ties(reader, view), view.on - A_YEAR
    own = _counted(await reader.met(leavers, view, since=since), removed)
    homes = await reader.homes(sorted({s.id for theirs in own.values() for s in theirs if s.kind == "child"}), view)
    theirs = {u for subjects in own.values() for s in subjects for u in units(s, homes)}
    members = await reader.memberships(sorted(u.id for u in theirs if u.kind == "family"), view)
    home: dict[Subject, list[Subject]] = {u: [u] for u in theirs}
    for m in members:
        if m.member_kind == "child":
            home.setdefault(Subject("child", m.member_id), []).append(Subject("family", m.family_id))
    met = _counted(await reader.met_by(sorted(home), view, since=since), removed)
    return {p: frozenset(u for s in subjects for u in home[s]) for p, subjects in met.items()}


def _counted(met: Mapping[str, frozenset[Subject]], removed: Collection[Pair]) -> dict[str, list[Subject]]:
    return {p: [s for s in theirs if (p, s) not in removed] for p, theirs in met.items()}


def units(subject: Subject, homes: Mapping[str, Sequence[str]]) -> Sequence[Subject]:
    """The families a subject stands for: itself, a child's families, or the child where it has none."""
    if subject.kind == "family" or subject.id not in homes:
        return (subject,)
    return [Subject("family", f) for f in homes[subject.id]]


class Successors:
    """Everyone who could take over, and how well each fits."""

    def __init__(
        self,
        whole: Answering,
        gone: Collection[str],
        near: Circle,
        days: Mapping[str, tuple[date, ...]],
    ) -> None:
        self.whole, self.on, self.gone = whole, whole.on, frozenset(gone)
        self.days, self.shared = days, overlaps(near.leavers, near.touched)
        self._here: dict[str, tuple[float, float, float]] = {}
        beside = (self._fit(p, (), nominated=False) for p in near.colleagues - self.gone if whole.in_post(p))
        self.colleagues = in_order(beside)

    def of(self, need: Need, shown: int) -> tuple[Fit, ...]:
        """Those who could take over one child or family, best first."""
        said = need.answer.said
        own = self.whole.claims_by_person(need.answer.subject)
        out = self.gone | said.excluded | need.away
        closer = (own.keys() | said.nominated) - out
        fits = [self._fit(p, own.get(p, ()), nominated=p in said.nominated) for p in closer if self.whole.in_post(p)]
        others = (f for f in self.colleagues if f.professional_id not in closer and f.professional_id not in out)
        return tuple(in_order([*fits, *islice(others, shown)])[:shown])

    def _fit(self, person: str, own: Sequence[Claim], *, nominated: bool) -> Fit:
        """How well someone fits, by the strongest and the liveliest of their claims; without any it is the same everywhere."""
        record, here, shared = self._of(person)
        weighed = [self.whole.weighed(c) for c in own]
        seen = max((w.evidence for w in weighed), default=0.0)
        strong = max((w.strength for w in weighed), default=0.0)
        value = fit(seen, here, shared, record=record, strength=strong)
        return Fit(person, value, nominated, seen, here, shared, record, strong)

    def _of(self, person: str) -> tuple[float, float, float]:
        """ρ, C and O of someone: the same for every family."""
        if person not in self._here:
            days = self.days.get(person, ())
            record = on_record(len(days), self.whole.weights)
            self._here[person] = record, around(days, self.on), self.shared.get(person, 0.0)
        return self._here[person]
