"""`kith withdraw`, `erase`, `retention` and `hold` as typed: counted first, done with --yes, and what lies beside the store goes too."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Place
from tests.ingest.erasures import fill, remains
from tests.ingest.folders import GOOD, write


def kith(place: Place, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-c", "from api.cli import main; main()", *words, "--store", place.url)
    world = {**os.environ, "KITH_STATE": place.settings.state, **settings}
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=world)


def asked(place: Place, *words: str, **settings: str) -> str:
    done = kith(place, *words, **settings)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture
def made(sqlite: Place) -> Place:
    """A filled store."""
    sqlite.run(fill)
    return sqlite


def refused_file(place: Place, name: str, text: str) -> Path:
    file = Path(place.settings.state) / "refused" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_without_yes_everything_is_counted_and_nothing_is_done(made: Place) -> None:
    for words in (("withdraw", "care"), ("erase", "leo-canary"), ("retention",), ("retention", "--purge")):
        before = Path(made.url.removeprefix("sqlite:///")).read_bytes()
        assert "dry run: nothing was" in asked(made, *words)
        assert Path(made.url.removeprefix("sqlite:///")).read_bytes() == before


def test_withdraw_tells_what_would_go_then_what_went_and_the_source_loads_no_more(made: Place, tmp_path: Path) -> None:
    told = json.loads(asked(made, "withdraw", "school", "--json"))
    assert told == {
        "source": "school",
        "done": False,
        "facts": {"Child": 1, "SAME_AS": 1},
        "no_longer_held": {},
        "kept": 0,
        "refused_files": 0,
    }
    file, other = refused_file(made, "school-3.csv", "x"), refused_file(made, "school-two-3.csv", "x")
    done = json.loads(asked(made, "withdraw", "school", "--yes", "--json"))
    assert (done["done"], done["facts"], done["no_longer_held"]) == (True, told["facts"], {"Child": 1})
    assert (file.exists(), other.exists()) == (False, True)
    again = kith(made, "load", "kith-csv", str(write(tmp_path / "feed", GOOD)), "--source", "school")
    assert again.returncode == 1
    assert "school was withdrawn" in again.stderr
    assert "may load again" in asked(made, "withdraw", "school", "--allow-again")
    assert kith(made, "load", "kith-csv", str(tmp_path / "feed"), "--source", "school").returncode == 0


def test_erase_takes_the_files_of_refused_rows_that_name_them(made: Place) -> None:
    own = refused_file(made, "care-1.csv", "file,line,row\nchildren.csv,2,leo-canary|Zörblatt\n")
    other = refused_file(made, "care-2.csv", "file,line,row\nchildren.csv,2,leo-canary-2|Leo\n")
    assert "KNOWS" in asked(made, "erase", "leo-canary")
    assert "no longer held: " in asked(made, "erase", "leo-canary", "--yes")
    assert (own.exists(), other.exists()) == (False, True)
    assert remains(made) == []
    assert kith(made, "erase", "leo-canary", "--yes").returncode == 1


def test_a_hold_is_set_listed_and_lifted_and_keeps_the_household(made: Place) -> None:
    assert asked(made, "hold") == "no hold stands\n"
    assert "stands" in asked(made, "hold", "hartley", "--reason", "court")
    assert asked(made, "hold").startswith("family hartley: court, set by ")
    refused = kith(made, "erase", "leo-canary", "--yes")
    assert refused.returncode == 1
    assert "under a legal hold" in refused.stderr
    assert "kept under a legal hold" in asked(made, "withdraw", "care")
    assert asked(made, "hold", "hartley", "--lift") == "hartley: 1 lifted\n"
    assert asked(made, "erase", "leo-canary", "--yes")


def test_retention_tells_each_class_with_its_reason_and_purges(made: Place, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('[contacts]\ndays = 1\nafter = ["contact"]\nreason = "ours alone"\n')
    words = asked(made, "retention", KITH_RETENTION=str(file))
    assert "contacts: 1 day after contact. ours alone\n  MET                      1  first: leo-canary" in words
    assert "audit: never purged." in words
    lines = json.loads(asked(made, "retention", "--json", KITH_RETENTION=str(file)))
    assert [c["facts"] for c in lines["classes"] if c["class"] == "contacts"] == [{"MET": 1}]
    old, new = refused_file(made, "care-1.csv", "x"), refused_file(made, "care-2.csv", "x")
    os.utime(old, (0, 0))
    done = json.loads(asked(made, "retention", "--purge", "--yes", "--json", KITH_RETENTION=str(file)))
    assert done["facts"]["MET"] == 1
    assert (old.exists(), new.exists()) == (False, True)


@pytest.mark.parametrize(
    "words",
    [
        ("retention", "--yes"),
        ("withdraw", "care", "--yes", "--allow-again"),
        ("erase", "leo-canary", "--kind", "professional"),
        ("hold", "hartley"),
        ("hold", "--lift"),
        ("hold", "hartley", "--lift", "--reason", "court"),
    ],
)
def test_what_is_typed_wrong_is_refused(made: Place, words: tuple[str, ...]) -> None:
    assert kith(made, *words).returncode == 2


def test_a_hold_needs_a_reason_of_the_list_and_someone_held(made: Place) -> None:
    assert "one of court, inquiry" in kith(made, "hold", "hartley", "--reason", "whim").stderr
    assert kith(made, "hold", "nobody", "--reason", "court").returncode == 1
