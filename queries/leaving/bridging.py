"""What the end of a funding line, or a gap in it, does: who goes when, and what bridging it would keep."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from graph.errors import BadInput, UnknownId
from graph.model import Funded, Funding, View
from graph.store import GraphReader
from queries.leaving.capital import Capital
from queries.leaving.ends import final_day, first_day
from queries.leaving.impact import Impact, impact
from queries.leaving.scenario import Bridge, EndFunding, Gap, MoneyChange

A_DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Bridging:
    """What a line pays for when it stops, and what stays where the money is bridged.

    `stops` is its last day, `until` the last day of the gap (None: an end). `lost` is the first day without the money,
    without a bridge; `kept` the same with one. Nobody here knows what bridging costs.
    """

    line: Funding
    stops: date
    until: date | None
    notice_days: int
    pays_for: tuple[Funded, ...]
    lost: Impact
    kept: Impact

    @property
    def families_kept(self) -> int:
        """Families for whom something changes only without the bridge."""
        return self.lost.families - self.kept.families

    @property
    def orphans_kept(self) -> int:
        """Families that only without the bridge are left with nobody who reaches the threshold."""
        return self.lost.outcomes["orphaned"] - self.kept.outcomes["orphaned"]

    @property
    def capital_kept(self) -> Capital:
        """The ties that only the bridge keeps; the months are those of the ties lost without it."""
        lost, kept = self.lost.capital, self.kept.capital
        return Capital(lost.ties - kept.ties, lost.strength - kept.strength, lost.months, lost.reason)


async def bridging(
    reader: GraphReader,
    funding: str,
    view: View,
    *,
    ends: date | None = None,
    gap_until: date | None = None,
    notice_days: int | None = None,
) -> Bridging:
    """What stops when a line does. `ends` is its last day (None: its own), `gap_until` the last day of a gap after it.

    Errors: UnknownId; BadInput where no end is known or the days don't follow each other.
    """
    line = (await reader.entities(Funding, [funding], view)).get(funding)
    if line is None:
        raise UnknownId(funding)
    stops = ends or line.ends
    if stops is None:
        raise BadInput(f"no end of {funding} is recorded: say on which day it ends")
    stop: MoneyChange = Gap(funding, stops + A_DAY, gap_until, notice_days) if gap_until else EndFunding(funding, ends, notice_days)
    without = replace(view, on=stops + A_DAY)
    lost = await impact(reader, (stop,), without, shown=0, asked_on=view.on)
    kept = await impact(reader, (stop, Bridge(funding, gap_until or date.max)), without, shown=0, asked_on=view.on)
    notice = notice_days if notice_days is not None else line.notice_days or 0
    return Bridging(line, stops, gap_until, notice, _paid(await reader.fundings(view), funding, stops), lost, kept)


def _paid(funded: Sequence[Funded], funding: str, stops: date) -> tuple[Funded, ...]:
    """What a line pays for on the day it stops."""
    return tuple(f for f in funded if f.funding_id == funding and first_day(f) <= stops <= final_day(f))
