"""`kith links --trend`: how links between agencies come and go, quarter by quarter, and why."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from api.commands.links import Out
from api.commands.opening import reading
from api.commands.printing import print_rows
from api.commands.shell import Shell
from api.telling.link_rows import TREND_COLUMNS, change_row
from api.telling.words import many
from graph.errors import BadInput
from graph.model import View
from queries.knowing.equity import HOW_SUPPRESSED
from queries.linking.board import ShownChange, for_board, shown_changes
from queries.linking.losing import REASONS, Reason
from queries.linking.sides import Which
from queries.linking.trend import Change, trend
from queries.scoring.because import plain_day

WHY: dict[Reason, str] = {
    "family_closed": "nobody works with the family any more",
    "funding_ended": "the money for the post ended",
    "left": "who knew it left the post",
    "reallocated": "it was given to someone else",
    "other": "the tie counts no more",
}


async def print_trend(shell: Shell, view: View, which: Which, quarters: int, out: Out) -> None:
    """Print every pair in every quarter. Errors: BadInput."""
    if out.board:
        for_board(which)
        if which.area:
            raise BadInput("boards see the trend of all families: quarters of single areas would give small numbers away")
    if out.graphml:
        raise BadInput("GraphML holds one day: leave --trend out, or keep the trend as CSV")
    async with reading(shell, "kith links --trend", everyone=True) as store:
        found = await trend(store, view, quarters, which)
    told = shown_changes(found) if out.board else found
    rows = [change_row(one) for one in told]
    print_rows(rows, TREND_COLUMNS, in_words(told, quarters, which), as_json=out.as_json, csv=out.csv)


def in_words(found: Sequence[Change] | Sequence[ShownChange], quarters: int, which: Which) -> Iterator[str]:
    """Each quarter as people read it: what came and went in all (for the administrator), then the pairs that changed."""
    yield f"How links between {which.between} came and went, {many(quarters, 'quarter', 'quarters')}; a link is a family that both know"
    for until, own in groupby(sorted(found, key=lambda c: (c.until, c.a, c.b)), key=lambda c: c.until):
        turns = list(own)
        yield f"To {plain_day(until)}{_in_all(turns)}"
        yield from (f"  {c.a} and {c.b}: {_told(c)}" for c in turns if c.gained != 0 or c.lost != 0)
    if any(isinstance(c, ShownChange) for c in found):
        yield HOW_SUPPRESSED


def _in_all(turns: Sequence[Change | ShownChange]) -> str:
    """The sums, unless boards read them: sums of what is hidden would tell it."""
    plain = [c for c in turns if isinstance(c, Change)]
    if len(plain) < len(turns):
        return ""
    return f": {sum(c.gained for c in plain):,} gained, {sum(c.lost for c in plain):,} lost"


def _told(one: Change | ShownChange) -> str:
    why = [f"{n} because {WHY[reason]}" for reason, n in zip(REASONS, one.why, strict=True) if n not in (0, "not shown")]
    return f"{one.before} to {one.links}, {one.gained} gained, {one.lost} lost" + (f" ({', '.join(why)})" if why else "")
