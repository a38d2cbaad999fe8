"""Who may take over from whom, and the small preferences of a handover plan."""

from datetime import date, timedelta

from graph.model import Subject
from queries.knowing.who_knows import Answering, holds
from queries.leaving.losses import Loss
from queries.scoring.claims import live

SAME_SERVICE, SAME_AREA, SAME_SCHOOL = 0.02, 0.01, 0.05
"""Added to a fit (0 to about 1.3) [D]: enough to decide between people who fit much alike."""
SENSITIVE = "sensitive"


class Suiting:
    """What is known, before anyone goes, of those who could take over from some leavers."""

    def __init__(self, before: Answering, leavers: frozenset[str], *, same_school: bool) -> None:
        self.before, self.same_school = before, same_school
        around, on = before.around, before.on
        self.services = {p: frozenset(x.service_id for x in own if holds(x, on)) for p, own in before.posts.items()}
        self.left = frozenset(s for leaver in leavers for s in self.services.get(leaver, ()))
        self.schools: dict[Subject, set[str]] = {}
        for a in around.attends:
            self.schools.setdefault(Subject("child", a.child_id), set()).add(a.service_id)
        self.areas: dict[str, set[str]] = {}
        self.pupils: dict[str, set[str]] = {}
        self.know: set[tuple[str, Subject]] = set()
        for subject, claims in before.claims.items():
            for claim in claims:
                if live(claim, on):
                    self._knows(claim.professional_id, subject)

    def _knows(self, person: str, subject: Subject) -> None:
        homes = [subject] if subject.kind == "family" else self.before.families.get(subject, [])
        self.know.update((person, s) for s in (subject, *homes))
        self.areas.setdefault(person, set()).update(self._areas_of(subject))
        self.pupils.setdefault(person, set()).update(self.schools.get(subject, ()))

    @property
    def last_day(self) -> date:
        """The leavers' last day."""
        return self.before.on - timedelta(1)

    def may(self, person: str, loss: Loss) -> bool:
        """Whether someone may learn that this child or family is to be taken over.

        What only a sensitive service knows stays with its people, and with those who know the child or family already.
        """
        where = [self.services.get(k.professional.id, frozenset()) for k in loss.lost]
        if not all(own and all(map(self._sensitive, own)) for own in where):
            return True
        inside = frozenset[str]().union(*where)
        return (person, loss.subject) in self.know or bool(self.services.get(person, frozenset()) & inside)

    def _sensitive(self, service: str) -> bool:
        held = self.before.around.services.get(service)
        return held is not None and held.sensitivity == SENSITIVE

    def bonus(self, person: str, loss: Loss) -> float:
        """The small preferences: a service of the leavers, families of the same area, and the school where that is asked for."""
        children = [s for s in loss.answer.subjects if s.kind == "child"]
        schools = {school for c in children for school in self.schools.get(c, ())}
        there = self.pupils.get(person, set()) | self.services.get(person, frozenset())
        return (
            SAME_SERVICE * bool(self.services.get(person, frozenset()) & self.left)
            + SAME_AREA * bool(self.areas.get(person, set()) & self._areas_of(loss.subject))
            + SAME_SCHOOL * bool(self.same_school and schools & there)
        )

    def _areas_of(self, subject: Subject) -> set[str]:
        homes = [subject] if subject.kind == "family" else self.before.families.get(subject, [])
        return {f.area_code for h in homes if (f := self.before.around.families.get(h.id)) and f.area_code}
