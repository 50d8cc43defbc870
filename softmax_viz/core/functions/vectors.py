"""What counts as a vector of logits."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from softmax_viz.core.errorfree import Array
from softmax_viz.text import tr

MANY = 4096
"""Above so many classes, plain arithmetic takes over from double-double."""


def as_vectors(z: ArrayLike) -> Array:
    """Return float64, shape (..., N), N >= 1; raise ValueError for a single number or no entry."""
    vectors = np.asarray(z, dtype=np.float64)
    if vectors.ndim == 0:
        raise ValueError(tr("The logits must be a vector; this is a single number."))
    if vectors.shape[-1] == 0:
        raise ValueError(tr("The logits must have at least one entry; this vector is empty."))
    return vectors


def is_many(vectors: Array) -> bool:
    """Tell whether plain arithmetic has to do."""
    return vectors.shape[-1] > MANY


def is_first_largest(z: Array) -> NDArray[np.bool_]:
    """Mark the largest entry of each vector, the first of a tie; the first nan counts as such."""
    return np.arange(z.shape[-1]) == z.argmax(axis=-1, keepdims=True)
