"""Columns of numbers: put in order, added up by place, divided, and their days moved. Days are ordinals (`date.toordinal`)."""

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
EPOCH = 719_163
"""The ordinal of 1970-01-01, from which NumPy counts its days."""


def sums(place: Integers, amount: Integers, places: int) -> Integers:
    """Whole amounts added up by place: exact to 2^53."""
    return np.bincount(place, weights=amount, minlength=places).astype(np.int64)


def ratio(top: Integers | Floats, bottom: Integers | Floats, defined: Flags) -> Floats:
    """One divided by the other where that is defined, else NaN."""
    return np.divide(top, bottom, out=np.full(len(defined), np.nan), where=defined)


def year_before(day: Integers) -> Integers:
    """The same date a year earlier; 29 February gives 28 February."""
    days = (day - EPOCH).astype("datetime64[D]")
    month = days.astype("datetime64[M]")
    first, following = (month - 12).astype("datetime64[D]"), (month - 11).astype("datetime64[D]")
    return np.minimum(first + (days - month.astype("datetime64[D]")), following - 1).astype(np.int64) + EPOCH
