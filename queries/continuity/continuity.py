"""Continuity of care: how much of the contact one child or family has is with the same people.

Measures from continuity of care in medicine, under their published names (BJGP 2023;73:279) [S], worked out for many
children and families at once (`queries.continuity.measures`). A measure that cannot be worked out is None with a reason, never
0 or 1. Disputed and hidden ties count here as any other: what took place took place.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.errors import UnknownId
from graph.model import Around, Subject, View
from graph.store import GraphReader
from queries.continuity.courses import Course, Courses
from queries.continuity.measures import Measures, of_amounts, of_contacts
from queries.continuity.sequences import covered, met
from queries.continuity.window import Counted, Window

NEEDS = {"upc": 2, "coc": 2, "hi": 1, "secon": 2, "mmci": 1, "k": 2, "kpc": 1, "changes": 1}
"""How many contacts, or days covered, each measure needs at least."""
IN_ORDER = frozenset({"secon", "kpc", "changes"})
WITHOUT_ORDER = "needs contacts in order"


@dataclass(frozen=True, slots=True)
class Continuity:
    """The measures of one child or family in a window, each 0 to 1; `undefined` says why one is None.

    `contacts` is how many contacts (or, of days covered, days), `workers` how many different people, services or
    organisations; `changes` counts neighbours that differ. `course` is what happened to them in the window.
    """

    subject: Subject
    window: Window
    contacts: int
    workers: int
    upc: float | None
    coc: float | None
    hi: float | None
    secon: float | None
    mmci: float | None
    k: float | None
    kpc: float | None
    changes: int | None
    undefined: dict[str, str]
    course: Course

    @property
    def effective_workers(self) -> float | None:
        """As many equal workers as would give this Herfindahl index."""
        return 1 / self.hi if self.hi else None


async def continuity(reader: GraphReader, asked: Sequence[Subject], view: View, window: Window) -> list[Continuity]:
    """The answers in the order asked; the view is on the window's last day. Errors: UnknownId for what is not held."""
    around = await _around(reader, asked, view)
    if missing := [s.id for s in asked if s not in around.asked]:
        raise UnknownId(*missing)
    standing = list(dict.fromkeys(around.asked[s] for s in asked))
    found = dict(zip(standing, measured(around, standing, window), strict=True))
    return [found[around.asked[s]] for s in asked]


async def answers(reader: GraphReader, batch: Sequence[Subject], view: View, window: Window) -> list[Continuity]:
    """The answers for those of a batch that are held; each subject stands for itself."""
    around = await _around(reader, batch, view)
    return measured(around, [s for s in batch if s in around.asked], window)


async def _around(reader: GraphReader, asked: Sequence[Subject], view: View) -> Around:
    return await reader.around(asked, view, bare=True, past=any(s.kind == "family" for s in asked))


def measured(around: Around, subjects: Sequence[Subject], window: Window) -> list[Continuity]:
    """The measures of different subjects, from what is held around them."""
    found, courses = _counted(around, subjects, window), Courses(around, window)
    reasons = _reasons(window.counted)
    return [
        _told(subject, window, reasons, courses.of(subject), *values) for subject, *values in zip(subjects, *found.columns(), strict=True)
    ]


def _counted(around: Around, subjects: Sequence[Subject], window: Window) -> Measures:
    if window.counted == "days":
        held = covered(around, subjects, window)
        return of_amounts(held.sequence, held.unit, held.days, len(subjects))
    return of_contacts(met(around, subjects, window), len(subjects), window.since.toordinal(), window.until.toordinal())


def _told(subject: Subject, window: Window, reasons: Sequence[dict[str, str]], course: Course, *values: float | None) -> Continuity:
    contacts, workers, upc, coc, hi, secon, mmci, k, kpc, changes = values
    n, m, times = int(contacts or 0), int(workers or 0), None if changes is None else int(changes)
    return Continuity(subject, window, n, m, upc, coc, hi, secon, mmci, k, kpc, times, dict(reasons[min(n, 2)]), course)


def _reasons(counted: Counted) -> list[dict[str, str]]:
    """Why measures are undefined with no contact, with one, and with more."""
    return [{name: why for name, needed in NEEDS.items() if (why := _reason(name, needed, n, counted))} for n in range(3)]


def _reason(name: str, needed: int, contacts: int, counted: Counted) -> str | None:
    if counted == "days" and name in IN_ORDER:
        return WITHOUT_ORDER
    if contacts >= needed:
        return None
    return f"needs at least {'two' if needed > 1 else 'one'} {'day' if counted == 'days' else 'contact'}{'s' if needed > 1 else ''}"
