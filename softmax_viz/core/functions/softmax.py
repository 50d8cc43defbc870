"""Softmax, its logarithm, and the logarithm of its denominator."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext

import numpy as np
from numpy.typing import ArrayLike

from softmax_viz.core.errorfree import Array, divide, two_sum
from softmax_viz.core.functions import plain
from softmax_viz.core.functions.exponentials import Exponentials
from softmax_viz.core.functions.vectors import as_vectors, is_many
from softmax_viz.core.temperature import check_temperature


@np.errstate(all="ignore")
def softmax(z: ArrayLike, temperature: float = 1.0) -> Array:
    """Return e**(z_i/T) / sum_j e**(z_j/T), shape (..., N).

    T = 0 shares 1 among the largest, T = inf among all that are not -inf.
    """
    logits, temperature = as_vectors(z), check_temperature(temperature)
    if is_many(logits):
        return plain.softmax(logits, temperature)
    parts = Exponentials.of(logits, temperature)
    shares = divide(parts.mantissas, parts.total)
    return np.ldexp(shares.hi + shares.lo, parts.exponents)


@np.errstate(all="ignore")
def log_softmax(z: ArrayLike, temperature: float = 1.0) -> Array:
    """Return the log of softmax, shape (..., N), accurate also where softmax underflows to 0."""
    logits, temperature = as_vectors(z), check_temperature(temperature)
    if is_many(logits):
        return plain.log_softmax(logits, temperature)
    parts = Exponentials.of(logits, temperature)
    log_total = parts.log_total()
    return parts.gaps.hi - (log_total.hi + (log_total.lo - parts.gaps.lo))


@np.errstate(all="ignore")
def logsumexp(z: ArrayLike) -> Array:
    """Return log sum_j e**z_j, shape (...)."""
    logits = as_vectors(z)
    peak = logits.max(axis=-1)
    if is_many(logits):
        result = peak + plain.log_total(logits)
    else:
        log_total = Exponentials.of(logits, 1.0).log_total()
        rounded = two_sum(peak, log_total.hi[..., 0])
        result = np.asarray(rounded.hi + (rounded.lo + log_total.lo[..., 0]))
        for index in np.argwhere(np.abs(result) < np.abs(peak) / 8):
            result[*index] = _logsumexp_of_cancelling(logits[*index])
    return np.where(np.isinf(peak), peak, result)


def _logsumexp_of_cancelling(logits: Array) -> float:
    """Compute in decimals what the largest logit and the log of the total leave of each other.

    The result is never exactly 0 (Lindemann-Weierstrass), and 400 digits reach below 5e-324.
    """
    exact = [Decimal(logit) for logit in logits.tolist() if logit > -np.inf]
    for digits in (50, 400):
        with localcontext(Context(prec=digits)):
            result = sum(logit.exp() for logit in exact).ln()
            if abs(result) > Decimal(10) ** (22 - digits):
                break
    return float(result)
