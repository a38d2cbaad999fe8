"""Columns of whole numbers: put in order, and taken together where they are alike."""

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

Wide = NDArray[np.int64]
Numbers = NDArray[np.int32]
Small = NDArray[np.int8]
Flags = NDArray[np.bool_]


def sorted_by(*columns: Any) -> Wide:
    """The rows in order of these columns, the first one first; those alike in all of them in any order.

    Packed into one number where they fit: that sorts several times as fast.
    """
    if not len(columns[0]):
        return np.arange(0)
    least = [int(column.min()) for column in columns]
    spans = [int(column.max()) - low + 1 for column, low in zip(columns, least, strict=True)]
    if prod(spans) >= 1 << 63:
        return np.lexsort(columns[::-1])
    packed = np.zeros(len(columns[0]), np.int64)
    for column, low, span in zip(columns, least, spans, strict=True):
        packed = packed * span + (column - low)
    return np.argsort(packed)


def first_of_each(*columns: Any) -> Flags:
    """Of rows in order, whether each differs from the one before in any column."""
    new = np.ones(len(columns[0]), np.bool_)
    new[1:] = np.any([c[1:] != c[:-1] for c in columns], axis=0)
    return new


def distinct(values: Any) -> Wide:
    """Each value once, ascending. `numpy.unique` hashes, which takes ten times as long for a million numbers."""
    ordered = np.sort(values)
    return ordered[first_of_each(ordered)] if len(ordered) else ordered


def matched(keys: Wide, wanted: Wide) -> tuple[Wide, Wide]:
    """For every wanted number, as often as it is among the keys: its own place, and that of the key. Keys come in order."""
    first = np.searchsorted(keys, wanted, "left")
    last = np.searchsorted(keys, wanted, "right")
    many = last - first
    own = np.repeat(np.arange(len(many)), many)
    return own, first[own] + np.arange(len(own)) - np.repeat(np.cumsum(many) - many, many)


def grouped(keys: Sequence[Wide], amount: Wide, how: np.ufunc) -> list[Wide]:
    """Each distinct row of keys once, with its amounts taken together; rows come in order."""
    starts = np.flatnonzero(first_of_each(*keys)) if len(amount) else np.arange(0)
    return [*(k[starts] for k in keys), how.reduceat(amount, starts) if len(amount) else amount]
