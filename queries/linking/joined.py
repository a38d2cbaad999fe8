"""Who knows whom, now and ever, as columns of numbers: what every question about links between agencies rests on.

The unit is the family, or a child without one (small print, rule 36). A tie that is disputed or to be hidden joins nobody.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from graph.model import Post, Span, Subject, SubjectKind, View
from graph.store import GraphReader
from queries.knowing.removed import removed_ties
from queries.knowing.who_knows import holds
from queries.numbers.columns import Flags, Integers

OPEN = date.max.toordinal()
"""The last day of a tie that goes on."""
PAGE = 10_000
Row = tuple[Subject, str, int, int, bool]


@dataclass(frozen=True, slots=True)
class Joined:
    """A row for every tie, past ones too, by ascending unit: places in `units` and `people`, first and last day as ordinals.

    `now` says whether it is live on the day, of someone in post. A first day that nobody knows is 0.
    """

    on: date
    units: tuple[Subject, ...]
    people: tuple[str, ...]
    unit: Integers
    person: Integers
    since: Integers
    until: Integers
    now: Flags


async def joined(reader: GraphReader, view: View) -> Joined:
    """Everyone's ties on a day."""
    spans = await reader.spans(view)
    people = {s.professional_id for s in spans}
    posts = _by_person(await reader.posts(view, professionals=sorted(people)))
    here = {p for p in people if p not in posts or any(holds(post, view.on) for post in posts[p])}
    removed, homes = await removed_ties(reader, view), await _homes(reader, view)
    return of_rows(view.on, _rows((s for s in spans if (s.professional_id, s.subject) not in removed), homes, here))


def _by_person(posts: Iterable[Post]) -> dict[str, list[Post]]:
    found: dict[str, list[Post]] = {}
    for post in posts:
        found.setdefault(post.professional_id, []).append(post)
    return found


async def _homes(reader: GraphReader, view: View) -> dict[Subject, tuple[Subject, ...]]:
    """The units that each child or family stands for."""
    families, children = [await _all(reader, kind, view) for kind in ("family", "child")]
    homes = await reader.homes(children, view)
    found: dict[Subject, tuple[Subject, ...]] = {Subject("family", f): (Subject("family", f),) for f in families}
    for child in children:
        own = Subject("child", child)
        found[own] = tuple(Subject("family", f) for f in homes[child]) if child in homes else (own,)
    return found


async def _all(reader: GraphReader, kind: SubjectKind, view: View) -> list[str]:
    found: list[str] = []
    while page := await reader.subjects(kind, view, after=found[-1] if found else "", first=PAGE):
        found += page
    return found


def _rows(spans: Iterable[Span], homes: Mapping[Subject, Sequence[Subject]], here: set[str]) -> Iterator[Row]:
    for person, subject, since, until in spans:
        first, last = since.toordinal() if since else 0, until.toordinal() if until else OPEN
        for unit in homes.get(subject, ()):
            yield unit, person, first, last, until is None and person in here


def of_rows(on: date, rows: Iterable[Row]) -> Joined:
    """The columns of some ties."""
    ordered = sorted(rows)
    units = tuple(dict.fromkeys(r[0] for r in ordered))
    people = tuple(sorted({r[1] for r in ordered}))
    place, who = ({one: n for n, one in enumerate(all_)} for all_ in (units, people))
    numbers = np.array([(place[u], who[p], first, last) for u, p, first, last, _ in ordered], np.int64).reshape(-1, 4)
    now = np.fromiter((r[4] for r in ordered), np.bool_, len(ordered))
    unit, person, since, until = numbers.T
    return Joined(on, units, people, unit, person, since, until, now)
