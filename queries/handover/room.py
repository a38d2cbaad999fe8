"""How many more families someone can carry."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from graph.model import Post, Subject, Tie, View
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
    carried = _families(await reader.carried(asked, view), view.on)
    homes = await reader.homes(sorted({s.id for own in carried.values() for s in own if s.kind == "child"}), view)
    found: dict[str, int] = {}
    for p in people:
        if p in capacities or capacity is not None:
            found[p] = capacities.get(p, capacity or 0)
        else:
            found[p] = _left(posts.get(p, ()), _units(carried.get(p, ()), homes), view.on)
    return found


def _left(posts: Iterable[Post], carried: int, on: date) -> int:
    told = [post.capacity for post in posts if post.capacity is not None and holds(post, on)]
    return max(0, sum(told) - carried) if told else HEADROOM


def _families(ties: Iterable[Tie], on: date) -> dict[str, set[Subject]]:
    found: dict[str, set[Subject]] = {}
    for tie in ties:
        if holds(tie, on):
            found.setdefault(tie.professional_id, set()).add(tie.subject)
    return found


def _units(subjects: Iterable[Subject], homes: Mapping[str, Sequence[str]]) -> int:
    """How many families these are; a child without one counts as one of its own."""
    units: set[tuple[str, str]] = set()
    for s in subjects:
        units |= {("family", f) for f in homes[s.id]} if s.kind == "child" and s.id in homes else {s}
    return len(units)
