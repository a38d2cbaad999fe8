"""How the embedded store is written: batches staged, compared with what stands, then recorded."""

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import LiteralString

from graph.erasing import Chosen, Node
from graph.errors import StoreError
from graph.model import Load, Source
from graph.rows import next_instant
from graph.schema import BY_LABEL, Kind, TieKind
from graph.sqlite_erase import erase
from graph.sqlite_schema import column, identity_columns, property_columns, table
from graph.store import CHANGED, NEVER, NEW, UNCHANGED, Row


@dataclass
class Writer:
    """The one connection that writes, with the node keys it has already looked up in this load."""

    db: sqlite3.Connection
    keys: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    first_time: dict[tuple[int, str], bool] = field(default_factory=dict[tuple[int, str], bool])
    version: int = -1

    def begin_load(self, source: Source, at: str) -> Load:
        """Open a run; see the waist."""
        with self.db:
            self.db.execute("BEGIN IMMEDIATE")
            self.db.execute(
                """INSERT INTO source (name, controller, lawful_basis, agreement) VALUES (?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET controller = coalesce(excluded.controller, controller),
                lawful_basis = coalesce(excluded.lawful_basis, lawful_basis), agreement = coalesce(excluded.agreement, agreement)""",
                (source.name, source.controller, source.lawful_basis, source.agreement),
            )
            latest = self.db.execute("SELECT max(started) FROM load").fetchone()[0]
            started = next_instant(at, latest)
            number = self.db.execute(
                "INSERT INTO load (source, started) SELECT key, ? FROM source WHERE name = ?", (started, source.name)
            ).lastrowid
        return Load(number or 0, source.name, started)

    def finish_load(self, load: Load, at: str, read: int, kept: int, refused: int) -> Load:
        """Close a run; see the waist."""
        self.keys.clear()
        with self.db:
            self.db.execute("BEGIN IMMEDIATE")
            self.db.execute(
                "UPDATE load SET finished = ?, read = ?, kept = ?, refused = ? WHERE number = ?", (at, read, kept, refused, load.number)
            )
            self.db.execute(
                """UPDATE load SET completed_by = ? WHERE number < ? AND finished IS NULL AND completed_by IS NULL
                AND source = (SELECT source FROM load WHERE number = ?)""",
                (load.number, load.number, load.number),
            )
        return Load(load.number, load.source, load.started, at, read, kept, refused)

    def upsert(self, load: Load, label: str, rows: Sequence[Row]) -> bytes:
        """Record a batch; see the waist."""
        try:
            with self.db:
                self.db.execute("BEGIN IMMEDIATE")
                self._mind_others()
                return self._record(load, BY_LABEL[label], rows)
        except BaseException:
            self.keys.clear()  # some may be of nodes that this batch made and that are gone with it
            raise

    def _mind_others(self) -> None:
        """Look nodes up anew where another connection wrote: it may have erased them, and a node that is made then takes the key of one."""
        version: int = self.db.execute("PRAGMA data_version").fetchone()[0]
        if version != self.version:
            self.keys.clear()
            self.version = version

    def erase(self, chosen: Sequence[Chosen], spared: Collection[Node]) -> dict[str, int]:
        """Erase for good; see the waist."""
        self.keys.clear()
        return erase(self.db, chosen, spared)

    def _record(self, load: Load, kind: Kind | TieKind, rows: Sequence[Row]) -> bytes:
        plain = self._plain(kind, rows)
        if self._is_first(load, kind):
            self._insert(load, kind, plain)
            return bytes([NEW]) * len(rows)
        return self._revise(load, kind, plain)

    def _is_first(self, load: Load, kind: Kind | TieKind) -> bool:
        """Whether this source had told nothing of this kind when the load began: then nothing needs comparing."""
        known = (load.number, kind.label)
        if known not in self.first_time:
            sql: LiteralString = (
                f"SELECT NOT EXISTS (SELECT 1 FROM {table(kind)} WHERE source = (SELECT source FROM load WHERE number = ?))"
            )
            self.first_time[known] = bool(self.db.execute(sql, (load.number,)).fetchone()[0])
        return self.first_time[known]

    def _plain(self, kind: Kind | TieKind, rows: Sequence[Row]) -> list[Row]:
        """Rows with node keys for ids, and empty text for an unknown part of the identity."""
        blank = [i for i, p in enumerate(kind.properties, start=1 if isinstance(kind, Kind) else 2) if p.name in kind.identity]
        if isinstance(kind, Kind):
            self._remember(kind.label, {str(r[0]) for r in rows}, make=True)
            keys, label = self.keys, kind.label
            plain: list[Row] = [(keys[label, r[0]], *r[1:]) for r in rows]  # type: ignore[index]
        else:
            for at in (0, 2):
                for name in {str(r[at]) for r in rows}:
                    self._remember(name, {str(r[at + 1]) for r in rows if r[at] == name}, make=False)
            keys = self.keys
            plain = [(keys[r[0], r[1]], keys[r[2], r[3]], *r[4:]) for r in rows]  # type: ignore[index]
        return _filled(plain, blank) if blank else plain

    def _remember(self, label: str, ids: set[str], *, make: bool) -> None:
        missing = [i for i in ids if (label, i) not in self.keys]
        if not missing:
            return
        if make:
            self.db.executemany("INSERT INTO node (label, id) VALUES (?, ?) ON CONFLICT DO NOTHING", [(label, i) for i in missing])
        found = self.db.execute(
            "SELECT n.id, n.key FROM json_each(?) j CROSS JOIN node n ON n.label = ? AND n.id = j.value", (json.dumps(missing), label)
        )
        self.keys.update({(label, i): key for i, key in found})
        if lost := [i for i in missing if (label, i) not in self.keys]:
            raise StoreError(f"a tie leads to {label} {lost[0]}, which is not held: write it before its ties")

    def _insert(self, load: Load, kind: Kind | TieKind, plain: Sequence[Row]) -> None:
        name, columns = table(kind), _columns(kind)
        before = self.db.execute(f"SELECT coalesce(max(fact), 0) FROM {name}").fetchone()[0]
        marks = ", ".join("?" for _ in columns)
        source = self.db.execute("SELECT source FROM load WHERE number = ?", (load.number,)).fetchone()[0]
        sql: LiteralString = (
            f"""INSERT INTO {name} ({", ".join(columns)}, source, load, seen, recorded, retired) VALUES ({marks}, ?, ?, ?, ?, ?)"""
        )
        stamp = (source, load.number, load.number, load.started, NEVER)
        self.db.executemany(sql, (r + stamp for r in plain))
        self._index_names(kind, before)

    def _index_names(self, kind: Kind | TieKind, before: int) -> None:
        if isinstance(kind, Kind) and kind.named_by:
            words = ", ".join(column(n) for n in kind.named_by)
            self.db.execute(
                f"INSERT INTO {table(kind)}_words (rowid, words) SELECT fact, fold({words}) FROM {table(kind)} WHERE fact > ?", (before,)
            )

    def _revise(self, load: Load, kind: Kind | TieKind, plain: Sequence[Row]) -> bytes:
        """Compare a batch with what stands: stamp the unchanged as seen, retire the changed, record the new."""
        self._stage(kind, plain)
        name = table(kind)
        same = " AND ".join(f"f.{c} IS s.{c}" for c in property_columns(kind)) or "1"
        join = " AND ".join(f"f.{c} = s.{c}" for c in identity_columns(kind))
        ends = " AND ".join(f"f.{c} = s.{c}" for c in _columns(kind)[: 1 if isinstance(kind, Kind) else 2])
        sql: LiteralString = f"""SELECT s.n, f.fact, {same} AND {ends} FROM temp.stage_{name} s LEFT JOIN {name} f ON {join}
            AND f.source = (SELECT source FROM load WHERE number = ?) AND f.retired = ? ORDER BY s.n"""
        found = self.db.execute(sql, (load.number, NEVER)).fetchall()
        outcome = bytes(NEW if fact is None else UNCHANGED if same_ else CHANGED for _, fact, same_ in found)
        seen = [(load.number, f) for _, f, ok in found if f is not None and ok]
        self.db.executemany(f"UPDATE {name} SET seen = ? WHERE fact = ?", seen)
        self.db.executemany(
            f"UPDATE {name} SET retired = ? WHERE fact = ?", [(load.started, f) for _, f, ok in found if f is not None and not ok]
        )
        self._insert(load, kind, [r for r, o in zip(plain, outcome, strict=True) if o != UNCHANGED])
        return outcome

    def _stage(self, kind: Kind | TieKind, plain: Sequence[Row]) -> None:
        name, columns = table(kind), _columns(kind)
        self.db.execute(f"CREATE TEMP TABLE IF NOT EXISTS stage_{name} (n INTEGER PRIMARY KEY, {', '.join(columns)})")
        self.db.execute(f"DELETE FROM temp.stage_{name}")
        marks = ", ".join("?" for _ in columns)
        self.db.executemany(f"INSERT INTO temp.stage_{name} ({', '.join(columns)}) VALUES ({marks})", plain)

    def retire_unseen(self, load: Load, label: str) -> int:
        """Retire what was not told again; see the waist."""
        sql: LiteralString = f"""UPDATE {table(BY_LABEL[label])} SET retired = ? WHERE retired = ? AND seen < ?
            AND source = (SELECT source FROM load WHERE number = ?)"""
        with self.db:
            return self.db.execute(sql, (load.started, NEVER, load.number, load.number)).rowcount


def _columns(kind: Kind | TieKind) -> list[LiteralString]:
    ends: list[LiteralString] = ["node"] if isinstance(kind, Kind) else ["from_node", "to_node"]
    return [*ends, *property_columns(kind)]


def _filled(rows: list[Row], blank: list[int]) -> list[Row]:
    """Empty text where a part of the identity is not known: unknown parts must be equal to each other."""
    pick = itemgetter(*blank, blank[0])
    return [r if None not in pick(r) else tuple("" if v is None and i in blank else v for i, v in enumerate(r)) for r in rows]
