"""Whom every family meets: the surgery, midwives and health visitors, schools."""

from random import Random

from ingest.demo.calendar import FOREVER, Calendar
from ingest.demo.chance import happens
from ingest.demo.family import YEAR, Child, Family
from ingest.demo.join import Joining
from ingest.demo.needs import BESIDE_TEACHER, MESSAGE_LOGS, SCHOOL_NURSE, VISITED
from ingest.demo.people import Seat
from ingest.demo.spells import Spell


class Everyday:
    """The spells that come with living somewhere and going to school."""

    def __init__(self, rng: Random, days: Calendar, joining: Joining) -> None:
        self._rng, self._days, self._joining = rng, days, joining

    def of(self, family: Family) -> list[Spell]:
        """The surgery, and for each child midwife, health visitor and school."""
        since = max(family.arrived, self._days.start - 4000)
        spells = self._joining.join(family, "gp", family.subject, since, FOREVER, family.practice)
        for child in family.children:
            spells += self._early_years(family, child)
            spells += self._at_school(family, child)
        return spells

    def _early_years(self, family: Family, child: Child) -> list[Spell]:
        """A midwife until two weeks after birth; a health visitor, half of them on paper until five."""
        spells: list[Spell] = []
        if child.born >= family.arrived and child.born > self._days.start:
            spells += self._joining.join(family, "midwife", family.subject, child.born - 190, child.born + 14)
        visited = child.born + (VISITED if happens(self._rng, 0.75) else 4 * YEAR)
        closed = child.born + 5 * YEAR if happens(self._rng, 0.5) else visited
        if closed > child.since:
            join = self._joining.join
            spells += join(family, "health_visitor", child.subject, child.since, closed, active=visited)
        return spells

    def _at_school(self, family: Family, child: Child) -> list[Spell]:
        """Teachers year by year, and for some the school nurse and the office that sends messages."""
        out = min(family.withdrew, child.born + 17 * YEAR + 200, child.left)
        spells: list[Spell] = []
        for first, last in self._days.school_years:
            year = (first - child.born) // YEAR - 4
            if -1 <= year <= 12 and first < out and last > child.since:
                spells += self._year(family, child, year, max(first, child.since), min(last, out))
        started = max(child.since, child.born + 4 * YEAR + 200)
        if started < min(out, self._days.today):
            spells += self._whole_school(family, child, started, out)
        return spells

    def _year(self, family: Family, child: Child, year: int, first: int, last: int) -> list[Spell]:
        """This year's class teacher or form tutor, and an assistant or the head of year."""
        primary = year < 7
        school, role = (child.primary, "primary_teacher") if primary else (child.secondary, "form_tutor")
        seat = _class_seat(self._joining.seats(role, family, school), child, year, primary)
        spells = self._joining.sit(seat, family, child.subject, first, last)
        if happens(self._rng, BESIDE_TEACHER):
            beside = "primary_assistant" if primary else "secondary_head"
            spells += self._joining.join(family, beside, child.subject, first, last, school)
        return spells

    def _whole_school(self, family: Family, child: Child, since: int, until: int) -> list[Spell]:
        """The school nurse for some; at a few schools the office, whose messages are all on record."""
        spells: list[Spell] = []
        if happens(self._rng, SCHOOL_NURSE):
            spells += self._joining.join(family, "school_nurse", child.subject, since, until)
        grown = self._days.today - child.born > 11.5 * YEAR
        school, office = (child.secondary, "secondary_office") if grown else (child.primary, "primary_office")
        if int(school.id[4:]) * 7 % 10 < MESSAGE_LOGS:
            spells += self._joining.join(family, office, child.subject, since, until, school)
        return spells


def _class_seat(seats: list[Seat], child: Child, year: int, primary: bool) -> Seat:
    """A class a year; in every second secondary school the tutor stays with the child."""
    number = int(child.id[4:])
    keeps_tutor = not primary and int(child.secondary.id[4:]) % 2 == 0
    return seats[(number if keeps_tutor else year % 7 * len(seats) // 7 + number % 2) % len(seats)]
