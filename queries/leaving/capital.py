"""What went into knowing each other: the ties that are lost, weighed by strength, and how long it takes to know someone as well again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log1p
from statistics import median

from queries.knowing.answers import Knower
from queries.scoring.knowing import WEIGHTS, Weights

MONTH = 365.25 / 12
"""Days in a month."""
NOBODY_LOST = "nobody who knows them is lost"
NOT_RECORDED = "since when they have known each other is not recorded"
NEVER = "no length of time would do"


@dataclass(frozen=True, slots=True)
class Capital:
    """Ties that are lost: how many, the sum of their strengths, and months until a successor would be as well known.

    `months` is for someone who begins with nothing and stays in touch; None where `reason` says why.
    """

    ties: int
    strength: float
    months: float | None
    reason: str | None


def months_to_know(knowing: float, weights: Weights = WEIGHTS) -> float | None:
    """Months of tenure that make someone know a family this well, 0 to 1, by tenure alone: −τ · ln(1 − knowing); None: never.

    >>> months_to_know(0.0), round(months_to_know(0.632121) or 0, 2), months_to_know(1.0)
    (0.0, 23.98, None)
    """
    return -weights.tenure_days * log1p(-knowing) / MONTH if knowing < 1 else None


def capital(lost: Sequence[Knower], weights: Weights) -> Capital:
    """What one child or family loses; the months are those for the best known of the people lost."""
    known = [k.best.parts.knowing for k in lost]
    best = max((k for k in known if k is not None), default=None)
    months = months_to_know(best, weights) if best is not None else None
    reason = NOBODY_LOST if not lost else NOT_RECORDED if best is None else NEVER
    return Capital(len(lost), sum(k.best.strength for k in lost), months, reason if months is None else None)


def together(capitals: Iterable[Capital]) -> Capital:
    """What they all lose; the months are the median over those for whom they are known."""
    told = [c for c in capitals if c.ties]
    months = [c.months for c in told if c.months is not None]
    reason = None if months else NOT_RECORDED if told else NOBODY_LOST
    return Capital(sum(c.ties for c in told), sum(c.strength for c in told), median(months) if months else None, reason)
