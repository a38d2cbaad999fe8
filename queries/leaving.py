"""What is lost when people leave: for every child and family that they know, what stays, and who could take over.

The leavers are taken out together, never one by one: together is worse. `on` is the first day without them; all else
is as it is on that day. No score or prediction about a child or family: only about who knows them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import prod
from typing import Literal

from graph.errors import UnknownId
from graph.model import Around, Post, Professional, Subject, View
from graph.store import GraphReader
from queries.claims import Claim
from queries.knowing import evidence, on_record
from queries.succession import Fit, Touched, around, fit, in_order, overlap
from queries.who_knows import Answering, Knower, WhoKnows, holds

OUTCOMES = ("orphaned", "thinned", "weaker", "same")
Outcome = Literal["orphaned", "thinned", "weaker", "same"]
SHOWN = 10
"""Candidates named for each child or family unless more are asked for."""
A_YEAR = timedelta(365)


@dataclass(frozen=True, slots=True)
class Loss:
    """What one child or family loses.

    `before` and `after` are coverage, 0 to 1: how likely at least one of their people knows them, were the strengths
    chances. `remaining` is the best who still knows them, `lost` who of the leavers did, `next` who could take over.
    """

    subject: Subject
    before: float
    after: float
    outcome: Outcome
    remaining: Knower | None
    lost: tuple[Knower, ...]
    lead_lost: bool
    next: tuple[Fit, ...]
    answer: WhoKnows


def coverage(strengths: Collection[float]) -> float:
    """The share of knowing that is there at all, 0 to 1: 1 − Π(1 − s) over everyone in post.

    >>> coverage([0.5, 0.5]), coverage([])
    (0.75, 0.0)
    """
    return 1 - prod(1 - s for s in strengths) if strengths else 0.0


def outcome(before: Sequence[float], after: Sequence[float], knows: float) -> Outcome:
    """What leaving does to a family: orphaned, thinned, weaker or the same.

    Orphaned: someone reached `knows` before and no one does after; thinned: more than one did and exactly one still does.
    """
    were, are = sum(s >= knows for s in before), sum(s >= knows for s in after)
    if were and not are:
        return "orphaned"
    if were > 1 and are == 1:
        return "thinned"
    return "weaker" if coverage(after) < coverage(before) else "same"


async def leaving(reader: GraphReader, leavers: Sequence[str], view: View, *, shown: int = SHOWN) -> list[Loss]:
    """What every child and family that these people know loses, the worst first. Errors: UnknownId."""
    held = await reader.entities(Professional, leavers, view)
    if missing := [p for p in leavers if p not in held]:
        raise UnknownId(*missing)
    subjects = await known_to(reader, leavers, view)
    whole = await reader.around(subjects, view)
    losses = Losses(whole, view.on, frozenset(leavers))
    found = losses.all(dict.fromkeys(whole.asked[s] for s in subjects if s in whole.asked))
    if not found:
        return []
    succession = await _successors(reader, losses, found, view)
    return sorted((succession.named(loss, shown) for loss in found), key=_worst_first)


async def known_to(reader: GraphReader, people: Sequence[str], view: View) -> list[Subject]:
    """Every child and family that these people have, or had, a tie or a contact with, and the families of those children."""
    met = await reader.met(people, view)
    subjects = {t.subject for t in await reader.carried(people, view)} | {s for theirs in met.values() for s in theirs}
    homes = await reader.homes([s.id for s in subjects if s.kind == "child"], view)
    return sorted(subjects | {Subject("family", f) for families in homes.values() for f in families})


class Losses:
    """What is held around some children and families, with and without the leavers."""

    def __init__(self, whole: Around, on: date, leavers: frozenset[str]) -> None:
        self.on, self.leavers = on, leavers
        self.answering = Answering(whole, on, whole.contact_days)

    def all(self, subjects: Collection[Subject]) -> list[Loss]:
        """A loss for every subject with a leaver among its knowers."""
        answers = [self.answering.answer(s) for s in subjects]
        return [self._loss(a) for a in answers if any(k.professional.id in self.leavers for k in a.knowers)]

    def _loss(self, answer: WhoKnows) -> Loss:
        left = [k for k in answer.knowers if k.professional.id not in self.leavers]
        before, after = ([k.best.strength for k in some] for some in (answer.knowers, left))
        return Loss(
            answer.subject,
            coverage(before),
            coverage(after),
            outcome(before, after, self.answering.weights.knows),
            left[0] if left else None,
            tuple(k for k in answer.knowers if k.professional.id in self.leavers),
            answer.lead in self.leavers,
            (),
            answer,
        )


async def _successors(reader: GraphReader, losses: Losses, found: Sequence[Loss], view: View) -> "Successors":
    """All that is needed to say who could take over, each read made once for all."""
    whole = losses.answering
    services = sorted({p.service_id for leaver in losses.leavers for p in whole.posts.get(leaver, ()) if holds(p, view.on)})
    colleagues = await reader.posts(view, services=services)
    beside = {p.professional_id for p in colleagues if holds(p, view.on)} | {n for loss in found for n in loss.answer.said.nominated}
    strangers = sorted(beside - whole.around.contact_days.keys() - whole.posts.keys())
    posts = await reader.posts(view, professionals=strangers)
    days = dict(whole.contact_days) | await reader.contact_days(strangers, view)
    people = sorted({c.professional_id for own in whole.claims.values() for c in own} | beside | losses.leavers)
    touched = await families_touched(reader, people, view)
    return Successors(losses, frozenset(p.professional_id for p in colleagues if holds(p, view.on)), posts, days, touched)


async def families_touched(reader: GraphReader, people: Sequence[str], view: View) -> dict[str, frozenset[Subject]]:
    """The families each was in touch with in the last 365 days; a child without a family is one of its own."""
    met = await reader.met(people, view, since=view.on - A_YEAR)
    homes = await reader.homes(sorted({s.id for theirs in met.values() for s in theirs if s.kind == "child"}), view)
    return {p: frozenset(u for s in theirs for u in units(s, homes)) for p, theirs in met.items()}


def units(subject: Subject, homes: Mapping[str, Sequence[str]]) -> Sequence[Subject]:
    """The families a subject stands for: itself, a child's families, or the child where it has none."""
    if subject.kind == "family" or subject.id not in homes:
        return (subject,)
    return [Subject("family", f) for f in homes[subject.id]]


class Successors:
    """Everyone who could take over, and how well each fits."""

    def __init__(
        self,
        losses: Losses,
        colleagues: frozenset[str],
        posts: Sequence[Post],
        days: Mapping[str, tuple[date, ...]],
        touched: Touched,
    ) -> None:
        self.losses, self.colleagues, self.days, self.touched = losses, colleagues, days, touched
        self.whole, self.on = losses.answering, losses.on
        self.whole.add_posts(posts)
        self._here: dict[str, tuple[float, float, float]] = {}

    def named(self, loss: Loss, shown: int) -> Loss:
        """A loss with those who could take over, best first."""
        said = loss.answer.said
        own: dict[str, list[Claim]] = {}
        for claim in self.whole.claims_of(loss.subject):
            own.setdefault(claim.professional_id, []).append(claim)
        candidates = (own.keys() | self.colleagues | said.nominated) - self.losses.leavers - said.excluded
        fits = [self._fit(p, own.get(p, ()), p in said.nominated) for p in candidates if self.whole.in_post(p)]
        return replace(loss, next=tuple(in_order(fits)[:shown]))

    def _fit(self, person: str, own: Sequence[Claim], nominated: bool) -> Fit:
        """How well someone fits, by the strongest and the liveliest of their claims."""
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
            self._here[person] = record, around(days, self.on), overlap(sorted(self.losses.leavers), person, self.touched)
        return self._here[person]


def _worst_first(loss: Loss) -> tuple[int, float, bool, str]:
    return OUTCOMES.index(loss.outcome), loss.after - loss.before, loss.subject.kind == "child", loss.subject.id
