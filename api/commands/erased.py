"""What erasing tells: counts by kind, in words or as one JSON object."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from api.telling.words import many
from graph.erasing import Erasable


def show(lines: Iterator[str], told: Mapping[str, Any], *, as_json: bool) -> None:
    """Print one object, or else the lines."""
    sys.stdout.write(orjson.dumps(told).decode() + "\n" if as_json else "".join(f"{line}\n" for line in lines))


def would(found: Erasable) -> Iterator[str]:
    """What would go, kind by kind, with the first ids."""
    for label, rows in found.facts.items():
        yield f"  {label:16}{rows:>10,}  {_first(found.first.get(label, ()))}".rstrip()
    if not found.facts:
        yield "  nothing"
    yield from spared(found.spared)


def gone(erased: Mapping[str, int]) -> Iterator[str]:
    """What went, kind by kind; with it the things of which nobody tells any more."""
    things = {label: rows for label, rows in erased.items() if label.startswith("(")}
    for label, rows in erased.items():
        if label not in things:
            yield f"  {label:16}{rows:>10,}"
    if not erased:
        yield "  nothing"
    if things:
        yield "no longer held: " + ", ".join(f"{rows:,} {label.strip('()')}" for label, rows in things.items())


def spared(kept: int) -> Iterator[str]:
    """How much a hold keeps."""
    if kept:
        yield f"kept under a legal hold: {many(kept, 'fact', 'facts')}; run it again once the hold is lifted"


def dry() -> Iterator[str]:
    """Nothing was done yet."""
    yield "dry run: nothing was erased; say --yes to erase it for good"


def counts(erased: Mapping[str, int]) -> dict[str, Any]:
    """Facts by kind, and things no longer held, by kind."""
    return {
        "facts": {label: rows for label, rows in erased.items() if not label.startswith("(")},
        "no_longer_held": {label.strip("()"): rows for label, rows in erased.items() if label.startswith("(")},
    }


def _first(ids: Sequence[str]) -> str:
    return f"first: {', '.join(ids)}" if ids else ""
