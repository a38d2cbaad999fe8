"""Before and after some changes: for every child and family they bear on, what stays, and who could take over.

All changes are taken together, never one by one: together is worse. All that they leave alone is as it is on that day.
"""

import asyncio
from collections.abc import AsyncGenerator, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from graph.model import Around, Professional, Subject, View
from graph.store import GraphReader
from queries.knowing.answering import Answering
from queries.knowing.answers import Knower
from queries.knowing.lists import AT_ONCE
from queries.knowing.posted import holds
from queries.leaving.effects import Effects
from queries.leaving.losses import OUTCOMES, Loss, coverage, outcome
from queries.leaving.successors import Need, circle, successors
from queries.scoring.said import Pair

SHOWN = 10
"""Candidates named for each child or family unless more are asked for."""


@dataclass(frozen=True, slots=True)
class Differences:
    """Every child and family that some changes bear on, the worst first, and what was held around them before."""

    losses: tuple[Loss, ...]
    before: Answering


async def differences(
    reader: GraphReader, effect: Effects, view: View, *, shown: int = SHOWN, beside: Collection[str] = (), past: bool = False
) -> Differences:
    """Before and after for everyone whom the changes bear on; also, unchanged, for whom those `beside` know.

    With the past, what is held around them has the children who once were members too.
    """
    subjects = await _concerned(reader, effect, sorted(effect.gone.union(beside)), view)
    whole, near = await asyncio.gather(reader.around(subjects, view, past=past), circle(reader, effect, view))
    worlds = _Worlds(await _with_takers(reader, whole, effect, view), effect, view)
    asked = dict.fromkeys(worlds.whole.asked[s] for s in subjects if s in worlds.whole.asked)
    found = [worlds.loss(s) async for s in _in_turns(asked)]
    found = [loss for loss in found if loss.changed or any(k.professional.id in beside for k in loss.answer.knowers)]
    needs = {loss.subject: Need(loss.answer, worlds.gave_away(loss)) for loss in found if loss.changed}
    if needs and shown:
        candidates = await successors(reader, worlds.after, effect.gone, near, needs.values(), view)
        following = {s: candidates.of(needs[s], shown) async for s in _in_turns(needs)}
        found = [replace(x, next=following.get(x.subject, ())) for x in found]
    return Differences(tuple(sorted(found, key=_worst_first)), worlds.before)


async def _in_turns(subjects: Iterable[Subject]) -> AsyncGenerator[Subject]:
    """One after the other; others get their turn in between."""
    for n, subject in enumerate(subjects):
        if n % AT_ONCE == 0:
            await asyncio.sleep(0)
        yield subject


async def _concerned(reader: GraphReader, effect: Effects, people: Sequence[str], view: View) -> list[Subject]:
    """Everyone that these people have a live tie to, or who changes hands; and the families of those children.

    A tie is live while a row of it holds, or where there is no begun row but a contact.
    """
    live: dict[Pair, bool] = {}
    for tie in await reader.carried(people, view) if people else ():
        pair = tie.professional_id, tie.subject
        live[pair] = live.get(pair, False) or holds(tie, view.on)
    met = await reader.met(people, view) if people else {}
    inferred = {s for p, theirs in met.items() for s in theirs if (p, s) not in live}
    subjects = inferred | {s for (_, s), alive in live.items() if alive} | {s for _, s in effect.rows}
    homes = await reader.homes([s.id for s in subjects if s.kind == "child"], view)
    return sorted(subjects | {Subject("family", f) for families in homes.values() for f in families})


async def _with_takers(reader: GraphReader, whole: Around, effect: Effects, view: View) -> Around:
    """What is held, with the posts and contact days of those who take over from others."""
    takers = sorted({p for p, _ in effect.rows} - whole.professionals.keys())
    if not takers:
        return whole
    return replace(
        whole,
        posts=(*whole.posts, *await reader.posts(view, professionals=takers)),
        contact_days=whole.contact_days | await reader.contact_days(takers, view),
        professionals=whole.professionals | await reader.entities(Professional, takers, view),
    )


class _Worlds:
    """What is held around some children and families, before and after."""

    def __init__(self, whole: Around, effect: Effects, view: View) -> None:
        self.whole, self.effect = whole, effect
        self.before = Answering(whole, view.on, whole.contact_days)
        self.after = Answering(effect.after(whole), view.on, whole.contact_days) if effect.rows else self.before

    def loss(self, subject: Subject) -> Loss:
        """What is different for one subject, if anything."""
        was = self.before.known(subject)
        will = self.after.known(subject) if self.effect.rows else was
        left = [k for k in will.knowers if k.professional.id not in self.effect.gone]
        knew, know = ({k.professional.id for k in some} for some in (was.knowers, left))
        before, after = ([k.best.strength for k in some] for some in (was.knowers, left))
        return Loss(
            subject,
            coverage(before),
            coverage(after),
            outcome(before, after, self.before.weights.knows),
            left[0] if left else None,
            tuple(k for k in was.knowers if k.professional.id not in know),
            was.lead is not None and (will.lead is None or will.lead in self.effect.gone),
            (),
            was,
            tuple(left),
            tuple(k for k in left if k.professional.id not in knew),
            self._only_informal(was.knowers, left),
        )

    def _only_informal(self, was: Sequence[Knower], left: Sequence[Knower]) -> bool:
        """Whether someone left knows them well enough, but only informally, and someone did more than that before."""
        before, after = ([k for k in some if k.best.strength >= self.before.weights.knows] for some in (was, left))
        return bool(after) and all(map(self._informal, after)) and not all(map(self._informal, before))

    def _informal(self, knower: Knower) -> bool:
        return knower.professional.id not in self.before.posts or all(c.inferred for c in knower.claims)

    def gave_away(self, loss: Loss) -> frozenset[str]:
        """Who gave this child or family away, and does not know them any more."""
        return frozenset(p for p, s in self.effect.away if s in loss.answer.subjects) - {k.professional.id for k in loss.left}


def _worst_first(loss: Loss) -> tuple[int, float, bool, str]:
    return OUTCOMES.index(loss.outcome), loss.after - loss.before, loss.subject.kind == "child", loss.subject.id
