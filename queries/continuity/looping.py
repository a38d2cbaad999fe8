"""Looping: how many pupils keep the same tutor or teacher the next year, and what a proposed allocation does to that.

Who stays with a class has a year's head start. It counts ties on record; it is no score of a pupil, a teacher or a school.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.errors import UnknownId
from graph.model import Child, Professional, Tie, View
from graph.store import GraphReader
from queries.knowing.equity import EVERYONE, NOT_RECORDED
from queries.knowing.posted import holds
from queries.numbers.figures import Figure, figure
from queries.numbers.tables import Marks, suppressed

WORDS = ("teacher", "tutor")
"""A tie is a tutor's or teacher's where its role has one of these words."""
PAGE = 1000
OPEN: Marks = ("open", "open", "open")
Teachers = dict[str, frozenset[str]]
"""Children, each with their tutors and teachers."""


@dataclass(frozen=True, slots=True)
class Looped:
    """Pupils of one school (`all`: of all) who have a tutor or teacher in both years, and of these who keep one and who don't."""

    school: str
    pupils: Figure
    keep: Figure
    change: Figure
    share: float | None


async def teachers(reader: GraphReader, view: View) -> tuple[Teachers, Teachers]:
    """On the view's day: children with their tutors and teachers, and children with the services where these work."""
    held: dict[str, set[str]] = {}
    schools: dict[str, set[str]] = {}
    after = ""
    while page := await reader.page(Professional, view, after=after, first=PAGE):
        after = page[-1].id
        ties = [t for t in await reader.carried([p.id for p in page], view) if _teaches(t, view.on)]
        where = await _where(reader, sorted({t.professional_id for t in ties}), view)
        for tie in ties:
            held.setdefault(tie.subject.id, set()).add(tie.professional_id)
            schools.setdefault(tie.subject.id, set()).update(where.get(tie.professional_id, ()))
    return _frozen(held), _frozen(schools)


async def _where(reader: GraphReader, people: Sequence[str], view: View) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for post in await reader.posts(view, professionals=people):
        if holds(post, view.on):
            found.setdefault(post.professional_id, set()).add(post.service_id)
    return found


def _teaches(tie: Tie, on: date) -> bool:
    role = (tie.role or "").casefold()
    return tie.subject.kind == "child" and holds(tie, on) and any(word in role for word in WORDS)


def _frozen(found: Mapping[str, Iterable[str]]) -> Teachers:
    return {k: frozenset(v) for k, v in found.items()}


def looped(now: Teachers, schools: Teachers, then: Mapping[str, Iterable[str]], *, true_counts: bool) -> list[Looped]:
    """Each school by id, and all last, of those who have someone now and then. Small numbers are hidden unless true counts are asked for.

    Pupils of one school only count there; of several, or of none on record, under `not recorded`.
    """
    count: dict[str, list[int]] = {EVERYONE: [0, 0]}
    for child in sorted(now.keys() & then.keys()):
        own = schools.get(child, frozenset())
        keeps = not now[child].isdisjoint(then[child])
        for group in (next(iter(own)) if len(own) == 1 else NOT_RECORDED, EVERYONE):
            count.setdefault(group, [0, 0])[not keeps] += 1
    ordered = sorted(count.items(), key=lambda x: (x[0] == EVERYONE, x[0] == NOT_RECORDED, x[0]))
    tables, totals = suppressed([[(keep, change) for school, (keep, change) in ordered if school != EVERYONE]])
    marks = [OPEN for _ in ordered] if true_counts else [*tables[0], totals]
    return [_shown(school, keep, change, own) for (school, (keep, change)), own in zip(ordered, marks, strict=True)]


def _shown(school: str, keep: int, change: int, marks: Marks) -> Looped:
    of_keep, of_change, whole = marks
    pupils = keep + change
    share = keep / pupils if pupils and of_keep == whole == "open" else None
    return Looped(school, figure(pupils, whole), figure(keep, of_keep), figure(change, of_change), share)


async def checked(reader: GraphReader, allocation: Mapping[str, str], view: View) -> None:
    """Errors: UnknownId for children and professionals of an allocation that are not held."""
    children, people = sorted(allocation), sorted(set(allocation.values()))
    held = (await reader.entities(Child, children, view)).keys() | (await reader.entities(Professional, people, view)).keys()
    if missing := [i for i in (*children, *people) if i not in held]:
        raise UnknownId(*missing)
