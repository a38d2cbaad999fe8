"""How many different people children have to do with, and how continuous that is: by school, area or service.

For heads and boards: how many children met three or more workers in an academic year, and the means of the continuity
measures. It is about contact on record; it is no score of a child, of anyone who works, or of a school.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from graph.model import Around, Family, Subject, View
from graph.store import GraphReader
from queries.continuity.continuity import NEEDS, Continuity, measured
from queries.continuity.window import Window
from queries.knowing.equity import EVERYONE, NOT_RECORDED, SEVERAL
from queries.knowing.schools import places_of_work, schools
from queries.knowing.who_knows import batches
from queries.numbers.figures import FEW, Figure, Mark, figure
from queries.numbers.hiding import hidden
from queries.numbers.tables import Counts, Marks, across, down, suppressed

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

    def of_few(self) -> set[str]:
        """The measures that are defined for some, and for fewer than five."""
        defined = {name: count for name, (_, count) in self.sums.items()} | {"newly_met": self.children}
        return {name for name, count in defined.items() if count in FEW}

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
    they do not add up to the totals; but of each the children who are not in it are a group, too. The mean of all is left out where that
    of a group is, for it would tell it.
    """
    ordered = {one: _in_order(tallies[one]) for one in BYS}
    tables, totals = suppressed([[_counts(t) for g, t in ordered[one] if g != EVERYONE] for one in SPLIT])
    groups = [(g, t) for g, t in ordered[by] if g != EVERYONE]
    every = tallies[by].get(EVERYONE)
    if every is None:
        return []
    marks = tables[SPLIT.index(by)] if by in SPLIT else [_beside(_counts(t), _counts(every), totals) for _, t in groups]
    untold = {m for one in SPLIT for g, t in ordered[one] if g != EVERYONE for m in t.of_few()}
    whole = _line(EVERYONE, every, totals)
    whole = replace(whole, means={m: None if m in untold else mean for m, mean in whole.means.items()})
    return [*(_line(g, t, own) for (g, t), own in zip(groups, marks, strict=True)), whole]


def _counts(tally: Tally) -> Counts:
    return tally.many, tally.children - tally.many


def _beside(own: Counts, every: Counts, totals: Marks) -> Marks:
    """How one service is shown beside all children, and beside those who are not in it, who are never shown."""
    others = every[0] - own[0], every[1] - own[1]
    figures = [n for part, rest in (own, others, every) for n in (part, rest, part + rest)]
    elsewhere: dict[int, Mark] = {6: totals[0], 7: totals[1], 8: totals[2]}
    marks = hidden(figures, across(0, 9) + down(0, 6, 6), elsewhere=elsewhere, unsaid=frozenset({3, 4, 5}))
    return marks[0], marks[1], marks[2]


def _in_order(tallies: Mapping[str, Tally]) -> list[tuple[str, Tally]]:
    return sorted(tallies.items(), key=lambda x: (x[0] == EVERYONE, x[0] in (SEVERAL, NOT_RECORDED), x[0]))


def _line(group: str, tally: Tally, marks: Marks) -> Line:
    many, others, children = marks
    means = tally.means() if children == "open" else dict.fromkeys(tally.means())
    return Line(group, figure(tally.children, children), figure(tally.many, many), figure(tally.children - tally.many, others), means)
