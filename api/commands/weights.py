"""`kith weights`: the numbers that the scores use, their versions, and what they mean in plain words."""

import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

import orjson

from api.commands.opening import Attempt, reading, writing
from api.commands.shell import Shell
from graph.errors import BadInput
from graph.model import View, WeightsVersion
from ingest.weights import set_weights
from queries.scoring import explained
from queries.scoring.knowing import WEIGHTS
from queries.scoring.weighing import checked, completed, faults, numbers, versions, weights_of, weights_on

EVERYTHING = View(date.max)


async def show_weights(shell: Shell, on: date, *, as_json: bool) -> None:
    """Print the numbers in force on a day."""
    async with reading(shell, "kith weights show") as store:
        version, weights = weights_on(await versions(store, EVERYTHING), on)
    if as_json:
        _print(orjson.dumps({"version": version, "on": on.isoformat(), "numbers": numbers(weights)}).decode())
        return
    _print(f"On {on.isoformat()}: {explained.version_named(version)}")
    for number in explained.table(weights):
        changed = f", built in: {explained.plain_number(number.built_in)}" if number.changed else ""
        _print(f"{number.name:24}{explained.plain_number(number.value):>8}  {number.phrase} [{number.source}]{changed}")


async def set_from(shell: Shell, file: Path, since: date | None, reason: str | None, clock: Callable[[], datetime]) -> int:
    """Set the numbers of a file; those it does not name stay as they are. Returns 1, one line a fault, where they can't be."""
    told = read_table(file)
    async with writing(shell, Attempt("kith weights set")) as change:
        store = change.store
        table = completed(told, await versions(store, EVERYTHING), since)
        if wrong := faults(table):
            change.became, change.refused = "refused", BadInput.code
            sys.stderr.writelines(f"kith: {fault}\n" for fault in wrong)
            return 1
        body = orjson.dumps(numbers(checked(table)), option=orjson.OPT_SORT_KEYS).decode()
        done = await set_weights(store, WeightsVersion("", since, body, shell.who, reason), clock)
    days = f"from {since.isoformat()} on" if since else "for all days"
    _print(f"{done.version.id}, {days}: {'set' if done.new else 'nothing changed, it says the same already'}")
    return 0


def read_table(file: Path) -> dict[str, object]:
    """A table of numbers from a JSON or TOML file. Errors: BadInput."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        told: Any = tomllib.loads(text) if file.suffix == ".toml" else orjson.loads(text)
    except (OSError, ValueError):
        raise BadInput(f"{file.name} can't be read as {'TOML' if file.suffix == '.toml' else 'JSON'}: write names and numbers") from None
    if not isinstance(told, Mapping):
        raise BadInput(f"{file.name} holds no table: write names and numbers")
    return dict(cast("Mapping[str, object]", told))


async def show_history(shell: Shell, *, as_json: bool) -> None:
    """Print every version in the order in which they were set."""
    async with reading(shell, "kith weights history") as store:
        found = await versions(store, EVERYTHING)
    for line in history(found):
        _print(orjson.dumps(line).decode() if as_json else _told(line))
    if not found and not as_json:
        _print("Nothing has been set: the numbers are those that Kith comes with.")


def history(found: list[WeightsVersion]) -> Iterator[dict[str, Any]]:
    """One version a line, with what it changed of the one before it."""
    before = WEIGHTS
    for version in found:
        weights = weights_of(version)
        changed = {name: list(pair) for name, pair in explained.changes(weights, before).items()}
        since = version.since.isoformat() if version.since else None
        yield {"version": version.id, "since": since, "set_by": version.set_by, "reason": version.reason, "changed": changed}
        before = weights


async def explain(shell: Shell, on: date) -> None:
    """Print how everything is worked out."""
    async with reading(shell, "kith weights explain") as store:
        version, weights = weights_on(await versions(store, EVERYTHING), on)
    for sentence in explained.PLAINLY:
        _print(sentence)
    for part in explained.parts():
        _print(f"\n{part.title}. {part.about}")
        for step in part.steps:
            _print(f"  {step.name}: {step.sentence}")
    _print(f"\n{explained.AS_BUILT_IN}\nOn {on.isoformat()}: {explained.version_named(version)}")
    for number in explained.table(weights):
        _print(f"  {number.name}: {explained.plain_number(number.value)} {number.phrase} [{number.source}]")
    for mark, meaning in explained.MARKS.items():
        _print(f"[{mark}] {meaning}")


def _told(line: dict[str, Any]) -> str:
    plain = explained.plain_number
    changed = ", ".join(f"{name} {plain(old)} to {plain(new)}" for name, (old, new) in line["changed"].items()) or "nothing"
    days = f"from {line['since']} on" if line["since"] else "for all days"
    reason = f": {line['reason']}" if line["reason"] else ""
    return f"{line['version']}, {days}, set by {line['set_by'] or 'someone'}{reason}. Changed: {changed}"


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
