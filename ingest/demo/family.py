"""A family, its children and its carers."""

from dataclasses import dataclass, field

from ingest.demo.calendar import FOREVER
from ingest.demo.place import Service, Ward

YEAR = 365
"""Days in a year of a child's life, near enough for schools and visits."""


@dataclass(slots=True)
class Child:
    """A child and the schools they go to; `left` is the day they left the family, if they did."""

    id: str
    given: str
    family_name: str
    born: int
    upn: str
    nhs: str
    primary: Service
    secondary: Service
    since: int
    left: int = FOREVER

    @property
    def subject(self) -> str:
        """As it stands in two columns of a feed's row."""
        return f"child,{self.id}"


@dataclass(slots=True)
class Carer:
    """An adult of the family."""

    id: str
    given: str
    family_name: str
    relationship: str
    responsible: str
    since: int


@dataclass(slots=True)
class Family:
    """A family; `arrived` is its first day here, `withdrew` the day from which it let nobody in."""

    id: str
    name: str
    ward: Ward
    practice: Service
    arrived: int
    need: str
    withdrew: int
    children: list[Child] = field(default_factory=list[Child])
    carers: list[Carer] = field(default_factory=list[Carer])

    @property
    def subject(self) -> str:
        """As it stands in two columns of a feed's row."""
        return f"family,{self.id}"
