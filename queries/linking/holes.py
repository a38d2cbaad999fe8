"""Structural holes: how far someone's contacts know each other anyway. Burt (1992) [S].

Over columns, some people at a time; networkx gives the same numbers (a test holds them together).
"""

from typing import Any

import numpy as np

from queries.numbers.columns import Floats

AT_ONCE = 1_000


def constraint(shared: Any) -> Floats:
    """Burt's constraint of each person, from 0 (joins many who do not know each other); NaN for who is joined to nobody.

    `shared` is symmetric: how much each two have in common.
    """
    whole = np.asarray(shared.sum(axis=1), np.float64).ravel()
    share = shared.astype(np.float64).tocsr()
    share.data = share.data / np.repeat(whole, np.diff(share.indptr))
    ties = shared.astype(bool)
    found = np.zeros(shared.shape[0])
    for rows in _some(shared.shape[0]):
        own = share[rows]
        through = (own @ share).multiply(ties[rows]) + own
        found[rows] = np.asarray(through.multiply(through).sum(axis=1)).ravel()
    return np.where(whole > 0, found, np.nan)


def effective_size(shared: Any) -> Floats:
    """How many contacts of each person do not repeat each other: n − 2t/n, t the ties among them [S: Borgatti 1997]; NaN for none."""
    ties = shared.astype(bool).astype(np.int64).tocsr()
    count = np.diff(ties.indptr)
    among = np.zeros(len(count))
    for rows in _some(len(count)):
        among[rows] = np.asarray((ties[rows] @ ties).multiply(ties[rows]).sum(axis=1)).ravel() / 2
    return np.where(count > 0, count - np.divide(2 * among, count, out=np.zeros(len(count)), where=count > 0), np.nan)


def _some(size: int) -> list[slice]:
    return [slice(n, min(size, n + AT_ONCE)) for n in range(0, size, AT_ONCE)]
