"""A partner leaves and takes its facts along: all that its source ever told is erased, and what was derived from it judged anew."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime

from graph.erasing import ERASER, Chosen, Erasable, Node, ToldBy
from graph.errors import BadInput
from graph.model import Load, Source, Withdrawal
from graph.rows import instant
from graph.store import GraphReader, GraphStore
from ingest.deciding import GUARDIANS
from ingest.holds import EVERYTHING, HOLDERS, held
from ingest.identity import JUDGE
from ingest.judging_anew import judge_anew
from ingest.scenarios import PLANNERS
from ingest.statements import PEOPLE
from ingest.weights import PEOPLE_IN_CHARGE

KEEPER = Source(ERASER, controller="this store")
"""The source of runs that erase: `read` is how many facts were chosen, `kept` how many a legal hold spared."""
OWN = frozenset({ERASER, *(source.name for source in (JUDGE, PLANNERS, PEOPLE, PEOPLE_IN_CHARGE, HOLDERS, GUARDIANS))})
"""Kith's own sources: no partner's, so none of them can leave."""


async def counted(reader: GraphReader, source: str) -> Erasable:
    """What withdrawing a source would erase. Errors: BadInput."""
    await _check(reader, source)
    return await reader.erasable([ToldBy(source)], await held(reader))


async def withdraw(store: GraphStore, source: str, by: str, clock: Callable[[], datetime]) -> tuple[dict[str, int], int]:
    """Withdraw a source; says how many facts of each kind went, and how many a hold spared. Errors: BadInput.

    Run again after it broke off, it completes what that left. The source loads no more until that is allowed.
    """
    await _check(store, source)
    load = await store.begin_load(KEEPER, instant(clock()))
    await _note(store, load, (source, by, clock().date().isoformat(), None, None))
    chosen, spared = [ToldBy(source)], await held(store)
    gone, kept = await erase(store, load, chosen, spared)
    await judge_anew(store, clock)
    await finish(store, load, gone, kept, clock)
    return gone, kept


async def erase(store: GraphStore, load: Load, chosen: Sequence[Chosen], spared: Collection[Node]) -> tuple[dict[str, int], int]:
    """Erase, and say how many facts of each kind went and how many were spared."""
    gone = await store.erase(load, chosen, spared)
    return gone, (await store.erasable(chosen, spared, first=0)).spared if spared else 0


async def finish(store: GraphStore, load: Load, gone: dict[str, int], kept: int, clock: Callable[[], datetime]) -> None:
    """Close a run that erased."""
    facts = sum(rows for label, rows in gone.items() if not label.startswith("("))
    await store.finish_load(load, instant(clock()), read=facts + kept, kept=kept, refused=0)


async def allow_again(store: GraphStore, source: str, by: str, clock: Callable[[], datetime]) -> None:
    """Let a withdrawn source load again; what it told stays erased. Errors: BadInput."""
    found = await withdrawal(store, source)
    if found is None:
        raise BadInput(f"the source {source} is not withdrawn: it may load")
    load = await store.begin_load(KEEPER, instant(clock()))
    withdrawn = found.withdrawn_on.isoformat() if found.withdrawn_on else None
    await _note(store, load, (source, found.withdrawn_by, withdrawn, by, clock().date().isoformat()))
    await store.finish_load(load, instant(clock()), read=0, kept=0, refused=0)


async def withdrawal(reader: GraphReader, source: str) -> Withdrawal | None:
    """The withdrawal of a source that stands."""
    found = (await reader.entities(Withdrawal, [source], EVERYTHING)).get(source)
    return found if found and found.allowed_on is None else None


async def refuse_withdrawn(reader: GraphReader, source: str) -> None:
    """Refuse to load a source that was withdrawn. Errors: BadInput."""
    if found := await withdrawal(reader, source):
        raise BadInput(
            f"the source {source} was withdrawn on {_day(found.withdrawn_on)} and loads no more: "
            f"if it may again, say `kith withdraw {source} --allow-again`"
        )


def _day(day: date | None) -> str:
    return day.isoformat() if day else "a day not known"


async def _note(store: GraphStore, load: Load, row: tuple[str | None, ...]) -> None:
    await store.upsert(load, "Withdrawal", [row])


async def _check(reader: GraphReader, source: str) -> None:
    if source in OWN:
        raise BadInput(f"{source} is Kith's own source, not a partner's: name the source that leaves")
    loads = await reader.loads()
    if not any(load.source == source for load in loads):
        others = sorted({load.source for load in loads} - OWN)
        raise BadInput(f"no source {source} has told anything: there are {', '.join(others) or 'none'}")
