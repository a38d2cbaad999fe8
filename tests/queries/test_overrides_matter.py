"""Each override is held by a test of its own: with the rule deleted, in a copy of the code, that test fails."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("graph", "queries", "ingest", "api", "tests")
SAID, WHO = "queries/scoring/said.py", "queries/knowing/answering.py"
DELETED = {
    "a child's own no excludes": (
        SAID,
        "return [v for v in trust + named if v.answer",
        "return [v for v in named if v.answer",
        "test_rule_26_a_childs_own_no_excludes_for_the_child_and_the_family",
    ),
    "only the child's own word does": (
        SAID,
        "if self._own_by(v, on)]",
        "]",
        "test_rule_26_a_carers_no_on_trust_lowers_but_does_not_exclude",
    ),
    "a nomination no excludes": (
        SAID,
        "return [v for v in trust + named if v.answer",
        "return [v for v in trust if v.answer",
        "test_rule_26_and_50_a_nomination_no_excludes_but_not_a_professionals",
    ),
    "it holds for the family too": (
        SAID,
        "return {voice.subject, *children, *families}",
        "return {voice.subject, *children}",
        "test_rule_26_a_childs_own_no_excludes_for_the_child_and_the_family",
    ),
    "and for the family of the day it was said": (
        SAID,
        "for day in (voice.statement.said_on, on)",
        "for day in (on,)",
        "test_rule_48_an_exclusion_holds_for_the_family_of_that_day_and_of_today",
    ),
    "a professional's nomination does nothing": (
        SAID,
        "if v.speaker[0] in HEARD_ON_WHO_TO_ASK]",
        "]",
        "test_rule_26_and_50_a_nomination_no_excludes_but_not_a_professionals",
    ),
    "an inferred tie cannot outrank a nomination": (
        WHO,
        "if not k.best.inferred or k.professional.id in said.nominated]",
        "]",
        "test_rule_27_an_inferred_tie_cannot_outrank_a_nomination",
    ),
    "a disputed tie leaves the scoring": (
        SAID,
        "return any(v.yes for kind in UNTIL_WITHDRAWN",
        "return False and any(v.yes for kind in UNTIL_WITHDRAWN",
        "test_rule_28_a_disputed_or_hidden_tie_counts_for_nothing",
    ),
    "nobody lighter steps in": (
        WHO,
        "willing = [k for k in live if self._knows(k) and",
        "willing = [k for k in live if",
        "test_rule_45_where_only_an_excluded_person_knows_them_nobody_lighter_steps_in",
    ),
    "no wins over a sibling's yes": (
        WHO,
        "and k.professional.id not in said.excluded]\n        if any(",
        "and k.professional.id not in said.excluded - said.nominated]\n        if any(",
        "test_rule_26_no_wins_even_where_a_sibling_names_that_person",
    ),
    "a dormant tie is not shown where they said no": (
        WHO,
        "person not in self.excluded.get(subject, ()) and (was",
        "(was",
        "test_rule_15_a_dormant_tie_is_not_shown_where_the_family_said_no",
    ),
    "an older statement does not come back": (
        SAID,
        "if voice.statement.said_on <= on:",
        "if voice.statement.said_on <= on and self.stands(voice.statement, on):",
        "test_rule_46_an_older_one_does_not_come_back_when_the_later_one_has_expired",
    ),
    "the person it is about is not shown a child's no": (
        "graph/sqlite_reads.py",
        "AND (:professional IS NULL OR",
        "AND (TRUE OR",
        "test_what_a_child_said_is_not_shown_to_the_person_it_is_about",
    ),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code, where it may be broken."""
    folder = tmp_path_factory.mktemp("broken")
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def outcome(folder: Path, name: str) -> subprocess.CompletedProcess[str]:
    """Run one test of the copy, on the embedded store."""
    command = (sys.executable, "-B", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", f"tests/queries/test_said.py::{name}")
    return subprocess.run((*command, "-k", "not neo"), cwd=folder, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("rule", DELETED)
def test_with_the_rule_deleted_its_test_fails(copy: Path, rule: str) -> None:
    file, there, instead, test = DELETED[rule]
    whole = (copy / file).read_text(encoding="utf-8")
    assert whole.count(there) == 1, "the rule is written otherwise now: correct this table"
    try:
        (copy / file).write_text(whole.replace(there, instead), encoding="utf-8")
        broken = outcome(copy, test)
    finally:
        (copy / file).write_text(whole, encoding="utf-8")
    assert broken.returncode == 1, broken.stdout + broken.stderr
    assert f"FAILED tests/queries/test_said.py::{test}" in broken.stdout


@pytest.mark.timeout(300)
def test_with_nothing_deleted_they_pass(copy: Path) -> None:
    tests = sorted({test for *_, test in DELETED.values()})
    for test in tests[:1]:
        whole = outcome(copy, test)
        assert whole.returncode == 0, whole.stdout + whole.stderr
