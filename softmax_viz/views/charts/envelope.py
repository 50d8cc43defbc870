"""What is drawn of more classes than there are pixels: how far the values of a column reach."""

from __future__ import annotations

import numpy as np

from softmax_viz.core.state import Vector


def envelope(values: Vector, columns: int) -> tuple[Vector, Vector]:
    """Return the least and the largest value in each of so many columns; NaN is left out."""
    starts = (np.arange(columns) * values.size) // columns
    return np.fmin.reduceat(values, starts), np.fmax.reduceat(values, starts)
