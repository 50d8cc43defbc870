"""What counts as a vector of logits."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from softmax_viz.core.errorfree import Array
from softmax_viz.text import tr

MOST_IN_PAIRS = 4096
"""Above so many entries, plain arithmetic takes the place of double-double."""


def as_vectors(z: ArrayLike) -> Array:
    """Return float64, shape (..., N), N >= 1; raise ValueError for a single number or no entry."""
    vectors = np.asarray(z, dtype=np.float64)
    if vectors.ndim == 0:
        raise ValueError(tr("The logits must be a vector, and this is a single number."))
    if vectors.shape[-1] == 0:
        raise ValueError(tr("The logits must have at least one entry, and this vector is empty."))
    return vectors


def is_first_largest(z: Array) -> NDArray[np.bool_]:
    """Mark the largest entry along the last axis, the first of a tie; a nan counts as larger."""
    return np.asarray(np.arange(z.shape[-1]) == z.argmax(axis=-1, keepdims=True))
