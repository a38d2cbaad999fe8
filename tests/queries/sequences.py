"""Sequences of contacts written as words: a letter a worker, a contact a day."""

from collections.abc import Sequence

import numpy as np

from queries.continuity.measures import Measures, Met, of_contacts

FIRST = 739_000


def measures(*sequences: str) -> Measures:
    """The measures of some sequences, all at once."""
    found = [(n, ord(letter), FIRST + day) for n, letters in enumerate(sequences) for day, letter in enumerate(letters)]
    columns = np.array(found, np.int64).reshape(-1, 3)
    nothing = np.zeros(len(found), np.int64)
    met = Met(columns[:, 0], columns[:, 1], columns[:, 2], nothing, nothing, nothing + 1)
    return of_contacts(met, len(sequences), FIRST, FIRST + 400)


def values(found: Measures, place: int = 0, but: Sequence[str] = ()) -> dict[str, float]:
    """One sequence's measures by name; NaN is what cannot be worked out."""
    names = ("contacts", "workers", "upc", "coc", "hi", "secon", "mmci", "k", "kpc", "changes")
    return {name: float(getattr(found, name)[place]) for name in names if name not in but}
