"""What the board page tells of links between agencies: only what boards may see, put into words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.commands.trend import WHY
from api.telling.words import many
from queries.linking.board import ShownChange, ShownLink
from queries.linking.losing import REASONS
from queries.linking.missing import Missing
from queries.linking.seriation import weight
from queries.linking.wards import Pair
from queries.numbers.figures import Figure
from queries.scoring.because import plain_day

CHANGED = 10
"""Pairs whose links changed most, told by name."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Names by id, figures by pair, and for all families the whole of each link; of one area only the families in common."""

    on: date
    names: Mapping[str, str]
    figures: Mapping[Pair, Figure]
    links: Mapping[Pair, ShownLink]
    missing: Sequence[Missing]
    area: str | None = None

    @property
    def joined(self) -> list[Pair]:
        """Pairs that may have families in common, the most first."""
        pairs = [p for p, f in self.figures.items() if f != 0]
        return sorted(pairs, key=lambda p: (-weight(self.figures[p]), self.names[p[0]], self.names[p[1]]))

    def apart(self, among: Sequence[str]) -> list[tuple[str, list[str]]]:
        """Of these agencies those that share no family, by name: each pair told once, under the one that has more of them."""
        none: dict[str, set[str]] = {}
        for (a, b), figure in self.figures.items():
            if figure == 0 and a in among and b in among:
                none.setdefault(a, set()).add(b)
                none.setdefault(b, set()).add(a)
        found: list[tuple[str, list[str]]] = []
        while any(none.values()):
            one = min(none, key=lambda s: (-len(none[s]), self.names[s]))
            found.append((self.names[one], sorted(self.names[s] for s in none[one])))
            for other in none.pop(one):
                none[other].discard(one)
        return found

    @property
    def finding(self) -> str:
        """What the picture says, in one sentence."""
        where = f" in {self.area}" if self.area else ""
        pairs = many(len(self.figures), "pair of agencies", "pairs of agencies")
        none = len(self.figures) - len(self.joined)
        if not self.joined:
            return f"On {plain_day(self.on)} no two agencies know a family in common{where}."
        (a, b), gap = self.joined[0], ""
        most = self.figures[a, b]
        first = (
            f"{self.names[a]} and {self.names[b]} share most families{where}, {most:,}"
            if isinstance(most, int)
            else f"all share few{where}"
        )
        if self.missing:
            gap = f", and {len(self.missing):,} that share five or more have nobody who has met"
        return f"On {plain_day(self.on)} {first}; of {pairs} {f'{none:,}' if none else 'none'} know no family in common{gap}."


@dataclass(frozen=True, slots=True)
class Turn:
    """One quarter: how many pairs of agencies had links at its end, and how many have come to have any, and ceased to."""

    until: date
    joined: int
    came: int
    went: int


def turns(changes: Sequence[ShownChange]) -> list[Turn]:
    """The quarters in order."""
    found: list[Turn] = []
    for until in sorted({c.until for c in changes}):
        own = [c for c in changes if c.until == until]
        came, went = sum(c.before == 0 != c.links for c in own), sum(c.links == 0 != c.before for c in own)
        found.append(Turn(until, sum(c.links != 0 for c in own), came, went))
    return found


@dataclass(frozen=True, slots=True)
class Moved:
    """A pair whose links became more or fewer over all quarters, and for what they were lost, as far as it may be told."""

    a: str
    b: str
    before: int
    after: int
    why: str


def moved(changes: Sequence[ShownChange]) -> list[Moved]:
    """Pairs of which both ends may be told, the greatest change first."""
    own: dict[Pair, list[ShownChange]] = {}
    for change in changes:
        own.setdefault((change.a, change.b), []).append(change)
    found: list[Moved] = []
    for (a, b), quarters in own.items():
        before, after = quarters[0].before, quarters[-1].links
        if isinstance(before, int) and isinstance(after, int) and before != after:
            found.append(Moved(a, b, before, after, _why(quarters)))
    return sorted(found, key=lambda m: (-abs(m.after - m.before), m.a, m.b))[:CHANGED]


def _why(quarters: Sequence[ShownChange]) -> str:
    """For what links were lost in these quarters: the open figures of each reason, each quarter's by itself, added up."""
    told: list[str] = []
    for n, reason in enumerate(REASONS):
        figures = [c.why[n] for c in quarters]
        known = sum(f for f in figures if isinstance(f, int))
        if known:
            told.append(f"{WHY[reason]}: {known}{' or more' if any(isinstance(f, str) for f in figures) else ''}")
    return "; ".join(told)
