"""Which version of the weights is in force on a day, and whether a table of numbers can be one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from functools import lru_cache
from math import isclose, isfinite

import orjson

from graph.errors import BadInput
from graph.model import View, WeightsVersion
from graph.store import GraphReader
from queries.scoring.knowing import WEIGHTS, Weights

BUILT_IN = "built-in"
"""The version that Kith comes with, in force until an authority sets its own."""
SHARES = ("knowing", "activity", "trust", "reach")
"""What a strength is made of: together 1."""
_NOT_ZERO = ("tenure_days", "gap_half_life_days", "activity_half_life_days", "activity_half", "record_half", "standing_months")
_ANY_SIZE = (*_NOT_ZERO, "cooling", "lapsed")
_LARGEST = 1_000_000
PAGE = 1000
"""Versions that one read of the store tells: an authority never has so many."""


async def versions(reader: GraphReader, view: View) -> list[WeightsVersion]:
    """Every version that had been told, by ascending id: in the order in which they were set."""
    found = await reader.page(WeightsVersion, view, first=PAGE)
    while found and len(found) % PAGE == 0:
        more = await reader.page(WeightsVersion, view, after=found[-1].id, first=PAGE)
        if not more:
            break
        found += more
    return found


def weights_on(versions: Sequence[WeightsVersion], on: date) -> tuple[str, Weights]:
    """The version in force on a day, by name, and its numbers."""
    latest = in_force(versions, on)
    return (latest.id, weights_of(latest)) if latest else (BUILT_IN, WEIGHTS)


def in_force(versions: Iterable[WeightsVersion], on: date) -> WeightsVersion | None:
    """The version that began last; of one day, the later id. None: what Kith comes with."""
    begun = [v for v in versions if v.since is None or v.since <= on]
    return max(begun, key=lambda v: (v.since or date.min, v.id), default=None)


def weights_of(version: WeightsVersion) -> Weights:
    """The numbers of a version. One set before Kith had a number has it as Kith comes with it."""
    return _read(version.numbers or "{}")


@lru_cache(maxsize=256)
def _read(told: str) -> Weights:
    return checked(numbers(WEIGHTS) | orjson.loads(told))


def numbers(weights: Weights) -> dict[str, float]:
    """Every number by its name."""
    return asdict(weights)


def completed(table: Mapping[str, object], versions: Sequence[WeightsVersion], since: date | None) -> dict[str, object]:
    """A table with every number: those it does not name are those in force on its first day."""
    return {**numbers(weights_on(versions, since or date.min)[1]), **table}


def checked(table: Mapping[str, object]) -> Weights:
    """Weights from a whole table of numbers. Errors: BadInput, which names every number that can't be one."""
    if wrong := faults(table):
        raise BadInput("; ".join(wrong))
    return _weights(table)


def faults(table: Mapping[str, object]) -> list[str]:
    """What is wrong with a whole table of numbers, one sentence a fault; nothing: it can be set."""
    names = [f.name for f in fields(Weights)]
    wrong = [f"{n}: is missing" for n in names if n not in table]
    wrong += [f"{n}: is no weight that Kith knows" for n in table if n not in names]
    wrong += [f"{n}: {why}" for n, v in table.items() if n in names and (why := _fault(n, v))]
    return wrong or _together(_weights(table))


def _weights(table: Mapping[str, object]) -> Weights:
    return Weights(**{n: float(v) for n, v in table.items()})  # type: ignore[arg-type]


def _fault(name: str, value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or (isinstance(value, float) and not isfinite(value)):
        return "is no number"
    if name in _NOT_ZERO and value <= 0:
        return "must be above 0"
    if name == "standing_months" and (value != int(value) or value > 120):
        return "is a whole number of months, at most 120"
    most = _LARGEST if name in _ANY_SIZE else 1
    return None if 0 <= value <= most else f"must lie between 0 and {most:,}"


def _together(w: Weights) -> list[str]:
    """What is wrong with numbers that are each right."""
    wrong: list[str] = []
    if not isclose(whole := sum(getattr(w, s) for s in SHARES), 1, abs_tol=1e-9):
        wrong.append(f"{' + '.join(SHARES)}: must make 1 together, and make {whole:.10g}")
    if w.knowing + w.reach <= 0:
        wrong.append("knowing, reach: one must be above 0, for the others may be unknown")
    if not w.strong >= w.steady >= 0:
        wrong.append("strong, steady: strong can't begin below steady")
    if w.lapsed < w.cooling:
        wrong.append("lapsed, cooling: a tie can't lapse before it cools")
    return wrong
