"""Where real people may be held, a source is loaded by a right that was told: who controls it, on which basis, by which agreement."""

import os
import subprocess
from pathlib import Path

import pytest

from graph.errors import BadInput
from graph.model import Source
from graph.store import GraphStore
from ingest.feeds import FEEDS
from ingest.load import load_feed
from tests.conftest import Place
from tests.ingest.folders import CLOCK, GOOD, write
from tests.ingest.test_command import KITH

WHOLE = {"controller": "Northvale Council", "lawful_basis": "public task", "agreement": "isa-7"}


def loading(place: Place, folder: Path, *given: dict[str, str]) -> list[object]:
    """What became of each load, and how many the store knows of in the end."""

    async def work(store: GraphStore) -> list[object]:
        found: list[object] = []
        for told in given:
            try:
                found.append(
                    (await load_feed(store, FEEDS["kith-csv"], str(folder), Source("trust", **told), clock=CLOCK, rightful=True)).total(
                        "kept"
                    )
                )
            except BadInput as error:
                found.append(str(error))
        return [*found, len(await store.loads()), await store.source("trust")]

    return place.run(work)


@pytest.mark.parametrize("missing", WHOLE)
@pytest.mark.parametrize("blank", [None, " "])
def test_a_source_without_one_of_the_three_is_refused_and_nothing_is_stored(
    place: Place, tmp_path: Path, missing: str, blank: str | None
) -> None:
    write(tmp_path / "feed", GOOD)
    told = {k: v for k, v in WHOLE.items() if k != missing} | ({missing: blank} if blank else {})
    [refused, loads, source] = loading(place, tmp_path / "feed", told)
    assert f"give --{missing.replace('_', '-')} once; nothing was stored" in str(refused)
    assert (loads, source) == (0, None)


def test_what_was_told_once_holds_for_the_loads_that_follow(place: Place, tmp_path: Path) -> None:
    write(tmp_path / "feed", GOOD)
    [first, again, loads, source] = loading(place, tmp_path / "feed", WHOLE, {})
    assert first == again != 0
    assert (loads, source) == (2, Source("trust", **WHOLE))


def test_the_command_refuses_where_real_people_may_be_held(tmp_path: Path) -> None:
    write(tmp_path / "feed", GOOD)
    settings = {"KITH_STORE": f"sqlite:///{tmp_path / 'kith.db'}", "KITH_STATE": str(tmp_path), "KITH_ENVIRONMENT": "production"}
    words = [str(KITH), "load", "kith-csv", "feed", "--source", "trust"]
    env = {"PATH": os.environ["PATH"], **settings}
    done = [subprocess.run(w, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60, check=False)
            for w in (words, [*words, "--controller", "C", "--lawful-basis", "B", "--agreement", "A"], words)]  # fmt: skip
    assert [d.returncode for d in done] == [1, 0, 0]
    assert "source trust is loaded by no right that was told" in done[0].stderr
