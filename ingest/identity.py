"""Who is the same child: judgements over untouched records, made anew each time, so that each can be undone."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from graph.model import Apart, Child, Source
from graph.rows import instant
from graph.store import GraphReader, GraphStore
from ingest.deciding import decide, everything

JUDGE = Source("kith-identity", controller="this store", agreement="derived from the records it joins")
Record = tuple[Child, str, str]
"""A child as a source has it, with the source, and the id of the record that stands for it."""
RULE = "exact name and date of birth, one record in each source"


async def judge_children(store: GraphStore, source: Source, clock: Callable[[], datetime]) -> tuple[int, int]:
    """Join records of different sources that agree exactly; what no longer agrees is parted again.

    Returns how many records of `source` are joined with another source's, and how many are not.
    """
    records = await store.same_children()
    apart = await everything(store, Apart)
    joined = judgements(records, pairs(apart))
    await _record_refusals(store, records, apart, clock)
    await keep_judgements(store, joined, len(records), clock)
    own = {child.id for child, told_by, _ in records if told_by == source.name}
    linked = own & (joined.keys() | set(joined.values()))
    return len(linked), len(own - linked)


async def keep_judgements(store: GraphStore, joined: dict[str, str], records: int, clock: Callable[[], datetime]) -> None:
    """Write which record stands for which; what is judged no more is retired."""
    load = await store.begin_load(JUDGE, instant(clock()))
    await store.upsert(load, "SAME_AS", [("Child", a, "Child", b, RULE) for a, b in sorted(joined.items())])
    await store.retire_unseen(load, "SAME_AS")
    await store.finish_load(load, instant(clock()), read=records, kept=len(joined), refused=0)


async def kept_apart(reader: GraphReader) -> frozenset[frozenset[str]]:
    """Every pair that is kept apart."""
    return pairs(await everything(reader, Apart))


def pairs(apart: Iterable[Apart]) -> frozenset[frozenset[str]]:
    """The records that are kept apart, two by two."""
    return frozenset(frozenset((one.child_id, one.other_id)) for one in apart)


async def _record_refusals(store: GraphStore, records: list[Record], apart: list[Apart], clock: Callable[[], datetime]) -> None:
    """Note, once a day, of each pair that is kept apart that it would have been joined."""
    today = clock().date()
    groups = [{child.id for child, _, _ in group} for group in _alike(records)]
    for one in apart:
        if one.refused_on != today and any({one.child_id, one.other_id} <= ids for ids in groups):
            await decide(store, replace(one, refused_on=today), clock)


async def part(store: GraphStore, pair: frozenset[str], clock: Callable[[], datetime]) -> None:
    """Part all records that were judged one child with both of a pair; other judgements stand."""
    records = await store.same_children()
    joined = {child.id: stands for child, _, stands in records if stands != child.id}
    apart = {stands for stands in joined.values() if pair <= {stands, *(i for i, own in joined.items() if own == stands)}}
    if apart:
        await keep_judgements(store, {i: s for i, s in joined.items() if s not in apart}, len(records), clock)


def judgements(records: list[Record], apart: frozenset[frozenset[str]] = frozenset()) -> dict[str, str]:
    """From each record to the one that stands for it: the one that stood before, else the first by id.

    Records among which two are to be kept apart are all left alone: joining any of them could lead from one to the other.
    """
    found: dict[str, str] = {}
    for group in _alike(records):
        ids = {child.id for child, _, _ in group}
        if any(pair <= ids for pair in apart):
            continue
        if len(ids) == len(group) == len({source for _, source, _ in group}) > 1:
            stood = sorted({stands for _, _, stands in group if stands in ids and _leads(stands, group)} or ids)[0]
            found |= {i: stood for i in ids if i != stood}
    return found


def _alike(records: list[Record]) -> Iterable[list[Record]]:
    """Records of the same name and day of birth."""
    alike: dict[tuple[str, str, str], list[Record]] = {}
    for child, source, stands in records:
        if child.given_name and child.family_name and child.date_of_birth:
            key = (child.given_name, child.family_name, child.date_of_birth.isoformat())
            alike.setdefault(key, []).append((child, source, stands))
    return alike.values()


def _leads(stands: str, group: list[Record]) -> bool:
    return any(child.id != stands and stands == other for child, _, other in group)
