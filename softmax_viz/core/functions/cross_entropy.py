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
    Raises ValueError for one that is no index from 0 to N - 1.
    """
    logits = as_vectors(z)
    classes = np.asarray(target)
    last = logits.shape[-1] - 1
    if not np.issubdtype(classes.dtype, np.integer) or (classes < 0).any() or (classes > last).any():
        raise ValueError(
            tr("The target must be the index of a class, from 0 to {last}; {target} is not.").format(
                last=last, target=target
            )
        )
    picked = np.broadcast_to(classes, logits.shape[:-1])[..., np.newaxis]
    return 0.0 - np.take_along_axis(log_softmax(logits, temperature), picked, axis=-1)[..., 0]
