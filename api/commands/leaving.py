"""`kith leaving`: what is lost when people leave, as JSON lines for programs, or in words for people."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from api.commands.opening import reading
from api.commands.shell import Shell
from graph.model import View
from queries.leaving.leaving import OUTCOMES, Loss, leaving
from queries.scoring.because import fitting, plain_day
from queries.scoring.succession import Fit


async def print_leaving(shell: Shell, leavers: Sequence[str], view: View, shown: int, *, as_json: bool) -> None:
    """Print what every child and family that these people know loses."""
    async with reading(shell, "kith leaving", leavers, everyone=True) as store:
        losses = await leaving(store, leavers, view, shown=shown)
    if as_json:
        sys.stdout.buffer.writelines(orjson.dumps(leaving_line(loss), option=orjson.OPT_APPEND_NEWLINE) for loss in losses)
    else:
        sys.stdout.buffer.write(("\n".join(in_words(losses, leavers, view)) + "\n").encode())


def leaving_line(loss: Loss) -> dict[str, Any]:
    """The line of `kith leaving`; the README lists its keys."""
    return {
        "subject_kind": loss.subject.kind,
        "subject_id": loss.subject.id,
        "before": loss.before,
        "after": loss.after,
        "outcome": loss.outcome,
        "next": [_candidate(f) for f in loss.next],
        "remaining": loss.remaining.professional.id if loss.remaining else None,
        "lost": [k.professional.id for k in loss.lost],
        "lead_lost": loss.lead_lost,
        "weights": loss.answer.weights,
    }


def _candidate(one: Fit) -> dict[str, Any]:
    return {
        "professional_id": one.professional_id,
        "fit": one.fit,
        "because": list(fitting(one)),
        "nominated": one.nominated,
        "inputs": {"evidence": one.evidence, "around": one.around, "overlap": one.overlap, "record": one.record, "strength": one.strength},
    }


def in_words(losses: Sequence[Loss], leavers: Sequence[str], view: View) -> Iterator[str]:
    """The losses as a manager reads them: the finding first, then families, worst first."""
    who = " and ".join(leavers)
    yield f"If {who} {'are' if len(leavers) > 1 else 'is'} no longer there on {plain_day(view.on)}:"
    yield finding(losses)
    for loss in losses:
        yield from told_of(loss)


def told_of(loss: Loss) -> Iterator[str]:
    """What one child or family loses, and the first three who could take over."""
    best = f"best left: {loss.remaining.professional.id} ({loss.remaining.best.word or 'barely'})" if loss.remaining else "nobody is left"
    yield f"{loss.outcome}: {loss.subject.kind} {loss.subject.id}, {best}{', loses the lead' if loss.lead_lost else ''}"
    for one in loss.next[:3]:
        yield f"  could take over: {one.professional_id}. {' '.join(fitting(one))}"


def finding(losses: Sequence[Loss]) -> str:
    """One sentence on what is lost in all."""
    families = [loss for loss in losses if loss.subject.kind == "family"]
    if not losses:
        return "Nobody depends on them: no child or family loses anyone who knows them."
    count = Counter(loss.outcome for loss in families)
    told = ", ".join(f"{count[o]} {o}" for o in OUTCOMES if count[o]) or "none"
    leads = sum(loss.lead_lost for loss in families)
    return f"{len(families)} families lose someone who knows them: {told}; {leads} lose their lead practitioner on paper."
