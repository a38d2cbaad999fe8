"""Everything that Neo4j holds of some things, version by version: what erasing them would take, read out."""

from collections.abc import Sequence
from typing import Any, LiteralString

from graph.erasing import Chosen, HeldFact, in_order
from graph.model import Source
from graph.neo4j_erase import NOTHING, Run, choose, matched, wanted
from graph.schema import Kind, TieKind
from graph.store import NEVER


async def held(run: Run, chosen: Sequence[Chosen]) -> list[HeldFact]:
    """What is chosen, kind by kind; see the waist."""
    bound, facts = await choose(run, chosen, ()), list[HeldFact]()
    for kind in in_order():
        which = wanted(kind, chosen, bound)
        if which != NOTHING:
            facts += sorted((_fact(kind, row) for row in await run(_asked(kind, which), bound)), key=HeldFact.place)
    return facts


def _asked(kind: Kind | TieKind, which: LiteralString) -> LiteralString:
    things: LiteralString = "[labels(b)[0], b.id]" if isinstance(kind, Kind) else "[labels(a)[0], a.id], [labels(b)[0], b.id]"
    return f"""{matched(kind)} WHERE {which} MATCH (told:Source {{name: r.source}})
      RETURN [{things}], [told.name, told.controller, told.lawful_basis, told.agreement], r.recorded, r.retired, properties(r)"""


def _fact(kind: Kind | TieKind, row: list[Any]) -> HeldFact:
    ends, source, recorded, retired, told = row
    values = {p.name: told[p.name] for p in kind.properties if told.get(p.name) is not None}
    nodes = tuple((label, name) for label, name in ends)
    return HeldFact(kind.label, nodes, values, Source(*source), recorded, None if retired == NEVER else retired)
