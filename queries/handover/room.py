"""How many more families someone can carry."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from graph.model import Post, View
from graph.store import GraphReader
from queries.knowing.who_knows import holds

HEADROOM = 5
"""Families that someone can be given whose posts say nothing of how many they carry [D]."""


async def rooms(
    reader: GraphReader,
    people: Sequence[str],
    view: View,
    posts: Mapping[str, Sequence[Post]],
    *,
    capacity: int | None,
    capacities: Mapping[str, int],
) -> dict[str, int]:
    """For each of these people how many families they can be given.

    What `capacities` says of them, else `capacity`; else what their live posts carry less the families that they carry
    already, by rows that hold on the day; else five.
    """
    asked = [p for p in people if p not in capacities] if capacity is None else []
    carried = await reader.carrying(asked, view)
    found: dict[str, int] = {}
    for p in people:
        if p in capacities or capacity is not None:
            found[p] = capacities.get(p, capacity or 0)
        else:
            found[p] = _left(posts.get(p, ()), carried.get(p, 0), view.on)
    return found


def _left(posts: Iterable[Post], carried: int, on: date) -> int:
    told = [post.capacity for post in posts if post.capacity is not None and holds(post, on)]
    return max(0, sum(told) - carried) if told else HEADROOM
