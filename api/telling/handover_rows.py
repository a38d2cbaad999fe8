"""A handover plan as rows: the same in JSON lines and in CSV."""

from collections.abc import Iterator
from typing import Any

from queries.handover.handover import Handover, Plan, Without
from queries.scoring.because import fitting

HANDOVER_COLUMNS = ("subject_kind", "subject_id", "leavers", "receiver", "fit", "bonus", "because", "by", "visit", "why_nobody", "excluded")


def plan_rows(plan: Plan) -> Iterator[dict[str, Any]]:
    """First those with a receiver, the worst losses first; then those for whom nobody is found."""
    yield from map(_placed, plan.handovers)
    yield from map(_left, plan.without)


def _placed(one: Handover) -> dict[str, Any]:
    return {
        "subject_kind": one.subject.kind,
        "subject_id": one.subject.id,
        "leavers": list(one.leavers),
        "receiver": one.receiver.professional_id,
        "fit": one.receiver.fit,
        "bonus": one.bonus,
        "because": list(fitting(one.receiver)),
        "by": one.by.isoformat(),
        "visit": one.visit.isoformat() if one.visit else None,
        "why_nobody": None,
        "excluded": [],
    }


def _left(one: Without) -> dict[str, Any]:
    told = {"subject_kind": one.subject.kind, "subject_id": one.subject.id, "leavers": list(one.leavers)}
    return dict.fromkeys(HANDOVER_COLUMNS) | told | {"because": [], "why_nobody": one.why, "excluded": list(one.excluded)}
