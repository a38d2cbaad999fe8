"""The demo authority that the benchmarks share: its folder, and a store filled from it on demand."""

import asyncio
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from graph.model import Source, Subject, View
from graph.settings import Settings
from graph.store import open_store
from ingest.demo import SIZES, write_demo
from ingest.feeds import FEEDS
from ingest.load import Report, load_feed

DAY = date(2026, 11, 23)
CLOCK: Callable[[], datetime] = lambda: datetime(2026, 11, 23, 12, tzinfo=UTC)  # noqa: E731
VIEW = View(DAY)


@dataclass(slots=True)
class World:
    """A feed folder and, once loaded, a SQLite store."""

    folder: Path
    filled: bool = False

    @classmethod
    def made(cls, folder: str, size: str) -> "World":
        """Write the feed."""
        write_demo(Path(folder) / "feed", SIZES[size], on=DAY)
        return cls(Path(folder))

    @property
    def feed(self) -> Path:
        """The plain feed's folder."""
        return self.folder / "feed"

    @property
    def settings(self) -> Settings:
        """Settings over the SQLite store."""
        return Settings(store=f"sqlite:///{self.folder / 'kith.db'}", state=str(self.folder / "state"))

    def fill(self) -> None:
        """Load the feed into the SQLite store, once."""
        if not self.filled:
            asyncio.run(load(self, self.settings))
            self.filled = True

    def families(self, count: int) -> list[Subject]:
        """Families spread evenly over the authority."""
        with (self.feed / "families.csv").open(encoding="utf-8") as file:
            ids = [line.split(",", 1)[0] for line in file][1:]
        return [Subject("family", i) for i in ids[:: max(1, len(ids) // count)]][:count]


async def load(world: World, settings: Settings) -> Report:
    """The feed through the ordinary write path."""
    async with open_store(settings.store, settings) as store:
        return await load_feed(store, FEEDS["kith-csv"], str(world.feed), Source("demo"), clock=CLOCK)


def timed(work: Callable[[], object]) -> float:
    """Seconds that some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def told(name: str, seconds: Sequence[float]) -> float:
    """Print p50, p99 and the rate of some timings; returns the p50 in seconds."""
    ordered = sorted(seconds)
    p50, p99 = statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    print(f"{name:58} p50 {p50 * 1e3:8.2f} ms  p99 {p99 * 1e3:8.2f} ms  {len(ordered) / sum(ordered):8.0f} a second")
    return p50
