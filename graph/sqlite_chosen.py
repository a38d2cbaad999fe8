"""Which rows of a file are chosen to be erased, as conditions on each table."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, LiteralString

from graph.erasing import LABELS, MENTIONS, REFERS, About, Chosen, Erasable, Node, Older, Refers, ToldBy, in_order
from graph.model import Child
from graph.rows import day
from graph.schema import Kind, TieKind
from graph.sqlite_schema import column, table
from graph.store import NEVER

_NODES: LiteralString = "(label TEXT NOT NULL, id TEXT NOT NULL, key INTEGER, PRIMARY KEY (label, id)) STRICT, WITHOUT ROWID"
_LISTED: LiteralString = """SELECT j.value->>0, j.value->>1, (SELECT key FROM node WHERE label = j.value->>0 AND id = j.value->>1)
  FROM json_each(?) j"""
Bound = dict[str, str]
NOTHING: LiteralString = "(0)"
"""No fact is chosen."""


def choose(db: sqlite3.Connection, chosen: Sequence[Chosen], spared: Collection[Node]) -> Bound:
    """Note the things that are chosen and spared on this connection, with what names them; says what the conditions bind."""
    about = {node for one in chosen if isinstance(one, About) for node in one.nodes}
    for name, nodes in (("about", about), ("spared", set(spared))):
        _listed(db, "about" if name == "about" else "spared", nodes)
    db.execute("""INSERT OR IGNORE INTO temp.spared SELECT n.label, n.id, n.key FROM lives_at f JOIN node n ON n.key = f.to_node
      WHERE f.from_node IN (SELECT key FROM temp.spared)""")
    return {"sources": json.dumps([one.source for one in chosen if isinstance(one, ToldBy)]), "never": NEVER}


def _listed(db: sqlite3.Connection, name: LiteralString, nodes: set[Node]) -> None:
    """The things, the carers who belong to no other family, and the statements that name any of them."""
    db.execute(f"CREATE TEMP TABLE IF NOT EXISTS {name} {_NODES}")
    db.execute(f"DELETE FROM temp.{name}")
    db.execute(f"INSERT OR IGNORE INTO temp.{name} {_LISTED}", (json.dumps(sorted(nodes)),))
    db.execute(f"""INSERT OR IGNORE INTO temp.{name} SELECT n.label, n.id, n.key FROM member_of f JOIN node n ON n.key = f.from_node
      WHERE n.label = 'Carer' AND f.to_node IN (SELECT key FROM temp.{name} WHERE key IS NOT NULL) AND NOT EXISTS (SELECT 1
        FROM member_of o WHERE o.from_node = n.key AND o.to_node NOT IN (SELECT key FROM temp.{name} WHERE key IS NOT NULL))""")
    named = " OR ".join(_named(name, refers) for refers in REFERS["Statement"])
    db.execute(f"""INSERT OR IGNORE INTO temp.{name} SELECT n.label, n.id, n.key FROM statement f JOIN node n ON n.key = f.node
      WHERE {named}""")


def _named(name: LiteralString, refers: Refers) -> LiteralString:
    """A fact names one of the noted things."""
    cases: list[LiteralString] = [f"WHEN '{kind}' THEN '{label}'" for kind, label in LABELS.items()]
    label: LiteralString = f"'{refers.label}'" if refers.label else f"CASE f.{column(refers.kind)} {' '.join(cases)} END"
    return f"EXISTS (SELECT 1 FROM temp.{name} a WHERE a.label = {label} AND a.id = f.{column(refers.id)})"


def _touches(kind: Kind | TieKind, name: LiteralString) -> LiteralString:
    """A fact is of one of the noted things, or names it."""
    ends: tuple[LiteralString, ...] = ("f.node",) if isinstance(kind, Kind) else ("f.from_node", "f.to_node")
    parts: list[LiteralString] = [f"{end} IN (SELECT key FROM temp.{name} WHERE key IS NOT NULL)" for end in ends]
    for refers in REFERS.get(kind.label, ()):
        parts.append(_named(name, refers))
    if kind.label in MENTIONS:
        parts.append(f"EXISTS (SELECT 1 FROM temp.{name} a WHERE instr(f.{column(MENTIONS[kind.label])}, json_quote(a.id)))")
    return f"({' OR '.join(parts)})"


def conditions(kind: Kind | TieKind, chosen: Sequence[Chosen], bound: Bound) -> tuple[LiteralString, LiteralString]:
    """Which of a kind's facts are chosen, and which of all are spared; what they bind is added."""
    parts: list[LiteralString] = ["0"]
    if any(isinstance(one, ToldBy) for one in chosen):
        parts.append("f.source IN (SELECT key FROM source WHERE name IN (SELECT value FROM json_each(:sources)))")
    if any(isinstance(one, About) for one in chosen):
        parts.append(_touches(kind, "about"))
    parts += _aged(kind, [one for one in chosen if isinstance(one, Older) and one.label == kind.label], bound)
    return f"({' OR '.join(parts)})", _touches(kind, "spared")


def _aged(kind: Kind | TieKind, older: Iterable[Older], bound: Bound) -> Iterator[LiteralString]:
    names: dict[str, LiteralString] = {"recorded": "recorded", "retired": "retired"}
    for p in kind.properties:
        names[p.name] = column(p.name)
    for n, one in zip(("0", "1", "2", "3", "4", "5", "6", "7"), older, strict=False):
        mark: LiteralString = f"before{n}"
        bound[mark] = one.before
        part: LiteralString = f"f.{names[one.column]} < :{mark} OR f.retired < :{mark}"
        yield part


def erasable(db: sqlite3.Connection, chosen: Sequence[Chosen], spared: Collection[Node], first: int) -> Erasable:
    """What would be erased; see the waist."""
    bound, facts, named, held = choose(db, chosen, spared), dict[str, int](), dict[str, tuple[str, ...]](), 0
    for kind in in_order():
        wanted, kept = conditions(kind, chosen, bound)
        if wanted == NOTHING:
            continue
        node: LiteralString = "f.node" if isinstance(kind, Kind) else "f.to_node" if kind.label in ("KNOWS", "MET") else "f.from_node"
        sql: LiteralString = f"SELECT count(*), coalesce(sum({kept}), 0) FROM {table(kind)} f WHERE {wanted}"
        counted, stays = db.execute(sql, bound).fetchone()
        held += stays
        if counted > stays:
            facts[kind.label] = counted - stays
            named[kind.label] = _ids(db, table(kind), node, f"{wanted} AND NOT {kept}", bound, first)
    return Erasable(facts, named, held)


def _ids(db: sqlite3.Connection, name: LiteralString, node: LiteralString, chosen: LiteralString, bound: Bound, first: int) -> Any:
    sql: LiteralString = f"SELECT DISTINCT n.id FROM {name} f JOIN node n ON n.key = {node} WHERE {chosen} ORDER BY n.id LIMIT :first"
    return tuple(i for (i,) in db.execute(sql, {**bound, "first": first}))


def children_told(db: sqlite3.Connection) -> list[tuple[Child, str, str, str]]:
    """Every child as each source ever had it; see the waist."""
    rows: list[Any] = db.execute("""SELECT n.id, f.given_name, f.family_name, f.date_of_birth, s.name, f.recorded, f.retired
      FROM child f JOIN node n ON n.key = f.node JOIN source s ON s.key = f.source ORDER BY f.recorded, n.id, s.name""").fetchall()
    return [(Child(i, given, family, day(born)), *told) for i, given, family, born, *told in rows]
