"""Who is the same child: judgements over untouched records, made anew each time, so that each can be undone."""

from collections.abc import Callable
from datetime import datetime

from graph.model import Child, Source
from graph.rows import instant
from graph.store import GraphStore

JUDGE = Source("kith-identity", controller="this store", agreement="derived from the records it joins")
RULE = "exact name and date of birth, one record in each source"


async def judge_children(store: GraphStore, source: Source, clock: Callable[[], datetime]) -> tuple[int, int]:
    """Join records of different sources that agree exactly; what no longer agrees is parted again.

    Returns how many records of `source` are joined with another source's, and how many are not.
    """
    records = await store.same_children()
    joined = _judgements([(child, told_by, stands) for child, told_by, stands in records])
    load = await store.begin_load(JUDGE, instant(clock()))
    await store.upsert(load, "SAME_AS", [("Child", a, "Child", b, RULE) for a, b in sorted(joined.items())])
    await store.retire_unseen(load, "SAME_AS")
    await store.finish_load(load, instant(clock()), read=len(records), kept=len(joined), refused=0)
    own = {child.id for child, told_by, _ in records if told_by == source.name}
    linked = own & (joined.keys() | set(joined.values()))
    return len(linked), len(own - linked)


def _judgements(records: list[tuple[Child, str, str]]) -> dict[str, str]:
    """From each record to the one that stands for it: the one that stood before, else the first by id."""
    alike: dict[tuple[str, str, str], list[tuple[Child, str, str]]] = {}
    for child, source, stands in records:
        if child.given_name and child.family_name and child.date_of_birth:
            key = (child.given_name, child.family_name, child.date_of_birth.isoformat())
            alike.setdefault(key, []).append((child, source, stands))
    found: dict[str, str] = {}
    for group in alike.values():
        ids = {child.id for child, _, _ in group}
        if len(ids) == len(group) == len({source for _, source, _ in group}) > 1:
            stood = sorted({stands for _, _, stands in group if stands in ids and _leads(stands, group)} or ids)[0]
            found |= {i: stood for i in ids if i != stood}
    return found


def _leads(stands: str, group: list[tuple[Child, str, str]]) -> bool:
    return any(child.id != stands and stands == other for child, _, other in group)
