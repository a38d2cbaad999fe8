"""`kith looping`: how many pupils keep the same tutor or teacher, between two days or by a proposed allocation."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

import orjson

from api.commands.opening import reading
from api.commands.shell import Shell
from api.telling.two_columns import lines_of
from graph.errors import BadInput
from graph.model import View
from queries.continuity.looping import Looped, checked, looped, teachers
from queries.knowing.equity import EVERYONE, HOW_SUPPRESSED
from queries.scoring.because import plain_day


async def print_looping(shell: Shell, first: date, second: date, allocation: Path | None, *, true_counts: bool, as_json: bool) -> None:
    """Print a line for each school, all last."""
    proposed = _allocation(allocation) if allocation else None
    async with reading(shell, "kith looping", everyone=True) as store:
        now, schools = await teachers(store, View(first))
        if proposed is None:
            then, _ = await teachers(store, View(second))
        else:
            await checked(store, proposed, View(first))
            then = {child: frozenset({who}) for child, who in proposed.items()}
    found = looped(now, schools, then, true_counts=true_counts)
    if as_json:
        sys.stdout.buffer.writelines(orjson.dumps(asdict(one), option=orjson.OPT_APPEND_NEWLINE) for one in found)
    else:
        until = f"by {allocation.name}" if allocation else f"on {plain_day(second)}"
        sys.stdout.write("".join(f"{text}\n" for text in _words(found, plain_day(first), until, true_counts)))


def _words(found: Sequence[Looped], first: str, until: str, true_counts: bool) -> Iterator[str]:
    yield f"Pupils who have the same tutor or teacher on {first} and {until}"
    yield f"{'':24}{'pupils':>14}{'keep':>14}{'change':>14}{'share':>8}"
    for one in found:
        share = "" if one.share is None else f"{one.share:.0%}"
        yield f"{'all' if one.school == EVERYONE else one.school:24}{one.pupils:>14}{one.keep:>14}{one.change:>14}{share:>8}"
    yield "Of those who have one both times, by the school of those who teach them now."
    if not true_counts:
        yield HOW_SUPPRESSED


def _allocation(path: Path) -> dict[str, str]:
    """A proposed allocation from a CSV file with the columns child_id and professional_id. Errors: BadInput, with the line."""
    found: dict[str, str] = {}
    for where, child, who in lines_of(path, "child_id", "professional_id"):
        if child in found:
            raise BadInput(f"{where}: {child} has a line already: keep one")
        found[child] = who
    return found
