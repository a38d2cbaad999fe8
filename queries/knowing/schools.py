"""Where children go to school."""

from collections import Counter
from datetime import date

from graph.model import Around, Subject
from queries.knowing.who_knows import holds


def schools(around: Around, on: date) -> dict[Subject, set[str]]:
    """The schools of every child of whom any is known, as ids of services.

    Where no feed says where a child goes it is the service of most of those who know them at school now.
    """
    found: dict[Subject, set[str]] = {}
    for one in around.attends:
        found.setdefault(Subject("child", one.child_id), set()).add(one.service_id)
    posts = places_of_work(around, on)
    count: dict[Subject, Counter[str]] = {}
    for tie in around.ties:
        if tie.context == "school" and tie.subject not in found and holds(tie, on):
            count.setdefault(tie.subject, Counter()).update(posts.get(tie.professional_id, ()))
    for child, services in count.items():
        if services:
            found[child] = {min(services, key=lambda s: (-services[s], s))}
    return found


def places_of_work(around: Around, on: date) -> dict[str, set[str]]:
    """The services in which people hold a post on a day."""
    found: dict[str, set[str]] = {}
    for post in around.posts:
        if holds(post, on):
            found.setdefault(post.professional_id, set()).add(post.service_id)
    return found
