"""Who could take over, for everyone who loses someone: everyone in post beside them, each read made once for all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from graph.model import Subject, View
from graph.store import GraphReader
from queries.knowing.removed import removed_ties
from queries.knowing.who_knows import Answering, WhoKnows, holds
from queries.leaving.effects import Effects
from queries.scoring.claims import Claim
from queries.scoring.knowing import evidence, on_record
from queries.scoring.said import Pair
from queries.scoring.succession import Fit, Touched, around, fit, in_order, overlap

A_YEAR = timedelta(365)


@dataclass(frozen=True, slots=True)
class Need:
    """A child or family that someone new is looked for: the answer afterwards, and those who gave it away."""

    answer: WhoKnows
    away: frozenset[str]


async def successors(
    reader: GraphReader, whole: Answering, effect: Effects, leavers: Sequence[str], needs: Sequence[Need], view: View
) -> "Successors":
    """All that is needed to say who could take over from these leavers; `whole` is what is held afterwards."""
    services = sorted({p.service_id for p in await reader.posts(view, professionals=leavers) if holds(p, view.on)})
    colleagues = [p for p in await reader.posts(view, services=services) if holds(p, view.on) and p not in effect.ended]
    beside = {p.professional_id for p in colleagues} | {n for need in needs for n in need.answer.said.nominated}
    strangers = sorted(beside - whole.around.contact_days.keys() - whole.posts.keys())
    posts = await reader.posts(view, professionals=strangers)
    days = dict(whole.contact_days) | await reader.contact_days(strangers, view)
    touched = await families_touched(reader, leavers, view)
    whole.add_posts(posts)
    return Successors(whole, effect.gone, leavers, frozenset(p.professional_id for p in colleagues), days, touched)


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
        leavers: Sequence[str],
        colleagues: frozenset[str],
        days: Mapping[str, tuple[date, ...]],
        touched: Touched,
    ) -> None:
        self.whole, self.on, self.gone, self.leavers = whole, whole.on, gone, sorted(leavers)
        self.days, self.touched = days, touched
        self._here: dict[str, tuple[float, float, float]] = {}
        beside = (self._fit(p, (), nominated=False) for p in colleagues - frozenset(gone) if whole.in_post(p))
        self.colleagues = in_order(beside)

    def of(self, need: Need, shown: int) -> tuple[Fit, ...]:
        """Those who could take over one child or family, best first."""
        said = need.answer.said
        own: dict[str, list[Claim]] = {}
        for claim in self.whole.claims_of(need.answer.subject):
            own.setdefault(claim.professional_id, []).append(claim)
        out = frozenset(self.gone) | said.excluded | need.away
        closer = (own.keys() | said.nominated) - out
        fits = [self._fit(p, own.get(p, ()), nominated=p in said.nominated) for p in closer if self.whole.in_post(p)]
        others = (f for f in self.colleagues if f.professional_id not in closer and f.professional_id not in out)
        return tuple(in_order([*fits, *islice(others, shown)])[:shown])

    def _fit(self, person: str, own: Sequence[Claim], *, nominated: bool) -> Fit:
        """How well someone fits, by the strongest and the liveliest of their claims; without any it is the same everywhere."""
        record, here, shared = self._of(person)
        seen = max((evidence(c.contacts, self.on, self.whole.weights) for c in own), default=0.0)
        strong = max((self.whole.score(c).strength for c in own), default=0.0)
        value = fit(seen, here, shared, record=record, strength=strong)
        return Fit(person, value, nominated, seen, here, shared, record, strong)

    def _of(self, person: str) -> tuple[float, float, float]:
        """ρ, C and O of someone: the same for every family."""
        if person not in self._here:
            days = self.days.get(person, ())
            record = on_record(len(days), self.whole.weights)
            self._here[person] = record, around(days, self.on), overlap(self.leavers, person, self.touched)
        return self._here[person]
