"""The exponentials from which softmax and all that belongs to it follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.errorfree import (
    Array,
    Exponents,
    Pair,
    exp,
    log1p,
    scale,
    sum_last_axis,
    two_sum,
)
from softmax_viz.core.functions.gaps import DEEPEST, scaled_gaps
from softmax_viz.core.functions.vectors import is_first_largest

_NO_OTHERS = -6000  # below the power of two of any entry, e**DEEPEST included


@dataclass(frozen=True, slots=True)
class Exponentials:
    """Hold e**gap, its sum, and its sum without the largest, where adding 1 would hide the rest.

    gaps: (z - max z)/T, shape (..., N).
    mantissas, exponents: e**gap is mantissa * 2**exponent, so that none underflows.
    top: whether an entry is the largest, the first of a tie.
    others, others_exponent: the sum of all but the top, likewise, shape (..., 1).
    total: the sum of all, 1 to N, shape (..., 1).
    """

    gaps: Pair
    mantissas: Pair
    exponents: Exponents
    top: NDArray[np.bool_]
    others: Pair
    others_exponent: Exponents
    total: Pair

    @classmethod
    def of(cls, z: Array, temperature: float) -> Exponentials:
        """Compute them for logits of shape (..., N)."""
        gaps = scaled_gaps(z, temperature)
        mantissas, exponents = exp(Pair(np.maximum(gaps.hi, DEEPEST), gaps.lo))
        top = is_first_largest(z)
        others_exponent = np.where(top, _NO_OTHERS, exponents).max(axis=-1, keepdims=True)
        # the top becomes 0, or nan where its gap is inf - inf
        without_top = Pair(mantissas.hi * ~top, mantissas.lo * ~top)
        others = sum_last_axis(scale(without_top, exponents - others_exponent), bound=2.0)
        others_at_1 = scale(others, others_exponent)
        total = two_sum(np.ones_like(others.hi), others_at_1.hi)
        total = Pair(total.hi, total.lo + others_at_1.lo)
        return cls(gaps, mantissas, exponents, top, others, others_exponent, total)

    def log_total(self) -> Pair:
        """Return the log of the total."""
        return log1p(scale(self.others, self.others_exponent))
