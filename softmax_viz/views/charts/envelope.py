"""What is drawn of more classes than there are pixels: how far the values of a column reach."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.state import Vector
from softmax_viz.core.verdicts import NDIndex

MOST_PEAKS = 5

Marks = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Envelope:
    """Hold what each column of values reaches; all are of shape (columns,).

    low, high: the least and the largest finite value, NaN where there is none.
    undefined, up, down: whether there is a NaN, ∞ or −∞ among them.
    finite: whether there is none of these in any column.
    """

    low: Vector
    high: Vector
    undefined: Marks
    up: Marks
    down: Marks
    finite: bool

    @property
    def weight(self) -> Vector:
        """Return how far each column reaches from 0: ∞ where one of its values is no number."""
        reach = np.fmax(np.abs(self.low), np.abs(self.high))
        if self.finite:
            return reach
        return np.where(self.undefined | self.up | self.down, np.inf, reach)


@lru_cache(maxsize=16)
def columns(first: float, last: float, pixels: int, count: int) -> NDIndex:
    """Return where each column begins, and where the last ends; shape (columns + 1,), read-only.

    first, last: what the pixels show of so many values, in values; a column holds one at least.
    """
    number = min(max(pixels, 1), max(int(last - first), 1))
    edges = np.floor(first + np.arange(number + 1) * (last - first) / number).astype(np.intp)
    edges[-1] = min(np.ceil(last), count)
    edges.flags.writeable = False
    return edges


def envelope(values: Vector, edges: NDIndex) -> Envelope:
    """Return the envelope of the values in columns of these edges."""
    starts = edges[:-1]
    values = values[: edges[-1]]
    # Both pass a NaN on, so that one look at each value tells of NaN and infinities too.
    low, high = np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)
    none = np.zeros(starts.size, np.bool_)
    if np.isfinite(low).all() and np.isfinite(high).all():
        return Envelope(low, high, none, none, none, finite=True)
    undefined = np.isnan(high)
    finite = np.where(np.isfinite(values), values, np.nan)
    return Envelope(
        np.fmin.reduceat(finite, starts),
        np.fmax.reduceat(finite, starts),
        undefined,
        np.fmax.reduceat(values, starts) == np.inf,
        np.fmin.reduceat(values, starts) == -np.inf,
        finite=False,
    )


def furthest(values: Vector, ties: Vector | None = None) -> int:
    """Return which value reaches furthest from 0: an undefined one first, then an infinite one.

    ties: of those that reach equally far, the one where this is largest.
    """
    reach = np.abs(values)
    # To NumPy, NaN is the largest.
    first = int(reach.argmax())
    if ties is None or math.isnan(reach[first]):
        return first
    among = np.flatnonzero(reach == reach[first])
    return int(among[np.argmax(np.where(np.isnan(ties[among]), -np.inf, ties[among]))])


def peaks(values: Vector, edges: NDIndex, reach: Envelope, apart: int) -> list[int]:
    """Return the few values that reach furthest from 0, the furthest first, so many columns apart.

    There are as many as can be told apart at a glance.
    """
    weight = reach.weight
    found: list[int] = []
    while len(found) < MOST_PEAKS and weight[k := int(weight.argmax())] >= 0:
        start = int(edges[k])
        found.append(start + furthest(values[start : max(int(edges[k + 1]), start + 1)]))
        weight[max(k - apart + 1, 0) : k + apart] = -1.0
    return found
