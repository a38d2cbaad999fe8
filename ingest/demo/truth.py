"""Who really knows each family, and why: read off the bonds, not off the records."""

from ingest.demo.bonds import Bond
from ingest.demo.calendar import Calendar
from ingest.demo.people import Worker

KNOWS = 0.10
"""The least bond that is knowing a family: about four home visits by someone one takes to, our assumption."""

STILL = 182
"""Days: who hasn't met a family for half a year has known it, and doesn't know it now."""


def truth_row(family_id: str, bonds: dict[str, Bond], workers: dict[str, Worker], days: Calendar) -> tuple[str, str, str]:
    """The family, who knows it best of those still around (empty when nobody does), and why."""
    around = [who for who in bonds if workers[who].last_day >= days.today and bonds[who].last >= days.today - STILL]
    ranked = sorted((-bonds[who].on(days.today), who) for who in around)
    if ranked and -ranked[0][0] >= KNOWS:
        return family_id, ranked[0][1], _because(ranked, bonds, days)
    return family_id, "", _nobody(ranked, bonds, days)


def _because(ranked: list[tuple[float, str]], bonds: dict[str, Bond], days: Calendar) -> str:
    """The one who knows them best, beside the next."""
    best = ranked[0][1]
    says = f"{best} and they really met {_often(bonds[best], days)}"
    if len(ranked) == 1:
        return f"{says}; nobody else is around"
    return f"{says}; the next, {ranked[1][1]}, met them {_often(bonds[ranked[1][1]], days)}"


def _nobody(ranked: list[tuple[float, str]], bonds: dict[str, Bond], days: Calendar) -> str:
    """Why nobody does."""
    if not ranked:
        return "nobody who is still around has ever met them"
    return f"nobody has met them enough: the closest, {ranked[0][1]}, met them {_often(bonds[ranked[0][1]], days)}"


def _often(bond: Bond, days: Calendar) -> str:
    """How often two have met, and between which days."""
    if not bond.met:
        return "never, only messages were sent"
    times = "once" if bond.met == 1 else f"{bond.met} times"
    between = f"on {days.text(bond.last)}" if bond.met == 1 else f"from {days.text(bond.first)} to {days.text(bond.last)}"
    return f"{times}, {between}"
