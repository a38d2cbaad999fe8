"""`kith links`: how organisations are joined, as JSON lines for programs, or in words for people. True counts: for the administrator."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict

import orjson

from api.telling.words import many
from graph.model import View
from graph.settings import Settings
from graph.store import open_store
from queries.linking.links import Link, links
from queries.scoring.because import plain_day


async def print_links(settings: Settings, view: View, *, as_json: bool) -> None:
    """Print what joins every pair of organisations."""
    async with open_store(settings.store, settings, create=False) as store:
        found = await links(store, view)
    if as_json:
        sys.stdout.buffer.writelines(orjson.dumps(asdict(link), option=orjson.OPT_APPEND_NEWLINE) for link in found)
    else:
        sys.stdout.buffer.write(("\n".join(in_words(found, view)) + "\n").encode())


def in_words(found: Sequence[Link], view: View) -> Iterator[str]:
    """The links as a board reads them: the most families shared first; those without any are counted."""
    yield f"How organisations are joined on {plain_day(view.on)}, by the families that both know"
    joined = sorted((link for link in found if link.shared_families), key=lambda link: (-link.shared_families, link.a, link.b))
    for link in joined:
        families = many(link.shared_families, "family", "families")
        yield f"{link.a} and {link.b}: {families}, {link.people_a} and {link.people_b} people; {_pairs(link)}"
    yield f"{many(len(found) - len(joined), 'pair', 'pairs')} of organisations know no family in common."


def _pairs(link: Link) -> str:
    if not link.pairs_sharing:
        return "no two people know one family"
    pairs = many(link.pairs_sharing, "pair knows", "pairs know")
    return f"{pairs} one family, of which {link.pairs_met_before or 'none'} had worked together before"
