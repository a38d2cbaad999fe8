"""A connection that remembers what veils name, and what hides something."""

import sqlite3
from datetime import date
from typing import Any

from graph.veil import Guarded, Veil


class Connection(sqlite3.Connection):
    """A connection with the veil that was last drawn on it, as of one version of the file; see `graph.sqlite_veil`.

    `guarded` is what hid something when it was last read, with the version of the file and the day; see `graph.sqlite_guarded`.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.veil: Veil | None = None
        self.version = -1
        self.guarded: tuple[int, date, Guarded] | None = None
