"""Links as boards see and export them: counts of 1 to 4 hidden, and whatever would give one of them away.

What is shown of a pair is the same wherever it is shown: its shared families are hidden only when they are 1 to 4, so that
no table gives away what another hides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graph.errors import BadInput
from queries.linking.links import Link
from queries.linking.losing import REASONS
from queries.linking.sides import Which
from queries.linking.trend import Change
from queries.numbers.figures import FEW, Figure, Mark, figure, mark_of
from queries.numbers.hiding import hidden
from queries.numbers.reckoning import Sum


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link with its counts as they are shown."""

    a: str
    b: str
    shared_families: Figure
    people_a: Figure
    people_b: Figure
    pairs_sharing: Figure
    pairs_met_before: Figure


@dataclass(frozen=True, slots=True)
class ShownChange:
    """What became of a pair in a quarter, with the counts as they are shown; `why` in the order of `REASONS`."""

    a: str
    b: str
    until: date
    before: Figure
    links: Figure
    gained: Figure
    lost: Figure
    why: tuple[Figure, ...]


def for_board(which: Which) -> None:
    """Whether boards may see these pairs. Errors: BadInput for finer ones, which would give away what is hidden of coarser ones."""
    if which.between != "organisations":
        raise BadInput("boards see pairs of organisations: figures of services beside them would give small numbers away")


def shown(link: Link) -> ShownLink:
    """A link as boards see it.

    Where few families are shared, nothing else about the pair is told but what is few or none; where few people share them, no number
    of pairs is: how many pairs there are tells how many people there must be.
    """
    counts = (link.shared_families, link.people_a, link.people_b, link.pairs_sharing, link.pairs_met_before)
    few_families, few_people = link.shared_families in FEW, link.people_a in FEW or link.people_b in FEW
    guarded = (False, few_families, few_families, few_families or few_people, few_families or few_people)
    figures: list[Figure] = [figure(n, _mark(n, hide=hide)) for n, hide in zip(counts, guarded, strict=True)]
    return ShownLink(link.a, link.b, figures[0], figures[1], figures[2], figures[3], figures[4])


def shown_count(count: int) -> Figure:
    """One count as boards see it."""
    return figure(count, _mark(count, hide=False))


def _mark(count: int, *, hide: bool) -> Mark:
    return "few" if count in FEW else "hidden" if hide and count else "open"


def shown_changes(changes: Iterable[Change]) -> list[ShownChange]:
    """Quarters as boards see them, each the same however many are asked for.

    Where few families were shared on one of the two days, what came and went between is not told.
    """
    return [_shown_change(one) for one in changes]


_QUARTER: tuple[Sum, ...] = (((0,), (4, 3)), ((1,), (4, 2)), ((3,), tuple(range(5, 5 + len(REASONS)))))
"""Of links before, links after, gained, lost, those that stayed (never shown), and lost for each reason: what adds up."""


def _shown_change(one: Change) -> ShownChange:
    figures = [one.before, one.links, one.gained, one.lost, one.links - one.gained, *one.why]
    few = one.before in FEW or one.links in FEW
    marks = (
        _marks_between(one) if few else hidden(figures, _QUARTER, elsewhere={n: mark_of(figures[n]) for n in (0, 1)}, unsaid=frozenset({4}))
    )
    told: list[Figure] = [figure(n, mark) for n, mark in zip(figures, marks, strict=True)]
    return ShownChange(one.a, one.b, one.until, told[0], told[1], told[2], told[3], tuple(told[5:]))


def _marks_between(one: Change) -> list[Mark]:
    """Nothing is told between days of which one has few; but that nothing can come of none, nor to none."""
    gained: Mark = "hidden" if one.links else "open"
    lost: Mark = "hidden" if one.before else "open"
    why: list[Mark] = [lost for _ in one.why]
    return [_mark(one.before, hide=False), _mark(one.links, hide=False), gained, lost, "hidden", *why]
