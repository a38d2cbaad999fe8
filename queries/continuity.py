"""Continuity of care: how much of the contact one child or family has is with the same people.

Measures from continuity of care in medicine, under their published names (BJGP 2023;73:279) [S]. A sequence is
who was met, in order. A measure that cannot be worked out is None with a reason, never 0 or 1.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise

TWO = "needs at least two contacts"
ONE = "needs at least one contact"


@dataclass(frozen=True, slots=True)
class Continuity:
    """The measures of one sequence, each 0 to 1; `undefined` says why one is None. `changes` counts neighbours that differ."""

    contacts: int
    workers: int
    upc: float | None
    coc: float | None
    hi: float | None
    secon: float | None
    mmci: float | None
    k: float | None
    changes: int | None
    undefined: dict[str, str]

    @property
    def effective_workers(self) -> float | None:
        """As many equal workers as would give this Herfindahl index."""
        return 1 / self.hi if self.hi else None


def continuity(met: Sequence[Hashable]) -> Continuity:
    """Every measure of a sequence of contacts.

    >>> continuity("AAB").upc, round(continuity("AAABBB").mmci, 4)
    (0.6666666666666666, 0.8039)
    """
    n, counts = len(met), Counter(met).values()
    some, several = n > 0, n > 1
    undefined: dict[str, str] = {} if some else dict.fromkeys(("hi", "mmci", "changes"), ONE)
    undefined |= {} if several else dict.fromkeys(("upc", "coc", "secon", "k"), TWO)
    squares = sum(c * c for c in counts)
    changes = sum(a != b for a, b in pairwise(met))
    return Continuity(
        contacts=n,
        workers=len(counts),
        upc=max(counts) / n if several else None,
        coc=(squares - n) / (n * (n - 1)) if several else None,
        hi=squares / n**2 if some else None,
        secon=(n - 1 - changes) / (n - 1) if several else None,
        mmci=(1 - len(counts) / (n + 0.1)) / (1 - 1 / (n + 0.1)) if some else None,
        k=(n - len(counts)) / (n - 1) if several else None,
        changes=changes if some else None,
        undefined=undefined,
    )
