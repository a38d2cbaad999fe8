"""Areas within areas: a ward lies in its authority, and that in its region."""

from collections.abc import Mapping

from graph.model import View
from graph.store import GraphReader

Nesting = Mapping[str, frozenset[str]]
"""For every area in which others lie the codes of all of these, however deep, and its own."""


async def nesting(reader: GraphReader, view: View) -> Nesting:
    """Which areas lie in which."""
    return nested(await reader.larger_areas(view))


def nested(larger: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    """All that lies in each area, of the areas in which each lies directly. Areas that lie in each other are told as the same.

    >>> found = nested({"E05": ("E08",), "E08": ("E12",)})
    >>> sorted(found["E12"]), sorted(found["E08"])
    (['E05', 'E08', 'E12'], ['E05', 'E08'])
    """
    found: dict[str, set[str]] = {}
    for area in larger:
        for above in _above(area, larger):
            found.setdefault(above, {above}).add(area)
    return {area: frozenset(within) for area, within in found.items()}


def _above(area: str, larger: Mapping[str, tuple[str, ...]]) -> set[str]:
    """All in which an area lies."""
    found, left = set[str](), [area]
    while left:
        fresh = [above for above in larger.get(left.pop(), ()) if above not in found]
        found.update(fresh)
        left += fresh
    return found


def within(nesting: Nesting, area: str) -> frozenset[str]:
    """The codes that count as an area: its own, and those of all that lie in it."""
    return nesting.get(area) or frozenset({area})
