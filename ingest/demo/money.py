"""Funding lines of the voluntary groups: they follow each other, sometimes with a gap that scatters a team."""

from dataclasses import dataclass
from random import Random

from ingest.demo.calendar import Calendar
from ingest.demo.chance import between, happens, one_of
from ingest.demo.place import Service

FUNDERS = (
    "Community Fund North",
    "Northmoor Council",
    "The Weaver Trust",
    "Moorland Police Commissioner",
    "Friends of the Moor",
    "Larch Foundation",
)
GAP_CHANCE = 0.28
"""How often the next line begins late."""

NOTICE = (28, 56, 84)
"""Days of notice that funded people get."""


@dataclass(frozen=True, slots=True)
class Funding:
    """One funding line of a service, with the days it pays for."""

    id: str
    name: str
    funder: str
    starts: int
    ends: int
    notice: int


def funding_lines(rng: Random, service: Service, days: Calendar, first_number: int) -> list[Funding]:
    """Lines from before the history to the one that pays now (or ended just now and has no successor)."""
    lines: list[Funding] = []
    starts = days.start - between(rng, 0, 500)
    while starts <= days.today:
        ends = starts + one_of(rng, (365, 730, 730, 1095)) - 1
        funder = one_of(rng, FUNDERS)
        name = f"{funder}: {service.name} {days.year(starts)}"
        lines.append(Funding(f"fun-{first_number + len(lines):03d}", name, funder, starts, ends, one_of(rng, NOTICE)))
        starts = ends + 1 + (between(rng, 80, 270) if happens(rng, GAP_CHANCE) else 0)
    return lines


def paid_spans(lines: list[Funding]) -> list[tuple[int, int, int]]:
    """Spans (first day, last day, days of notice) through which the money never stopped."""
    spans: list[tuple[int, int, int]] = []
    for line in lines:
        if spans and spans[-1][1] + 1 == line.starts:
            spans[-1] = (spans[-1][0], line.ends, line.notice)
        else:
            spans.append((line.starts, line.ends, line.notice))
    return spans
