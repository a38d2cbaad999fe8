"""A question asked of everyone (`--all`): every answer as it comes, worked out by as many processes as there are processors."""

import asyncio
import gc
import os
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack
from multiprocessing import get_context
from multiprocessing.util import Finalize
from typing import Protocol

from api.commands.opening import reading
from api.commands.shell import Shell
from graph.model import Subject, SubjectKind, View
from graph.settings import Settings
from graph.store import GraphReader, open_store
from queries.knowing.who_knows import BATCH, batches, kinds_in_turn

MOST_PROCESSES = 8
Told = list[tuple[Subject, bytes]]
Work = Callable[[list[Subject]], Awaitable[Told]]
Show = Callable[[bytes], object]


class Question(Protocol):
    """What is asked of every family and child, or of one kind; it is handed to other processes before it has read anything."""

    @property
    def view(self) -> View: ...

    @property
    def kind(self) -> SubjectKind | None: ...

    async def begin(self, store: GraphReader) -> None:
        """Read what all answers share."""
        ...

    async def tell(self, store: GraphReader, batch: list[Subject]) -> Told:
        """The answers for some subjects, as they are printed; a family's may be followed by its children's."""
        ...


async def print_everyone(shell: Shell, what: str, question: Question) -> None:
    """Print the answer for every family and child, to a command in these words."""
    async with reading(shell, what, everyone=True) as store:
        await tell_everyone(shell.settings, store, question, sys.stdout.buffer.write)


async def tell_everyone(settings: Settings, store: GraphReader, question: Question, shown: Show) -> None:
    """Show the answer for every family and child; only a few batches of answers are held at a time."""
    collect_seldom()
    processes = min(MOST_PROCESSES, os.cpu_count() or 1)
    few = len(await store.subjects(question.kind or "family", question.view, first=2 * BATCH)) < 2 * BATCH
    if few or processes == 1:
        await question.begin(store)
        await _print(_in_order(lambda batch: question.tell(store, batch), store, question, 0), shown)
        return
    with ProcessPoolExecutor(processes, get_context("spawn"), _Worker.begin, (settings, question)) as pool:
        work: Work = lambda batch: asyncio.wrap_future(pool.submit(_Worker.work, batch))  # noqa: E731
        await _print(_in_order(work, store, question, 2 * processes), shown)


async def _print(texts: AsyncGenerator[bytes], show: Show) -> None:
    async for text in texts:
        show(text)


async def _in_order(work: Work, store: GraphReader, question: Question, ahead: int) -> AsyncGenerator[bytes]:
    """Texts in the order of the batches; a child that belongs to two families is told once."""
    told: set[Subject] = set()
    for kind in kinds_in_turn(question.kind):
        waiting: list[Awaitable[Told]] = []
        async for batch in batches(store, question.view, kind, told):
            waiting.append(work(batch))
            if len(waiting) > ahead:
                for text in await _fresh(waiting.pop(0), told):
                    yield text
        for answers in waiting:
            for text in await _fresh(answers, told):
                yield text


async def _fresh(answers: Awaitable[Told], told: set[Subject]) -> list[bytes]:
    """The texts of a batch that were not told before."""
    fresh = [(subject, text) for subject, text in await answers if subject not in told]
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

    def __init__(self, settings: Settings, question: Question) -> None:
        self.question = question
        self.loop, self.stack = asyncio.new_event_loop(), AsyncExitStack()
        self.store = self.loop.run_until_complete(self.stack.enter_async_context(open_store(settings.store, settings, create=False)))
        self.loop.run_until_complete(question.begin(self.store))
        collect_seldom()

    @classmethod
    def begin(cls, settings: Settings, question: Question) -> None:
        """Called once in each process."""
        cls.one = cls(settings, question)
        Finalize(None, cls.one.end, exitpriority=10)

    def end(self) -> None:
        """Close the store and the loop."""
        self.loop.run_until_complete(self.stack.aclose())
        self.loop.close()

    @classmethod
    def work(cls, batch: list[Subject]) -> Told:
        """The texts of one batch."""
        own = cls.one
        return own.loop.run_until_complete(own.question.tell(own.store, batch))
