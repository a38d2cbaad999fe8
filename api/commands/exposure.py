"""`kith exposure`: on how few people half of the families hang, as JSON lines for programs, or in words for people."""

import sys
from collections.abc import Iterator, Sequence
from typing import Any

import orjson
import typer

from api.commands.opening import reading
from api.commands.shell import Shell
from api.telling.words import many
from graph.model import View
from queries.risk.cover import cover
from queries.risk.exposure import BYS, By, Exposure, exposed
from queries.scoring.because import plain_day

NAMED = 10
"""People named in words; JSON has them all."""


async def print_exposure(shell: Shell, view: View, by: By, *, as_json: bool) -> None:
    """Print how exposed every service, organisation or school is."""
    async with reading(shell, "kith exposure", everyone=True) as store:
        held = await cover(store, view)
        found = await exposed(store, held, view, by=by)
    told = [orjson.dumps(exposure_line(one, held.weights)).decode() for one in found] if as_json else in_words(found, view, by)
    sys.stdout.write("".join(f"{line}\n" for line in told))


def exposure_line(one: Exposure, weights: str) -> dict[str, Any]:
    """The line of `kith exposure`; the README lists its keys."""
    return {
        "by": one.by,
        "id": one.id,
        "families": one.families,
        "people": one.people,
        "smallest": list(one.smallest),
        "method": one.method,
        "covered_after": one.covered_after,
        "weights": weights,
    }


def in_words(found: Sequence[Exposure], view: View, by: By) -> Iterator[str]:
    """The same as a manager reads it: those that hang on the fewest people first."""
    yield f"On how few people the families of each {by} hang on {plain_day(view.on)}: fewer than half are known to anyone without them"
    for one in sorted(found, key=lambda e: (len(e.smallest), -e.families, e.id)):
        yield f"{one.id}: {_people(one)} of {one.people:,} who know its {many(one.families, 'family', 'families')}{_named(one)}"
    if not found:
        yield f"No {by} has anyone who knows a family."


def _people(one: Exposure) -> str:
    return many(len(one.smallest), "person", "people") + (" or fewer (found greedily)" if one.method == "greedy" else "")


def _named(one: Exposure) -> str:
    return f": {', '.join(one.smallest)}" if len(one.smallest) <= NAMED else ""


def by_typed(text: str) -> By:
    """What to tell it by, of what was typed."""
    for one in BYS:
        if text == one:
            return one
    raise typer.BadParameter(f"is {', '.join(BYS)}", param_hint="--by")
