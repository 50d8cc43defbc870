"""Division by the sum, which one would try first."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from softmax_viz.core.errorfree import Array
from softmax_viz.core.functions.vectors import as_vectors
from softmax_viz.core.recycled import like


@np.errstate(all="ignore")
def sum_normalize(z: ArrayLike) -> Array:
    """Return z / sum z as written: of any sign and size, and inf or nan where the sum is 0."""
    logits = as_vectors(z)
    total = np.sum(logits, axis=-1, keepdims=True)
    return np.asarray(np.divide(logits, total, out=like(logits)))
