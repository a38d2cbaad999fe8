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
from queries.numbers.figures import FEW, Figure, Mark, figure
from queries.numbers.tables import Counts, Marks, alone, suppressed

By = Literal["school", "area", "service"]
BYS: tuple[By, ...] = get_args(By)
SPLIT: tuple[By, ...] = ("school", "area")
"""What parts all children, each of them in one group."""
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


Tallies = Mapping[By, Mapping[str, Tally]]
"""By each way of counting, every group; in each the same children, all of them under `all`."""


async def workers(reader: GraphReader, view: View, window: Window) -> Tallies:
    """The tallies of every group. The view is on the window's last day."""
    found: dict[By, dict[str, Tally]] = {by: {} for by in BYS}
    async for batch in batches(reader, view, "child"):
        around = await reader.around(batch, view, bare=True)
        held = await reader.entities(Family, sorted({m.family_id for m in around.memberships}), view)
        groups = _Groups(around, {f.id: f.area_code for f in held.values() if f.area_code}, view)
        for one in measured(around, batch, window):
            for by in BYS if one.contacts else ():
                for group in (*groups.of(one.subject, by), EVERYONE):
                    found[by].setdefault(group, Tally()).add(one)
    return found


class _Groups:
    """The groups of any child of a batch: one school, one area, and every service of those who met it."""

    def __init__(self, around: Around, areas: Mapping[str, str], view: View) -> None:
        posts = places_of_work(around.posts, view.on)
        members = (m for m in around.memberships if m.member_kind == "child" and m.family_id in areas)
        met = (c for c in around.contacts if c.subject.kind == "child")
        self.found: dict[By, Mapping[Subject, set[str]]] = {
            "school": schools(around, view.on),
            "area": _all((m.member_id, areas[m.family_id]) for m in members),
            "service": _all((c.subject.id, s) for c in met for s in posts.get(c.professional_id, ())),
        }

    def of(self, child: Subject, by: By) -> Sequence[str]:
        """Ascending; of schools and areas exactly one name."""
        held = sorted(self.found[by].get(child, ()))
        if by == "service":
            return held or [NOT_RECORDED]
        return held if len(held) == 1 else [SEVERAL if held else NOT_RECORDED]


def _all(pairs: Iterable[tuple[str, str]]) -> dict[Subject, set[str]]:
    found: dict[Subject, set[str]] = {}
    for child, group in pairs:
        found.setdefault(Subject("child", child), set()).add(group)
    return found


def true_lines(tallies: Tallies, by: By) -> list[Line]:
    """Every group as it is, the totals last. For the store's administrator."""
    return [Line(g, t.children, t.many, t.children - t.many, t.means()) for g, t in _in_order(tallies[by])]


def shown(tallies: Tallies, by: By) -> list[Line]:
    """Every group as boards see it, the totals last.

    Small numbers are hidden, and those that would give one away, be it in the table by another group. Services share children, so that
    they do not add up to the totals; but one may have met all of them, so that it shows no more than these.
    """
    ordered = {one: _in_order(tallies[one]) for one in BYS}
    tables, totals = suppressed([[_counts(t) for g, t in ordered[one] if g != EVERYONE] for one in SPLIT])
    marks = tables[SPLIT.index(by)] if by in SPLIT else [_no_more(alone(*_counts(t)), totals) for g, t in ordered[by] if g != EVERYONE]
    return [_line(g, t, own) for (g, t), own in zip(ordered[by], [*marks, totals] if ordered[by] else [], strict=True)]


def _counts(tally: Tally) -> Counts:
    return tally.many, tally.children - tally.many


def _no_more(own: Marks, totals: Marks) -> Marks:
    found: list[Mark] = ["hidden" if of_all == "hidden" and mark == "open" else mark for mark, of_all in zip(own, totals, strict=True)]
    return found[0], found[1], found[2]


def _in_order(tallies: Mapping[str, Tally]) -> list[tuple[str, Tally]]:
    return sorted(tallies.items(), key=lambda x: (x[0] == EVERYONE, x[0] in (SEVERAL, NOT_RECORDED), x[0]))


def _line(group: str, tally: Tally, marks: Marks) -> Line:
    many, others, children = marks
    means = tally.means() if children == "open" else dict.fromkeys(tally.means())
    return Line(group, figure(tally.children, children), figure(tally.many, many), figure(tally.children - tally.many, others), means)
