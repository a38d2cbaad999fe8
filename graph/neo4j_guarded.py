"""What Neo4j is asked for all that hides something: shields, openings and posts in sensitive services."""

from datetime import date
from typing import LiteralString

from neo4j import AsyncManagedTransaction

from graph.guarding import guarded_from
from graph.neo4j_reads import run
from graph.store import NEVER
from graph.veil import Guarded

_SENSITIVE: LiteralString = """CALL () { MATCH (v:Service)<-[d:DESCRIBES]-() WHERE d.retired >= $never AND d.sensitivity = 'sensitive'
    WITH DISTINCT v MATCH (p:Professional)-[w:WORKS_IN]->(v) WHERE w.retired >= $never
    OPTIONAL MATCH (v)-[x:PART_OF]->(o:Organisation) WHERE x.retired >= $never
    RETURN collect(DISTINCT [p.id, v.id, coalesce(o.id, '')]) AS sensitive }"""
_SHIELDS: LiteralString = """CALL () { MATCH (n:Shield)<-[d:DESCRIBES]-()
    WHERE d.retired >= $never AND d.approved_by IS NOT NULL AND d.lifted_by IS NULL
    RETURN collect([n.id, d.subject_kind, d.subject_id, d.level, coalesce(d.users, '')]) AS shields }"""
_OPENINGS: LiteralString = """CALL () { MATCH (n:Opening)<-[d:DESCRIBES]-() WHERE d.retired >= $never AND d.decision = 'yes'
    RETURN collect([n.id, d.subject_kind, d.subject_id, d.kind, d.service_id, d.user, coalesce(d.since, ''), coalesce(d.until, $never)])
      AS openings }"""
_WITHIN: LiteralString = "m.retired >= $never AND coalesce(m.until, $on) >= $on"
_KIN: LiteralString = f"""CALL (shields, openings) {{
    UNWIND [one IN shields + openings | one[1..3]] AS asked WITH DISTINCT asked
    CALL (asked) {{ MATCH (a:Child {{id: asked[1]}}) WHERE asked[0] = 'child' RETURN a
      UNION MATCH (a:Family {{id: asked[1]}}) WHERE asked[0] = 'family' RETURN a }}
    MATCH (a)-[ss:SAME_AS*0..2]-(r) WHERE all(s IN ss WHERE s.retired >= $never)
    WITH a, collect(DISTINCT r) AS own
    CALL (own) {{ UNWIND own AS f OPTIONAL MATCH (f)-[m:MEMBER_OF]->(h:Family) WHERE {_WITHIN}
      RETURN [f IN collect(DISTINCT f) WHERE f:Family] + collect(DISTINCT h) AS homes }}
    CALL (homes) {{ UNWIND homes AS f MATCH (f)<-[m:MEMBER_OF]-(p) WHERE {_WITHIN}
      MATCH (p)-[ss:SAME_AS*0..2]-(k) WHERE all(s IN ss WHERE s.retired >= $never) RETURN collect(DISTINCT k) AS members }}
    UNWIND [o IN own | [o, 1]] + [f IN homes + members | [f, 0]] AS one
    RETURN collect(DISTINCT [labels(a)[0], a.id, labels(one[0])[0], one[0].id, one[1]]) AS kin }}"""
_LOCAL: LiteralString = """CALL (shields) {
    WITH shields WHERE any(s IN shields WHERE s[3] = 'location') MATCH (p:Professional)-[w:WORKS_IN]->(v:Service)
    WHERE w.retired >= $never AND (EXISTS { MATCH (v)<-[d:DESCRIBES]-() WHERE d.retired >= $never AND d.scale = 'ward' }
      OR EXISTS { MATCH (v)-[x:PART_OF]->(:Organisation)<-[d:DESCRIBES]-()
        WHERE x.retired >= $never AND d.retired >= $never AND d.sector = 'school' }
      OR EXISTS { MATCH (v)-[x:SERVES]->(:Area)<-[d:DESCRIBES]-()
        WHERE x.retired >= $never AND d.retired >= $never AND d.kind = 'ward' })
    RETURN collect(DISTINCT p.id) AS local }"""
_ALL: LiteralString = f"{_SENSITIVE} {_SHIELDS} {_OPENINGS} {_KIN} {_LOCAL} RETURN sensitive, local, shields, openings, kin"


async def guarded(tx: AsyncManagedTransaction, on: date) -> Guarded:
    """All that hides something; see the waist."""
    [[sensitive, local, shields, openings, kin]] = await run(tx, _ALL, {"never": NEVER, "on": on.isoformat()})
    return guarded_from(sensitive, local, sorted(shields), sorted(openings), map(tuple, kin))
