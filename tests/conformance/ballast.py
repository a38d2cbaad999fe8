"""Facts long retired, of every kind, that no read tells of.

Neo4j plans a statement anew whenever the numbers it planned with have changed; beside this ballast a small
world changes them little, and a plan lasts as long as it would in a house full of facts.
"""

from collections.abc import Iterator
from typing import LiteralString

import neo4j

from graph.schema import KINDS, TIES

EACH = 500
_STAMP: LiteralString = "SET r.source = 'ballast', r.load = 0, r.seen = 0, r.recorded = '', r.retired = ''"
EMPTY: tuple[LiteralString, ...] = (
    "MATCH (n) WHERE NOT n:Kith AND NOT coalesce(n.id, n.name, '') STARTS WITH 'ballast' DETACH DELETE n",
    "MATCH (k:Kith) SET k.loads = 0",
)
"""Takes everything but the ballast away."""


async def lay(driver: neo4j.AsyncDriver) -> None:
    """Fill an empty database with ballast."""
    for statement in _statements():
        await driver.execute_query(statement, each=EACH)
    await driver.execute_query("CALL db.resampleOutdatedIndexes()")


def _statements() -> Iterator[LiteralString]:
    yield "CREATE (:Source {name: 'ballast'})"
    for kind in KINDS:
        named: list[LiteralString] = ["words: 'ballast'"]
        for one in kind.properties:
            if one.index:
                named.append(f"{one.name}: id")
        looked_up = ", ".join(named)
        yield f"""MATCH (s:Source {{name: 'ballast'}}) UNWIND range(1, $each) AS i WITH s, 'ballast' + i AS id
          CREATE (s)-[r:DESCRIBES {{{looked_up}}}]->(:{kind.label} {{id: id}}) {_STAMP}"""
    for tie in TIES:
        for start in tie.starts:
            for end in tie.ends:
                yield f"""UNWIND range(1, $each) AS i MATCH (a:{start} {{id: 'ballast' + i}}) MATCH (b:{end} {{id: 'ballast' + i}})
                  CREATE (a)-[r:{tie.label} {{row: a.id}}]->(b) {_STAMP}"""
