"""The rows of what is written down as it is: places, people, posts, families and ties."""

from random import Random

from ingest.demo.calendar import FOREVER, Calendar
from ingest.demo.chance import between, happens, one_of
from ingest.demo.family import Family
from ingest.demo.files import Feed
from ingest.demo.identifiers import phone
from ingest.demo.money import Funding
from ingest.demo.people import Seat, Stint
from ingest.demo.place import AUTHORITY_CODE, Place
from ingest.demo.spells import Spell
from ingest.demo.staff import Staff

LEFT_OPEN = 0.02
"""Share of ended ties that nobody closed on record: they look as if they went on."""

NO_START = 0.015
"""Share of ties whose start nobody wrote down."""

LEAVING_SOON = 0.03
"""Share of permanent posts with a leaving date that is known already."""


class Tables:
    """Writes everything but contacts, statements and addresses."""

    def __init__(self, rng: Random, days: Calendar, feed: Feed) -> None:
        self._rng, self._days, self._feed, self._ties = rng, days, feed, 0

    def place(self, place: Place) -> None:
        """Areas, organisations and services."""
        row = self._feed.row
        row("areas", AUTHORITY_CODE, "Northmoor", "authority", "")
        for ward in place.wards:
            row("areas", ward.code, ward.name, "ward", AUTHORITY_CODE)
        for agency in place.organisations:
            row("organisations", agency.id, agency.name, agency.sector)
        for service in place.services:
            kind, whole = service.kind, len(service.wards) > 1
            area = AUTHORITY_CODE if whole else service.wards[0].code
            sensitivity = "sensitive" if kind.sensitive else "ordinary"
            scale = "authority" if whole else kind.scale
            row("services", service.id, service.name, service.organisation.id, kind.key, sensitivity, scale, area)

    def staff(self, staff: Staff) -> None:
        """Professionals, funding lines and posts."""
        row, text = self._feed.row, self._days.text
        for number, w in enumerate(staff.workers):
            reach = (f"{w.id}@northmoor.example", phone(number)) if w.staff_number else ("", phone(number))
            row("professionals", w.id, w.name, w.profession, w.staff_number, *reach)
        for lines in staff.fundings.values():
            for f in lines:
                row("fundings", f.id, f.name, f.funder, text(f.starts), text(f.ends), f.notice)
        for seats in staff.seats.values():
            for seat in seats:
                for stint in seat.stints:
                    self._post(seat, stint, staff.fundings.get(seat.service.id, []))

    def _post(self, seat: Seat, stint: Stint, lines: list[Funding]) -> None:
        """A post, or one for each funding line that paid for it."""
        paid = [f for f in lines if f.starts <= stint.until and f.ends >= stint.since]
        fte = one_of(self._rng, ("1.0", "1.0", "1.0", "0.8", "0.6"))
        if stint.contract != "fixed_term" or not paid:
            self._post_row(seat, stint, stint.since, stint.until, self._expected(stint), fte, "")
            return
        for f in paid:
            since = stint.since if f is paid[0] else f.starts
            until = stint.until if f is paid[-1] else f.ends
            self._post_row(seat, stint, since, until, f.ends if until == FOREVER else FOREVER, fte, f.id)

    def _post_row(self, seat: Seat, stint: Stint, since: int, until: int, expected: int, fte: str, funding: str) -> None:
        """One row of posts."""
        text, capacity = self._days.text, seat.role.capacity or ""
        self._feed.row(
            "posts", stint.worker.id, seat.service.id, seat.role.title, stint.contract, text(since), text(until),
            text(expected), fte, capacity, funding,
        )  # fmt: skip

    def _expected(self, stint: Stint) -> int:
        """The day on which someone in post is expected to go, where it is known."""
        if stint.until != FOREVER:
            return FOREVER
        if stint.contract == "agency":
            return self._days.today + between(self._rng, 15, 400)
        soon = stint.contract == "permanent" and happens(self._rng, LEAVING_SOON)
        return self._days.today + between(self._rng, 7, 90) if soon else FOREVER

    def family(self, family: Family) -> None:
        """A family, its carers and its children."""
        row, text = self._feed.row, self._days.text
        row("families", family.id, family.name, family.ward.code)
        for c in family.carers:
            row("carers", c.id, c.given, c.family_name, family.id, c.relationship, c.responsible, text(c.since), "")
        for c in family.children:
            row(
                "children", c.id, c.given, c.family_name, text(c.born), c.upn, c.nhs, family.id, text(c.since),
                text(c.left),
            )  # fmt: skip

    def ties(self, spells: list[Spell]) -> None:
        """The ties on record: most of them, some without a start, some never closed."""
        for spell in spells:
            if happens(self._rng, spell.role.tied):
                since = "" if happens(self._rng, NO_START) else self._days.text(spell.since)
                closed = spell.until < FOREVER and not happens(self._rng, LEFT_OPEN)
                end = f"{self._days.text(spell.until)},{spell.reason}" if closed else ","
                self._tie(spell, since, end)

    def _tie(self, spell: Spell, since: str, end: str) -> None:
        """One row for each child or family that the spell is about."""
        write, who = self._feed.lines("ties"), spell.worker
        role, context = (spell.role.title, spell.role.context) if spell.seat else (who.profession, who.context)
        for subject in spell.subjects:
            self._ties += 1
            lead = "yes" if spell.lead else "no"
            write(f"tie-{self._ties:07d},{who.id},{subject},{role},{context},{lead},{since},{end}\n")
