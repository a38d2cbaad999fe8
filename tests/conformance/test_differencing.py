"""Nobody on a board can work out a small number, with every question, page and export that boards have, in every filter, put together."""

import asyncio
import shutil
import tempfile
from collections.abc import Generator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from graph.model import View
from tests.conformance.board_answers import Board, shown
from tests.conformance.board_sums import Sums
from tests.conformance.board_truth import truth
from tests.conformance.board_worlds import board_world
from tests.conformance.test_random_graphs import EXAMPLES
from tests.conformance.unseen_sides import TODAY, Both, both
from tests.differencing import Reader

LINES = ("equity area", "equity school", "equity attendance", "wardAddresses", "homeSchool")
WORLDS, BLOCKS = EXAMPLES * 20, 2
"""500 unless told otherwise."""


@pytest.fixture
def sides(monkeypatch: pytest.MonkeyPatch) -> Generator[Both]:
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    yield both(folder, monkeypatch)
    shutil.rmtree(folder)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("block", range(BLOCKS))
def test_no_small_number_follows_from_all_that_boards_see(sides: Both, block: int) -> None:
    hidden = 0
    with asyncio.Runner() as runner:
        for seed in range(block, WORLDS, BLOCKS):
            reader, answers = runner.run(_read(sides, seed))
            assert reader.told() == {}, f"seed {seed}"
            _no_more(answers, reader)
            hidden += sum(not isinstance(figure, int) for figure in reader.shown.values())
    assert hidden > WORLDS


async def _read(sides: Both, seed: int) -> tuple[Reader, dict[str, Any]]:
    """All that a board is shown of one world, and how it hangs together."""
    reader = Reader()
    async with AsyncExitStack() as stack:
        store = await sides.open(stack, board_world(seed))
        true, answers = await truth(store, View(TODAY)), await Board(sides.whole).sees()
    for name, figure in shown(answers):
        if not name.endswith("linkWorkers"):
            reader.sees(name, figure, true[name])
    Sums(reader, true).all()
    return reader, answers


def _no_more(answers: dict[str, Any], reader: Reader) -> None:
    """What is told besides figures: shares of what is shown alone, people of roles and communities, and schools without a link worker."""
    nodes = [edge["node"] for edge in answers["anchors"]["edges"]]
    lines: list[Any] = [row for name in LINES for row in answers[name]["lines"]]
    for row in lines + nodes:
        assert row.get("share") is None or all(isinstance(x["value"], int) for x in row.values() if isinstance(x, dict)), row
    for row in answers["homeSchool"]["lines"]:
        assert row["linkWorkers"]["value"] != 0 or reader.shown[f"equity school {row['school']} others"] == 0
    people = [e["node"]["people"] for e in answers["bridges"]["edges"]] + [c["people"] for c in answers["communities"]["communities"]]
    assert not any(one["text"] in ("1", "2", "3", "4") for one in people)
