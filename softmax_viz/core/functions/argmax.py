"""The argmax as a vector."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from softmax_viz.core.errorfree import Array
from softmax_viz.core.functions.vectors import as_vectors
from softmax_viz.core.recycled import like
from softmax_viz.core.reductions import first_largest


def argmax(z: ArrayLike) -> Array:
    """Return 1 at the largest entry, the first of a tie or the first nan, and 0 elsewhere."""
    logits = as_vectors(z)
    result = like(logits)
    result.fill(0.0)
    if logits.ndim == 1:
        result[first_largest(logits)] = 1.0
    else:
        np.put_along_axis(result, logits.argmax(axis=-1, keepdims=True), 1.0, axis=-1)
    return result
