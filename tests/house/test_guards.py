"""No guard is there for show: with any one taken away, the test that is said to hold it fails.

Each is taken out of a copy of the whole tree, in which that test alone is run.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
GUARDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("guards.toml").read_text(encoding="utf-8"))
TREE = ("api", "graph", "ingest", "queries", "tests", ".ci", "Makefile", "pyproject.toml", "README.md")
FAILED = 1
"""What pytest ends with where tests ran, and one failed."""


def copied(folder: Path) -> None:
    """The tree, with what was compiled of it."""
    for name in TREE:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, folder / name)


@pytest.mark.parametrize("guard", GUARDS)
def test_without_this_guard_its_test_fails(guard: str, tmp_path: Path) -> None:
    told = GUARDS[guard]
    copied(tmp_path)
    path = tmp_path / told["file"]
    text = path.read_text(encoding="utf-8")
    assert text.count(told["old"]) == 1, "the guard reads otherwise now: correct guards.toml"
    path.write_text(text.replace(told["old"], told["new"]), encoding="utf-8")
    command = (sys.executable, "-m", "pytest", "-q", "-x", "-k", "not neo", "-n", "0", "-p", "no:cacheprovider", told["test"])
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")} | {"PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == FAILED, done.stdout[-2000:] + done.stderr[-2000:]
    assert "ERROR" not in done.stdout.splitlines()[-2], done.stdout[-2000:]
