"""Makes the families: how many children, when they came, whose names they bear, where they go to school."""

from random import Random

from ingest.demo.calendar import FOREVER, HISTORY, Calendar
from ingest.demo.chance import between, by_weight, happens, one_of, running_total
from ingest.demo.family import YEAR, Carer, Child, Family
from ingest.demo.identifiers import nhs_number, upn
from ingest.demo.names import ORIGINS, Origin
from ingest.demo.place import Place, Service, Ward

CHILDREN_TOTALS = running_total((38, 36, 17, 6, 3))
"""Families with one to five children."""

MOTHERS = ("mother", "mother", "mother", "mother", "grandmother", "foster carer", "aunt", "stepmother")
FATHERS = ("father", "father", "father", "stepfather", "grandfather", "foster carer", "uncle")

NEEDS = {"care": 10, "help": 16, "past": 40, "withdrawn": 8, "quiet": 26}
"""Of a hundred families: open to a social worker, open to early help, open once, withdrawn from all, never open."""


class Homes:
    """Makes one family after another."""

    def __init__(self, rng: Random, place: Place, days: Calendar) -> None:
        self._rng, self._place, self._days = rng, place, days
        self._totals = {ward.number: running_total(ward.shares) for ward in place.wards}
        self._families = self._children = self._carers = self._nhs = 0

    def next(self) -> Family:
        """The next family."""
        rng = self._rng
        ward = one_of(rng, self._place.wards)
        origin = by_weight(rng, ORIGINS, self._totals[ward.number])
        other = by_weight(rng, ORIGINS, self._totals[ward.number]) if happens(rng, 0.2) else origin
        births = self._births()
        self._families += 1
        family = self._family(ward, one_of(rng, origin.families), births)
        self._bring_in(family, origin, other, births)
        return family

    def _family(self, ward: Ward, name: str, births: list[int]) -> Family:
        """An empty home: two thirds were here when the eldest was born, the others came later."""
        rng, today = self._rng, self._days.today
        arrived = births[0] if happens(rng, 0.66) else between(rng, max(births[0], today - HISTORY), today - 60)
        need = _need(rng)
        withdrew = today - between(rng, 250, 1500) if need == "withdrawn" else FOREVER
        practice = one_of(rng, self._place.near("practice", ward))
        number = f"fam-{self._families:05d}"
        return Family(number, f"{name} family", ward, practice, arrived, need, withdrew)

    def _births(self) -> list[int]:
        """Days of birth, eldest first: siblings come one to five years apart."""
        rng = self._rng
        how_many = by_weight(rng, (1, 2, 3, 4, 5), CHILDREN_TOTALS)
        births = [self._days.today - between(rng, 20, 16 * YEAR)]
        while len(births) < how_many:
            births.append(births[-1] - between(rng, 340, 1700))
        return sorted(max(day, self._days.today - 24 * YEAR) for day in births)

    def _bring_in(self, family: Family, origin: Origin, other: Origin, births: list[int]) -> None:
        """Carers and children, some of them under the other parent's name."""
        rng, name = self._rng, family.name.removesuffix(" family")
        second = one_of(rng, other.families)
        self._add_carer(family, origin, name, MOTHERS)
        if happens(rng, 0.42):
            self._add_carer(family, other, second if happens(rng, 0.5) else name, FATHERS)
        schools = self._schools(family.ward)
        for born in births:
            split = happens(rng, 0.12)
            if happens(rng, 0.08):
                schools = self._schools(family.ward)
            self._add_child(family, origin, second if split else name, born, schools)

    def _schools(self, ward: Ward) -> tuple[Service, Service]:
        """A primary and a secondary school nearby."""
        near = self._place.near
        return one_of(self._rng, near("primary_school", ward)), one_of(self._rng, near("secondary_school", ward))

    def _add_carer(self, family: Family, origin: Origin, name: str, kinds: tuple[str, ...]) -> None:
        """One adult, with what is known about parental responsibility."""
        rng = self._rng
        self._carers += 1
        relationship = one_of(rng, kinds)
        given = one_of(rng, origin.girls if kinds is MOTHERS else origin.boys)
        parent = relationship in {"mother", "father"}
        responsible = "yes" if parent and happens(rng, 0.9) else one_of(rng, ("no", "unknown", "unknown"))
        carer_id = f"car-{self._carers:06d}"
        family.carers.append(Carer(carer_id, given, name, relationship, responsible, family.arrived))

    def _add_child(self, family: Family, origin: Origin, name: str, born: int, schools: tuple[Service, Service]) -> None:
        """One child; some grown ones have moved out."""
        rng, today = self._rng, self._days.today
        self._children += 1
        given = one_of(rng, origin.girls if happens(rng, 0.49) else origin.boys)
        pupil = upn(self._children, self._days.year(born) + 5) if today - born > 4.6 * YEAR else ""
        child = Child(
            f"chi-{self._children:06d}", given, name, born, pupil if happens(rng, 0.94) else "",
            self._next_nhs() if happens(rng, 0.85) else "", *schools, since=max(born, family.arrived),
        )  # fmt: skip
        if today - born > 18.5 * YEAR and happens(rng, 0.6):
            child.left = max(child.since, born + 18 * YEAR + between(rng, 30, 180))
        family.children.append(child)

    def _next_nhs(self) -> str:
        """The next number of the test range that has a check digit."""
        self._nhs += 1
        while not (number := nhs_number(self._nhs)):
            self._nhs += 1
        return number


def _need(rng: Random) -> str:
    """What the family lives through now: care, help, past (was open once), withdrawn, or quiet."""
    return by_weight(rng, tuple(NEEDS), running_total(tuple(NEEDS.values())))
