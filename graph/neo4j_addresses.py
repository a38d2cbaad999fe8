"""What Neo4j is asked for where people are said to live."""

from collections.abc import Sequence
from typing import LiteralString

from neo4j import AsyncManagedTransaction

from graph.address_claims import AddressClaim, claimed
from graph.model import Subject, View
from graph.neo4j_reads import parameters, run, seen, staff
from graph.neo4j_veil import belongs, found, pair, stands

_STANDS_FOR: LiteralString = f"OPTIONAL MATCH (a)-[same:SAME_AS]->(stand:Child) WHERE {stands('same')}"
_ASKED: LiteralString = f"""CALL () {{
    UNWIND $children AS id MATCH (a:Child {{id: id}}) {_STANDS_FOR} RETURN coalesce(stand, a) AS n
    UNION UNWIND $families AS id MATCH (n:Family {{id: id}}) RETURN n
    UNION UNWIND $families AS id MATCH (:Family {{id: id}})<-[m:MEMBER_OF]-(a:Child)
      WHERE {belongs("m")} AND (m.since IS NULL OR m.since <= $on) AND (m.until IS NULL OR m.until >= $on)
      {_STANDS_FOR} RETURN coalesce(stand, a) AS n }}"""
_EVERYONE: LiteralString = f"""CALL () {{ MATCH (a:Child|Family) WHERE EXISTS {{ (a)-[:LIVES_AT]->() }}
    {_STANDS_FOR} RETURN DISTINCT coalesce(stand, a) AS n }}"""
_SAID: LiteralString = f"""WITH n WHERE EXISTS {{ MATCH (n)<-[d:DESCRIBES]-() WHERE {stands("d")} }}
    AND (n:Child AND {seen("n", "2")} OR n:Family AND {seen("n", "1")})
  MATCH (n)<-[xs:SAME_AS*0..1]-(r)-[l:LIVES_AT]->(p:Address)
  WHERE all(x IN xs WHERE {stands("x")}) AND {found("l")} AND coalesce(l.first_seen, '') <= $on
  WITH n, r, p, l, $everything OR EXISTS {{ MATCH (w:Professional {{id: l.confirmed_by}}) WHERE {staff("w")} }} AS may
  WITH n, p, l, may, $unveiled OR {pair("coalesce(l.confirmed_by, '')", "labels(r)[0]", "r.id")} AS known
  WITH collect([labels(n)[0], n.id, p.id, l.reported_by, l.source, l.first_seen, l.last_seen,
      CASE WHEN known THEN l.confirmed_by END, CASE WHEN known THEN l.confirmed_on END, may]) AS rows,
    collect(DISTINCT p) AS places
  CALL (places) {{ UNWIND places AS p MATCH (p)<-[d:DESCRIBES]-() WHERE {stands("d")} WITH p, d ORDER BY d.recorded DESC
    RETURN collect([p.id, d.uprn, d.address, d.postcode]) AS told }}
  RETURN rows, told"""


async def address_claims(tx: AsyncManagedTransaction, subjects: Sequence[Subject] | None, view: View) -> list[AddressClaim]:
    """Where they are said to live; see the waist."""
    whose: LiteralString = _EVERYONE if subjects is None else _ASKED
    children = sorted({s.id for s in subjects or () if s.kind == "child"})
    families = sorted({s.id for s in subjects or () if s.kind == "family"})
    [[rows, told]] = await run(tx, f"{whose} {_SAID}", parameters(view, children=children, families=families))
    return claimed(rows, told, view)
