"""A reader who has every figure that boards are shown, knows how they hang together, and adds and subtracts as far as it goes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

import numpy as np
from scipy import optimize, sparse  # pyright: ignore[reportMissingTypeStubs]

from queries.numbers.figures import FEW, Figure

MOST = 5000
"""More than any figure that is tried."""
GUESSES = 6
"""How often all is tried at once before figures are tried one by one."""


@dataclass
class Reader:
    """Figures by name, between the least and the most that each can be, and sums of them that lie between two bounds."""

    shown: dict[str, Figure] = field(default_factory=dict[str, Figure])
    true: dict[str, int] = field(default_factory=dict[str, int])
    """What each is, so that a test can say which of them were told; the reader makes no use of it."""
    unsaid: set[str] = field(default_factory=set[str])
    """Names of figures that are never shown: of them nothing is known because they are not."""
    sums: list[tuple[dict[str, int], float, float]] = field(default_factory=list[tuple[dict[str, int], float, float]])

    def sees(self, name: str, shown: Figure, true: int) -> None:
        """A figure; one that is seen twice must be shown alike."""
        assert could_be(true, shown), (name, shown, true)
        assert self.shown.get(name, shown) == shown, f"{name} is shown as {self.shown[name]} and as {shown}"
        self.shown[name], self.true[name] = shown, true

    def reckons(self, name: str, true: int) -> None:
        """A figure that is shown nowhere, but can be reckoned with."""
        self.sees(name, "not shown", true)
        self.unsaid.add(name)

    def at_most_count(self, name: str, most: int) -> None:
        """A figure is no more than a number."""
        assert self.true[name] <= most
        self.sums.append(({name: 1}, 0, most))

    def adds_up(self, whole: Iterable[str], parts: Iterable[str]) -> None:
        """The figures of the one side add up to as much as those of the other."""
        self._sum(dict.fromkeys(whole, 1), dict.fromkeys(parts, 1), 0)

    def at_most(self, less: str, more: Iterable[str]) -> None:
        """One figure is no more than others together."""
        self._sum(dict.fromkeys(more, 1), {less: 1}, np.inf)

    def _sum(self, whole: Mapping[str, int], parts: Mapping[str, int], most: float) -> None:
        terms = dict(whole)
        for name, n in parts.items():
            terms[name] = terms.get(name, 0) - n
        assert 0 <= sum(self.true[name] * n for name, n in terms.items()) <= most, terms
        self.sums.append((terms, 0, most))

    def told(self, seed: int = 0) -> dict[str, int]:
        """The figures that are not shown, stand for 1 to 4, and can be nothing else than what they are."""
        left = {n for n, figure in self.shown.items() if not isinstance(figure, int) and self.true[n] in FEW}
        if not left:
            return {}
        solver, chance = _Solver(self), Random(seed)
        for _ in range(GUESSES):
            left -= solver.apart({n: chance.choice((-1, 1)) * chance.random() for n in left})
        for name in sorted(left):
            if any(name in solver.apart({name: sign}) for sign in (1, -1)):
                left.discard(name)
        return {n: self.true[n] for n in sorted(left)}


class _Solver:
    """Looks for other worlds in which all that is shown would be shown."""

    def __init__(self, reader: Reader) -> None:
        self.names = sorted(reader.shown)
        self.place = {n: at for at, n in enumerate(self.names)}
        self.true = np.array([reader.true[n] for n in self.names])
        low, high = zip(*(_bounds(reader.shown[n], reader.true[n], n in reader.unsaid) for n in self.names), strict=True)
        self.within: Any = optimize.Bounds(low, high)  # pyright: ignore[reportArgumentType]
        cells = [(row, self.place[n], c) for row, (terms, _, _) in enumerate(reader.sums) for n, c in terms.items()]
        row, column, value = zip(*cells, strict=True)
        matrix: Any = sparse.csr_matrix((value, (row, column)), shape=(len(reader.sums), len(self.names)))
        least, most = zip(*((x[1], x[2]) for x in reader.sums), strict=True)
        self.sums: Any = optimize.LinearConstraint(matrix, least, most)  # pyright: ignore[reportArgumentType]

    def apart(self, wanted: Mapping[str, float]) -> set[str]:
        """The figures that differ from what they are in the world with the least of what is wanted."""
        cost = np.zeros(len(self.names))
        for name, weight in wanted.items():
            cost[self.place[name]] = weight
        found: Any = optimize.milp(cost, integrality=np.ones(len(cost)), bounds=self.within, constraints=self.sums)  # pyright: ignore[reportUnknownMemberType]
        assert found.success, found.message
        return {self.names[n] for n in np.flatnonzero(np.rint(found.x) != self.true).tolist()}


def could_be(count: int, figure: Figure) -> bool:
    """Whether a count may be shown so."""
    return count in FEW if figure == "fewer than 5" else figure in ("not shown", count)


def _bounds(figure: Figure, true: int, unsaid: bool) -> tuple[float, float]:
    """The least and the most that a reader believes of a figure: what is not shown would be said to be few, were it so."""
    if isinstance(figure, int):
        return figure, figure
    return (FEW[0], FEW[-1]) if figure == "fewer than 5" else (0 if unsaid or true < FEW.stop else FEW.stop, MOST)
