"""Home and school: children whom nobody knows in both, by school, and schools where nobody reaches from one to the other.

It counts who is known by whom; it says nothing about a child, a family or the quality of a school.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.model import View
from graph.store import GraphReader
from queries.knowing.equity import EVERYONE, NOT_RECORDED, SEVERAL, the_one
from queries.linking.pupils import Pupil, Pupils, pupils

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
