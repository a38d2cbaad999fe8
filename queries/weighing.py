"""Which version of the weights is in force on a day, and whether a table of numbers can be one."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from functools import lru_cache
from math import isclose, isfinite

import orjson

from graph.errors import BadInput
from graph.model import WeightsVersion
from queries.knowing import WEIGHTS, Weights

BUILT_IN = "built-in"
"""The version that Kith comes with, in force until an authority sets its own."""
SHARES = ("knowing", "activity", "trust", "reach")
"""What a strength is made of: together 1."""
_NOT_ZERO = ("tenure_days", "gap_half_life_days", "activity_half_life_days", "activity_half", "record_half", "standing_months")
_ANY_SIZE = (*_NOT_ZERO, "cooling", "lapsed")


def weights_on(versions: Sequence[WeightsVersion], on: date) -> tuple[str, Weights]:
    """The version in force on a day, by name, and its numbers: the one that began last; of one day, the later id."""
    begun = [v for v in versions if v.since is None or v.since <= on]
    if not begun:
        return BUILT_IN, WEIGHTS
    latest = max(begun, key=lambda v: (v.since or date.min, v.id))
    return latest.id, _read(latest.numbers or "{}")


@lru_cache(maxsize=256)
def _read(numbers: str) -> Weights:
    return checked(orjson.loads(numbers))


def numbers(weights: Weights) -> dict[str, float]:
    """Every number by its name."""
    return asdict(weights)


def checked(table: Mapping[str, object]) -> Weights:
    """Weights from a whole table of numbers. Errors: BadInput, which names every number that can't be one."""
    names = [f.name for f in fields(Weights)]
    wrong = [f"{n}: is missing" for n in names if n not in table]
    wrong += [f"{n}: is no weight that Kith knows" for n in table if n not in names]
    found = {n: v for n, v in table.items() if n in names}
    wrong += [f"{n}: {why}" for n, v in found.items() if (why := _fault(n, v))]
    if wrong:
        raise BadInput("; ".join(wrong))
    weights = Weights(**{n: float(v) for n, v in found.items()})  # type: ignore[arg-type]
    if wrong := _together(weights):
        raise BadInput("; ".join(wrong))
    return weights


def _fault(name: str, value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return "is no number"
    if name in _NOT_ZERO and value <= 0:
        return "must be above 0"
    if name == "standing_months" and (value != int(value) or value > 120):
        return "is a whole number of months, at most 120"
    return None if (name in _ANY_SIZE and 0 <= value <= 1_000_000) or 0 <= value <= 1 else "must lie between 0 and 1"


def _together(w: Weights) -> list[str]:
    """What is wrong with numbers that are each right."""
    wrong: list[str] = []
    if not isclose(whole := sum(getattr(w, s) for s in SHARES), 1, abs_tol=1e-9):
        wrong.append(f"{' + '.join(SHARES)}: must make 1 together, and make {whole:g}")
    if w.knowing + w.reach <= 0:
        wrong.append("knowing, reach: one must be above 0, for the others may be unknown")
    if not w.strong >= w.steady >= 0:
        wrong.append("strong, steady: strong can't begin below steady")
    if w.lapsed < w.cooling:
        wrong.append("lapsed, cooling: a tie can't lapse before it cools")
    return wrong
