"""The equity lens over a whole authority at once: the counts that each child's own answer adds up to."""

import asyncio
from collections.abc import Mapping, Sequence
from sys import maxsize

from graph.model import Attendance, Family, Subject, View
from graph.store import GraphReader
from queries.knowing.equity import Counts, Tally, band, the_one
from queries.knowing.schools import every_school
from queries.knowing.standing import Standing, members, standing

AT_ONCE = 5000
"""Families read at once."""


async def equity(reader: GraphReader, view: View) -> Counts:
    """True counts, each child once in every table. For the store's administrator: what others see goes through `shown`."""
    stand, children = await standing(reader, view), await reader.subjects("child", view, first=maxsize)
    homes = await asyncio.to_thread(_homes, stand)
    codes = await area_codes(reader, sorted({f for own in homes.values() for f in own}), view)
    areas = {child: {codes[f] for f in own if f in codes} for child, own in homes.items()}
    return await asyncio.to_thread(_counted, stand, children, areas, await reader.attendances(view))


async def area_codes(reader: GraphReader, families: Sequence[str], view: View) -> dict[str, str]:
    """The code of the area of each family of which one is told."""
    found: dict[str, str] = {}
    for start in range(0, len(families), AT_ONCE):
        held = await reader.entities(Family, families[start : start + AT_ONCE], view)
        found |= {f.id: f.area_code for f in held.values() if f.area_code}
    return found


def _homes(stand: Standing) -> dict[Subject, list[str]]:
    """The families of each child that has one."""
    found: dict[Subject, list[str]] = {}
    subjects = stand.history.subjects
    child_of, family_of = members(stand.history, stand.on)
    for child, family in zip(child_of.tolist(), family_of.tolist(), strict=True):
        own, home = subjects[int(child)], subjects[int(family)]
        found.setdefault(own, []).append(home.id)
    return found


def _counted(stand: Standing, children: Sequence[str], areas: Mapping[Subject, set[str]], attends: Sequence[Attendance]) -> Counts:
    tally, known, schools = Tally(), _known(stand), every_school(stand, attends)
    levels: dict[str, list[Attendance]] = {}
    for one in attends:
        levels.setdefault(one.child_id, []).append(one)
    for own in children:
        child = Subject("child", own)
        held = the_one(areas.get(child, ())), the_one(schools.get(child, ())), band(levels.get(own, ()))
        tally.count({"area": held[0], "school": held[1], "attendance": held[2]}, child not in known)
    return tally.counts()


def _known(stand: Standing) -> set[Subject]:
    """Whom someone in post knows well enough to be asked first, by a tie to them alone."""
    enough = stand.now & (stand.scores.strength >= stand.weights.knows)
    return {stand.history.subjects[n] for n in set(stand.scores.subject[enough].tolist())}
