"""What Neo4j is asked for who attends which service."""

from typing import LiteralString

from neo4j import AsyncManagedTransaction

from graph.assembling import attendances as told
from graph.model import Attendance, View
from graph.neo4j_reads import parameters, run, seen
from graph.neo4j_veil import found, stands

_OWN: LiteralString = f"""($everything OR EXISTS {{ MATCH (v)-[x:PART_OF]->(o:Organisation)
    WHERE o.id IN $organisations AND {stands("x")} }})"""
_ATTENDS: LiteralString = f"""MATCH (r:Child)-[a:ATTENDS]->(v:Service)
  WHERE {found("a")} AND a.since <= $on AND (a.until IS NULL OR a.until >= $on) AND {_OWN}
  OPTIONAL MATCH (r)-[same:SAME_AS]->(stand:Child) WHERE {stands("same")} WITH a, v, coalesce(stand, r) AS n
  WHERE EXISTS {{ MATCH (n)<-[d:DESCRIBES]-() WHERE {stands("d")} }} AND {seen("n", "2")}
  RETURN n.id, v.id, a.since, a.until, a.attendance"""


async def attendances(tx: AsyncManagedTransaction, view: View) -> list[Attendance]:
    """Where children go on the day; see the waist."""
    return list(told(await run(tx, _ATTENDS, parameters(view))))
