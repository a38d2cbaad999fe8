"""Who knows whom, now and ever, as columns of numbers: what every question about links between agencies rests on.

The unit is the family, or a child without one (small print, rule 36). A tie that is disputed or to be hidden joins nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from graph.arrays import matched, sorted_by
from graph.history import OPEN
from graph.model import Subject, View
from graph.store import GraphReader
from queries.knowing.standing import Standing, members, standing
from queries.numbers.columns import Flags, Floats, Integers

__all__ = ["OPEN", "Joined", "Row", "joined", "of_rows", "of_standing"]
Row = tuple[Subject, str, int, int, bool]


@dataclass(frozen=True, slots=True)
class Joined:
    """A row for every tie, past ones too, by ascending unit: places in `units` and `people`, first and last day as ordinals.

    `now` says whether it is live on the day, of someone in post. A first day that nobody knows is 0, the last of what goes on `OPEN`.
    `strength` is that of the tie on the day, 0 to 1.
    """

    on: date
    units: tuple[Subject, ...]
    people: tuple[str, ...]
    unit: Integers
    person: Integers
    since: Integers
    until: Integers
    now: Flags
    strength: Floats


async def joined(reader: GraphReader, view: View) -> Joined:
    """Everyone's ties on a day."""
    return of_standing(await standing(reader, view))


def of_standing(stand: Standing) -> Joined:
    """Everyone's ties, each for the units that its child or family stands for."""
    held, scores = stand.history, stand.scores
    row, unit = _units(stand)
    order = sorted_by(unit, scores.person[row])
    found, unit, now = scores.some(row[order]), unit[order], stand.now[row[order]]
    units, at = _used(unit, len(held.subjects))
    people, who = _used(found.person, len(held.people))
    names = tuple(held.subjects[n] for n in units), tuple(held.people[n] for n in people)
    return Joined(stand.on, *names, at, who, found.since, found.until, now, found.strength)


def _used(places: Integers, size: int) -> tuple[list[int], Integers]:
    """The places in use, ascending, and each row's place among them."""
    used = np.zeros(size, np.bool_)
    used[places] = True
    return np.flatnonzero(used).tolist(), (np.cumsum(used) - 1)[places]


def _units(stand: Standing) -> tuple[Integers, Integers]:
    """For every claim, as often as it has units, its row and the unit: a family itself, a child its families, or else itself."""
    held = stand.history
    child, family = members(held, stand.on)
    families = np.array([s.kind == "family" for s in held.subjects], np.bool_)
    alone = held.described & ~families
    alone[child] = False
    own = np.flatnonzero(held.described & families | alone)
    subject, unit = np.concatenate((own, child)), np.concatenate((own, family))
    order = sorted_by(subject, unit)
    subject, unit = subject[order], unit[order]
    row, at = matched(subject, stand.scores.subject)
    return row, unit[at]


def of_rows(on: date, rows: Iterable[Row]) -> Joined:
    """The columns of some ties, of no strength."""
    ordered = sorted(rows)
    units = tuple(dict.fromkeys(r[0] for r in ordered))
    people = tuple(sorted({r[1] for r in ordered}))
    place, who = ({one: n for n, one in enumerate(all_)} for all_ in (units, people))
    numbers = np.array([(place[u], who[p], first, last) for u, p, first, last, _ in ordered], np.int64).reshape(-1, 4)
    now = np.fromiter((r[4] for r in ordered), np.bool_, len(ordered))
    unit, person, since, until = numbers.T
    return Joined(on, units, people, unit, person, since, until, now, np.zeros(len(ordered)))
