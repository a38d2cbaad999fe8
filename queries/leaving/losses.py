"""What one child or family loses: coverage before and after, what becomes of them, who is lost and who is left."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import prod
from typing import Literal

from graph.model import Subject
from queries.knowing.answers import Knower, Known
from queries.scoring.succession import Fit

OUTCOMES = ("orphaned", "thinned", "weaker", "same")
Outcome = Literal["orphaned", "thinned", "weaker", "same"]


@dataclass(frozen=True, slots=True)
class Loss:
    """What one child or family loses.

    `before` and `after` are coverage, 0 to 1: how likely at least one of their people knows them, were the strengths
    chances. `remaining` is the best who still knows them, `lost` who did and no longer does, `next` who could take over.
    `left` is everyone who knows them afterwards, strongest first, `gained` those of them who did not before.

    `only_informal`: someone left reaches the weights' `knows`, and everyone who does is informal, which was not so
    before. Informal is who has no post on record, or whose every tie to them is inferred from contacts alone.
    """

    subject: Subject
    before: float
    after: float
    outcome: Outcome
    remaining: Knower | None
    lost: tuple[Knower, ...]
    lead_lost: bool
    next: tuple[Fit, ...]
    answer: Known
    left: tuple[Knower, ...] = ()
    gained: tuple[Knower, ...] = ()
    only_informal: bool = False

    @property
    def changed(self) -> bool:
        """Whether anything about who knows them is different."""
        return bool(self.lost or self.gained) or self.after != self.before


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
