"""How far each logit lies below the largest, in units of T."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.errorfree import Array, Pair, divide, exactly, scale, two_sum

DEEPEST = -4096.0
"""e**DEEPEST is 0 in every result, even where it is divided by the smallest T."""


def scaled_gaps(z: Array, temperature: float) -> Pair:
    """Return (z - max z)/T <= 0 to about 2**-100; below DEEPEST, and at -inf, lo is 0.

    T = 0 gives 0 at the largest and -inf elsewhere, T = inf gives 0, but -inf at -inf.
    """
    peak = z.max(axis=-1, keepdims=True)
    gap = two_sum(z, -peak)
    doublings = np.isinf(gap.hi)
    if doublings.any():
        half = two_sum(z / 2, -peak / 2)
        gap = Pair(np.where(doublings, half.hi, gap.hi), np.where(doublings, half.lo, gap.lo))
    return divided(gap, doublings, temperature)


def divided(gap: Pair, doublings: NDArray[np.bool_] | np.int32, temperature: float) -> Pair:
    """Return gap * 2**doublings / T for gaps <= 0, with the limits of `scaled_gaps`."""
    if temperature == 0:
        return exactly(np.where(gap.hi < 0, -np.inf, gap.hi))
    if math.isinf(temperature):
        return exactly(np.where(np.isfinite(gap.hi), 0.0, gap.hi))
    # T is significand * 2**exponent; without its power of two, and with a significand below 1,
    # nothing over- or underflows before the quotient does
    significand, exponent = math.frexp(temperature)
    if significand == 0.5:
        quotient = scale(gap, doublings + np.int32(1 - exponent))
    else:
        gap = scale(gap, doublings - np.int32(exponent))
        quotient = divide(gap, exactly(np.array(significand)))
    return Pair(quotient.hi, np.where(quotient.hi > DEEPEST, quotient.lo, 0.0))
