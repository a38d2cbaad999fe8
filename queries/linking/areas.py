"""Where the families live over which links are counted."""

from collections.abc import Sequence

import numpy as np

from graph.errors import BadInput
from graph.model import Area, Family, Subject, View
from graph.store import GraphReader
from queries.numbers.columns import Flags

NOWHERE = "not recorded"
"""The group of families of which no area is told, and of children without a family."""
AT_ONCE = 5000


async def areas(reader: GraphReader, units: Sequence[Subject], view: View) -> list[str]:
    """For every unit the code of its area, or `NOWHERE`."""
    families = [u.id for u in units if u.kind == "family"]
    found: dict[str, str] = {}
    for start in range(0, len(families), AT_ONCE):
        held = await reader.entities(Family, families[start : start + AT_ONCE], view)
        found |= {f.id: f.area_code for f in held.values() if f.area_code}
    return [found.get(u.id, NOWHERE) if u.kind == "family" else NOWHERE for u in units]


async def living_in(reader: GraphReader, units: Sequence[Subject], view: View, area: str) -> Flags:
    """Which of these units live in an area. Errors: BadInput for an area that is not held, and that no family lives in."""
    where = await areas(reader, units, view)
    if area not in where and area != NOWHERE and not await reader.entities(Area, [area], view):
        known = ", ".join(sorted({a for a in where if a != NOWHERE}))
        raise BadInput(f"no area has the code {area}: families live in {known or 'areas that nobody told'}")
    return np.array([a == area for a in where], np.bool_)
