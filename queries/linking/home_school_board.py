"""Home and school as boards see it, guarded as one with the equity lens, which counts the same children."""

from collections.abc import Sequence
from dataclasses import dataclass

from queries.knowing.equity import EVERYONE, Lens, Told
from queries.linking.home_school import School
from queries.numbers.figures import Figure, Mark, figure, mark_of
from queries.numbers.hiding import hidden
from queries.numbers.reckoning import Sum
from queries.numbers.tables import WIDTH, across, down

_SAID = 5
"""Figures of a group that some table tells: nobody, somebody, children, without, others."""
_EACH = 6
"""The same, and those behind them: whom somebody knows, and no one person in both."""


@dataclass(frozen=True, slots=True)
class ShownSchool:
    """A school, or a group of children, as boards see it."""

    school: str
    children: Figure
    without: Figure
    others: Figure
    link_workers: Figure


def shown(lines: Sequence[School], lens: Lens) -> list[ShownSchool]:
    """Every group as boards see it, all children last: small numbers hidden, and what would give one away.

    `lens` is what the equity lens tells of the same children, by school and in its other tables. They are shown as they are there; and
    whom nobody knows, nobody knows in both, so that all is guarded as one: no figure follows from all of it, nor how many nobody knows in
    both whom yet somebody knows.
    """
    ordered = [*(x for x in lines if x.school != EVERYONE), *(x for x in lines if x.school == EVERYONE)]
    told = [lens.schools.get(x.school, Told(0, 0, ("hidden", "hidden", "hidden"))) for x in ordered]
    figures = [n for line, one in zip(ordered, told, strict=True) for n in _figures(line, one)]
    elsewhere: dict[int, Mark] = {n * _EACH + at: mark for n, one in enumerate(told) for at, mark in enumerate(one.marks)}
    unsaid, sums = frozenset(range(_SAID, len(figures), _EACH)), _sums(ordered, told)
    for table in lens.beside:
        start, whole = len(figures), (len(ordered) - 1) * _EACH
        figures += [n for one in table for n in (one.nobody, one.children - one.nobody, one.children)]
        elsewhere |= {start + n * WIDTH + at: mark for n, one in enumerate(table) for at, mark in enumerate(one.marks)}
        sums += across(start, len(figures)) + down(start, len(figures), whole)
    marks = hidden(figures, sums, elsewhere=elsewhere, unsaid=unsaid)
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
