"""What is lost when people leave: for every child and family that they know, what stays, and who could take over.

A scenario of nothing but people who leave. No score or prediction about a child or family: only about who knows them.
"""

from collections.abc import Sequence

from graph.errors import UnknownId
from graph.model import Professional, View
from graph.store import GraphReader
from queries.leaving.differences import SHOWN, Differences, differences
from queries.leaving.effects import NOTHING_READ, effects
from queries.leaving.losses import OUTCOMES, Loss, Outcome, coverage, outcome
from queries.leaving.scenario import Leave

__all__ = ["OUTCOMES", "SHOWN", "Loss", "Outcome", "coverage", "leaving", "outcome"]


async def leaving(reader: GraphReader, leavers: Sequence[str], view: View, *, shown: int = SHOWN) -> list[Loss]:
    """What every child and family that these people know loses, the worst first; the day is the first without them. Errors: UnknownId."""
    return [loss for loss in (await departures(reader, leavers, view, shown=shown)).losses if loss.changed]


async def departures(reader: GraphReader, leavers: Sequence[str], view: View, *, shown: int = SHOWN) -> Differences:
    """Before and after these people leave together. Errors: UnknownId."""
    held = await reader.entities(Professional, leavers, view)
    if missing := [p for p in leavers if p not in held]:
        raise UnknownId(*missing)
    effect = effects(NOTHING_READ, tuple(Leave(p, view.on) for p in leavers), view.on)
    return await differences(reader, effect, view, shown=shown)
