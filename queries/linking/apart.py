"""What falls apart without someone: pairs of organisations whose common families run through them, or their team, alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from queries.linking.links import sign


@dataclass(frozen=True, slots=True)
class Parted:
    """Two organisations that would know no family in common: all `families` that both know, `own` knows through one person or team."""

    own: str
    other: str
    families: int


def parted(known: Any, posts: Any, groups: Any, organisations: Sequence[str]) -> list[list[Parted]]:
    """For each group of people the pairs of organisations that it alone joins, by its own organisation, then by the other.

    `known` is units by people, `posts` people by organisations, `groups` people by groups: ones and nothing else, SciPy CSR.
    """
    knows = sign((known @ posts).tocsr())
    families: Any = (knows.T @ knows).toarray()
    meets = sign((known.T @ knows).tocsr())
    found: list[list[Parted]] = [[] for _ in range(groups.shape[1])]
    for own, name in enumerate(organisations):
        staff = posts[:, [own]].tocoo().row
        theirs = meets[staff]
        carry: Any = np.asarray(theirs.sum(axis=0)).ravel()
        inside: Any = (groups[staff].T @ theirs).tocoo()
        alone = (inside.data == carry[inside.col]) & (inside.col != own)
        for group, other in sorted(zip(map(int, inside.row[alone]), map(int, inside.col[alone]), strict=True)):
            found[group].append(Parted(name, organisations[other], int(families[own, other])))
    return found
