"""Home and school: children whom nobody knows in both, by school, and schools where nobody reaches from one to the other.

It counts who is known by whom; it says nothing about a child, a family or the quality of a school.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.model import View
from graph.store import GraphReader
from queries.knowing.equity import EVERYONE, NOT_RECORDED, SEVERAL, Told, the_one
from queries.linking.pupils import Pupil, Pupils, pupils
from queries.numbers.figures import Figure, Mark, figure, mark_of
from queries.numbers.hiding import hidden
from queries.numbers.reckoning import Sum

SCHOOL, HOME = "school", "home"
BEYOND = frozenset({HOME, "community"})
"""Where a link worker of a school knows its pupils besides."""


@dataclass(frozen=True, slots=True)
class School:
    """One school, or children of several, of none known, or all: `without` are those whom nobody knows both at home and at school.

    `link_workers` are ids of people in post, wherever they work, who know pupils there at school, and pupils there (or their families)
    at home or in the community.
    """

    school: str
    children: int
    without: int
    link_workers: tuple[str, ...] = ()

    @property
    def is_school(self) -> bool:
        """Whether this is one school."""
        return self.school not in (SEVERAL, NOT_RECORDED, EVERYONE)


@dataclass(frozen=True, slots=True)
class ShownSchool:
    """The same as boards see it."""

    school: str
    children: Figure
    without: Figure
    others: Figure
    link_workers: Figure


@dataclass(frozen=True, slots=True)
class HomeSchool:
    """Every group by id, all children last; and the children whom nobody knows in both, with their schools."""

    schools: tuple[School, ...]
    children: tuple[Pupil, ...]


async def home_school(reader: GraphReader, view: View) -> HomeSchool:
    """Home and school on a day."""
    return bridged(await pupils(reader, view))


def bridged(held: Pupils) -> HomeSchool:
    """Home and school for these children."""
    without = tuple(p for p in held.every if not in_both(p))
    groups: dict[str, list[Pupil]] = {EVERYONE: list(held.every)}
    for pupil in held.every:
        groups.setdefault(the_one(pupil.schools), []).append(pupil)
    links = _links(held.every)
    lines = [School(name, len(own), sum(not in_both(p) for p in own), links.get(name, ())) for name, own in groups.items()]
    return HomeSchool(tuple(sorted(lines, key=_order)), without)


def in_both(pupil: Pupil) -> bool:
    """Whether one person knows the child, or its family, both at home and at school."""
    return any({HOME, SCHOOL} <= contexts for contexts in pupil.knowers.values())


def _order(line: School) -> tuple[bool, bool, str]:
    return line.school == EVERYONE, not line.is_school, line.school


def _links(every: Iterable[Pupil]) -> dict[str, tuple[str, ...]]:
    """The link workers of each school, ascending."""
    reached: dict[str, dict[str, frozenset[str]]] = {}
    for pupil in every:
        for school in pupil.schools:
            there = reached.setdefault(school, {})
            for person, contexts in pupil.knowers.items():
                there[person] = there.get(person, frozenset()) | contexts
    return {school: tuple(sorted(p for p, c in there.items() if SCHOOL in c and c & BEYOND)) for school, there in reached.items()}


_SAID = 5
"""Figures of a group that some table tells: nobody, somebody, children, without, others."""
_EACH = 6
"""The same, and those behind them: whom somebody knows, and no one person in both."""


def shown(lines: Sequence[School], lens: Mapping[str, Told]) -> list[ShownSchool]:
    """Every group as boards see it, all children last: small numbers hidden, and what would give one away.

    `lens` is what the equity lens tells of each group. Children are shown as they are there; and whom nobody knows, nobody knows in
    both, so that the two tables are guarded as one: no figure of either follows from both, nor how many stand in one of them alone.
    """
    ordered = [*(x for x in lines if x.school != EVERYONE), *(x for x in lines if x.school == EVERYONE)]
    told = [lens.get(x.school, Told(0, ("hidden", "hidden", "hidden"))) for x in ordered]
    figures = [n for line, one in zip(ordered, told, strict=True) for n in _figures(line, one)]
    elsewhere: dict[int, Mark] = {n * _EACH + at: mark for n, one in enumerate(told) for at, mark in enumerate(one.marks)}
    unsaid = frozenset(range(_SAID, len(figures), _EACH))
    marks = hidden(figures, _sums(ordered, told), elsewhere=elsewhere, unsaid=unsaid)
    return [_shown(line, marks[n * _EACH :][:_SAID]) for n, line in enumerate(ordered)]


def _figures(line: School, one: Told) -> tuple[int, ...]:
    without, nobody = line.without, one.nobody
    return nobody, line.children - nobody, line.children, without, line.children - without, max(without - nobody, 0)


def _sums(lines: Sequence[School], told: Sequence[Told]) -> list[Sum]:
    """What adds up: in each group, and over groups. That nobody in both is more than nobody at all is no law, and left out where not so."""
    found: list[Sum] = []
    inside = [line.without >= one.nobody for line, one in zip(lines, told, strict=True)]
    for n, holds in enumerate(inside):
        nobody, somebody, children, without, others, behind = range(n * _EACH, (n + 1) * _EACH)
        found += [((children,), (nobody, somebody)), ((children,), (without, others))]
        found += [((without,), (nobody, behind)), ((somebody,), (behind, others))] if holds else []
    whole = (len(lines) - 1) * _EACH
    return found + [((whole + at,), tuple(range(at, whole, _EACH))) for at in range(_EACH if all(inside) else _SAID)]


def _shown(line: School, marks: Sequence[Mark]) -> ShownSchool:
    """That a school has no link worker tells that no child is known in both: so it is told only where that figure is."""
    _, _, children, without, others = marks
    links = len(line.link_workers)
    return ShownSchool(
        line.school,
        figure(line.children, children),
        figure(line.without, without),
        figure(line.children - line.without, others),
        figure(links, mark_of(links) if others == "open" and line.is_school else "hidden"),
    )
