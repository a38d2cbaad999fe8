"""`kith who --all` over more subjects than a process is worth: the answers of several are those of one, in order."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

from api.commands.lines import who_line
from graph.model import View
from graph.store import GraphStore
from ingest.demo.authority import Size, write_demo
from queries.who_knows import BATCH, who_knows_all
from tests.conftest import Place
from tests.ingest.folders import load

DAY = date(2026, 3, 16)
MANY = Size(families=2 * BATCH + 10, wards=2, primary_schools=2, secondary_schools=1, practices=1, groups=2)


def test_everyone_is_told_once_whatever_the_number_of_processes(sqlite: Place, tmp_path: Path) -> None:
    write_demo(tmp_path / "feed", MANY, on=DAY)
    load(sqlite, tmp_path / "feed")

    async def alone(store: GraphStore) -> list[object]:
        return [json.loads(json.dumps(who_line(answer))) async for answer in who_knows_all(store, View(DAY))]

    kith = Path(sys.executable).with_name("kith")
    command = (kith, "who", "--all", "--json", "--on", DAY.isoformat(), "--store", sqlite.url)
    printed = subprocess.run(command, capture_output=True, check=True, timeout=200).stdout
    assert [json.loads(line) for line in printed.splitlines()] == sqlite.run(alone)
