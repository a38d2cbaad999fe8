"""`kith handover`: who takes over what from people who leave, in words, as JSON lines, as CSV, and as a checklist to print."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import orjson

from api.commands.opening import reading
from api.commands.shell import Shell
from api.pages.checklist import checklist
from api.telling.handover_rows import HANDOVER_COLUMNS, plan_rows
from api.telling.tabular import header, row
from api.telling.two_columns import lines_of
from graph.errors import BadInput
from graph.model import View
from queries.handover.handover import Plan, Rules, handover
from queries.scoring.because import fitting, plain_day


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where a plan goes besides the screen."""

    as_json: bool
    csv: Path | None
    checklist: Path | None


async def print_handover(shell: Shell, leavers: Sequence[str], view: View, today: date, rules: Rules, out: Outputs) -> None:
    """Print the plan, and write it where files are named."""
    async with reading(shell, "kith handover", leavers, everyone=True) as store:
        plan = await handover(store, leavers, view, today, rules)
        if out.checklist:
            out.checklist.write_text(await checklist(store, plan, view), encoding="utf-8")
    if out.csv:
        out.csv.write_bytes(b"".join([header(HANDOVER_COLUMNS), *(row(HANDOVER_COLUMNS, one) for one in plan_rows(plan))]))
    if out.as_json:
        sys.stdout.buffer.writelines(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in plan_rows(plan))
    else:
        sys.stdout.buffer.write(("\n".join(in_words(plan, view)) + "\n").encode())


def in_words(plan: Plan, view: View) -> Iterator[str]:
    """The plan as a manager reads it."""
    receivers = len({h.receiver.professional_id for h in plan.handovers})
    found = f"{len(plan.handovers)} are taken over by {receivers}" if plan.handovers else "Nothing is taken over"
    left = f"; for {len(plan.without)} nobody is found" if plan.without else ""
    yield f"Handover before {plain_day(view.on)}: {found}{left}."
    for one in plan.handovers:
        visit = f"visit together on {plain_day(one.visit)}" if one.visit else "no working day is left for a visit together"
        yield f"{one.subject.kind} {one.subject.id}: from {', '.join(one.leavers)} to {one.receiver.professional_id}, {visit}"
        yield f"  {' '.join(fitting(one.receiver))}"
    for one in plan.without:
        refused = f" (they said no to {', '.join(one.excluded)})" if one.excluded else ""
        yield f"{one.subject.kind} {one.subject.id}: from {', '.join(one.leavers)} to nobody, for {one.why}{refused}"


def capacities_in(path: Path | None) -> dict[str, int]:
    """Capacities from a CSV file with the columns professional_id and families. Errors: BadInput, with the line."""
    found: dict[str, int] = {}
    for where, who, many in lines_of(path, "professional_id", "families") if path else ():
        if not many.isdecimal():
            raise BadInput(f"{where}: write professional_id and families, a whole number of 0 or more")
        if who in found:
            raise BadInput(f"{where}: {who} stands there twice: leave one of the lines out")
        found[who] = int(many)
    return found
