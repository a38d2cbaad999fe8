"""Where children go to school."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from graph.model import CONTEXTS, Around, Attendance, Post, Subject
from queries.knowing.posted import holds
from queries.knowing.standing import Standing

Places = Mapping[str, set[str]]
"""The services in which people hold a post."""


def schools(around: Around, on: date) -> dict[Subject, set[str]]:
    """The schools of every child of whom any is known, as ids of services: see `schools_of`."""
    known = ((t.subject, t.professional_id) for t in around.ties if t.context == "school" and holds(t, on))
    return schools_of(around.attends, known, places_of_work(around.posts, on))


def every_school(stand: Standing, attends: Iterable[Attendance]) -> dict[Subject, set[str]]:
    """The same of all children at once."""
    return schools_of(attends, _at_school(stand), places_of_work(stand.posts, stand.on))


def _at_school(stand: Standing) -> Iterator[tuple[Subject, str]]:
    """Whom someone knows at school now, once for each row."""
    held, ties = stand.history, stand.history.ties
    rows = stand.rows & (ties.context == CONTEXTS.index("school"))
    for subject, person in zip(ties.subject[rows].tolist(), ties.person[rows].tolist(), strict=True):
        yield held.subjects[subject], held.people[person]


def schools_of(attends: Iterable[Attendance], known: Iterable[tuple[Subject, str]], posts: Places) -> dict[Subject, set[str]]:
    """The schools of every child of whom any is known; `known` are those whom someone knows at school now, once for each row.

    Where no feed says where a child goes it is the service of most of those who know them at school now.
    """
    found: dict[Subject, set[str]] = {}
    for one in attends:
        found.setdefault(Subject("child", one.child_id), set()).add(one.service_id)
    count: dict[Subject, Counter[str]] = {}
    for subject, person in known:
        if subject not in found:
            count.setdefault(subject, Counter()).update(posts.get(person, ()))
    likely = {subject: min(services, key=lambda s: (-services[s], s)) for subject, services in count.items() if services}
    return found | {subject: {school} for subject, school in likely.items()}


def places_of_work(posts: Iterable[Post], on: date) -> dict[str, set[str]]:
    """The services in which people hold a post on a day."""
    found: dict[str, set[str]] = {}
    for post in posts:
        if holds(post, on):
            found.setdefault(post.professional_id, set()).add(post.service_id)
    return found
