"""Softmax, its logarithm, and the logarithm of its denominator."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext

import numpy as np
from numpy.typing import ArrayLike

from softmax_viz.core.errorfree import Array, divide, two_sum
from softmax_viz.core.functions import plain
from softmax_viz.core.functions.entropy import entropy
from softmax_viz.core.functions.exponentials import Exponentials
from softmax_viz.core.functions.vectors import MOST_IN_PAIRS, as_vectors
from softmax_viz.core.temperature import check_temperature


@np.errstate(all="ignore")
def softmax(z: ArrayLike, temperature: float = 1.0) -> Array:
    """Return e**(z_i/T) / sum_j e**(z_j/T), shape (..., N).

    T = 0 shares 1 among the largest, T = inf among all that are not -inf.
    """
    logits, temperature = as_vectors(z), check_temperature(temperature)
    if logits.shape[-1] > MOST_IN_PAIRS:
        return plain.softmax(logits, temperature)
    parts = Exponentials.of(logits, temperature)
    shares = divide(parts.mantissas, parts.total)
    return np.ldexp(shares.hi + shares.lo, parts.exponents)


@np.errstate(all="ignore")
def softmax_and_entropy(z: ArrayLike, temperature: float = 1.0) -> tuple[Array, Array]:
    """Return softmax and its entropy in nats, shapes (..., N) and (...), each as by itself.

    Of very many classes, both come of one pass.
    """
    logits, temperature = as_vectors(z), check_temperature(temperature)
    if logits.shape[-1] > MOST_IN_PAIRS:
        return plain.softmax_and_entropy(logits, temperature)
    return softmax(logits, temperature), entropy(logits, temperature)


@np.errstate(all="ignore")
def log_softmax(z: ArrayLike, temperature: float = 1.0) -> Array:
    """Return the log of softmax, shape (..., N), accurate also where softmax underflows to 0."""
    logits, temperature = as_vectors(z), check_temperature(temperature)
    if logits.shape[-1] > MOST_IN_PAIRS:
        return plain.log_softmax(logits, temperature)
    parts = Exponentials.of(logits, temperature)
    log_total = parts.log_total()
    return np.subtract(parts.gaps.hi, log_total.hi + (log_total.lo - parts.gaps.lo))


@np.errstate(all="ignore")
def logsumexp(z: ArrayLike) -> Array:
    """Return log sum_j e**z_j, shape (...)."""
    logits = as_vectors(z)
    peak = logits.max(axis=-1)
    if logits.shape[-1] > MOST_IN_PAIRS:
        result = peak + plain.log_total(logits)
    else:
        log_total = Exponentials.of(logits, 1.0).log_total()
        rounded = two_sum(peak, log_total.hi[..., 0])
        result = np.asarray(rounded.hi + (rounded.lo + log_total.lo[..., 0]))
        for index in np.argwhere(np.abs(result) < np.abs(peak) / 8.0):
            result[*index] = _logsumexp_of_cancelling(logits[*index])
    return np.asarray(np.where(np.isinf(peak), peak, result))


def _logsumexp_of_cancelling(logits: Array) -> float:
    """Compute what peak + log(total) leave of each other, in as many decimals as it takes.

    With two finite logits or more, it is never exactly 0 (Lindemann and Weierstrass).
    """
    exact = [Decimal(logit) for logit in logits.tolist() if logit > -np.inf]
    digits = 50
    while True:
        with localcontext(Context(prec=digits)):
            result = sum((logit.exp() for logit in exact), Decimal(0)).ln()
        if abs(result) > Decimal(10) ** (22 - digits):
            return float(result)
        digits *= 2
