"""What Neo4j is asked for everything that was said."""

from typing import LiteralString

from neo4j import AsyncManagedTransaction

from graph.assembling import Found, assemble
from graph.model import Around, View
from graph.neo4j_reads import BEGUN, MEMBER, RECORDS_OF, STATEMENT, WEIGHTS, in_confidence, parameters, run
from graph.neo4j_veil import shown, stands

_STATEMENTS: LiteralString = f"""CALL () {{ MATCH ()-[d:DESCRIBES]->(n:Statement)
    WHERE $everything AND {stands("d")} AND d.said_on <= $on AND NOT {in_confidence("d")}
    WITH n, d ORDER BY d.recorded DESC RETURN collect({STATEMENT}) AS statements }}
  {WEIGHTS} RETURN statements, weights"""
_BELONGED: LiteralString = f"""
  CALL () {{ UNWIND $ids AS id CALL (id) {{ MATCH (a:Child {{id: id}}) RETURN a UNION MATCH (a:Carer {{id: id}}) RETURN a }}
    OPTIONAL MATCH (a)-[x:SAME_AS]->(stand:Child) WHERE {stands("x")}
    WITH coalesce(stand, a) AS c WHERE {shown("c")} RETURN collect(DISTINCT c) AS concerned }}
  CALL (concerned) {{ UNWIND concerned AS c MATCH {RECORDS_OF} AND {BEGUN} WITH f, m, c AS k RETURN collect({MEMBER}) AS belonged }}
  CALL (concerned) {{ UNWIND concerned AS c MATCH (r:Child)-[x:SAME_AS]->(c) WHERE {stands("x")} RETURN collect([r.id, c.id]) AS same }}
  RETURN belonged, same"""


async def heard(tx: AsyncManagedTransaction, view: View) -> Around:
    """Everything that was said, and who belonged to which family; see the waist."""
    [[statements, weights]] = await run(tx, _STATEMENTS, parameters(view))
    ids = sorted({i for row in statements for i in (row[3], row[6]) if i})
    [[belonged, same]] = await run(tx, _BELONGED, parameters(view, ids=ids))
    return assemble(Found(belonged=belonged, same=same, statements=statements, weights=weights), view)
