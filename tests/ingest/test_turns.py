"""A load lets others in the same process be answered: its rows are read aside."""

import threading
from collections.abc import Iterator
from pathlib import Path

from graph.model import Source
from graph.store import GraphStore
from ingest.feeds.kith_csv import KithCsv
from ingest.load import load_feed
from ingest.records import Held, Parsed, Part
from tests.conftest import Place
from tests.ingest.folders import CLOCK, GOOD, write


class Watched(KithCsv):
    """The plain feed, noting in which threads its rows were read."""

    def __init__(self) -> None:
        self.threads = set[int]()

    def parts(self, path: str, held: Held) -> Iterator[Part]:
        for part in super().parts(path, held):
            yield Part(part.name, part.labels, self._noting(part.rows), part.remarks)

    def _noting(self, rows: Iterator[Parsed]) -> Iterator[Parsed]:
        for row in rows:
            self.threads.add(threading.get_ident())
            yield row


def test_no_row_is_read_where_others_wait_to_be_answered(sqlite: Place, tmp_path: Path) -> None:
    folder, feed = write(tmp_path / "feed", GOOD), Watched()

    async def work(store: GraphStore) -> int:
        return (await load_feed(store, feed, str(folder), Source("trust"), clock=CLOCK)).total("kept")

    assert sqlite.run(work) > 0
    assert feed.threads
    assert threading.get_ident() not in feed.threads
