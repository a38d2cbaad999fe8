"""How many more families someone can carry."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from graph.model import Post, Subject, Tie, View
from graph.store import GraphReader
from queries.who_knows import holds

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
    told = {p: _told(posts.get(p, ()), view.on) for p in people}
    asked = [p for p in people if p not in capacities and told[p] is not None] if capacity is None else []
    carried = _families(await reader.carried(asked, view), view.on)
    homes = await reader.homes(sorted({s.id for own in carried.values() for s in own if s.kind == "child"}), view)
    found: dict[str, int] = {}
    for p in people:
        if p in capacities or capacity is not None:
            found[p] = capacities.get(p, capacity or 0)
        else:
            whole = told[p]
            found[p] = HEADROOM if whole is None else max(0, whole - _units(carried.get(p, ()), homes))
    return found


def _told(posts: Iterable[Post], on: date) -> int | None:
    """How many families someone's live posts carry in all; None where none of them says."""
    told = [post.capacity for post in posts if post.capacity is not None and holds(post, on)]
    return sum(told) if told else None


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
