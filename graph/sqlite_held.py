"""Everything that the embedded store holds of some things, version by version: what erasing them would take, read out."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, LiteralString

from graph.erasing import Chosen, HeldFact, Value, in_order
from graph.model import Source
from graph.schema import Kind, TieKind
from graph.sqlite_chosen import NOTHING, choose, conditions
from graph.sqlite_schema import property_columns, table
from graph.store import NEVER


def held(db: sqlite3.Connection, chosen: Sequence[Chosen]) -> list[HeldFact]:
    """What is chosen, kind by kind; see the waist."""
    bound, facts = choose(db, chosen, ()), list[HeldFact]()
    for kind in in_order():
        wanted, _ = conditions(kind, chosen, bound)
        if wanted != NOTHING:
            facts += sorted((_fact(kind, row) for row in db.execute(_asked(kind, wanted), bound)), key=HeldFact.place)
    return facts


def _asked(kind: Kind | TieKind, wanted: LiteralString) -> LiteralString:
    ends: tuple[LiteralString, ...] = ("f.node",) if isinstance(kind, Kind) else ("f.from_node", "f.to_node")
    things = ", ".join(f"e{n}.label, e{n}.id" for n in ("0", "1")[: len(ends)])
    joins = " ".join(f"JOIN node e{n} ON e{n}.key = {end}" for n, end in zip(("0", "1"), ends, strict=False))
    own = "".join(f", f.{name}" for name in property_columns(kind))
    return f"""SELECT {things}, s.name, s.controller, s.lawful_basis, s.agreement, f.recorded, f.retired{own} FROM {table(kind)} f {joins}
      JOIN source s ON s.key = f.source WHERE {wanted}"""


def _fact(kind: Kind | TieKind, row: tuple[Any, ...]) -> HeldFact:
    things = 2 if isinstance(kind, Kind) else 4
    ends = tuple(zip(row[0:things:2], row[1:things:2], strict=True))
    source, (recorded, retired) = Source(*row[things : things + 4]), row[things + 4 : things + 6]
    return HeldFact(kind.label, ends, dict(_values(kind, row[things + 6 :])), source, recorded, None if retired == NEVER else retired)


def _values(kind: Kind | TieKind, told: tuple[Any, ...]) -> Iterator[tuple[str, Value]]:
    for p, value in zip(kind.properties, told, strict=True):
        if value is not None:
            yield p.name, bool(value) if p.type == "yes_no" else value
