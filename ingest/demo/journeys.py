"""What each family lives through: everyday meetings, times of trouble, and those who stay through all."""

from dataclasses import dataclass
from random import Random

from ingest.demo.calendar import FOREVER, Calendar
from ingest.demo.chance import between, happens, one_of, skewed
from ingest.demo.everyday import Everyday
from ingest.demo.family import YEAR, Child, Family
from ingest.demo.join import Joining
from ingest.demo.needs import (
    ANCHORED,
    ANCHORS,
    AROUND_ALL,
    AROUND_CARE,
    AROUND_HELP,
    IN_THE_PAST,
    INFORMAL_CHANCE,
    Around,
    ages,
)
from ingest.demo.place import Place
from ingest.demo.roles import BY_KEY, INFORMAL
from ingest.demo.spells import Spell, Spells
from ingest.demo.staff import Staff


@dataclass(frozen=True, slots=True)
class Town:
    """Where it all happens, and who is there."""

    place: Place
    staff: Staff
    days: Calendar


class Journeys:
    """Who has worked with each family, from the start of the history to today."""

    def __init__(self, rng: Random, town: Town) -> None:
        self._rng, self._town, self._days = rng, town, town.days
        self._make = Spells(rng, town.days)
        self._joining = Joining(rng, town.place, town.staff, self._make)
        self._everyday = Everyday(rng, town.days, self._joining)

    def of(self, family: Family) -> list[Spell]:
        """Everyone's spells with a family, in order of their beginning."""
        spells = self._everyday.of(family)
        for kind, since, until in self._troubles(family):
            spells += self._care(family, since, until) if kind == "care" else self._help(family, since, until)
        spells += self._around(family, AROUND_ALL, max(family.arrived, self._days.start), FOREVER)
        if happens(self._rng, ANCHORED[family.need]):
            spells += self._anchor(family)
        if happens(self._rng, INFORMAL_CHANCE[family.need]):
            spells.append(self._informal(family))
        spells = [spell for spell in spells if spell.until >= self._days.start]
        return sorted(spells, key=lambda spell: spell.since)

    def _troubles(self, family: Family) -> list[tuple[str, int, int]]:
        """Times (kind, first day, last day) when a family was open to a social worker or to early help."""
        rng, latest, chance = self._rng, min(self._days.today, family.withdrew), IN_THE_PAST[family.need]
        spans: list[tuple[str, int, int]] = []
        if family.need in {"care", "help"}:
            spans.append((family.need, latest - between(rng, 10, int(skewed(rng, 200, 2600))), FOREVER))
        while happens(rng, chance):
            until, kind = latest - between(rng, 60, 2700), "care" if happens(rng, 0.55) else "help"
            spans.append((kind, until - between(rng, 90, 900), until))
            chance *= 0.6
        return [(kind, max(since, family.arrived), until) for kind, since, until in spans if until > family.arrived]

    def _care(self, family: Family, since: int, until: int) -> list[Spell]:
        """A social worker for the children, and the many around them."""
        team = self._joining.seats("social_worker", family)
        case = self._make.case(team, self._children(family, since), max(since, self._days.start), until)
        first = self._joining.join(family, "duty", family.subject, since - 30, since - 1)
        return case + first + self._around(family, AROUND_CARE, since, until)

    def _children(self, family: Family, day: int) -> tuple[str, ...]:
        """The children whom a case is about: most of those under 18 then, at least the eldest."""
        young = [c for c in family.children if c.born <= day < c.born + 18 * YEAR and c.left == FOREVER]
        return tuple(c.subject for c in young if happens(self._rng, 0.93)) or (family.children[0].subject,)

    def _help(self, family: Family, since: int, until: int) -> list[Spell]:
        """A family support worker who leads, and some around them."""
        leads = self._joining.join(family, "family_worker", family.subject, since, until)
        for spell in leads:
            spell.lead = True
        return leads + self._around(family, AROUND_HELP, since, until)

    def _around(self, family: Family, around: Around, since: int, until: int) -> list[Spell]:
        """Those who join for a time, if a child has the right age."""
        spells: list[Spell] = []
        latest = min(until, self._days.today)
        soon = min(latest, since + 500) if around is not AROUND_ALL else latest
        for role, chance, longest in around:
            if happens(self._rng, chance):
                start = between(self._rng, since, soon)
                stop = min(until, start + between(self._rng, 40, longest))
                spells += self._helper(family, role, self._child_for(family, role, start), start, stop)
        return spells

    def _anchor(self, family: Family) -> list[Spell]:
        """Someone who came months or years ago and has stayed (or whose successor has)."""
        today = self._days.today
        fits = [(role, child) for role in ANCHORS if (child := self._child_for(family, role, today))]
        if not fits:
            return []
        role, child = one_of(self._rng, fits)
        since = max(family.arrived, child.born + ages(role)[0] * YEAR, today - between(self._rng, 150, 2600))
        return self._helper(family, role, child, since, FOREVER)

    def _helper(self, family: Family, role: str, child: Child | None, since: int, until: int) -> list[Spell]:
        """One helper for the family or for one child, while the child has the age for it."""
        if child is None:
            return []
        subject = family.subject if BY_KEY[role].whom == "family" else child.subject
        school = {"primary": child.primary, "secondary": child.secondary}.get(role.partition("_")[0])
        grown = min(child.born + ages(role)[1] * YEAR, child.left)
        return self._joining.join(family, role, subject, since, min(until, grown), school)

    def _child_for(self, family: Family, role: str, day: int) -> Child | None:
        """A child of the age that the role is for."""
        low, high = ages(role)
        fits = [c for c in family.children if low <= (day - c.born) // YEAR < high and c.left > day]
        return one_of(self._rng, fits) if fits else None

    def _informal(self, family: Family) -> Spell:
        """Someone without a post; a quarter of them have long lost touch, whatever the record says."""
        rng, today = self._rng, self._days.today
        worker = one_of(rng, self._town.staff.informal)
        since = between(rng, max(family.arrived, today - 2900), today - 30)
        active = today if happens(rng, 0.75) else between(rng, since, today)
        subject = family.subject if worker.context == "home" else family.children[0].subject
        return Spell(worker, INFORMAL, None, (subject,), since, FOREVER, active)
