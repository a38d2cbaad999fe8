"""The audit of dependencies: what is found fails, what can't be asked is said, and never passes as clean.

`pip-audit` itself calls a run in which it could ask about nothing "no known vulnerabilities", so `.ci/audit` reads its report.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-audit.txt")
CLEAN: dict[str, Any] = {"name": "good", "version": "1.0", "vulns": []}
WEAK: dict[str, Any] = {"name": "bad", "version": "2.0", "vulns": [{"id": "GHSA-1", "fix_versions": ["2.1"], "aliases": []}]}
NOT_TOLD: dict[str, Any] = {"name": "odd", "skip_reason": "Dependency not found"}
STAND_IN = """#!{python}
import sys
if "--dry-run" in sys.argv:
    sys.exit({dry})
print({told!r})
sys.exit({code})
"""


def audited(folder: Path, told: str, code: int = 0, dry: int = 0) -> tuple[int, str]:
    """How the step ends, and what it says, where pip-audit tells this."""
    program = folder / "pip-audit"
    program.write_text(STAND_IN.format(python=sys.executable, told=told, code=code, dry=dry))
    program.chmod(0o755)
    done = subprocess.run((ROOT / ".ci" / "audit", program, "some.txt"), capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("told", "code", "says"),
    [
        ([CLEAN], 0, "1 dependencies, 0 known weaknesses"),
        ([CLEAN, WEAK], 1, "bad 2.0 is known to be weak: GHSA-1; mended in: 2.1"),
        ([WEAK, NOT_TOLD], 1, "bad 2.0 is known to be weak"),
        ([CLEAN, NOT_TOLD], 1, "nobody can tell of odd"),
        ([NOT_TOLD, NOT_TOLD], 0, "NOT AUDITED"),
        ([], 1, "0 dependencies"),
    ],
)
def test_what_is_found_fails_and_only_where_nothing_could_be_asked_it_goes_on(
    told: list[dict[str, Any]], code: int, says: str, tmp_path: Path
) -> None:
    ended, said = audited(tmp_path, json.dumps({"dependencies": told, "fixes": []}), code)
    assert (ended, says in said) == (code, True), said


def test_a_run_that_breaks_off_goes_on_only_where_the_fault_is_not_ours(tmp_path: Path) -> None:
    assert audited(tmp_path, "", 1) == (0, audited(tmp_path, "", 1)[1])
    assert "NOT AUDITED" in audited(tmp_path, "", 1)[1]
    ended, said = audited(tmp_path, "no report", 1, dry=1)
    assert ended == 1
    assert "could not be audited" in said


def test_every_lock_is_audited_where_a_submission_is_checked() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    step = makefile.split("\naudit:")[1].split("\n\n")[0]
    assert sorted(path.name for path in (ROOT / ".ci").glob("requirements*.txt")) == sorted(LOCKS)
    assert all(f".ci/{lock}" in step.split("\n")[1] for lock in LOCKS)
    assert "make audit" in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_locked_has_a_hash_and_no_host_is_named(lock: str) -> None:
    text = (ROOT / ".ci" / lock).read_text(encoding="utf-8")
    wanted = [line for line in text.splitlines() if line and not line.startswith(" ")]
    assert wanted
    assert all("==" in line and line.endswith("\\") for line in wanted)
    assert "://" not in text
