"""The families that two organisations share, by the area where they live."""

from collections import Counter
from itertools import combinations

import numpy as np

from graph.model import View
from graph.store import GraphReader
from queries.knowing.joined import joined
from queries.linking.areas import NOWHERE, areas
from queries.linking.links import knowing
from queries.linking.sides import EVERYTHING, Which, names, works

Pair = tuple[str, str]


async def by_area(reader: GraphReader, view: View, which: Which = EVERYTHING) -> tuple[dict[Pair, Counter[str]], list[str]]:
    """For every pair the families that both know by area, and all areas, ascending, those not recorded last. `which.area` is left aside."""
    sides = await names(reader, view, which)
    held = await joined(reader, view)
    knows = knowing(held, await works(reader, held.people, view, which.between), sides)
    where = np.array(await areas(reader, held.units, view), np.str_)
    every = sorted(set(where.tolist()), key=lambda a: (a == NOWHERE, a))
    found: dict[Pair, Counter[str]] = {pair: Counter() for pair in combinations(sides, 2)}
    for area in every:
        own = knows[where == area]
        shared = (own.T @ own).tocoo()
        for a, b, n in zip(shared.row.tolist(), shared.col.tolist(), shared.data.tolist(), strict=True):
            if a < b:
                found[sides[a], sides[b]][area] = n
    return found, every
