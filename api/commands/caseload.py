"""`kith caseload`: how far professionals and those they lead for meet each other."""

import sys
from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from api.commands.opening import reading
from api.commands.shell import Shell
from graph.errors import UnknownId
from graph.model import Professional, View
from queries.continuity.caseloads import OwnList, own_lists
from queries.continuity.window import Window
from queries.scoring.because import plain_day

MEANT = {"slicc": "of all contacts of these, the share with them", "opr": "of all contacts they gave, the share with these"}


async def print_caseloads(shell: Shell, people: Sequence[str], view: View, window: Window, *, as_json: bool) -> None:
    """Print the list of each of these professionals. Errors: UnknownId."""
    async with reading(shell, "kith caseload", people, everyone=True) as store:
        held = await store.entities(Professional, people, view)
        if missing := [p for p in people if p not in held]:
            raise UnknownId(*missing)
        found = await own_lists(store, people, view, window)
    if as_json:
        sys.stdout.buffer.writelines(orjson.dumps(caseload_line(one, window), option=orjson.OPT_APPEND_NEWLINE) for one in found)
    else:
        sys.stdout.write("".join(f"{text}\n" for one in found for text in in_words(one, window)))


def caseload_line(own: OwnList, window: Window) -> dict[str, Any]:
    """The line of `kith caseload`; the README lists its keys."""
    return {
        "professional_id": own.professional_id,
        "from": window.since.isoformat(),
        "to": window.until.isoformat(),
        "list": [{"subject_kind": s.kind, "subject_id": s.id} for s in own.list],
        "slicc": own.slicc,
        "opr": own.opr,
        "undefined": own.undefined,
    }


def in_words(own: OwnList, window: Window) -> Iterator[str]:
    """One list as a manager reads it."""
    led = f"leads for {len(own.list)} children and families" if own.list else "leads for no child or family"
    yield f"{own.professional_id} {led}, {plain_day(window.since)} to {plain_day(window.until)}"
    for name, meaning in MEANT.items():
        value = getattr(own, name)
        yield f"  {name.upper():6}{own.undefined[name] if value is None else f'{value:.2f}':34}{meaning}"
