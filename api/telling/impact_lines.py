"""What a scenario does, as JSON lines; the README lists their keys."""

from dataclasses import asdict
from typing import Any

from api.commands.leaving import leaving_line
from api.telling.scenario_file import plain
from queries.leaving.capital import Capital
from queries.leaving.impact import Impact, Kept, Line


def impact_line(name: str, found: Impact) -> dict[str, Any]:
    """The first line of `kith what-if`, and each line of a comparison."""
    return {
        "scenario": name,
        "on": found.on.isoformat(),
        "finding": found.finding,
        "going": [{"professional_id": p, "on": day.isoformat()} for p, day in found.going],
        "waiting": list(found.waiting),
        "added": [next(iter(one.values())) for one in plain(found.added)],
        "families": found.families,
        **found.outcomes,
        "lead_lost": found.lead_lost,
        "only_informal": found.only_informal,
        "strong_before": asdict(found.before),
        "strong_after": asdict(found.after),
        "capital": capital_line(found.capital),
        "kept": _kept(found.kept),
        "groups": [asdict(g) for g in found.groups],
        "weights": found.weights,
    }


def family_line(line: Line) -> dict[str, Any]:
    """One child or family: the line of `kith leaving`, and what else a scenario tells."""
    return {
        **leaving_line(line.loss),
        "gained": [k.professional.id for k in line.loss.gained],
        "only_informal": line.loss.only_informal,
        "strong_before": line.strong_before,
        "strong_after": line.strong_after,
        "capital": capital_line(line.capital),
        "kept": _kept(line.kept),
    }


def capital_line(told: Capital) -> dict[str, Any]:
    """Ties lost, the sum of their strengths, and months until a successor would be as well known."""
    return {"ties": told.ties, "strength": told.strength, "months": told.months, "months_unknown": told.reason}


def _kept(kept: Kept) -> dict[str, Any]:
    return {"contacts": kept.contacts, "staying": kept.staying, "share": kept.share}
