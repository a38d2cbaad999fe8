"""`kith continuity`: the answer as JSON lines for programs, or in words for people."""

import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, get_args

import orjson
import typer

from api.commands.opening import reading
from api.commands.shell import Shell
from api.commands.who import subjects
from api.telling.typed import a_day
from api.telling.words import many
from graph.model import Subject, SubjectKind, View
from graph.store import GraphReader
from queries.continuity.continuity import NEEDS, Continuity, answers, continuity
from queries.continuity.courses import Course
from queries.continuity.window import By, Counted, Window, named_year, twelve_months_to
from queries.scoring.because import plain_day

MEANT = {
    "upc": "share with the one they met most",
    "coc": "Bice–Boxerman index: are they the same people throughout",
    "hi": "Herfindahl index: 1 with one person, less the more they are",
    "secon": "share with the same as the time before",
    "mmci": "modified, modified continuity index: few workers for many contacts",
    "k": "Ejlertsson's index: the same, 0 with another each time",
    "kpc": "share with someone met in the twelve months before",
    "changes": "changes from one to another",
}

NAMES = {
    "person": ("worker", "different workers"),
    "service": ("service", "different services"),
    "organisation": ("organisation", "different organisations"),
    "contacts": ("contact", "contacts"),
    "days": ("day covered", "days covered"),
}


async def print_continuity(shell: Shell, ids: list[str], kind: SubjectKind | None, view: View, window: Window, *, as_json: bool) -> None:
    """Print the continuity of these children and families."""
    async with reading(shell, "kith continuity", ids) as store:
        for answer in await continuity(store, await subjects(store, ids, kind, view), view, window):
            sys.stdout.buffer.write(line(answer) if as_json else words(answer))


@dataclass(frozen=True, slots=True)
class ContinuityOfEveryone:
    """The continuity of each family, and then of each child: an `everyone.Question`."""

    kind: SubjectKind | None
    view: View
    window: Window
    as_json: bool

    async def begin(self, store: GraphReader) -> None:
        """Nothing is shared."""

    async def tell(self, store: GraphReader, batch: list[Subject]) -> list[tuple[Subject, bytes]]:
        """The answers for some subjects, as they are printed."""
        text = line if self.as_json else words
        return [(a.subject, text(a)) for a in await answers(store, batch, self.view, self.window)]


def line(answer: Continuity) -> bytes:
    """An answer as a line of JSON."""
    return orjson.dumps(continuity_line(answer), option=orjson.OPT_APPEND_NEWLINE)


def continuity_line(answer: Continuity) -> dict[str, Any]:
    """The line of `kith continuity`; the README lists its keys."""
    return {
        "subject_kind": answer.subject.kind,
        "subject_id": answer.subject.id,
        "from": answer.window.since.isoformat(),
        "to": answer.window.until.isoformat(),
        "by": answer.window.by,
        "measure": answer.window.counted,
        "contacts": answer.contacts,
        "workers": answer.workers,
        **{name: getattr(answer, name) for name in NEEDS},
        "effective_workers": answer.effective_workers,
        "undefined": answer.undefined,
        "course": asdict(answer.course),
    }


def words(answer: Continuity) -> bytes:
    """An answer in words, an empty line after it."""
    return ("\n".join(in_words(answer)) + "\n\n").encode()


def in_words(answer: Continuity) -> Iterator[str]:
    """The answer as a manager reads it."""
    yield f"Continuity of {answer.subject.kind} {answer.subject.id}, {plain_day(answer.window.since)} to {plain_day(answer.window.until)}"
    unit, counted = NAMES[answer.window.by], NAMES[answer.window.counted]
    yield f"  {_many(answer.contacts, *counted)}, {_many(answer.workers, *unit)}"
    for name, meaning in MEANT.items():
        value = getattr(answer, name)
        shown = answer.undefined[name] if value is None else str(value) if name == "changes" else f"{value:.2f}"
        yield f"  {name:9}{shown:28}{meaning}"
    yield from _course(answer.course)


def _course(course: Course) -> Iterator[str]:
    """What happened in the window, as far as it is about them."""
    if course.social_workers:
        changes = _many(course.changes_of_social_worker or 0, "change", "changes")
        yield f"  social workers: {course.social_workers}, {changes} from one to another"
    if course.newly_met is not None:
        yield f"  told their story anew to {_many(course.newly_met, 'professional', 'professionals')} first met in this time"
    if course.lead_changes:
        yield f"  {_many(course.lead_changes, 'change', 'changes')} of lead practitioner"


def _many(number: int, one: str, more: str) -> str:
    return many(number, one, more) if number else f"no {more}"


def window_typed(since: str | None, until: str | None, year: str | None, by: str, counted: str, today: date) -> Window:
    """The window of what was typed; without a first day, the twelve months that end on the last."""
    first, last = _days(since, until, year, today)
    if first > last:
        raise typer.BadParameter(f"{first} is after {last}", param_hint="--from")
    return Window(first, last, _by(by), _counted(counted), today)


def _days(since: str | None, until: str | None, year: str | None, today: date) -> tuple[date, date]:
    if year and (since or until):
        raise typer.BadParameter("names both days: leave --from and --to out", param_hint="--year")
    try:
        if year:
            return named_year(year)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--year") from None
    last = a_day(until, "--to") or today
    return a_day(since, "--from") or twelve_months_to(last), last


def _by(text: str) -> By:
    for one in get_args(By):
        if text == one:
            return one
    raise typer.BadParameter(f"is {', '.join(get_args(By))}", param_hint="--by")


def _counted(text: str) -> Counted:
    for one in get_args(Counted):
        if text == one:
            return one
    raise typer.BadParameter(f"is {' or '.join(get_args(Counted))}", param_hint="--measure")
