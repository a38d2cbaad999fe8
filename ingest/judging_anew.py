"""Who is the same child, judged anew from what is still told, as if what has gone had never come.

Which record stands for a child depends on which came first; so every judgement since the beginning is gone through again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime

from graph.model import Child
from graph.store import GraphStore
from ingest.identity import JUDGE, judgements, keep_judgements, kept_apart

Told = tuple[Child, str, str, str]
"""A record as a source had it, with the source, and from and until which instant."""


async def judge_anew(store: GraphStore, clock: Callable[[], datetime]) -> int:
    """Judge again at each moment at which it was judged, and keep what follows in the end; returns how many records are joined."""
    told, apart = list(_alike(await store.children_told())), await kept_apart(store)
    joined: dict[str, str] = {}
    before: list[tuple[Child, str]] = []
    for judged in sorted(load.started for load in await store.loads(JUDGE.name)):
        records = [(child, source) for child, source, recorded, retired in told if recorded <= judged < retired]
        if records != before:
            joined = judgements([(child, source, joined.get(child.id, child.id)) for child, source in records], apart)
            before = records
    await keep_judgements(store, joined, len(told), clock)
    return len(joined)


def _alike(told: list[Told]) -> Iterator[Told]:
    """The records whose name and day of birth another source's record ever had too: no other is ever joined. In order of ids."""
    sources: defaultdict[tuple[object, ...], set[str]] = defaultdict(set)
    for child, source, *_ in told:
        sources[child.given_name, child.family_name, child.date_of_birth].add(source)
    alike = {child.id for child, *_ in told if len(sources[child.given_name, child.family_name, child.date_of_birth]) > 1}
    yield from sorted((one for one in told if one[0].id in alike), key=lambda one: (one[0].id, one[1]))
