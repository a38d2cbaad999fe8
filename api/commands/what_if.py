"""`kith what-if`: what a scenario does, family by family and in all; several side by side."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson

from api.commands.opening import Attempt, reading, writing
from api.commands.shell import Shell
from api.telling.impact_lines import family_line, impact_line
from api.telling.impact_words import in_words, side_by_side
from api.telling.scenario_file import plain, read_file, scenario_of
from graph.errors import BadInput
from graph.model import SavedScenario, View
from graph.store import GraphReader, GraphStore
from ingest.scenarios import save_scenario
from queries.leaving.impact import Impact, day_of, impact
from queries.leaving.scenario import Scenario

Named = tuple[str, Scenario]
PAGE = 1000
"""Saved scenarios that are listed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: a file or a saved name, the day, what is put beside it, and the name to save it under."""

    what: str
    on: date | None
    beside: Sequence[str]
    save: str | None


async def print_what_if(shell: Shell, asked: Asked, clock: Callable[[], datetime], *, as_json: bool) -> None:
    """Print what changes do, by a day or once all of them are felt; beside others, the figures of each."""
    today = View(clock().date())
    attempt = Attempt("kith what-if --save" if asked.save else "kith what-if", everyone=True)
    async with writing(shell, attempt, yes=bool(asked.save)) as change:
        store = change.store
        scenarios = [await _named(store, one, today) for one in (asked.what, *asked.beside)]
        day = asked.on or max([await day_of(store, scenario, today) for _, scenario in scenarios])
        found = [(name, await impact(store, one, replace(today, on=day), asked_on=today.on)) for name, one in scenarios]
        saved = await _saved(store, asked.save, scenarios[0][1], shell.who, clock) if asked.save else None
    lines = _json(found) if as_json else (side_by_side(found) if asked.beside else in_words(found[0][1]))
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    if asked.save:
        sys.stderr.write(f"kith: {asked.save} is {'saved' if saved else 'saved already, as it is'}\n")


async def print_saved(shell: Shell, today: date, *, as_json: bool) -> None:
    """Print which scenarios are saved."""
    async with reading(shell, "kith what-if", everyone=True) as store:
        found = await store.page(SavedScenario, View(today), first=PAGE)
    for one in found:
        day = one.saved_on.isoformat() if one.saved_on else None
        line = {"scenario": one.id, "saved_by": one.saved_by, "saved_on": day, "changes": orjson.loads(one.changes or "[]")}
        sys.stdout.write((orjson.dumps(line).decode() if as_json else f"{one.id}, saved by {one.saved_by} on {day}") + "\n")
    if not found and not as_json:
        sys.stdout.write("No scenario is saved: name a file, and --save NAME\n")


async def _named(reader: GraphReader, what: str, view: View) -> Named:
    """The scenario in a file, or saved under a name. Errors: BadInput, BadScenario."""
    if (file := Path(what)).is_file():
        return file.stem, read_file(file)
    saved = (await reader.entities(SavedScenario, [what], view)).get(what)
    if saved is None:
        raise BadInput(f"{what} is no file, and no scenario is saved under that name: `kith what-if` lists those that are")
    return what, scenario_of({"changes": orjson.loads(saved.changes or "[]")})


async def _saved(store: GraphStore, name: str, scenario: Scenario, who: str, clock: Callable[[], datetime]) -> bool:
    changes = orjson.dumps(plain(scenario)).decode()
    return await save_scenario(store, SavedScenario(name, changes, who, clock().date()), clock)


def _json(found: Sequence[tuple[str, Impact]]) -> Iterator[str]:
    told: list[dict[str, Any]] = [impact_line(name, one) for name, one in found]
    told += [family_line(line) for line in found[0][1].lines] if len(found) == 1 else []
    return (orjson.dumps(line).decode() for line in told)
