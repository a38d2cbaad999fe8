"""How someone comes to work with a family: a service nearby, a seat in it, and whoever sits there."""

from random import Random

from ingest.demo.calendar import FOREVER
from ingest.demo.chance import one_of
from ingest.demo.family import Family
from ingest.demo.people import Seat
from ingest.demo.place import Place, Service
from ingest.demo.roles import BY_KEY
from ingest.demo.spells import Spell, Spells
from ingest.demo.staff import Staff


class Joining:
    """Finds seats that serve a family."""

    def __init__(self, rng: Random, place: Place, staff: Staff, make: Spells) -> None:
        self._rng, self._place, self._staff, self._make = rng, place, staff, make

    def seats(self, role: str, family: Family, service: Service | None = None) -> list[Seat]:
        """The seats of a role in a service, or in any that serves the family's ward."""
        near = service or one_of(self._rng, self._place.near(BY_KEY[role].service, family.ward))
        return self._staff.seats[near.id, role]

    def join(
        self, family: Family, role: str, subject: str, since: int, until: int, service: Service | None = None,
        active: int = FOREVER,
    ) -> list[Spell]:  # fmt: skip
        """Spells of those who sat in one such seat through that time."""
        seat = one_of(self._rng, self.seats(role, family, service))
        return self.sit(seat, family, subject, since, until, active)

    def sit(self, seat: Seat, family: Family, subject: str, since: int, until: int, active: int = FOREVER) -> list[Spell]:
        """Spells of those who sat in this seat through that time; really in touch until `active` at most."""
        return self._make.along(seat, (subject,), since, until, min(active, family.withdrew))
