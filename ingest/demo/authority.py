"""A made-up authority as a plain feed folder, with the truth planted beside it.

`write_demo` writes the thirteen files of the plain feed into a folder, and `truth.csv` beside it: who really
knows each family, and why. The same size, seed and day give the same bytes everywhere. Who really knows whom
is lived through encounter by encounter (bonds.py); the feed holds what agencies would have written down
of it (records.py), so that a rule can be tried against what it cannot see.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ingest.demo.addresses import Addresses
from ingest.demo.bonds import Lives
from ingest.demo.calendar import FOREVER, Calendar
from ingest.demo.chance import happens, one_of, stream
from ingest.demo.family import Family
from ingest.demo.files import Feed
from ingest.demo.homes import Homes
from ingest.demo.journeys import Journeys, Town
from ingest.demo.place import build_place
from ingest.demo.records import Records
from ingest.demo.said import Voices
from ingest.demo.spells import Spell
from ingest.demo.staff import Staff
from ingest.demo.tables import Tables
from ingest.demo.truth import truth_row

MISTAKES = 0.015
"""Share of families with a tie to someone who has never met them: a slip in typing."""


@dataclass(frozen=True)
class Size:
    """How big the authority is; staff follows from the number of families."""

    families: int
    wards: int
    primary_schools: int
    secondary_schools: int
    practices: int
    groups: int


SMALL = Size(families=600, wards=4, primary_schools=4, secondary_schools=1, practices=3, groups=5)
"""For a first look: about two thousand people, seconds to write."""

AUTHORITY = Size(families=18_200, wards=24, primary_schools=64, secondary_schools=15, practices=34, groups=28)
"""A mean authority: 60 thousand people, 6 thousand professionals, 500 thousand ties, 2 million contacts."""

SIZES: dict[str, Size] = {"small": SMALL, "authority": AUTHORITY}


def write_demo(folder: Path, size: Size, *, seed: int = 2041, on: date) -> Path:
    """Writes the feed into the folder as it is on a day, and returns the truth file beside the folder."""
    truth = folder.parent / "truth.csv"
    with Feed(folder) as feed, truth.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("family_id", "professional_id", "why"))
        rows.writerows(_Demo(feed, size, seed, Calendar(on)).run())
    return truth


class _Demo:
    """One run: the town first, then one family after another, each forgotten once it is written."""

    def __init__(self, feed: Feed, size: Size, seed: int, days: Calendar) -> None:
        self._size, self._days = size, days
        self._rng = stream(seed, "slips")
        place = build_place(stream(seed, "place"), size.wards, _counts(size))
        self._staff = Staff(stream(seed, "staff"), place, days, size.families)
        self._tables = Tables(stream(seed, "tables"), days, feed)
        self._tables.place(place)
        self._tables.staff(self._staff)
        self._seats = [seats for seats in self._staff.seats.values() if seats]
        self._workers = {worker.id: worker for worker in self._staff.workers}
        self._homes = Homes(stream(seed, "homes"), place, days)
        self._journeys = Journeys(stream(seed, "journeys"), Town(place, self._staff, days))
        records = Records(stream(seed, "records"), days, feed.lines("contacts"))
        self._lives = Lives(stream(seed, "lives"), place, self._staff, days, records)
        self._voices = Voices(stream(seed, "voices"), days, feed.row)
        self._addresses = Addresses(stream(seed, "addresses"), days, feed.row)

    def run(self) -> Iterator[tuple[str, str, str]]:
        """Writes every family and yields its row of truth."""
        for _ in range(self._size.families):
            family = self._homes.next()
            spells = self._journeys.of(family)
            bonds = self._lives.of(family, spells)
            wrong = self._slip(family)
            self._tables.family(family)
            self._tables.ties([*spells, *wrong])
            self._voices.of(family, bonds, wrong[0].worker.id if wrong else "")
            self._addresses.of(family, spells)
            yield truth_row(family.id, bonds, self._workers, self._days)

    def _slip(self, family: Family) -> list[Spell]:
        """Now and then someone stands in the record of a family they have never met."""
        if not happens(self._rng, MISTAKES):
            return []
        seat = one_of(self._rng, one_of(self._rng, self._seats))
        since = max(family.arrived, self._days.today - 800)
        workers = [stint.worker for stint in seat.stints if stint.until == FOREVER]
        return [Spell(worker, seat.role, seat, (family.subject,), since, FOREVER, since) for worker in workers]


def _counts(size: Size) -> dict[str, int]:
    """How many services there are of the kinds that a size names."""
    return {
        "primary_school": size.primary_schools,
        "secondary_school": size.secondary_schools,
        "practice": size.practices,
        "voluntary": size.groups,
    }
