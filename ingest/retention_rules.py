"""The rules of retention: how long each class of records is kept, after what and why, from a file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

from graph.errors import BadInput

SHIPPED = Path(__file__).with_name("retention.toml")
AFTER: dict[str, tuple[str, ...]] = {
    "contacts": ("contact",),
    "ties": ("end",),
    "memberships": ("end",),
    "attendance": ("end",),
    "addresses": ("last_seen",),
    "statements": ("expiry",),
    "children": ("last_involvement", "birthday_25"),
    "families": ("last_involvement",),
    "carers": ("family",),
    "receipts": ("recorded",),
    "saved_scenarios": ("saved",),
    "openings": ("end",),
    "earlier_versions": ("replaced",),
    "refused_rows": ("written",),
    "audit": (),
}
"""Every class of records, with what its keeping may be counted from."""
TIMELESS = ("carers", "audit")
"""Classes that have no days of their own."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How long one class is kept: `years` and `days` after the latest of `after`; with `never` it is never purged."""

    name: str
    after: tuple[str, ...]
    reason: str
    years: int = 0
    days: int = 0
    never: bool = False

    def before(self, today: date) -> date:
        """What happened before this day has been kept long enough."""
        year = max(today.year - self.years, 1)
        moved = date(year, 2, 28) if (today.month, today.day) == (2, 29) else today.replace(year=year)
        return moved - timedelta(min(self.days, (moved - date.min).days))


def rules(file: str = "") -> dict[str, Rule]:
    """The rules Kith comes with, those of a file in their place. Errors: BadInput."""
    shipped = _table(SHIPPED)
    told = _table(Path(file)) if file else {}
    if strange := sorted(told.keys() - AFTER.keys()):
        raise BadInput(f"{file} has no class of records {strange[0]}: there are {', '.join(AFTER)}")
    return {name: _rule(name, {**shipped, **told}[name], file or SHIPPED.name) for name in AFTER}


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        raise BadInput(f"{path.name} can't be read as TOML: write a table for each class of records, as `kith retention` shows") from None


def _rule(name: str, told: object, file: str) -> Rule:
    body = dict(cast("Mapping[str, object]", told)) if isinstance(told, Mapping) else {}
    never, after, reason = body.pop("never", False), body.pop("after", []), body.pop("reason", "")
    years, days = body.pop("years", 0), body.pop("days", 0)
    if body:
        raise _wrong(name, file, f"{sorted(body)[0]} is not known: years, days, after, reason and never are")
    if not isinstance(reason, str) or not reason.strip():
        raise _wrong(name, file, "a reason is missing: say why it is kept that long")
    if not all(isinstance(n, int) and not isinstance(n, bool) and 0 <= n < 1_000_000 for n in (years, days)):
        raise _wrong(name, file, "years and days are whole numbers, 0 or more")
    return _checked(Rule(name, tuple(cast("list[str]", after)), reason.strip(), cast("int", years), cast("int", days), never is True), file)


def _checked(rule: Rule, file: str) -> Rule:
    if rule.never:
        return rule
    if rule.name == "audit":
        raise _wrong(rule.name, file, "the audit is never purged: say never = true")
    if not rule.after or not set(rule.after) <= set(AFTER[rule.name]):
        raise _wrong(rule.name, file, f"after is a list of {', '.join(AFTER[rule.name])}")
    if not (rule.years or rule.days or rule.name in TIMELESS):
        raise _wrong(rule.name, file, "years or days are missing: say how long it is kept, or never = true")
    return rule


def _wrong(name: str, file: str, what: str) -> BadInput:
    return BadInput(f"{file}, [{name}]: {what}")
