"""No guard is there for show: with any one taken away, the test that is said to hold it fails.

Each is taken out of a copy of the whole tree, in which that test alone is run, by a process that has read all but Kith.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
GUARDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("guards.toml").read_text(encoding="utf-8"))
TREE = ("api", "graph", "ingest", "queries", "tests", ".ci", "Makefile", "pyproject.toml", "README.md")
PASSED, FAILED = 0, 1
"""What pytest ends with where all tests passed, and where one failed."""


@dataclass(frozen=True, slots=True)
class Copy:
    """The tree, where it may be broken, and the process that tests it."""

    folder: Path
    zygote: "subprocess.Popen[str]"

    @contextmanager
    def without(self, file: str, old: str, new: str) -> Generator[None]:
        """The tree with something else in one place, and nothing left of it afterwards, compiled or not."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, "the guard reads otherwise now: correct guards.toml"
        path.write_text(text.replace(old, new), encoding="utf-8")
        try:
            yield
        finally:
            shutil.copy2(ROOT / file, path)
            shutil.rmtree(path.parent / "__pycache__", ignore_errors=True)

    def outcome(self, test: str) -> tuple[int, str]:
        """What pytest ended with, and what it said."""
        assert self.zygote.stdin
        assert self.zygote.stdout
        print(test, file=self.zygote.stdin, flush=True)
        return int(self.zygote.stdout.readline()), (self.folder / "told").read_text(encoding="utf-8")


def copied(folder: Path) -> None:
    """The tree, with what was compiled of it."""
    for name in TREE:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, folder / name)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Generator[Copy]:
    folder = tmp_path_factory.mktemp("guards")
    copied(folder)
    world = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")} | {"PYTHONDONTWRITEBYTECODE": "1"}
    command = (sys.executable, "-P", folder / "tests" / "house" / "zygote.py")
    with subprocess.Popen(command, cwd=folder, env=world, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as zygote:
        yield Copy(folder, zygote)


@pytest.mark.parametrize("guard", GUARDS)
def test_without_this_guard_its_test_fails(guard: str, copy: Copy) -> None:
    told = GUARDS[guard]
    with copy.without(told["file"], told["old"], told["new"]):
        ended, said = copy.outcome(told["test"])
    assert ended == FAILED, said[-4000:]
    assert any(line.startswith(f"FAILED {told['test']}") for line in said.splitlines()), said[-4000:]


def test_with_every_guard_there_they_pass(copy: Copy) -> None:
    """One is enough, which tells that nothing but the guard is missing in the copy: the suite runs them all."""
    ended, said = copy.outcome(next(iter(GUARDS.values()))["test"])
    assert ended == PASSED, said[-4000:]
