"""Continuity of 60 thousand children from 2 million contacts: the arrays beside a plain Python loop, and `kith continuity --all`."""

import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import cast

import numpy as np

from benchmarks.world import DAY, World
from queries.continuity.measures import Measures, Met, of_contacts
from queries.continuity.window import twelve_months_to

CHILDREN, CONTACTS, WORKERS, DAYS = 60_000, 2_000_000, 6_000, 3 * 365
CLAIM = 2_000
"""Subjects a second that `kith continuity --all` promises on SQLite."""
Plain = tuple[int, ...]
SINCE, UNTIL = twelve_months_to(DAY), DAY


def run(world: World) -> None:
    """Print both times, their ratio, and the rate of the command."""
    met = made_up()
    start = time.perf_counter()
    found = of_contacts(met, CHILDREN, SINCE.toordinal(), UNTIL.toordinal())
    halfway = time.perf_counter()
    looped = plainly(met)
    arrays, loop = halfway - start, time.perf_counter() - halfway
    assert _alike(found, looped), "the two must agree"
    print(f"{CHILDREN:,} children, {CONTACTS:,} contacts: arrays {arrays:.2f} s, plain Python {loop:.2f} s; ratio {loop / arrays:.1f}")
    _command(world)


def made_up() -> Met:
    """Contacts of a few workers a child, in no order."""
    chance = np.random.default_rng(2041)
    sequence = chance.integers(0, CHILDREN, CONTACTS)
    unit = (sequence * 7 + chance.geometric(0.4, CONTACTS)) % WORKERS
    day = UNTIL.toordinal() - chance.integers(0, DAYS, CONTACTS)
    second, count = chance.integers(8 * 60, 18 * 60, CONTACTS) * 60, np.minimum(chance.geometric(0.9, CONTACTS), 4)
    return Met(sequence, unit, day, second, unit, count)


def plainly(met: Met) -> list[tuple[float | None, ...]]:
    """The same measures of each child in turn, by sorting and counting in plain Python."""
    contacts: list[list[Plain]] = [[] for _ in range(CHILDREN)]
    columns = (met.day, met.second, met.order, met.unit, met.count)
    child_of: list[int] = met.sequence.tolist()
    rows = cast("Iterable[Plain]", zip(*(c.tolist() for c in columns), strict=True))
    for child, contact in zip(child_of, rows, strict=True):
        contacts[child].append(contact)
    before = {day: _year_before(date.fromordinal(day)).toordinal() for day in set(met.day.tolist())}
    return [_of_one(sorted(own), before) for own in contacts]


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _of_one(contacts: list[Plain], before: dict[int, int]) -> tuple[float | None, ...]:
    last, counts = dict[int, int](), dict[int, int]()
    n = known = changes = 0
    previous = None
    for day, _, _, unit, count in contacts:
        if SINCE.toordinal() <= day:
            known += count - 1 + (last.get(unit, 0) >= before[day])
            changes += previous not in (None, unit)
            counts[unit] = counts.get(unit, 0) + count
            n, previous = n + count, unit
        last[unit] = day
    return _measures(n, list(counts.values()), known, changes)


def _measures(n: int, counts: list[int], known: int, changes: int) -> tuple[float | None, ...]:
    m, squares = len(counts), sum(c * c for c in counts)
    if not n:
        return (0, 0, *(None for _ in range(8)))
    hi, mmci = squares / (n * n), (1 - m / (n + 0.1)) / (1 - 1 / (n + 0.1))
    if n == 1:
        return 1, 1, None, None, hi, None, mmci, None, known / n, changes
    coc, secon, k = (squares - n) / (n * (n - 1)), (n - 1 - changes) / (n - 1), (n - m) / (n - 1)
    return n, m, max(counts) / n, coc, hi, secon, mmci, k, known / n, changes


def _alike(found: Measures, looped: list[tuple[float | None, ...]]) -> bool:
    arrays = np.array(found.columns(), np.float64).T
    return np.allclose(arrays, np.array(looped, np.float64), rtol=0, atol=1e-9, equal_nan=True)


def _command(world: World) -> None:
    world.fill()
    kith = Path(sys.executable).with_name("kith")
    command = (kith, "continuity", "--all", "--json", "--to", DAY.isoformat(), "--store", world.settings.store)
    start = time.perf_counter()
    lines = subprocess.run(command, capture_output=True, check=True).stdout.count(b"\n")
    rate = lines / (time.perf_counter() - start)
    print(f"kith continuity --all, SQLite: {lines:,} subjects, {rate:,.0f} a second; ratio to the promised {CLAIM:,}: {rate / CLAIM:.2f}")
