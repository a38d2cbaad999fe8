"""`kith missing-links`: agencies that share families, and of whose people no two have met; and whom to introduce."""

from collections.abc import Iterator, Sequence
from typing import Any

from api.commands.links import Out, families
from api.commands.opening import reading
from api.commands.printing import print_rows
from api.commands.shell import Shell
from api.telling.link_rows import MISSING_COLUMNS, missing_for_board, missing_row
from api.telling.words import many
from graph.errors import BadInput
from graph.model import View
from queries.linking.board import for_board, shown_count
from queries.linking.missing import MANY, Missing, missing
from queries.linking.sides import Which
from queries.scoring.because import plain_day

BOARD_COLUMNS = ("a", "b", "shared_families", "role_a", "role_b")


async def print_missing(shell: Shell, view: View, which: Which, least: int, out: Out) -> None:
    """Print the missing links. Errors: BadInput."""
    if out.board:
        for_board(which)
        if which.area or least < MANY:
            raise BadInput(f"boards see missing links over all families, and from {MANY} in common: leave --area and --least out")
    async with reading(shell, "kith missing-links", everyone=True) as store:
        found = await missing(store, view, which, least)
    rows = [missing_for_board(one, shown_count(one.shared_families)) if out.board else missing_row(one) for one in found]
    columns = BOARD_COLUMNS if out.board else MISSING_COLUMNS
    print_rows(rows, columns, _words(found, rows, view, which, out), as_json=out.as_json, csv=out.csv)


def _words(found: Sequence[Missing], rows: Sequence[dict[str, Any]], view: View, which: Which, out: Out) -> Iterator[str]:
    yield f"Links that are missing between {which.between} on {plain_day(view.on)}: families in common, and nobody has met"
    for one, row in zip(found, rows, strict=True):
        yield f"{one.a} and {one.b}: {families(row['shared_families'])}; introduce {introduction(one, board=out.board)}"
        if not out.board:
            yield f"  {one.because[0]}"
    yield f"{many(len(found), 'link is', 'links are')} missing."


def introduction(one: Missing, *, board: bool) -> str:
    """Whom to introduce to whom: by role and id, or for boards by role."""
    two = ((one.role_a, one.person_a, one.a), (one.role_b, one.person_b, one.b))
    return " and ".join(
        f"{role or 'someone'} of {side}" if board else f"{person} ({role or 'role not told'})" for role, person, side in two
    )
