"""The page on security names tests that exist, and every duty that is met names one."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / ".github" / "SECURITY.md").read_text(encoding="utf-8")


def test_every_test_that_is_named_exists() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", PAGE))
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


def test_every_duty_is_met_by_a_test_or_said_to_be_missing() -> None:
    rows = re.findall(r"^\| (\d+)\. .*$", PAGE, re.MULTILINE)
    missing = re.findall(r"^- Duty (\d+)", PAGE, re.MULTILINE)
    assert sorted(map(int, rows + missing)) == list(range(1, 15))
    for line in re.findall(r"^\| \d+\. .*$", PAGE, re.MULTILINE):
        assert "`tests/" in line, line
