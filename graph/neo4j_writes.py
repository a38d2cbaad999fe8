"""How Neo4j is written: batches by UNWIND, compared with what stands, then recorded; each batch whole or not at all."""

from collections.abc import Iterator, Sequence
from typing import Any, LiteralString

from neo4j import AsyncManagedTransaction

from graph.errors import StoreError
from graph.model import Load, Source
from graph.names import fold
from graph.neo4j_reads import run
from graph.rows import next_instant
from graph.schema import BY_LABEL, Kind, TieKind
from graph.store import CHANGED, NEVER, NEW, UNCHANGED, Row

Transaction = AsyncManagedTransaction
CHUNK = 5_000
"""Rows sent in one statement; a batch may take several, in one transaction."""


async def begin_load(tx: Transaction, source: Source, at: str) -> Load:
    """Open a run; see the waist. The bookkeeping node is locked, so that loads never share a number."""
    [[latest, number]] = await run(
        tx,
        """MATCH (k:Kith) SET k.loads = k.loads + 1
      WITH k OPTIONAL MATCH (l:Load) RETURN max(l.started), k.loads""",
        {},
    )
    started = next_instant(at, latest)
    await run(
        tx,
        """MERGE (s:Source {name: $name}) SET s.controller = coalesce($controller, s.controller),
        s.lawful_basis = coalesce($lawful_basis, s.lawful_basis), s.agreement = coalesce($agreement, s.agreement)
      CREATE (:Load {number: $number, started: $started, read: 0, kept: 0, refused: 0})-[:OF]->(s)""",
        {
            "name": source.name,
            "controller": source.controller,
            "lawful_basis": source.lawful_basis,
            "agreement": source.agreement,
            "number": number,
            "started": started,
        },
    )
    return Load(number, source.name, started)


async def finish_load(tx: Transaction, load: Load, at: str, read: int, kept: int, refused: int) -> Load:
    """Close a run; see the waist."""
    await run(
        tx,
        """MATCH (l:Load {number: $number})-[:OF]->(s:Source)
      SET l.finished = $at, l.read = $read, l.kept = $kept, l.refused = $refused
      WITH l, s MATCH (o:Load)-[:OF]->(s) WHERE o.number < l.number AND o.finished IS NULL AND o.completed_by IS NULL
      SET o.completed_by = l.number""",
        {"number": load.number, "at": at, "read": read, "kept": kept, "refused": refused},
    )
    return Load(load.number, load.source, load.started, at, read, kept, refused)


async def is_first(tx: Transaction, load: Load, label: str) -> bool:
    """Whether this source had told nothing of this kind before; from now on it has."""
    [[told]] = await run(
        tx,
        """MATCH (s:Source {name: $name}) WITH s, coalesce(s.tells, []) AS tells
      SET s.tells = CASE WHEN $label IN tells THEN tells ELSE tells + $label END RETURN $label IN tells""",
        {"name": load.source, "label": label},
    )
    return not told


async def upsert(tx: Transaction, load: Load, label: str, rows: Sequence[Row], first: bool) -> bytes:
    """Record a batch; see the waist. `first`: nothing needs comparing."""
    kind = BY_LABEL[label]
    return b"".join([await _revise(tx, load, kind, chunk, first) for chunk in _chunks(rows)])


def _chunks(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for at in range(0, len(rows), CHUNK):
        yield rows[at : at + CHUNK]


async def _revise(tx: Transaction, load: Load, kind: Kind | TieKind, rows: Sequence[Row], first: bool) -> bytes:
    plain = [_plain(kind, row) for row in rows]
    if first:
        await _create(tx, load, kind, plain)
        return bytes([NEW]) * len(rows)
    standing = await _standing(tx, load, kind, plain)
    outcome = bytes([_compare(p, standing.get(i)) for i, p in enumerate(plain)])
    seen = [standing[i][0] for i, o in enumerate(outcome) if o == UNCHANGED]
    gone = [standing[i][0] for i, o in enumerate(outcome) if o == CHANGED]
    name: LiteralString = _relationship(kind)
    these: LiteralString = f"UNWIND $facts AS id MATCH ()-[r:{name}]->() WHERE elementId(r) = id"
    await run(tx, f"{these} SET r.seen = $number", {"facts": seen, "number": load.number})
    await run(tx, f"{these} SET r.retired = $at", {"facts": gone, "at": load.started})
    await _create(tx, load, kind, [p for p, o in zip(plain, outcome, strict=True) if o != UNCHANGED])
    return outcome


Plain = dict[str, Any]
"""A row as parameters: `start` and `end` (with their labels for a tie), and `facts`, the properties that are known."""


def _plain(kind: Kind | TieKind, row: Row) -> Plain:
    if isinstance(kind, Kind):
        facts = {p.name: v for p, v in zip(kind.properties, row[1:], strict=True) if v is not None}
        if kind.named_by:
            facts["words"] = fold(*[str(facts[n]) for n in kind.named_by if n in facts])
        return {"start": row[0], "facts": facts}
    facts = {
        p.name: "" if v is None else v for p, v in zip(kind.properties, row[4:], strict=True) if v is not None or p.name in kind.identity
    }
    return {"kinds": [row[0], row[2]], "start": row[1], "end": row[3], "facts": facts}


def _compare(plain: Plain, standing: tuple[str, Plain] | None) -> int:
    if standing is None:
        return NEW
    return UNCHANGED if standing[1] == plain else CHANGED


def _relationship(kind: Kind | TieKind) -> LiteralString:
    return "DESCRIBES" if isinstance(kind, Kind) else kind.label


async def _standing(tx: Transaction, load: Load, kind: Kind | TieKind, plain: Sequence[Plain]) -> dict[int, tuple[str, Plain]]:
    """What stands for each row, by its place: the fact's element id, and the row it was written from."""
    numbered = [{"n": i, **p} for i, p in enumerate(plain)]
    standing: dict[int, tuple[str, Plain]] = {}
    for match, rows in _matches(kind, numbered):
        standing |= await _found(tx, load, kind, match, rows)
    return standing


def _matches(kind: Kind | TieKind, rows: list[Plain]) -> Iterator[tuple[LiteralString, list[Plain]]]:
    """How rows find the fact they may be a new version of, by the kinds of their ends.

    Where both ends are known both are looked up first, so that the tie is sought from the end with fewer ties:
    some people have met thousands.
    """
    if isinstance(kind, Kind):
        yield f"MATCH (n:{kind.label} {{id: row.start}})<-[r:DESCRIBES]-() WHERE true", rows
        return
    same = " AND ".join(["true", *[f"r.{n} = row.facts.{n}" for n in kind.identity if n not in ("start", "end")]])
    if "start" not in kind.identity:
        yield f"MATCH ()-[r:{kind.label}]->() WHERE {same}", rows
        return
    for starts, ends, of_kinds in _by_ends(kind, rows):
        far: LiteralString = f"MATCH (b:{ends} {{id: row.end}})" if "end" in kind.identity else ""
        yield f"MATCH (a:{starts} {{id: row.start}}) {far} MATCH (a)-[r:{kind.label}]->(b) WHERE {same}", of_kinds


def _by_ends(kind: TieKind, rows: Sequence[Plain]) -> Iterator[tuple[LiteralString, LiteralString, list[Plain]]]:
    """Rows apart by the kinds of their two ends, as the statements name them."""
    for starts in kind.starts:
        for ends in kind.ends:
            if of_kinds := [p for p in rows if p["kinds"] == [starts, ends]]:
                yield starts, ends, of_kinds


async def _found(
    tx: Transaction, load: Load, kind: Kind | TieKind, match: LiteralString, rows: list[Plain]
) -> dict[int, tuple[str, Plain]]:
    names: list[LiteralString] = [p.name for p in kind.properties]
    if isinstance(kind, Kind) and kind.named_by:
        names.append("words")
    ends: LiteralString = (
        "null AS kinds, endNode(r).id AS start, null AS stop"
        if isinstance(kind, Kind)
        else "[labels(startNode(r))[0], labels(endNode(r))[0]] AS kinds, startNode(r).id AS start, endNode(r).id AS stop"
    )
    cypher: LiteralString = f"""UNWIND $rows AS row {match} AND r.source = $source AND r.retired = $never
      RETURN row.n, elementId(r), {ends}, [{", ".join([f"r.{n}" for n in names])}]"""
    standing: dict[int, tuple[str, Plain]] = {}
    for n, fact, kinds, start, end, values in await run(tx, cypher, {"rows": rows, "source": load.source, "never": NEVER}):
        facts = {k: v for k, v in zip(names, values, strict=True) if v is not None}
        whole = {"start": start} if kinds is None else {"kinds": kinds, "start": start, "end": end}
        standing[n] = fact, {**whole, "facts": facts}
    return standing


async def _create(tx: Transaction, load: Load, kind: Kind | TieKind, plain: Sequence[Plain]) -> None:
    if not plain:
        return
    stamp = {"source": load.source, "load": load.number, "seen": load.number, "recorded": load.started, "retired": NEVER}
    if isinstance(kind, Kind):
        await run(
            tx,
            f"""MATCH (s:Source {{name: $stamp.source}}) UNWIND $rows AS row MERGE (n:{kind.label} {{id: row.start}})
          CREATE (s)-[r:DESCRIBES]->(n) SET r = row.facts, r += $stamp""",
            {"rows": list(plain), "stamp": stamp},
        )
        return
    for starts, ends, rows in _by_ends(kind, plain):
        await _create_ties(tx, kind.label, starts, ends, rows, stamp)


async def _create_ties(
    tx: Transaction, label: LiteralString, starts: LiteralString, ends: LiteralString, rows: list[Plain], stamp: dict[str, str | int]
) -> None:
    [[made]] = await run(
        tx,
        f"""UNWIND $rows AS row MATCH (a:{starts} {{id: row.start}}) MATCH (b:{ends} {{id: row.end}})
      CREATE (a)-[r:{label}]->(b) SET r = row.facts, r += $stamp RETURN count(r)""",
        {"rows": rows, "stamp": stamp},
    )
    if made != len(rows):
        raise StoreError(f"{len(rows) - made} ties of kind {label} lead to something that is not held: write it before its ties")


async def retire_unseen(tx: Transaction, load: Load, label: str) -> int:
    """Retire what was not told again; see the waist."""
    kind = BY_LABEL[label]
    end: LiteralString = f"(:{kind.label})" if isinstance(kind, Kind) else "()"
    cypher: LiteralString = f"""MATCH ()-[r:{_relationship(kind)}]->{end}
      WHERE r.source = $source AND r.retired = $never AND r.seen < $number
      SET r.retired = $at RETURN count(r)"""
    [[gone]] = await run(tx, cypher, {"source": load.source, "never": NEVER, "number": load.number, "at": load.started})
    return gone
