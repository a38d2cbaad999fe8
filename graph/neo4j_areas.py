"""What Neo4j is asked for which area lies in which."""

from typing import LiteralString

from neo4j import AsyncManagedTransaction

from graph.assembling import larger
from graph.model import View
from graph.neo4j_reads import parameters, run
from graph.neo4j_veil import stands

_LARGER: LiteralString = f"MATCH (a:Area)-[p:PART_OF]->(b:Area) WHERE {stands('p')} RETURN a.id, b.id"


async def larger_areas(tx: AsyncManagedTransaction, view: View) -> dict[str, tuple[str, ...]]:
    """Which area lies in which; see the waist."""
    return larger(await run(tx, _LARGER, parameters(view)))
