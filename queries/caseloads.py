"""What continuity looks like from a professional's list, and to a child from year to year: lists, stability, retelling.

From continuity of care in medicine, and England's measures of children's social care [S]. Every function reads what is
held around some children and families; nothing here is a score of a child or of a professional.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from graph.model import Around, Contact, Membership, Subject, Tie
from queries.window import Window

SOCIAL_WORKER = "social worker"
NO_LIST = "has no children or families of their own"
NO_CONTACT = "gave no contacts"


@dataclass(frozen=True, slots=True)
class OwnList:
    """How far a professional and the children and families they lead for meet each other; `undefined` says why one is None.

    `slicc`: of all contacts of the list, the share with them. `opr`: of all contacts they gave, the share with their list.
    """

    professional_id: str
    list: tuple[Subject, ...]
    slicc: float | None
    opr: float | None
    undefined: dict[str, str]


@dataclass(frozen=True, slots=True)
class Stability:
    """The social workers of one child in a year: how many different ones (1, 2 or 3+; A, B, A is 2), and how many changes.

    None where the child had none. The changes (A, B, A is 2) are what the Stability Index counts.
    """

    social_workers: str | None
    changes_of_social_worker: int | None


def own_list(around: Around, professional: str, window: Window) -> OwnList:
    """One professional's own list in a window; a contact with a child counts as one with its family of that day too.

    `around`, read with the past, holds everyone whom they have a tie to or had contact with.
    """
    own = _led_by(around.ties, professional, window.until)
    contacts = [c for c in around.contacts if window.since <= c.day <= window.until]
    listed = [c for c in contacts if not own.isdisjoint(_concerned(around, c))]
    of_list, given = _count(listed), _count(c for c in contacts if c.professional_id == professional)
    both = _count(c for c in listed if c.professional_id == professional)
    undefined = {"slicc": "the list had no contacts" if own else NO_LIST} if not of_list else {}
    undefined |= {"opr": NO_CONTACT} if not given else {}
    return OwnList(professional, tuple(sorted(own)), both / of_list if of_list else None, both / given if given else None, undefined)


def stability(around: Around, child: Subject, window: Window) -> Stability:
    """The social workers whose tie to a child overlaps the window, in order of the days they began."""
    rows = [t for t in _overlapping(around.ties, child, window) if _role(t) == SOCIAL_WORKER]
    order = [t.professional_id for t in sorted(rows, key=_begun_first)]
    different = len(set(order))
    if not different:
        return Stability(None, None)
    return Stability("3+" if different > 2 else str(different), sum(a != b for a, b in pairwise(order)))


def newly_met(around: Around, child: Subject, window: Window) -> tuple[str, ...]:
    """Retelling: the professionals to whom a child had to tell their story anew: first contact, or start, in the window."""
    first: dict[str, date] = {}
    for who, day in _meetings(around, child):
        first[who] = min(day, first.get(who, day))
    return tuple(sorted(who for who, day in first.items() if window.since <= day <= window.until))


def lead_changes(around: Around, subject: Subject, window: Window) -> int:
    """How often the lead practitioner on paper was followed by another in a window, by the days on which they began."""
    rows = sorted((t for t in _overlapping(around.ties, subject, window) if t.lead), key=_begun_first)
    return sum(a.professional_id != b.professional_id for a, b in pairwise(rows))


def _led_by(ties: Iterable[Tie], professional: str, on: date) -> set[Subject]:
    """Whom a professional leads for on a day."""
    return {t.subject for t in ties if t.professional_id == professional and t.lead and _overlaps(t, on, on)}


def _concerned(around: Around, contact: Contact) -> set[Subject]:
    """Whom a contact is with: the subject, and a child's families of that day."""
    child = contact.subject.id if contact.subject.kind == "child" else None
    of_child = (m for m in around.belonged if m.member_kind == "child" and m.member_id == child)
    return {contact.subject, *(Subject("family", m.family_id) for m in of_child if _overlaps(m, contact.day, contact.day))}


def _overlapping(ties: Iterable[Tie], subject: Subject, window: Window) -> Iterator[Tie]:
    return (t for t in ties if t.subject == subject and _overlaps(t, window.since, window.until))


def _overlaps(span: Tie | Membership, first: date, last: date) -> bool:
    return (span.since is None or span.since <= last) and (span.until is None or span.until >= first)


def _meetings(around: Around, subject: Subject) -> Iterator[tuple[str, date]]:
    """Each professional's contacts with a subject, and the days on which their ties began; long ago where that is not known."""
    yield from ((c.professional_id, c.day) for c in around.contacts if c.subject == subject)
    yield from ((t.professional_id, t.since or date.min) for t in around.ties if t.subject == subject)


def _role(tie: Tie) -> str:
    return (tie.role or "").replace("_", " ").casefold()


def _begun_first(tie: Tie) -> tuple[date, date, str]:
    return tie.since or date.min, tie.until or date.max, tie.professional_id


def _count(contacts: Iterable[Contact]) -> int:
    return sum(c.count for c in contacts)
