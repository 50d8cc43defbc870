"""The entropy of softmax: how undecided it is."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from softmax_viz.core.errorfree import Array, Pair, divide, multiply, scale, sum_last_axis, two_sum
from softmax_viz.core.functions import plain
from softmax_viz.core.functions.exponentials import Exponentials
from softmax_viz.core.functions.gaps import DEEPEST
from softmax_viz.core.functions.vectors import MOST_IN_PAIRS, as_vectors
from softmax_viz.core.temperature import check_temperature


@np.errstate(all="ignore")
def entropy(z: ArrayLike, temperature: float = 1.0) -> Array:
    """Return -sum_i p_i log p_i of softmax in nats, shape (...), 0 to log N.

    Taken as log(total) + sum_i p_i (-gap_i), in which nothing cancels.
    """
    logits, temperature = as_vectors(z), check_temperature(temperature)
    if logits.shape[-1] > MOST_IN_PAIRS:
        return plain.entropy(logits, temperature)
    parts = Exponentials.of(logits, temperature)
    distances = Pair(-np.maximum(parts.gaps.hi, DEEPEST), -parts.gaps.lo)
    terms = scale(multiply(parts.mantissas, distances), parts.exponents - parts.others_exponent)
    mean = divide(sum_last_axis(terms, bound=-2.0 * DEEPEST), parts.total)
    mean = scale(mean, parts.others_exponent)
    log_total = parts.log_total()
    rounded = two_sum(log_total.hi, mean.hi)
    return (rounded.hi + (rounded.lo + (log_total.lo + mean.lo)))[..., 0]
