"""What happened to a child over a year: how many social workers, how often they changed, whom they met anew, who led.

England's measures of children's social care [S]: stability and changes each under its own name. Nothing here is a score
of a child or of anyone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from graph.model import Around, Subject, Tie
from queries.continuity.window import Window

SOCIAL_WORKER = "social worker"
OF_CHILDREN = "is about a child, not a family"
NO_SOCIAL_WORKER = "had no social worker"
_OF_SOCIAL_WORKERS = ("social_workers", "changes_of_social_worker")


@dataclass(frozen=True, slots=True)
class Course:
    """One child's or family's year.

    `social_workers`: how many different ones (1, 2 or 3+; A, B, A is 2), by the ties that overlap the window.
    `changes_of_social_worker`: how often one followed another (A, B, A is 2): what the Stability Index counts. `newly_met`,
    retelling: the professionals first met in the window, to whom the child had to tell their story anew. `lead_changes`: how
    often the lead practitioner on paper was followed by another. `undefined` says why one is None.
    """

    social_workers: str | None
    changes_of_social_worker: int | None
    newly_met: int | None
    lead_changes: int
    undefined: dict[str, str]


class Courses:
    """The courses of any of the subjects in what is held around some, read with the past."""

    def __init__(self, around: Around, window: Window) -> None:
        self.window = window
        self.ties: dict[Subject, list[Tie]] = {}
        self.first: dict[Subject, dict[str, date]] = {}
        for tie in around.ties:
            self.ties.setdefault(tie.subject, []).append(tie)
            self._met(tie.subject, tie.professional_id, tie.since or date.min)
        for contact in around.contacts:
            self._met(contact.subject, contact.professional_id, contact.day)

    def _met(self, subject: Subject, who: str, day: date) -> None:
        """The first day of each; a start that nobody knows was long ago."""
        first = self.first.setdefault(subject, {})
        if first.get(who, date.max) > day:
            first[who] = day

    def of(self, subject: Subject) -> Course:
        """The course of one subject."""
        ties = sorted((t for t in self.ties.get(subject, ()) if self._overlaps(t)), key=_begun_first)
        leads = _changes([t.professional_id for t in ties if t.lead])
        if subject.kind == "family":
            return Course(None, None, None, leads, dict.fromkeys((*_OF_SOCIAL_WORKERS, "newly_met"), OF_CHILDREN))
        order = [t.professional_id for t in ties if _role(t) == SOCIAL_WORKER]
        new = sum(self.window.since <= day <= self.window.until for day in self.first.get(subject, {}).values())
        if not order:
            return Course(None, None, new, leads, dict.fromkeys(_OF_SOCIAL_WORKERS, NO_SOCIAL_WORKER))
        different = len(set(order))
        return Course("3+" if different > 2 else str(different), _changes(order), new, leads, {})

    def _overlaps(self, tie: Tie) -> bool:
        window = self.window
        return (tie.since is None or tie.since <= window.until) and (tie.until is None or tie.until >= window.since)


def _changes(order: Sequence[str]) -> int:
    """Neighbours that differ."""
    return sum(a != b for a, b in pairwise(order))


def _role(tie: Tie) -> str:
    return (tie.role or "").replace("_", " ").casefold()


def _begun_first(tie: Tie) -> tuple[date, date, str]:
    return tie.since or date.min, tie.until or date.max, tie.professional_id
