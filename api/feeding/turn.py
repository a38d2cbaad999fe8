"""One feed at a time: each has a folder of its own, which is gone when it ends."""

import fcntl
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from api.errors import refused

_FOLDER, _LOCK = "feeding", "feeding.lock"


@contextmanager
def turn(state: Path) -> Generator[Path]:
    """An empty folder that nobody else may read, while no process on this state folder takes in another feed. Errors: Refused.

    What one that broke off left behind is removed first.
    """
    state.mkdir(parents=True, exist_ok=True)
    folder = state / _FOLDER
    with (state / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise refused("FEED_RUNNING", Retry_After="60") from None
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder)
