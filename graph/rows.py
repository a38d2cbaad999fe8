"""From a store's plain rows to the model, and the instants that facts carry: the same for every store."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, TypeVar, get_type_hints

from graph.model import (
    Address,
    Apart,
    Area,
    Carer,
    Child,
    Family,
    Funding,
    Hold,
    Opening,
    Organisation,
    Professional,
    Receipt,
    RightsRequest,
    SavedScenario,
    Service,
    Shield,
    Statement,
    View,
    WeightsVersion,
    Withdrawal,
)
from graph.store import NEVER

E = TypeVar("E")
ENTITY_LABELS: dict[type[Any], str] = {
    k: k.__name__
    for k in (
        Child,
        Carer,
        Family,
        Professional,
        Service,
        Organisation,
        Area,
        Funding,
        Statement,
        Receipt,
        WeightsVersion,
        SavedScenario,
        Shield,
        Opening,
        Apart,
        Hold,
        Withdrawal,
        RightsRequest,
        Address,
    )
}
"""The kinds that can be read by id, page or search, with their labels."""


def day(text: str | None) -> date | None:
    """A day from ISO text; empty is not known."""
    return date.fromisoformat(text) if text else None


def known_before(view: View) -> str:
    """The instant before which a fact must be recorded, and until which it must stand, to count for a view."""
    if view.known_at is None:
        return NEVER
    return f"{(view.known_at + timedelta(days=1)).isoformat()}T00:00:00.000000Z"


def next_instant(at: str, latest: str | None) -> str:
    """`at`, or one microsecond after the latest load if that isn't earlier: loads never share an instant."""
    if latest is None or at > latest:
        return at
    moved = datetime.fromisoformat(latest) + timedelta(microseconds=1)
    return instant(moved)


def instant(moment: datetime) -> str:
    """An aware moment as the UTC text that facts carry."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


@cache
def _dates(kind: type[Any]) -> frozenset[str]:
    return frozenset(name for name, hint in get_type_hints(kind).items() if "date" in str(hint))


def entity(kind: type[E], values: Mapping[str, Any]) -> E:
    """One thing of a kind from plain values."""
    dates = _dates(kind)
    return kind(**{k: day(v) if k in dates else v for k, v in values.items()})


def merged(kind: type[E], claims: Iterable[Sequence[Any]]) -> dict[str, E]:
    """Things by id from rows (id, properties…), newest claim first: each property is the newest one known."""
    names = [f.name for f in fields(kind)]  # type: ignore[arg-type]
    found: dict[str, dict[str, Any]] = {}
    for claim in claims:
        known = found.setdefault(claim[0], {})
        for name, value in zip(names, claim, strict=True):
            if known.get(name) is None:
                known[name] = value
    return {key: entity(kind, values) for key, values in found.items()}
