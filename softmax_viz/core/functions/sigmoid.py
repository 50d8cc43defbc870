"""The sigmoid and its logarithm: the softmax of two classes, whose other logit is 0."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from softmax_viz.core.errorfree import (
    Array,
    Exponents,
    Pair,
    divide,
    exactly,
    exp,
    log1p,
    scale,
    two_sum,
)
from softmax_viz.core.functions import plain
from softmax_viz.core.functions.gaps import DEEPEST, divided
from softmax_viz.core.functions.vectors import MOST_IN_PAIRS
from softmax_viz.core.recycled import copy
from softmax_viz.core.temperature import check_temperature


class _Smaller(NamedTuple):
    """The exponential e**gap of the smaller of z/T and 0, gap = -|z|/T, that of the larger is 1.

    It is mantissa * 2**exponent, so that it does not underflow.
    """

    gap: Pair
    mantissa: Pair
    exponent: Exponents

    @classmethod
    def of(cls, logits: Array, temperature: float) -> _Smaller:
        gap = divided(exactly(-np.abs(logits)), np.int32(0), temperature)
        mantissa, exponent = exp(Pair(np.maximum(gap.hi, DEEPEST), gap.lo))
        return cls(gap, mantissa, exponent)


@np.errstate(all="ignore")
def sigmoid(z: ArrayLike, temperature: float = 1.0) -> Array:
    """Return 1 / (1 + e**(-z/T)) of each entry, any shape.

    T = 0 is the step 0, 0.5, 1; T = inf gives 0.5 to all that is finite.
    """
    logits, temperature = np.asarray(z, dtype=np.float64), check_temperature(temperature)
    if logits.size > MOST_IN_PAIRS:
        return plain.sigmoid(logits, temperature)
    smaller = _Smaller.of(logits, temperature)
    at_1 = scale(smaller.mantissa, smaller.exponent)
    total = two_sum(np.ones_like(at_1.hi), at_1.hi)
    is_larger = logits >= 0
    numerator = Pair(
        np.where(is_larger, 1.0, smaller.mantissa.hi), np.where(is_larger, 0.0, smaller.mantissa.lo)
    )
    share = divide(numerator, Pair(total.hi, total.lo + at_1.lo))
    return np.ldexp(share.hi + share.lo, np.where(is_larger, np.int32(0), smaller.exponent))


@np.errstate(all="ignore")
def sigmoid_after(shares: Array, z: Array, index: int, temperature: float) -> Array:
    """Return the sigmoid of a vector, bit for bit, from that before this one entry was changed."""
    of_entry = plain.sigmoid if z.size > MOST_IN_PAIRS else sigmoid
    result = copy(shares)
    result[index] = of_entry(z[index : index + 1], temperature)[0]
    return result


@np.errstate(all="ignore")
def log_sigmoid(z: ArrayLike, temperature: float = 1.0) -> Array:
    """Return the log of the sigmoid of each entry, any shape."""
    logits, temperature = np.asarray(z, dtype=np.float64), check_temperature(temperature)
    if logits.size > MOST_IN_PAIRS:
        return plain.log_sigmoid(logits, temperature)
    smaller = _Smaller.of(logits, temperature)
    log_total = log1p(scale(smaller.mantissa, smaller.exponent))
    is_larger = logits >= 0
    gap = Pair(np.where(is_larger, 0.0, smaller.gap.hi), np.where(is_larger, 0.0, smaller.gap.lo))
    return np.subtract(gap.hi, log_total.hi + (log_total.lo - gap.lo))
