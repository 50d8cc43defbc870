"""The argmax as a vector."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from softmax_viz.core.errorfree import Array
from softmax_viz.core.functions.vectors import as_vectors, is_first_largest


def argmax(z: ArrayLike) -> Array:
    """Return 1 at the largest entry, the first of a tie or the first nan, and 0 elsewhere."""
    return is_first_largest(as_vectors(z)).astype(np.float64)
