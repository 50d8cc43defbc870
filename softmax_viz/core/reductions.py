"""Single numbers that sum a vector up, without a copy of a vector that may be very long."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.errorfree import Array
from softmax_viz.core.recycled import scratch

BLOCK = 2**16
"""As many float64, and a result of each, stay in the cache of a core."""


def blocks(size: int) -> Iterator[slice]:
    """Yield the parts of a vector that fit the cache."""
    for start in range(0, size, BLOCK):
        yield slice(start, min(start + BLOCK, size))


def extent(values: Array) -> tuple[float, float]:
    """Return the least and the largest entry; both are NaN where any entry is."""
    return float(values.min()), float(values.max())


class Summary(NamedTuple):
    """Hold the least and the largest entry, NaN where any entry is, and the sum."""

    low: float
    high: float
    total: float

    @property
    def in_unit_interval(self) -> bool:
        """Tell whether every entry is in [0, 1]."""
        return self.low >= 0 and self.high <= 1


def sum_of_sizes(values: Array, unit: float = 1.0) -> float:
    """Return the sum of |v / unit|."""
    sizes = scratch(min(values.size, BLOCK))
    total = 0.0
    with np.errstate(over="ignore", invalid="ignore"):
        for part in blocks(values.size):
            size = np.divide(values[part], unit, out=sizes[: part.stop - part.start])
            total += float(np.abs(size, out=size).sum())
    return total


def first_largest(values: Array) -> int:
    """Return the index of the largest entry, the first of a tie; of the first NaN, if any is.

    NumPy's argmax copies what is read-only.
    """
    largest = float(values.max())
    if math.isnan(largest):
        return int(np.argmax(np.isnan(values)))
    return first_equal(values, largest)


def first_equal(values: Array, value: float) -> int:
    """Return where a vector has this value first, its size where it has it nowhere."""
    for part in blocks(values.size):
        equal = values[part] == value
        if equal.any():
            return int(part.start + equal.argmax())
    return values.size


def differing(a: NDArray[np.int64], b: NDArray[np.int64], most: int) -> list[int]:
    """Return where two vectors of one length differ; the search ends where more than most do."""
    found: list[int] = []
    for part in blocks(a.size):
        if not np.array_equal(a[part], b[part]):
            found += (part.start + np.flatnonzero(a[part] != b[part])[: most + 1]).tolist()
            if len(found) > most:
                break
    return found[: most + 1]
