"""The sigmoid and its logarithm: the softmax of two classes, whose other logit is 0."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from softmax_viz.core.errorfree import Array
from softmax_viz.core.functions import plain
from softmax_viz.core.functions.softmax import log_softmax, softmax
from softmax_viz.core.functions.vectors import MOST_IN_PAIRS
from softmax_viz.core.temperature import check_temperature


@np.errstate(all="ignore")
def sigmoid(z: ArrayLike, temperature: float = 1.0) -> Array:
    """Return 1 / (1 + e**(-z/T)) of each entry, any shape.

    T = 0 is the step 0, 0.5, 1; T = inf gives 0.5 to all that is finite.
    """
    logits, temperature = np.asarray(z, dtype=np.float64), check_temperature(temperature)
    if logits.size > MOST_IN_PAIRS:
        return plain.sigmoid(logits, temperature)
    return np.where(logits == np.inf, 1.0, softmax(_against_0(logits), temperature)[..., 0])


@np.errstate(all="ignore")
def log_sigmoid(z: ArrayLike, temperature: float = 1.0) -> Array:
    """Return the log of the sigmoid of each entry, any shape."""
    logits, temperature = np.asarray(z, dtype=np.float64), check_temperature(temperature)
    if logits.size > MOST_IN_PAIRS:
        return plain.log_sigmoid(logits, temperature)
    return np.where(logits == np.inf, 0.0, log_softmax(_against_0(logits), temperature)[..., 0])


def _against_0(logits: Array) -> Array:
    return np.stack([logits, np.zeros_like(logits)], axis=-1)
