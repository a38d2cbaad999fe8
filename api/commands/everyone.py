"""`kith who --all`: every answer as it comes, worked out by as many processes as there are processors."""

import asyncio
import gc
import os
import sys
from collections.abc import AsyncGenerator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import AsyncExitStack
from multiprocessing import get_context
from multiprocessing.util import Finalize

from api.commands.who import line, words
from graph.model import Subject, SubjectKind, View
from graph.settings import Settings
from graph.store import GraphReader, open_store
from queries.who_knows import BATCH, answers, batches, kinds_in_turn, who_knows_all

MOST_PROCESSES = 8
Told = list[tuple[Subject, bytes]]


async def print_everyone(settings: Settings, kind: SubjectKind | None, view: View, *, as_json: bool) -> None:
    """Print who knows every family and child; no more than a few batches of answers are held at a time."""
    collect_seldom()
    async with open_store(settings.store, settings, create=False) as store:
        processes = min(MOST_PROCESSES, os.cpu_count() or 1)
        few = len(await store.subjects(kind or "family", view, first=2 * BATCH)) < 2 * BATCH
        if few or processes == 1:
            async for answer in who_knows_all(store, view, kind):
                sys.stdout.buffer.write(line(answer) if as_json else words(answer))
            return
        with ProcessPoolExecutor(processes, get_context("spawn"), _Worker.begin, (settings, view, kind is None, as_json)) as pool:
            async for text in _in_order(pool, store, kind, view, 2 * processes):
                sys.stdout.buffer.write(text)


async def _in_order(
    pool: ProcessPoolExecutor, store: GraphReader, kind: SubjectKind | None, view: View, ahead: int
) -> AsyncGenerator[bytes]:
    """Texts in the order of the batches; a child that belongs to two families is told once."""
    told: set[Subject] = set()
    for asked in kinds_in_turn(kind):
        waiting: list[Future[Told]] = []
        async for batch in batches(store, view, asked, told):
            waiting.append(pool.submit(_Worker.work, batch))
            if len(waiting) > ahead:
                for text in await _fresh(waiting.pop(0), told):
                    yield text
        for future in waiting:
            for text in await _fresh(future, told):
                yield text


async def _fresh(future: "Future[Told]", told: set[Subject]) -> list[bytes]:
    """The texts of a batch that were not told before."""
    fresh = [(subject, text) for subject, text in await asyncio.wrap_future(future) if subject not in told]
    told |= {subject for subject, _ in fresh if subject.kind == "child"}
    return [text for _, text in fresh]


def collect_seldom() -> None:
    """Answers by the ten thousand leave no cycles behind: looking for them often took a third of the time."""
    gc.freeze()
    gc.set_threshold(200_000, 50, 50)


class _Worker:
    """One process: an event loop and an open store for as long as it lives.

    A bare loop, not `asyncio.Runner`, which writes out the whole of each result only to look at a signal handler.
    """

    one: "_Worker"

    def __init__(self, settings: Settings, view: View, with_children: bool, as_json: bool) -> None:
        self.view, self.with_children, self.text = view, with_children, line if as_json else words
        self.loop, self.stack = asyncio.new_event_loop(), AsyncExitStack()
        self.store = self.loop.run_until_complete(self.stack.enter_async_context(open_store(settings.store, settings, create=False)))
        self.days = self.loop.run_until_complete(self.store.contact_days(None, view))
        collect_seldom()

    @classmethod
    def begin(cls, settings: Settings, view: View, with_children: bool, as_json: bool) -> None:
        """Called once in each process."""
        cls.one = cls(settings, view, with_children, as_json)
        Finalize(None, cls.one.end, exitpriority=10)

    def end(self) -> None:
        """Close the store and the loop."""
        self.loop.run_until_complete(self.stack.aclose())
        self.loop.close()

    @classmethod
    def work(cls, batch: list[Subject]) -> Told:
        """The texts of one batch."""
        own = cls.one
        found = own.loop.run_until_complete(answers(own.store, batch, own.view, own.days, with_children=own.with_children))
        return [(answer.subject, own.text(answer)) for answer in found]
