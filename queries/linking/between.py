"""Betweenness: how much of what joins others runs through someone. Freeman (1977) [S], worked out as Brandes (2001) has it [S].

Over columns: 64 starting points at a time, as products of a sparse matrix. networkx gives the same numbers (a test holds them
together) and takes minutes for a whole authority.
"""

from typing import Any

import numpy as np

from queries.numbers.columns import Flags, Floats

AT_ONCE = 64
EXACT = 1_500
"""Up to so many people every one is a starting point; beyond, `PIVOTS` of them, drawn with a seed."""
PIVOTS = 256


def betweenness(joined: Any, *, exact: int = EXACT, pivots: int = PIVOTS, seed: int = 2041) -> tuple[Floats, int]:
    """For each person the share, 0 to 1, of shortest ways between two others that run through them; and from how many it was worked out.

    `joined` is a symmetric matrix, anything but 0 where two are joined; ways count steps, not weights. From fewer starting points than
    people it is an estimate without bias [S: Brandes and Pich 2007].
    """
    ties = joined.astype(bool).astype(np.float64).tocsr()
    some = np.flatnonzero(np.diff(ties.indptr))
    starts = some if len(some) <= exact else np.sort(np.random.default_rng(seed).choice(some, pivots, replace=False))
    total = np.zeros(ties.shape[0])
    for first in range(0, len(starts), AT_ONCE):
        total += _through(ties, starts[first : first + AT_ONCE])
    people, scale = ties.shape[0], len(some) / max(len(starts), 1)
    return total * scale / max((people - 1) * (people - 2), 1), len(starts)


def _through(ties: Any, starts: Any) -> Floats:
    """What runs through each person from some starting points: the dependencies, added up."""
    ways, levels = _ways(ties, starts)
    depends = np.zeros_like(ways)
    for nearer, further in zip(levels[-2::-1], levels[:0:-1], strict=True):
        passed = np.divide(1 + depends, ways, out=np.zeros_like(ways), where=further)
        depends += np.where(nearer, ways * (ties @ passed), 0)
    depends[starts, np.arange(len(starts))] = 0
    return depends.sum(axis=1)


def _ways(ties: Any, starts: Any) -> tuple[Floats, list[Flags]]:
    """How many shortest ways lead from each start to each person, and who is how many steps away."""
    ways = np.zeros((ties.shape[0], len(starts)))
    ways[starts, np.arange(len(starts))] = 1
    reached = ways > 0
    levels = [reached.copy()]
    while True:
        fresh = ties @ np.where(levels[-1], ways, 0)
        new = (fresh > 0) & ~reached
        if not new.any():
            return ways, levels
        ways[new] = fresh[new]
        reached |= new
        levels.append(new)
