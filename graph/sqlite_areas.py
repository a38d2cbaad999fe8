"""What the embedded store is asked for which area lies in which."""

import sqlite3
from typing import LiteralString

from graph.assembling import larger
from graph.model import View
from graph.sqlite_reads import parameters, run

_LARGER: LiteralString = """SELECT a.id, b.id FROM node a JOIN part_of p ON p.from_node = a.key JOIN node b ON b.key = p.to_node
  WHERE a.label = 'Area' AND b.label = 'Area' AND p.recorded < :known AND p.retired >= :known"""


def larger_areas(db: sqlite3.Connection, view: View) -> dict[str, tuple[str, ...]]:
    """Which area lies in which; see the waist."""
    return larger(run(db, _LARGER, parameters(view)))
