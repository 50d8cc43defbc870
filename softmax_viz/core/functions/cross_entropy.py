"""The cross-entropy of softmax with one-hot labels: the loss that a classifier learns from."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from softmax_viz.core.errorfree import Array
from softmax_viz.core.functions.softmax import log_softmax
from softmax_viz.core.functions.vectors import as_vectors
from softmax_viz.text import tr


def cross_entropy(z: ArrayLike, target: ArrayLike, temperature: float = 1.0) -> Array:
    """Return -log softmax(z/T)[target] in nats, shape (...).

    target: the index of the true class, an int, or ints of shape (...).
    Raises ValueError for a target that is no index from 0 to N - 1.
    """
    logits = as_vectors(z)
    index, last = np.asarray(target), logits.shape[-1] - 1
    if not np.issubdtype(index.dtype, np.integer) or np.any((index < 0) | (index > last)):
        raise ValueError(
            tr("The target must be the index of a class, 0 to {last}, and {target} is not.").format(
                last=last, target=target
            )
        )
    picked = np.broadcast_to(index, logits.shape[:-1])[..., np.newaxis]
    log_p = np.take_along_axis(log_softmax(logits, temperature), picked, axis=-1)
    return np.asarray(0.0 - log_p[..., 0])
