"""One leaver, beside the store reads that this needs, replayed alone, and beside the same question in plain Python dicts."""

import asyncio
import time
from collections.abc import Collection, Sequence
from typing import Any

from api.commands.everyone import collect_seldom
from benchmarks.leaving_peer import Answer, Peer
from benchmarks.world import DAY, VIEW, World, told
from graph.store import GraphReader, open_store
from queries.leaving.leaving import SHOWN, Loss, leaving

ASKED, WARM = 60, 10
CLAIM = 2.0
"""Times the store reads it needs that one leaver may take."""
Call = tuple[str, tuple[Any, ...], dict[str, Any]]


class Recording:
    """A reader that notes what it was asked."""

    def __init__(self, reader: GraphReader) -> None:
        self.reader, self.calls = reader, list[Call]()

    def __getattr__(self, name: str) -> Any:
        async def call(*args: Any, **kwargs: Any) -> Any:
            self.calls.append((name, args, kwargs))
            return await getattr(self.reader, name)(*args, **kwargs)

        return call


def run(world: World) -> None:
    """Print the spreads in turn and both ratios."""
    world.fill()
    collect_seldom()
    start = time.perf_counter()
    peer = Peer(world.feed, DAY)
    read = time.perf_counter() - start
    asyncio.run(_run(world, peer, read))


async def _run(world: World, peer: Peer, read: float) -> None:
    ours: list[float] = []
    reads: list[float] = []
    dicts: list[float] = []
    families = agreed = 0
    async with open_store(world.settings.store, world.settings) as store:
        for leaver in leavers(peer):
            recording = Recording(store)
            await leaving(recording, [leaver], VIEW)  # type: ignore[arg-type]
            start = time.perf_counter()
            losses = await leaving(store, [leaver], VIEW)
            ours.append(time.perf_counter() - start)
            start = time.perf_counter()
            for name, args, kwargs in recording.calls:
                await getattr(store, name)(*args, **kwargs)
            reads.append(time.perf_counter() - start)
            start = time.perf_counter()
            found = peer.leaving([leaver])
            dicts.append(time.perf_counter() - start)
            same = [alike(loss, found.get(loss.subject)) for loss in losses if unspoken(loss)]
            assert all(same), f"the two must agree on {leaver}"
            families, agreed = families + len(losses), agreed + len(same)
    whole = told("one leaver, function, SQLite", ours[WARM:])
    needed = told("the store reads it needs, alone", reads[WARM:])
    plain = told("the same in plain Python dicts, statements aside", dicts[WARM:])
    print(f"{families:,} children and families told; {agreed:,} of them, about which nobody said anything, told alike by both")
    print(f"ratio function / its store reads: {whole / needed:.2f} (claim: at most {CLAIM:g})")
    print(
        f"ratio function / plain Python dicts: {whole / plain:.2f}; those take {read:.1f} s to fill, and hold one authority, as of one day"
    )


def leavers(peer: Peer) -> Sequence[str]:
    """People in post, spread evenly over the authority."""
    people = sorted(p for p, posts in peer.posts.items() if any(live for _, live in posts) and peer.of.get(p))
    return people[:: max(1, len(people) // (ASKED + WARM))][: ASKED + WARM]


def unspoken(loss: Loss) -> bool:
    """Whether nobody said anything that bears on it: the peer knows of no statements."""
    said = loss.answer.said
    return not (said.excluded or said.nominated or said.removed or said.trust)


def alike(loss: Loss, found: Answer | None, shown: int = SHOWN, disputed: Collection[str] = ()) -> bool:
    """Whether the peer found the same, with as many of those who could take over as are shown.

    How well people with a disputed tie anywhere fit is left aside: the peer knows of no disputes, and counts what they share.
    """
    if found is None:
        return False
    before, after, outcome, following = found
    close = abs(before - loss.before) < 1e-9 and abs(after - loss.after) < 1e-9
    fits = {p: value for value, p in following[:shown]}
    told = {f.professional_id: f.fit for f in loss.next}
    same = all(abs(fits[p] - told[p]) < 1e-9 for p in told.keys() & fits.keys() - frozenset(disputed))
    return close and outcome == loss.outcome and fits.keys() == told.keys() and same
