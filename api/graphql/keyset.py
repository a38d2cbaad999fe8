"""Pages of a list that is worked out already, from the first place after the one a cursor names, be that there still or not."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import TypeVar

import orjson

from api.graphql.connections import Connection, Edge, PageInfo, check_length
from api.guarding.asking import Asking

T = TypeVar("T")
E = TypeVar("E")
Key = tuple[str, ...]


def after_key(
    asking: Asking, order: str, items: Sequence[E], key: Callable[[E], Key], of: Callable[[E], T], first: int, after: str | None
) -> Connection[T]:
    """One page of things in ascending order of their keys. Errors: BadInput."""
    check_length(first)
    start = bisect_right(items, tuple(orjson.loads(asking.cursors.key(order, after))), key=key) if after else 0
    cursor, some = asking.cursors.maker(order), items[start : start + first]
    edges = [Edge(cursor=cursor(orjson.dumps(key(one)).decode()), node=of(one)) for one in some]
    return Connection(
        edges=edges, page_info=PageInfo(has_next_page=start + first < len(items), end_cursor=edges[-1].cursor if edges else None)
    )
