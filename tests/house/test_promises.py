"""What must always hold, as far as files can show it."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOSTS = re.compile(rb"pypi\.org|pythonhosted|registry\.npmjs|repo1?\.maven|crates\.io|deb\.debian", re.IGNORECASE)
MACHINE = re.compile(rb"/(?:work|root)/(?:main|shared|\.)")
OWN = Path(__file__).name


def tracked() -> list[Path]:
    listed = subprocess.run(("git", "ls-files", "-z"), cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_registry_or_a_path_of_a_machine() -> None:
    guilty = [f.name for f in tracked() if f.name != OWN and (HOSTS.search(f.read_bytes()) or MACHINE.search(f.read_bytes()))]
    assert guilty == []


def test_every_locked_dependency_has_a_hash() -> None:
    for lock in (ROOT / ".ci").glob("requirements*.txt"):
        blocks = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())
        assert [b.split("\n")[0] for b in blocks if "--hash=sha256:" not in b] == []


def test_nothing_of_a_third_party_is_kept_here() -> None:
    names = {p.name for f in tracked() for p in f.parents}
    assert not names & {"node_modules", "vendor", "third_party", "site-packages"}


def test_the_only_top_level_names_are_the_design_cards() -> None:
    allowed = {
        "graph",
        "api",
        "ingest",
        "queries",
        "tests",
        "docker-compose.yml",
        "pyproject.toml",
        "README.md",
        "Makefile",
        "Dockerfile",
        "benchmarks",
    }
    names = {f.relative_to(ROOT).parts[0] for f in tracked()}
    assert {n for n in names if not n.startswith(".")} <= allowed
