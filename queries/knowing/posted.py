"""Who is in post on a day, and where."""

from collections.abc import Iterable
from datetime import date

from graph.model import Post, Tie


def holds(span: Post | Tie, on: date) -> bool:
    """Whether a post or tie holds on a day; an unknown end leaves that side open."""
    return (span.since is None or span.since <= on) and (span.until is None or span.until >= on)


class Posted:
    """Everyone's posts, as they stand on a day."""

    def __init__(self, posts: Iterable[Post], on: date) -> None:
        self.on, self.posts = on, _by_professional(posts)
        self._posted: dict[str, bool] = {}
        self._newest_post: dict[str, Post | None] = {}

    def in_post(self, person: str) -> bool:
        """Someone without any post is in post; with posts, while one of them holds."""
        if person not in self._posted:
            posts = self.posts.get(person)
            self._posted[person] = not posts or any(holds(p, self.on) for p in posts)
        return self._posted[person]

    def add_posts(self, posts: Iterable[Post]) -> None:
        """Take in the posts of people who have no tie to anyone around."""
        for person, theirs in _by_professional(posts).items():
            self.posts.setdefault(person, theirs)

    def post(self, person: str) -> Post | None:
        """The live post begun last, then by service."""
        if person not in self._newest_post:
            live = [p for p in self.posts.get(person, ()) if holds(p, self.on)]
            self._newest_post[person] = min(live, key=_newest) if live else None
        return self._newest_post[person]

    def left_post(self, person: str) -> date | None:
        """The last day of someone's last post, once they are no longer in post."""
        if self.in_post(person):
            return None
        return max((p.until for p in self.posts[person] if p.until and p.until < self.on), default=None)


def _by_professional(posts: Iterable[Post]) -> dict[str, list[Post]]:
    found: dict[str, list[Post]] = {}
    for post in posts:
        found.setdefault(post.professional_id, []).append(post)
    return found


def _newest(post: Post) -> tuple[int, str]:
    return -(post.since or date.min).toordinal(), post.service_id
