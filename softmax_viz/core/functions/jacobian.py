"""The Jacobian of softmax: how each probability moves with each logit."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from softmax_viz.core.errorfree import (
    Array,
    Exponents,
    Pair,
    divide,
    exactly,
    multiply,
    scale,
    two_sum,
)
from softmax_viz.core.functions.exponentials import Exponentials
from softmax_viz.core.functions.vectors import as_vectors
from softmax_viz.core.temperature import check_temperature


@np.errstate(all="ignore")
def softmax_jacobian(z: ArrayLike, temperature: float = 1.0) -> Array:
    """Return d softmax_i / d z_j = p_i (delta_ij - p_j) / T, shape (..., N, N), symmetric.

    T = inf gives 0. T = 0 gives 0, but +inf on and -inf off the diagonal among tied largest.
    """
    logits, temperature = as_vectors(z), check_temperature(temperature)
    parts = Exponentials.of(logits, temperature)
    if temperature == 0:
        times_t = _jacobian(parts, 1.0)
        return np.where(times_t == 0, 0.0, times_t * np.inf)
    if math.isinf(temperature):
        return 0.0 + 0.0 * _jacobian(parts, 1.0)
    return _jacobian(parts, temperature)


def _jacobian(parts: Exponentials, temperature: float) -> Array:
    p = divide(parts.mantissas, parts.total)
    jacobian = _minus_outer(p.hi + p.lo, parts.exponents, temperature)
    rest, rest_exponents = _total_without_each(parts)
    significand, exponent = math.frexp(temperature)
    diagonal = multiply(p, divide(rest, parts.total))
    diagonal = divide(diagonal, exactly(np.array(significand)))
    index = np.arange(p.hi.shape[-1])
    jacobian[..., index, index] = np.ldexp(
        diagonal.hi + diagonal.lo, parts.exponents + (rest_exponents - np.int32(exponent))
    )
    return jacobian


def _minus_outer(mantissas: Array, exponents: Exponents, temperature: float) -> Array:
    """Return -p_i p_j / T; where p might underflow, its powers of two are left for the end."""
    if np.abs(exponents).max(initial=0) < 500:
        p = np.ldexp(mantissas, exponents)
        products: Array = -p[..., :, np.newaxis] * p[..., np.newaxis, :]
        products /= temperature
        return products
    significand, exponent = math.frexp(temperature)
    products = mantissas[..., :, np.newaxis] * mantissas[..., np.newaxis, :] / significand
    powers = exponents[..., :, np.newaxis] + exponents[..., np.newaxis, :] - np.int32(exponent)
    return np.asarray(0.0 - np.ldexp(products, powers))


def _total_without_each(parts: Exponentials) -> tuple[Pair, Exponents]:
    """Return (1 - p_i) * total as mantissa and power of two, from the others at the top."""
    each = scale(parts.mantissas, parts.exponents)
    rest = two_sum(parts.total.hi, -each.hi)
    hi = np.where(parts.top, parts.others.hi, rest.hi)
    lo = np.where(parts.top, parts.others.lo, rest.lo + (parts.total.lo - each.lo))
    return Pair(hi, lo), np.where(parts.top, parts.others_exponent, np.int32(0))
