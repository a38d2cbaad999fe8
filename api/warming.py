"""Reading ahead when the service starts: the history of everyone takes seconds, and the first to ask should not wait for it."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

from graph.errors import KithError
from graph.model import View
from graph.store import GraphReader

LOG = logging.getLogger("kith")


@asynccontextmanager
async def warmed(reader: GraphReader, view: View) -> AsyncGenerator[asyncio.Task[None]]:
    """While inside, the history is read in the background; questions that need it wait for that one reading."""
    reading = asyncio.create_task(_read(reader, view))
    try:
        yield reading
    finally:
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading


async def _read(reader: GraphReader, view: View) -> None:
    try:
        held = await reader.history(view)
    except KithError as error:
        LOG.warning("the history could not be read ahead: %s", error.code)
    else:
        LOG.info("history of %d ties read, %d MB", len(held.ties.subject), held.size // 1_000_000)
