"""What a scenario does to the families of each service, organisation, area and school."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from graph.model import Post, Subject
from queries.knowing.answering import Answering
from queries.knowing.answers import Knower
from queries.knowing.posted import holds
from queries.leaving.effects import Effects
from queries.leaving.losses import Loss

GroupBy = Literal["service", "organisation", "area", "school"]
GROUPS: tuple[GroupBy, ...] = get_args(GroupBy)


@dataclass(frozen=True, slots=True)
class Group:
    """What changes for the families of one group.

    Those of a service or organisation are those that someone with a live post there reaches the weights' `knows` with,
    before or after; those of an area live there, those of a school have a child who goes there. `families` change in
    some way; `known_before` and `known_after` count families that someone (of the service or organisation) knows so.
    """

    by: GroupBy
    id: str
    families: int
    known_before: int
    known_after: int
    orphaned: int
    thinned: int
    weaker: int
    same: int
    lead_lost: int
    only_informal: int


def groups(losses: Iterable[Loss], before: Answering, effect: Effects) -> tuple[Group, ...]:
    """Every group of these families in which something changes: by kind, then most families first, then by id."""
    tables: dict[tuple[GroupBy, str], Counter[str]] = {}
    place = _Placing(before, effect)
    for loss in losses:
        for by in GROUPS:
            was, will = place.known(loss, by, after=False), place.known(loss, by, after=True)
            for own in was.keys() | will.keys():
                count = tables.setdefault((by, own), Counter())
                count["known_before"] += was.get(own, False)
                count["known_after"] += will.get(own, False)
                if loss.changed:
                    count.update(("families", loss.outcome))
                    count["lead_lost"] += loss.lead_lost
                    count["only_informal"] += loss.only_informal
    found = (_group(by, own, count) for (by, own), count in tables.items())
    kept = (g for g in found if g.families or g.known_before != g.known_after)
    return tuple(sorted(kept, key=lambda g: (GROUPS.index(g.by), -g.families, g.id)))


def _group(by: GroupBy, own: str, c: Mapping[str, int]) -> Group:
    counted = ("families", "known_before", "known_after", "orphaned", "thinned", "weaker", "same", "lead_lost", "only_informal")
    return Group(by, own, *(c[name] for name in counted))


class _Placing:
    """Which groups a family belongs to, and whether it is known there."""

    def __init__(self, before: Answering, effect: Effects) -> None:
        self.before, self.effect, self.enough = before, effect, before.weights.knows
        self.schools: dict[Subject, set[str]] = {}
        for a in before.around.attends:
            self.schools.setdefault(Subject("child", a.child_id), set()).add(a.service_id)
        self._posts: dict[tuple[str, bool], Sequence[Post]] = {}

    def known(self, loss: Loss, by: GroupBy, *, after: bool) -> dict[str, bool]:
        """The groups of one family, each with whether someone knows it; a service or organisation has those alone that someone does."""
        people = loss.left if after else loss.answer.knowers
        enough = [k for k in people if k.best.strength >= self.enough]
        if by in ("service", "organisation"):
            posts = (p for k in enough for p in self._held(k, after))
            return {own: True for p in posts if (own := p.service_id if by == "service" else p.organisation_id)}
        return dict.fromkeys(self._areas(loss) if by == "area" else self._schools(loss), bool(enough))

    def _held(self, knower: Knower, after: bool) -> Sequence[Post]:
        key = knower.professional.id, after
        if key not in self._posts:
            live = [p for p in self.before.posts.get(key[0], ()) if holds(p, self.before.on)]
            self._posts[key] = self.effect.posts_after(live) if after else live
        return self._posts[key]

    def _areas(self, loss: Loss) -> Iterator[str]:
        family = self.before.around.families.get(loss.subject.id) if loss.subject.kind == "family" else None
        if family and family.area_code:
            yield family.area_code

    def _schools(self, loss: Loss) -> set[str]:
        return {own for s in loss.answer.subjects for own in self.schools.get(s, ())}
