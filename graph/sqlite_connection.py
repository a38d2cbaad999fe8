"""A connection that remembers what veils name."""

import sqlite3
from typing import Any

from graph.veil import Veil


class Connection(sqlite3.Connection):
    """A connection with the veil that was last drawn on it, as of one version of the file; see `graph.sqlite_veil`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.veil: Veil | None = None
        self.version = -1
