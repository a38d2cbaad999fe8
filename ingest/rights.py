"""What a person asks about the data held of them, and what was decided: corrections, objections, restrictions, erasure."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from graph.erasing import About
from graph.model import RightsRequest
from graph.schema import BY_LABEL, RIGHTS
from graph.store import GraphReader, GraphStore
from ingest.deciding import LONGEST_REASON, Refused, decide, everything, is_reason, one_of

Clock = Callable[[], datetime]


async def ask_right(store: GraphStore, wanted: RightsRequest, clock: Clock) -> RightsRequest | Refused:
    """Record what someone asks for; asked for again while it waits, it is the one that waits."""
    if wanted.kind not in RIGHTS:
        return Refused(f"what is asked for is one of {', '.join(RIGHTS)}")
    if wanted.about is not None and wanted.about not in BY_LABEL:
        return Refused("no such kind of record is held: take it from the copy, or leave it out")
    if not is_reason(wanted.words or ""):
        return Refused(f"say in 1 to {LONGEST_REASON} characters what is wrong, or why")
    node = (wanted.person_kind.capitalize(), wanted.person_id)
    if not (await store.erasable([About(frozenset({node}))], first=0)).facts:
        return Refused("nothing is held of this person: check the id")
    asked = replace(wanted, words=(wanted.words or "").strip(), asked_on=clock().date())
    return await _same(store, asked) or await decide(store, asked, clock)


async def answer_right(store: GraphStore, key: str, yes: bool, answer: str, by: str, clock: Clock) -> RightsRequest | Refused:
    """Decide on what someone asked for, with the words they are told; decided once, it stays so."""
    asked = await one_of(store, RightsRequest, key)
    if asked is None:
        return Refused("no such request is held: check the id")
    if asked.decision:
        return asked
    if not is_reason(answer):
        return Refused(f"say in 1 to {LONGEST_REASON} characters what the person is told, and why")
    decided = replace(asked, decision="yes" if yes else "no", decided_by=by, decided_on=clock().date(), answer=answer.strip())
    return await decide(store, decided, clock)


def due_on(asked: RightsRequest) -> date | None:
    """The day by which it must be answered: one calendar month after it was asked (UK GDPR, article 12); the last of a shorter month.

    >>> due_on(RightsRequest("r", "child", "c", "correction", asked_on=date(2026, 1, 31)))
    datetime.date(2026, 2, 28)
    """
    if asked.asked_on is None:
        return None
    year, month = divmod(asked.asked_on.year * 12 + asked.asked_on.month, 12)
    return date(year, month + 1, min(asked.asked_on.day, monthrange(year, month + 1)[1]))


async def _same(reader: GraphReader, asked: RightsRequest) -> RightsRequest | None:
    waiting = [one for one in await everything(reader, RightsRequest) if one.decision is None]
    return next((one for one in waiting if replace(one, id="", asked_on=asked.asked_on) == replace(asked, id="")), None)
