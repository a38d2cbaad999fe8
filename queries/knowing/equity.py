"""The equity lens: how often nobody knows a child, by area, by school and by attendance."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from graph.model import Attendance
from queries.numbers.figures import Figure, figure
from queries.numbers.tables import Marks, suppressed

By = Literal["area", "school", "attendance"]
BYS: tuple[By, ...] = get_args(By)
UNKNOWN, SEVERAL, NOT_RECORDED, EVERYONE = "unknown", "several", "not recorded", "all"
"""Groups that stand for no one area, school or level; they come last, the totals after them."""
CAPTION = "A child is counted as known where someone in post reaches 0.20 by a tie to the child, not to the family alone."
HOW_SUPPRESSED = (
    "Counts of 1 to 4 are shown as fewer than 5. A figure that would give one of these away is not shown, and neither is its share."
)
CAPTIONS: dict[By, str] = {
    "area": "By the area of the child's family.",
    "school": "By where the child goes.",
    "attendance": (
        "By how much of the time the child is at school. Low attendance is counted as unknown, together with attendance that is "
        "not recorded: who is seldom there is seldom seen, so that little need on record does not mean little need."
    ),
}


@dataclass(frozen=True, slots=True)
class Count:
    """Children of one group, and how many of them nobody knows."""

    group: str
    children: int
    nobody: int


@dataclass(frozen=True, slots=True)
class Line:
    """One group as it is shown; `share` is nobody by children, where both are shown and there are any."""

    group: str
    children: Figure
    nobody: Figure
    somebody: Figure
    share: float | None


Counts = Mapping[By, list[Count]]


@dataclass(frozen=True, slots=True)
class Told:
    """Of one group how many children nobody knows, of how many, and how nobody, somebody and all of them are shown."""

    nobody: int
    children: int
    marks: Marks


@dataclass(frozen=True, slots=True)
class Lens:
    """What this tells of each school, and of all children; and of the groups of each other table, which share the same totals."""

    schools: Mapping[str, Told]
    beside: Sequence[Sequence[Told]]


class Tally:
    """Counts as they grow."""

    def __init__(self) -> None:
        self.found: dict[By, dict[str, list[int]]] = {by: {} for by in BYS}

    def count(self, groups: Mapping[By, str], nobody: bool) -> None:
        """Count one child, of one group in each table."""
        for by, name in groups.items():
            count = self.found[by].setdefault(name, [0, 0])
            count[0] += 1
            count[1] += nobody

    def counts(self) -> Counts:
        """The counts so far, by group."""
        return {by: [Count(g, *found[g]) for g in sorted(found, key=_order)] for by, found in self.found.items()}


def the_one(held: Collection[str]) -> str:
    """The one area or school of a child, or what stands for none or several of them."""
    return NOT_RECORDED if not held else next(iter(held)) if len(held) == 1 else SEVERAL


def band(attends: Iterable[Attendance]) -> str:
    """The attendance band of a child: high, or unknown. Low is never a band of its own, nor a sign of little need."""
    levels = {a.attendance for a in attends}
    return "high" if "high" in levels and "low" not in levels else UNKNOWN


def _order(name: str) -> tuple[bool, str]:
    return name in (UNKNOWN, SEVERAL, NOT_RECORDED), name


def true_lines(counts: Counts, by: By) -> Iterator[Line]:
    """A table as it is, the totals last."""
    for c in (*counts[by], _total(counts[by])):
        yield Line(c.group, c.children, c.nobody, c.children - c.nobody, _share(c))


def shown(counts: Counts, by: By) -> Iterator[Line]:
    """A table as boards see it, the totals last; the three tables are suppressed together, for they share their totals."""
    tables, totals = _marked(counts)
    yield from (_line(c, marks) for c, marks in zip(counts[by], tables[BYS.index(by)], strict=True))
    yield _line(_total(counts[by]), totals)


def _marked(counts: Counts) -> tuple[list[list[Marks]], Marks]:
    return suppressed([[(c.nobody, c.children - c.nobody) for c in counts[b]] for b in BYS])


def lens(counts: Counts) -> Lens:
    """What boards are told: whatever else is told of the same children shows no more of them, and is guarded beside it."""
    tables, totals = _marked(counts)
    told = {by: [Told(c.nobody, c.children, m) for c, m in zip(counts[by], t, strict=True)] for by, t in zip(BYS, tables, strict=True)}
    whole = _total(counts["school"])
    schools = dict(zip((c.group for c in counts["school"]), told["school"], strict=True))
    return Lens(schools | {EVERYONE: Told(whole.nobody, whole.children, totals)}, [told[by] for by in BYS if by != "school"])


def _total(counts: list[Count]) -> Count:
    return Count(EVERYONE, sum(c.children for c in counts), sum(c.nobody for c in counts))


def _line(count: Count, marks: Marks) -> Line:
    nobody, somebody, children = marks
    return Line(
        count.group,
        figure(count.children, children),
        figure(count.nobody, nobody),
        figure(count.children - count.nobody, somebody),
        _share(count) if nobody == children == "open" else None,
    )


def _share(count: Count) -> float | None:
    return count.nobody / count.children if count.children else None
