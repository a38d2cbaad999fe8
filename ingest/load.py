"""One run of a feed: begin, write what it tells in batches, then retire what it no longer tells, then close."""

import asyncio
import csv
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from graph.errors import FeedUnreadable
from graph.model import Load, Source
from graph.rows import instant
from graph.store import UNCHANGED, GraphStore, Row
from ingest.identity import judge_children
from ingest.records import Accepted, Feed, Parsed, Part, Refusal, held_in
from ingest.rightful import refuse_rightless
from ingest.withdrawing import refuse_withdrawn

BATCH = 20_000
"""Rows written at once: a load that breaks off leaves whole batches."""


@dataclass(slots=True)
class FileReport:
    """What became of one file's rows: kept + refused = read; unchanged ones are kept too. `retired` counts facts."""

    file: str
    read: int = 0
    kept: int = 0
    unchanged: int = 0
    retired: int = 0
    refused: int = 0
    cells_left_out: int = 0


@dataclass(slots=True)
class Report:
    """What became of a load."""

    load: Load | None
    files: list[FileReport] = field(default_factory=list[FileReport])
    refusals: list[Refusal] = field(default_factory=list[Refusal])
    remarks: list[str] = field(default_factory=list[str])
    same_children: int = 0
    unlinked_children: int = 0

    def total(self, count: str) -> int:
        """The sum of one count over all files."""
        return sum(getattr(f, count) for f in self.files)


Begin = Callable[[], Awaitable[Load | None]]
"""Opens the load with its first batch, so that a feed of which nothing can be read leaves none; None in a dry run."""
Progress = Callable[[str, int], None]
"""Where a load says how far it is: so many more rows of a file are done."""


def silent(file: str, rows: int) -> None:
    """No progress shown."""


async def load_feed(
    store: GraphStore,
    feed: Feed,
    path: str,
    source: Source,
    *,
    clock: Callable[[], datetime],
    snapshot: bool = False,
    dry_run: bool = False,
    rightful: bool = False,
    progress: Progress = silent,
) -> Report:
    """Load what lies at a path. Errors: FeedUnreadable, and then nothing was written; BadInput where the source
    was withdrawn, before the load or while it ran, or, where it must be `rightful`, its rights were never told; those of the store.

    A load that breaks off is marked unfinished; the same load run again completes it.
    """
    await refuse_withdrawn(store, source.name)
    if rightful:
        await refuse_rightless(store, source)
    held = await held_in(store, feed, source, snapshot=snapshot)
    parts = list(feed.parts(path, held))
    report = Report(None)

    async def begin() -> Load | None:
        await refuse_withdrawn(store, source.name)
        if not (dry_run or report.load):
            report.load = await store.begin_load(source, instant(clock()))
        return report.load

    for part in parts:
        report.files.append(await _write(store, begin, part, report, progress))
    _check_readable(report, path)
    if load := await begin():
        if snapshot:
            await _retire(store, load, parts, report)
        if feed.links_children:
            report.same_children, report.unlinked_children = await judge_children(store, source, clock)
        report.load = await store.finish_load(
            load, instant(clock()), read=report.total("read"), kept=report.total("kept"), refused=report.total("refused")
        )
    return report


def _check_readable(report: Report, path: str) -> None:
    if report.refusals and all(_whole_file(r) for r in report.refusals) and not report.total("kept"):
        why = "; ".join(f"{r.file}: {r.reason}" for r in report.refusals)
        raise FeedUnreadable(f"nothing in {path} could be read: {why}")


def _whole_file(refusal: Refusal) -> bool:
    return not refusal.row and refusal.line <= 1


async def _write(store: GraphStore, begin: Begin, part: Part, report: Report, progress: Progress) -> FileReport:
    told = FileReport(part.name)
    batch: list[Accepted] = []
    async for parsed in _read_aside(part.rows):
        if isinstance(parsed, Refusal):
            report.refusals.append(parsed)
            told.refused += not parsed.cell_only
            told.cells_left_out += parsed.cell_only
            continue
        batch.append(parsed)
        if len(batch) >= BATCH:
            await _flush(store, begin, batch, told, progress)
    if batch:
        await _flush(store, begin, batch, told, progress)
    told.read = told.kept + told.refused
    report.remarks += part.remarks
    return told


async def _read_aside(rows: Iterator[Parsed]) -> AsyncGenerator[Parsed]:
    """Rows as they come, read in a thread: a service answers others while it loads."""
    while some := await asyncio.to_thread(lambda: list(islice(rows, BATCH))):
        for parsed in some:
            yield parsed


async def _flush(store: GraphStore, begin: Begin, batch: list[Accepted], told: FileReport, progress: Progress) -> None:
    """Write a batch, kind by kind; a row is unchanged when all its facts are."""
    told.kept += (rows := sum([a.rows for a in batch]))
    if load := await begin():
        moved = bytearray(len(batch))
        for label, (owners, facts) in _by_label(batch).items():
            for owner, outcome in zip(owners, await store.upsert(load, label, facts), strict=True):
                if outcome != UNCHANGED:
                    moved[owner] = 1
        told.unchanged += sum([a.rows for a, m in zip(batch, moved, strict=True) if not m])
    progress(told.file, rows)
    batch.clear()


def _by_label(batch: Sequence[Accepted]) -> dict[str, tuple[list[int], list[Row]]]:
    """Facts by kind, things before ties, each with the place of its row in the batch."""
    found: dict[str, tuple[list[int], list[Row]]] = {}
    for at, accepted in enumerate(batch):
        for label, row in accepted.facts:
            owners, rows = found.get(label) or found.setdefault(label, ([], []))
            owners.append(at)
            rows.append(row)
    return dict(sorted(found.items(), key=lambda item: item[0].isupper()))


async def _retire(store: GraphStore, load: Load, parts: Sequence[Part], report: Report) -> None:
    """What the source no longer tells goes, the ties before the things they join; a file answers for its main kind.

    Where a file could not be read, nobody knows what it no longer tells: then nothing goes.
    """
    if any(_whole_file(r) for r in report.refusals):
        report.remarks.append("nothing was retired: not every file could be read")
        return
    retired: dict[str, int] = {}
    labels = {label for part in parts for label in part.labels}
    for label in sorted(labels, key=lambda x: (not x.isupper(), x)):
        retired[label] = await store.retire_unseen(load, label)
    for part, told in zip(parts, report.files, strict=True):
        told.retired = retired[part.labels[0]]


def write_refusals(path: Path, refusals: Sequence[Refusal]) -> None:
    """The refused rows with their reasons, as a CSV that only its owner may read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("file", "line", "column", "value", "reason", "refused", "row"))
        out.writerows((r.file, r.line, r.column, r.value, r.reason, "cell" if r.cell_only else "row", r.row) for r in refusals)
