"""Pages of a list: keyset connections, by ascending id."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import strawberry
from strawberry import field

from api.graphql.sees import ANY_VIEWER, any_viewer
from api.guarding.asking import Asking
from graph.errors import BadInput

T = TypeVar("T")
E = TypeVar("E")
MOST = 100
"""The longest page."""


@strawberry.type(description="Where a page ends.")
class PageInfo:
    """Where a page ends."""

    has_next_page: bool = field(description="Whether the list goes on after this page.", metadata=ANY_VIEWER)
    end_cursor: str | None = field(description="Give it as `after` for the next page; null on an empty page.", metadata=ANY_VIEWER)


@strawberry.type(description="One place in a list.")
class Edge(Generic[T]):
    """One place in a list."""

    cursor: str = field(description="Give it as `after` to go on from here.", metadata=ANY_VIEWER)
    node: T = field(description="What stands there.", metadata=ANY_VIEWER)


@strawberry.type(description="One page of a list, by ascending id.")
class Connection(Generic[T]):
    """One page of a list."""

    edges: list[Edge[T]] = field(description="What is on the page, in order.", metadata=any_viewer(size=1))
    page_info: PageInfo = field(description="Where the page ends.", metadata=ANY_VIEWER)


def check_length(first: int) -> None:
    """Errors: BadInput for a page that is too long, or of nothing."""
    if not 1 <= first <= MOST:
        raise BadInput(f"`first` is 1 to {MOST}")


def part(
    asking: Asking, order: str, items: Sequence[E], key: Callable[[E], str], of: Callable[[E], T], first: int, after: str | None
) -> Connection[T]:
    """One page of things that are worked out already, in an order of their own. Errors: BadInput."""
    check_length(first)
    start = 0
    if after:
        last = asking.cursors.key(order, after)
        start = next((n for n, one in enumerate(items, 1) if key(one) == last), 0)
        if not start:
            raise BadInput("what is held has changed since the page before: start from the first page")
    cursor, some = asking.cursors.maker(order), items[start : start + first]
    edges = [Edge(cursor=cursor(key(one)), node=of(one)) for one in some]
    going_on = start + first < len(items)
    return Connection(edges=edges, page_info=PageInfo(has_next_page=going_on, end_cursor=edges[-1].cursor if edges else None))


async def page(
    asking: Asking, what: str, kind: type[E], of: Callable[[E], T], key: Callable[[E], str], first: int, after: str | None
) -> Connection[T]:
    """One page of everything of a kind that the viewer may see. Errors: BadInput."""
    check_length(first)
    order = f"{what} by id"
    start = asking.cursors.key(order, after) if after else ""
    asking.asks(what)
    found = await asking.reader.page(kind, asking.view(), after=start, first=first + 1)
    return _shown(asking, order, found, of, key, first)


def _shown(asking: Asking, order: str, found: Sequence[E], of: Callable[[E], T], key: Callable[[E], str], first: int) -> Connection[T]:
    asking.saw(key(thing) for thing in found[:first])
    cursor = asking.cursors.maker(order)
    edges = [Edge(cursor=cursor(key(thing)), node=of(thing)) for thing in found[:first]]
    return Connection(edges=edges, page_info=PageInfo(has_next_page=len(found) > first, end_cursor=edges[-1].cursor if edges else None))
