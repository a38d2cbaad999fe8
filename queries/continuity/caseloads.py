"""What continuity looks like from a professional's own list: SLICC and the own-list ratio.

From continuity of care in medicine [S]. It says how much a list and a professional meet each other; it is no score of anyone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from graph.model import Around, Contact, Membership, Subject, Tie, View
from graph.store import GraphReader
from queries.continuity.window import Window

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


async def own_lists(reader: GraphReader, people: Sequence[str], view: View, window: Window) -> list[OwnList]:
    """The own lists of these professionals, from everyone whom they have a tie to or had contact with."""
    ties, met = await reader.carried(people, view), await reader.met(people, view)
    found: list[OwnList] = []
    for person in people:
        subjects = {t.subject for t in ties if t.professional_id == person} | met.get(person, frozenset())
        found.append(own_list(await reader.around(sorted(subjects), view, bare=True, past=True), person, window))
    return found


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


def _led_by(ties: Iterable[Tie], professional: str, on: date) -> set[Subject]:
    """Whom a professional leads for on a day."""
    return {t.subject for t in ties if t.professional_id == professional and t.lead and _overlaps(t, on, on)}


def _concerned(around: Around, contact: Contact) -> set[Subject]:
    """Whom a contact is with: the subject, and a child's families of that day."""
    child = contact.subject.id if contact.subject.kind == "child" else None
    of_child = (m for m in around.belonged if m.member_kind == "child" and m.member_id == child)
    return {contact.subject, *(Subject("family", m.family_id) for m in of_child if _overlaps(m, contact.day, contact.day))}


def _overlaps(span: Tie | Membership, first: date, last: date) -> bool:
    return (span.since is None or span.since <= last) and (span.until is None or span.until >= first)


def _count(contacts: Iterable[Contact]) -> int:
    return sum(c.count for c in contacts)
