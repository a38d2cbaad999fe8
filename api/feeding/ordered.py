"""What the address of an upload orders: which feed, of which source, and how it is loaded."""

from dataclasses import dataclass

from starlette.requests import Request

from api.errors import Refused, Shown
from ingest.feeds import FEEDS
from ingest.records import Feed

_WORDS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Ordered:
    """`snapshot` retires what the source no longer tells; a `dry_run` writes nothing."""

    feed: Feed
    snapshot: bool
    dry_run: bool


def ordered(request: Request) -> Ordered:
    """What the query of an address says, checked. Errors: Refused."""
    told = request.query_params.multi_items()
    given = dict(told)
    if len(given) < len(told) or not set(given) <= {"feed", "snapshot", "dry_run"}:
        raise _bad("the address may say `feed`, `snapshot` and `dry_run`, each once")
    name = given.get("feed", "kith-csv")
    if name not in FEEDS:
        raise _bad(f"`feed` is one of {', '.join(FEEDS)}")
    return Ordered(FEEDS[name], _flag(given, "snapshot"), _flag(given, "dry_run"))


def _flag(given: dict[str, str], name: str) -> bool:
    found = _WORDS.get(given.get(name, "false"))
    if found is None:
        raise _bad(f"`{name}` is true or false")
    return found


def _bad(what: str) -> Refused:
    return Refused((Shown("BAD_REQUEST", what),))
