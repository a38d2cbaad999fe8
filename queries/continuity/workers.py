"""How many different people children have to do with, and how continuous that is: by school, area or service.

For heads and boards: how many children met three or more workers in an academic year, and the means of the continuity
measures. It is about contact on record; it is no score of a child, of anyone who works, or of a school.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from graph.model import Around, Family, Subject, View
from graph.store import GraphReader
from queries.continuity.continuity import NEEDS, Continuity, measured
from queries.continuity.window import Window
from queries.knowing.equity import EVERYONE, NOT_RECORDED, SEVERAL
from queries.knowing.schools import places_of_work, schools
from queries.knowing.who_knows import batches
from queries.numbers.suppression import FEW, Figure, Marks, alone, figure, suppressed

By = Literal["school", "area", "service"]
BYS: tuple[By, ...] = get_args(By)
MANY = 3
"""Workers from which on a child is counted among those with many."""
MEANS = tuple(name for name in NEEDS if name != "changes")


@dataclass(slots=True)
class Tally:
    """The children of one group who had contacts in the window, as they are counted."""

    children: int = 0
    many: int = 0
    newly_met: int = 0
    sums: dict[str, tuple[float, int]] = field(default_factory=dict[str, tuple[float, int]])

    def add(self, one: Continuity) -> None:
        """Count a child."""
        self.children += 1
        self.many += one.workers >= MANY
        self.newly_met += one.course.newly_met or 0
        for name in MEANS:
            value = getattr(one, name)
            if value is not None:
                total, count = self.sums.get(name, (0.0, 0))
                self.sums[name] = total + value, count + 1

    def means(self) -> dict[str, float | None]:
        """The mean of each measure over those for whom it is defined; None for fewer than five of them."""
        found = {name: self.sums.get(name, (0.0, 0)) for name in MEANS} | {"newly_met": (float(self.newly_met), self.children)}
        return {name: total / count if count > FEW[-1] else None for name, (total, count) in found.items()}


@dataclass(frozen=True, slots=True)
class Line:
    """One group as it is shown: `children` with contacts, those with three or more workers and the others, and the means."""

    group: str
    children: Figure
    three_or_more: Figure
    others: Figure
    means: Mapping[str, float | None]


async def workers(reader: GraphReader, view: View, window: Window, by: By) -> dict[str, Tally]:
    """The tallies of every group, the totals under `all`. The view is on the window's last day."""
    found: dict[str, Tally] = {}
    async for batch in batches(reader, view, "child"):
        around = await reader.around(batch, view, bare=True)
        groups = _Groups(around, await _areas(reader, around, view) if by == "area" else {}, view, by)
        for one in measured(around, batch, window):
            if one.contacts:
                for group in groups.of(one.subject):
                    found.setdefault(group, Tally()).add(one)
                found.setdefault(EVERYONE, Tally()).add(one)
    return found


async def _areas(reader: GraphReader, around: Around, view: View) -> dict[str, str]:
    held = await reader.entities(Family, sorted({m.family_id for m in around.memberships}), view)
    return {f.id: f.area_code for f in held.values() if f.area_code}


class _Groups:
    """The groups of any child of a batch: one school or area, or every service of those who know the child or met it."""

    def __init__(self, around: Around, areas: Mapping[str, str], view: View, by: By) -> None:
        self.by = by
        self.found: dict[Subject, set[str]] = schools(around, view.on) if by == "school" else {}
        if by == "area":
            self._all((m.member_id, areas[m.family_id]) for m in around.memberships if m.member_kind == "child" and m.family_id in areas)
        elif by == "service":
            posts = places_of_work(around.posts, view.on)
            self._all((c.subject.id, s) for c in around.contacts if c.subject.kind == "child" for s in posts.get(c.professional_id, ()))

    def _all(self, pairs: Iterable[tuple[str, str]]) -> None:
        for child, group in pairs:
            self.found.setdefault(Subject("child", child), set()).add(group)

    def of(self, child: Subject) -> Sequence[str]:
        """Ascending; of schools and areas exactly one name."""
        held = sorted(self.found.get(child, ()))
        if self.by == "service":
            return held or [NOT_RECORDED]
        return held if len(held) == 1 else [SEVERAL if held else NOT_RECORDED]


def true_lines(tallies: Mapping[str, Tally]) -> list[Line]:
    """Every group as it is, the totals last. For the store's administrator."""
    return [Line(g, t.children, t.many, t.children - t.many, t.means()) for g, t in _in_order(tallies)]


def shown(tallies: Mapping[str, Tally], by: By) -> list[Line]:
    """Every group as boards see it, the totals last.

    Small numbers are hidden, and those that would give one away; services share children, so that they do not add up
    to the totals.
    """
    ordered = _in_order(tallies)
    groups = [t for g, t in ordered if g != EVERYONE]
    if by == "service":
        return [_line(g, t, alone(t.many, t.children - t.many)) for g, t in ordered]
    tables, totals = suppressed([[(t.many, t.children - t.many) for t in groups]])
    return [_line(g, t, marks) for (g, t), marks in zip(ordered, [*tables[0], totals], strict=True)]


def _in_order(tallies: Mapping[str, Tally]) -> list[tuple[str, Tally]]:
    return sorted(tallies.items(), key=lambda x: (x[0] == EVERYONE, x[0] in (SEVERAL, NOT_RECORDED), x[0]))


def _line(group: str, tally: Tally, marks: Marks) -> Line:
    many, others, children = marks
    means = tally.means() if children == "open" else dict.fromkeys(tally.means())
    return Line(group, figure(tally.children, children), figure(tally.many, many), figure(tally.children - tally.many, others), means)
