"""`kith horizon`: what is known to end in the months ahead, as JSON lines, in words, and as a calendar to subscribe to."""

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson
import typer

from api.commands.opening import reading
from api.commands.shell import Shell
from api.telling.horizon_words import as_calendar, stake_in_words, title
from graph.errors import BadInput
from graph.model import View
from queries.risk.horizon import MONTHS, Horizon, horizon
from queries.scoring.because import plain_day


async def print_horizon(shell: Shell, view: View, months: int, *, as_json: bool, ics: Path | None) -> None:
    """Print the months ahead, and write them as a calendar too. Errors: BadInput where it can't be written."""
    async with reading(shell, "kith horizon", everyone=True) as store:
        found = await horizon(store, view, months)
    told = (orjson.dumps(line).decode() for line in lines(found)) if as_json else in_words(found)
    sys.stdout.write("".join(f"{line}\n" for line in told))
    try:
        if ics:
            ics.write_bytes(as_calendar(found))
    except OSError as error:
        raise BadInput(f"{ics} can't be written: {error.strerror}") from None


def months_typed(months: int) -> int:
    """How far to look, of what was typed."""
    if months not in MONTHS:
        raise typer.BadParameter(f"is {', '.join(map(str, MONTHS))}", param_hint="--months")
    return months


def lines(found: Horizon) -> Iterator[dict[str, Any]]:
    """The lines of `kith horizon`, the months first; the README lists their keys."""
    totals = [{"months": t.months, "until": t.until.isoformat(), **asdict(t.stake)} for t in found.totals]
    yield {"from": found.ahead.first.isoformat(), "to": found.ahead.last.isoformat(), "together": totals, "weights": found.weights}
    for event in found.events:
        yield {
            "why": event.why,
            "day": event.day.isoformat(),
            "ends": event.ends.isoformat(),
            "funding_id": event.funding_id,
            "posts": [{"professional_id": p.professional_id, "service_id": p.service_id} for p in event.posts],
            "gone": list(event.gone),
            **asdict(event.stake),
        }


def in_words(found: Horizon) -> Iterator[str]:
    """The same as a manager reads it: what goes together, then every end, by day."""
    yield f"What is known to end from {plain_day(found.ahead.first)} on:"
    for one in found.totals:
        yield f"within {one.months} months, until {plain_day(one.until)}: {stake_in_words(one.stake)}"
    for event in found.events:
        yield f"{event.day}  {title(event)}: {stake_in_words(event.stake)}"
