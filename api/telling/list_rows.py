"""Lists and the equity lens as rows: the same keys in JSON lines and in CSV."""

from dataclasses import asdict
from datetime import date
from typing import Any

from queries.knowing.equity import By, Line
from queries.knowing.lists import Entry

LIST_COLUMNS = ("list", "on", "subject_kind", "subject_id", "why", "key_individual", "lead", "areas", "services", "schools")
EQUITY_COLUMNS = ("by", "on", "group", "children", "nobody", "somebody", "share")


def entry_row(entry: Entry, on: date) -> dict[str, Any]:
    """The line of `kith list`; the README lists its keys."""
    return {
        "list": entry.list,
        "on": on.isoformat(),
        "subject_kind": entry.subject.kind,
        "subject_id": entry.subject.id,
        "why": entry.why,
        "key_individual": entry.key_individual,
        "lead": entry.lead,
        "areas": list(entry.areas),
        "services": list(entry.services),
        "schools": list(entry.schools),
    }


def equity_row(line: Line, by: By, on: date) -> dict[str, Any]:
    """The line of `kith equity`; the README lists its keys."""
    return {"by": by, "on": on.isoformat(), **asdict(line)}
