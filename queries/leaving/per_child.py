"""Money for each child against money for a programme: what stays where money follows the families, and where it ends with the line.

A programme's money ends and takes everyone on the line along. Money for each child goes on for every family (or child without one) whom
they know, and pays as many of their posts as it reaches for; those stay without whom most families would have nobody. A model with the
prices that the user gives, not a forecast [D].
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import floor

from graph.errors import BadInput
from graph.model import Subject, View
from graph.store import GraphReader
from queries.leaving.leaving import departures
from queries.leaving.losses import OUTCOMES, Loss, outcome

Strengths = Mapping[str, float]
"""Everyone who knows one family, each with the strength of their tie."""


@dataclass(frozen=True, slots=True)
class PerChild:
    """Both ways side by side.

    `families` are those that someone on the line knows, `posts` how many posts their money pays, at most those there are; `stays` and
    `goes` who they are. `programme` and `per_child` count what becomes of all families that the line's people know, however lightly, by
    outcome: orphaned, thinned, weaker or same.
    """

    families: int
    posts: int
    stays: tuple[str, ...]
    goes: tuple[str, ...]
    programme: Mapping[str, int]
    per_child: Mapping[str, int]


async def per_child(reader: GraphReader, people: Sequence[str], view: View, *, amount: float, post_cost: float) -> PerChild:
    """What stays of these people where each family they know brings an amount, and a post costs so much; the day is the first without.

    Errors: BadInput for an amount or a cost that is not above 0.
    """
    if not (amount > 0 and post_cost > 0):
        raise BadInput("an amount for each family and the cost of a post are both above 0")
    held = await departures(reader, people, view, shown=0)
    homes = held.before.families
    worlds = [_strengths(x) for x in held.losses if _is_unit(x.subject, homes)]
    return compared(worlds, people, held.before.weights.knows, amount=amount, post_cost=post_cost)


def _is_unit(subject: Subject, homes: Mapping[Subject, object]) -> bool:
    return subject.kind == "family" or subject not in homes


def _strengths(loss: Loss) -> Strengths:
    return {k.professional.id: k.best.strength for k in loss.answer.knowers}


def compared(worlds: Sequence[Strengths], people: Collection[str], knows: float, *, amount: float, post_cost: float) -> PerChild:
    """The same from who knows each family how well."""
    line = frozenset(people)
    known = sum(any(s >= knows for p, s in world.items() if p in line) for world in worlds)
    posts = min(len(line), floor(known * amount / post_cost + 1e-9))
    stays = _those_who_stay(worlds, line, knows, posts)
    goes = line.difference(stays)
    return PerChild(known, posts, tuple(sorted(stays)), tuple(sorted(goes)), _outcomes(worlds, line, knows), _outcomes(worlds, goes, knows))


def _those_who_stay(worlds: Sequence[Strengths], line: frozenset[str], knows: float, posts: int) -> list[str]:
    """One after the other whoever keeps the most families from having nobody, then whoever knows the most, then the first by id."""
    stays: list[str] = []
    for _ in range(posts):
        gone = line.difference(stays)
        saved, known = Counter[str](), Counter[str]()
        for world in worlds:
            theirs = [p for p in gone if world.get(p, 0) >= knows]
            known.update(theirs)
            if not any(s >= knows for p, s in world.items() if p not in gone):
                saved.update(theirs)
        stays.append(min(gone, key=lambda p: (-saved[p], -known[p], p)))
    return stays


def _outcomes(worlds: Sequence[Strengths], gone: Collection[str], knows: float) -> dict[str, int]:
    found = Counter(outcome(list(w.values()), [s for p, s in w.items() if p not in gone], knows) for w in worlds)
    return {name: found[name] for name in OUTCOMES}
