"""`--all` over more subjects than a process is worth: the answers of several are those of one, in order."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from api.commands.continuity import continuity_line
from api.commands.lines import who_line
from graph.model import Subject, View
from graph.store import GraphStore
from ingest.demo.authority import Size, write_demo
from queries.continuity.continuity import continuity
from queries.continuity.window import Window, twelve_months_to
from queries.knowing.who_knows import BATCH, kinds_in_turn, who_knows_all
from tests.conftest import Place
from tests.ingest.folders import load

DAY = date(2026, 3, 16)
MANY = Size(families=2 * BATCH + 10, wards=2, primary_schools=2, secondary_schools=1, practices=1, groups=2)


def test_everyone_is_told_once_whatever_the_number_of_processes(sqlite: Place, tmp_path: Path) -> None:
    write_demo(tmp_path / "feed", MANY, on=DAY)
    load(sqlite, tmp_path / "feed")

    async def alone(store: GraphStore) -> list[object]:
        return [json.loads(json.dumps(who_line(answer))) async for answer in who_knows_all(store, View(DAY))]

    async def continuity_alone(store: GraphStore) -> list[object]:
        asked = [Subject(kind, i) for kind in kinds_in_turn(None) for i in await store.subjects(kind, View(DAY), first=10_000)]
        window = Window(twelve_months_to(DAY), DAY)
        return [json.loads(json.dumps(continuity_line(answer))) for answer in await continuity(store, asked, View(DAY), window)]

    assert printed(sqlite, "who", "--on", DAY.isoformat()) == sqlite.run(alone)
    assert printed(sqlite, "continuity", "--to", DAY.isoformat()) == sqlite.run(continuity_alone)


def printed(sqlite: Place, *words: str) -> list[object]:
    """What a command prints of everyone."""
    command = (Path(sys.executable).with_name("kith"), *words, "--all", "--json", "--store", sqlite.url)
    done = subprocess.run(command, env={**os.environ, "KITH_STATE": sqlite.settings.state}, capture_output=True, check=True, timeout=200)
    return [json.loads(line) for line in done.stdout.splitlines()]
