"""Who may take over from whom, and the small preferences of a handover plan."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from graph.model import Subject
from queries.knowing.answering import Answering
from queries.knowing.posted import holds
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
        self.people: dict[str, set[str]] = {}
        for person, own in self.services.items():
            for service in own:
                self.people.setdefault(service, set()).add(person)
        self.sensitive = frozenset(s.id for s in around.services.values() if s.sensitivity == SENSITIVE)
        self.colleagues = self._at(s for leaver in leavers for s in self.services.get(leaver, ()))
        self.schools: dict[Subject, set[str]] = {}
        for a in around.attends:
            self.schools.setdefault(Subject("child", a.child_id), set()).add(a.service_id)
        self.in_area: dict[str, set[str]] = {}
        self.pupils: dict[str, set[str]] = {}
        self.know: dict[Subject, set[str]] = {}
        for subject, claims in before.claims.items():
            for claim in claims:
                if live(claim, on):
                    self._knows(claim.professional_id, subject)

    def _knows(self, person: str, subject: Subject) -> None:
        homes = [subject] if subject.kind == "family" else self.before.families.get(subject, [])
        for s in (subject, *homes):
            self.know.setdefault(s, set()).add(person)
        for area in self._areas_of(subject):
            self.in_area.setdefault(area, set()).add(person)
        self.pupils.setdefault(person, set()).update(self.schools.get(subject, ()))

    @property
    def last_day(self) -> date:
        """The leavers' last day."""
        return self.before.on - timedelta(1)

    def who_may(self, loss: Loss) -> frozenset[str] | None:
        """Who may learn that this child or family is to be taken over; None: anyone.

        What only a sensitive service knows stays with its people, and with those who know the child or family already.
        """
        where = [self.services.get(k.professional.id, frozenset()) for k in loss.lost]
        if not all(own and own <= self.sensitive for own in where):
            return None
        return self._at(frozenset[str]().union(*where)) | self.know.get(loss.subject, set[str]())

    def _at(self, services: Iterable[str]) -> frozenset[str]:
        """Who works at any of these services."""
        return frozenset[str]().union(*(self.people.get(s, ()) for s in services))

    def bonuses(self, loss: Loss) -> Callable[[str], float]:
        """The small preferences, by person: a service of the leavers, families of the same area, and the school where that is asked for."""
        near = [self.in_area[area] for area in self._areas_of(loss.subject) if area in self.in_area]
        there = self._at_school_of(loss) if self.same_school else frozenset[str]()
        return lambda p: SAME_SERVICE * (p in self.colleagues) + SAME_AREA * any(p in own for own in near) + SAME_SCHOOL * (p in there)

    def _at_school_of(self, loss: Loss) -> frozenset[str]:
        """Who works at the schools of these children, or knows others who go there."""
        schools = {school for s in loss.answer.subjects if s.kind == "child" for school in self.schools.get(s, ())}
        return self._at(schools) | {p for p, own in self.pupils.items() if own & schools}

    def _areas_of(self, subject: Subject) -> set[str]:
        homes = [subject] if subject.kind == "family" else self.before.families.get(subject, [])
        return {f.area_code for h in homes if (f := self.before.around.families.get(h.id)) and f.area_code}
