"""How many more families someone can carry."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from graph.model import Post, View
from graph.store import GraphReader
from queries.knowing.posted import holds

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
    given = {p: capacities.get(p, capacity) for p in people}
    most = {p: _most(posts.get(p, ()), view.on) for p, told in given.items() if told is None}
    carried = await reader.carrying([p for p, n in most.items() if n is not None], view)
    left = {p: HEADROOM if n is None else max(0, n - carried.get(p, 0)) for p, n in most.items()}
    return {p: left[p] if told is None else told for p, told in given.items()}


def _most(posts: Iterable[Post], on: date) -> int | None:
    """How many families someone's live posts carry; None where they say nothing of it."""
    told = [post.capacity for post in posts if post.capacity is not None and holds(post, on)]
    return sum(told) if told else None
