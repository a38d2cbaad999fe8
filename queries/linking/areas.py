"""Where the families live over which links are counted."""

from collections.abc import Sequence

import numpy as np

from graph.errors import BadInput
from graph.model import Area, Subject, View
from graph.store import GraphReader
from queries.knowing.everyone_counted import area_codes
from queries.knowing.nesting import nesting, within
from queries.numbers.columns import Flags

NOWHERE = "not recorded"
"""The group of families of which no area is told, and of children without a family."""


async def areas(reader: GraphReader, units: Sequence[Subject], view: View) -> list[str]:
    """For every unit the code of its area, or `NOWHERE`."""
    found = await area_codes(reader, [u.id for u in units if u.kind == "family"], view)
    return [found.get(u.id, NOWHERE) if u.kind == "family" else NOWHERE for u in units]


async def living_in(reader: GraphReader, units: Sequence[Subject], view: View, area: str) -> Flags:
    """Which of these units live in an area, or in one that lies in it.

    Errors: BadInput for an area that is not held, and that no family lives in.
    """
    where, codes = await areas(reader, units, view), within(await nesting(reader, view), area)
    if codes.isdisjoint(where) and area != NOWHERE and not await reader.entities(Area, [area], view):
        known = ", ".join(sorted({a for a in where if a != NOWHERE}))
        raise BadInput(f"no area has the code {area}: families live in {known or 'areas that nobody told'}")
    return np.array([a in codes for a in where], np.bool_)
