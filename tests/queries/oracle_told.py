"""Worlds written into a store, and what is answered there compared with what the pages say."""

import tempfile
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from graph.model import Subject, View
from graph.schema import BY_LABEL
from graph.store import GraphStore, Row, open_store
from tests.conformance.drawing import tell
from tests.queries.oracle_worlds import CARERS, CHILDREN, FAMILIES, SERVICES, STAFF, Record, World, drawn

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Where files are quickest made and thrown away."""
KINDS = {"Professional": STAFF, "Service": SERVICES, "Family": FAMILIES, "Child": CHILDREN, "Carer": CARERS}
Facts = dict[str, list[Row]]


def rows_of(world: World, prefix: str = "") -> list[Facts]:
    """The world as the rows that the waist takes, things before ties, one lot a source; every id starts with `prefix`."""

    def told(label: str, facts: Record) -> list[Any]:
        values = [facts.get(p.name) for p in BY_LABEL[label].properties]
        return [iso(v) if isinstance(v, date) else v for v in values]

    def named(key: str | None) -> str | None:
        return key and prefix + key

    def tie(label: str, start: tuple[str, str], end: tuple[str, str], facts: Record) -> Row:
        return (start[0].capitalize(), named(start[1]), end[0].capitalize(), named(end[1]), *told(label, facts))

    def said(s: Record) -> Row:
        kind, whom = s["whom"] or (None, None)
        whose = {"speaker_id": named(s["speaker"]), "about_professional_id": named(s["about"])}
        return (named(s["id"]), *told("Statement", s | whose | {"subject_kind": kind, "subject_id": named(whom)}))

    def by(row: Record) -> tuple[str, str]:
        return "Professional", row["who"]

    def members(source: int) -> list[Row]:
        return [tie("MEMBER_OF", m["who"], ("Family", m["family"]), m) for m in world.members if m["source"] == source]

    def numbered(rows: list[Record]) -> Iterable[Record]:
        return (r | {"row": f"{prefix}row {n}"} for n, r in enumerate(rows))

    facts: Facts = {label: [(named(k), *told(label, {})) for k in keys] for label, keys in KINDS.items()}
    facts["Statement"] = [said(s) for s in world.statements]
    facts["KNOWS"] = [tie("KNOWS", by(t), t["whom"], t | {"end_reason": t["reason"]}) for t in numbered(world.ties)]
    facts["MET"] = [tie("MET", by(c), c["whom"], c | {"kind": c["how"]}) for c in world.contacts]
    facts["WORKS_IN"] = [tie("WORKS_IN", by(p), ("Service", p["where"]), p) for p in numbered(world.posts)]
    facts["MEMBER_OF"] = members(0)
    return [facts, {"MEMBER_OF": members(1)}]


async def write(store: GraphStore, side_by_side: Mapping[str, World]) -> None:
    """Worlds by the prefix of their ids, told by one source, then what a second one tells."""
    lots = [rows_of(world, prefix) for prefix, world in side_by_side.items()]
    for n, told in enumerate(zip(*lots, strict=True)):
        whole = {label: [row for facts in told for row in facts[label]] for label in told[0]}
        await tell(store, {label: rows for label, rows in whole.items() if rows}, source=f"feed {n}")


@asynccontextmanager
async def held(world: World) -> AsyncGenerator[GraphStore]:
    """A store of its own that holds the world."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        async with open_store(f"sqlite:///{Path(folder) / 'kith.db'}") as store:
            await write(store, {"": world})
            yield store


def view(world: World, prefix: str = "") -> View:
    return View(world.on, professional=world.viewer and prefix + world.viewer)


def everyone(prefix: str = "") -> list[Subject]:
    """All subjects, in order."""
    return [*(Subject("family", prefix + f) for f in FAMILIES), *(Subject("child", prefix + c) for c in CHILDREN)]


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def unprefixed(found: Any, prefix: str) -> Any:
    """An answer with the prefix taken off every id."""
    if isinstance(found, dict):
        return {k: unprefixed(v, prefix) for k, v in cast("Record", found).items()}
    if isinstance(found, list | tuple):
        return [unprefixed(v, prefix) for v in cast("list[Any]", found)]
    return found.removeprefix(prefix) if isinstance(found, str) else found


def difference(found: Any, wanted: Any, where: str = "answer") -> str | None:
    """Where the two part first: every key that is wanted must be there and equal, numbers within 1e-9 (rule 39)."""
    if isinstance(wanted, dict):
        record = cast("Record", wanted)
        return next((d for k, v in record.items() if (d := difference(found.get(k, "absent"), v, f"{where}.{k}"))), None)
    if isinstance(wanted, list) and len(found) == len(cast("list[Any]", wanted)):
        pairs = enumerate(zip(found, cast("list[Any]", wanted), strict=True))
        return next((d for n, (f, w) in pairs if (d := difference(f, w, f"{where}[{n}]"))), None)
    if isinstance(wanted, float) and isinstance(found, int | float):
        agreed = abs(found - wanted) <= 1e-9
    else:
        agreed = found == wanted and isinstance(found, bool) == isinstance(wanted, bool)
    return None if agreed else f"{where} is {found!r}, by the pages {wanted!r}"


def smallest(world: World, differs: Callable[[World], str | None]) -> str:
    """What is wrong in the smallest world that still differs, and that world: row after row left out that it can do without."""
    told = differs(world)
    again = True
    while again:
        again = False
        for name in ("ties", "contacts", "posts", "members", "statements"):
            for n in range(len(getattr(world, name)))[::-1]:
                rows = getattr(world, name)
                less = replace(world, **{name: rows[:n] + rows[n + 1 :]})
                if why := differs(less):
                    world, told, again = less, why, True
    return f"{told}\n{world}"


def agree(seeds: Iterable[int], differs: Callable[[World], str | None]) -> None:
    """No world of these seeds differs; the first that does is told, made small."""
    for seed in seeds:
        world = drawn(seed)
        if differs(world):
            pytest.fail(f"seed {seed}: {smallest(world, differs)}")
