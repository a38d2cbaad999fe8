"""The files of refused rows that `kith load` keeps beside the store: they go with whom they name, and with age."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from graph.settings import Settings


def _files(settings: Settings) -> Iterator[Path]:
    folder = settings.state_folder / "refused"
    yield from sorted(folder.glob("*.csv")) if folder.is_dir() else ()


def of_source(settings: Settings, source: str) -> list[Path]:
    """The files of one source's loads."""
    return [file for file in _files(settings) if file.stem.rpartition("-")[0] == source or file.stem == f"{source}-dry-run"]


def naming(settings: Settings, ids: Iterable[str]) -> list[Path]:
    """The files in which any of these ids stands."""
    wanted = "|".join(re.escape(name) for name in sorted(ids))
    named = re.compile(rf"(?<![\w-])({wanted})(?![\w-])")
    return [file for file in _files(settings) if wanted and named.search(file.read_text(encoding="utf-8"))]


def older(settings: Settings, before: datetime) -> list[Path]:
    """The files last written before a moment."""
    return [file for file in _files(settings) if file.stat().st_mtime < before.timestamp()]


def remove(files: Iterable[Path]) -> int:
    """Delete them; says how many."""
    gone = list(files)
    for file in gone:
        file.unlink(missing_ok=True)
    return len(gone)
