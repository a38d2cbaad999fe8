"""Where each agency thinks a family lives: they don't agree, and some have never been there."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from ingest.demo.calendar import Calendar
from ingest.demo.chance import between, happens, one_of
from ingest.demo.family import Family
from ingest.demo.identifiers import postcode, uprn
from ingest.demo.spells import Spell
from ingest.demo.words import STREETS

TWO_HOMES = 0.09
"""Share of families with children who live in two homes."""

MOVED = 0.45
"""Share of families that have moved within the records' time."""

STALE = 0.3
"""Share of agencies that still hold the address before the last move."""


@dataclass(frozen=True, slots=True)
class Home:
    """A real place and the days a family lived there."""

    house: int
    street: str
    postcode: str
    uprn: str
    since: int
    until: int


class Addresses:
    """Writes the claims about one family after another."""

    def __init__(self, rng: Random, days: Calendar, write: Callable[..., None]) -> None:
        self._rng, self._days, self._write, self._count = rng, days, write, 0

    def of(self, family: Family, spells: list[Spell]) -> None:
        """What each agency that worked with the family lately has on file."""
        rng, today = self._rng, self._days.today
        moved = today - between(rng, 20, 2500) if happens(rng, MOVED) else family.arrived
        now = self._home(family, max(moved, family.arrived), today)
        before = self._home(family, family.arrived, now.since) if now.since > family.arrived else now
        agencies = self._agencies(spells)
        for agency, spell in agencies.items():
            old = spell.since < now.since and happens(rng, STALE)
            self._claim(family.subject, before if old else now, agency, self._visitor(spell, now, old))
        if happens(rng, TWO_HOMES) and agencies:
            self._second_home(family, now, list(agencies))

    def _agencies(self, spells: list[Spell]) -> dict[str, Spell]:
        """Agencies with someone in touch in the last three years, and their longest-serving spell (five at most)."""
        found: dict[str, Spell] = {}
        for spell in spells:
            if spell.seat and spell.active > self._days.today - 1100:
                found.setdefault(spell.seat.service.organisation.id, spell)
        return dict(list(found.items())[-5:])

    def _visitor(self, spell: Spell, home: Home, old: bool) -> tuple[str, int] | None:
        """Someone who goes to homes and has been in this one, with the day; mostly nobody has."""
        first = max(spell.since, home.since)
        if old or spell.role.context != "home" or first > spell.active or not happens(self._rng, 0.55):
            return None
        return spell.worker.id, between(self._rng, first, spell.active)

    def _second_home(self, family: Family, now: Home, agencies: list[str]) -> None:
        """Children who live in two homes: some agencies know the one, some the other, some both."""
        other = self._home(family, max(family.arrived, self._days.today - 1200), self._days.today)
        for child in family.children:
            self._claim(child.subject, now, one_of(self._rng, agencies), None)
            self._claim(child.subject, other, one_of(self._rng, agencies), None)

    def _home(self, family: Family, since: int, until: int) -> Home:
        """A house of its own: no two families share one."""
        self._count += 1
        number = self._count
        street = STREETS[(number * 7 + family.ward.number) % len(STREETS)]
        code = postcode(family.ward.number + 1, number // 15)
        return Home(number % 140 + 1, street, code, uprn(number), since, until)

    def _claim(self, subject: str, home: Home, agency: str, visitor: tuple[str, int] | None) -> None:
        """One agency's claim, typed as people type."""
        rng, text = self._rng, self._days.text
        kind, who = subject.split(",")
        first = between(rng, home.since, home.until)
        last = between(rng, max(first, self._days.today - 400), self._days.today)
        by, day = visitor or ("", 0)
        known = home.uprn if happens(rng, 0.7) else ""
        self._write(
            "addresses", kind, who, known, self._typed(home), self._postcode(home), agency, text(first),
            text(max(last, day)), by, text(day) if by else "",
        )  # fmt: skip

    def _typed(self, home: Home) -> str:
        """The same house in one of the ways it gets typed."""
        full = f"{home.house} {home.street}"
        short = full.replace("Street", "St").replace("Road", "Rd").replace("Avenue", "Ave").replace("Lane", "Ln")
        return one_of(self._rng, (full, full, full, short, full.upper(), f"{home.house}, {home.street}"))

    def _postcode(self, home: Home) -> str:
        """The postcode, sometimes in small letters, without its space or missing."""
        typed = (home.postcode,) * 6 + (home.postcode.lower(), home.postcode.replace(" ", ""), "")
        return one_of(self._rng, typed)
