"""The same functions in plain arithmetic, for very many classes.

Relative errors grow with the exponents: by about 2e-16 for each unit of (max z - z)/T, or of z/T.
"""

from __future__ import annotations

import math

import numpy as np

from softmax_viz.core.errorfree import Array
from softmax_viz.core.functions.entropy_sums import EntropySums
from softmax_viz.core.functions.gaps import scaled_gaps
from softmax_viz.core.recycled import like
from softmax_viz.core.reductions import blocks

_LARGEST_TOTAL = 2.0**100


def is_ordinary(temperature: float) -> bool:
    """Tell whether neither T nor 1/T over- or underflows anything by itself."""
    return 1e-300 < temperature < 1e300


def softmax(z: Array, temperature: float) -> Array:
    """Return softmax along the last axis."""
    if not is_ordinary(temperature):
        powers = np.exp(_gaps(z, temperature))
        powers /= powers.sum(axis=-1, keepdims=True)
        return powers
    result = like(z)
    for logits, powers in zip(_rows(z), _rows(result), strict=True):
        # the largest need not be known where no power over- or underflows to any harm
        total = _fill(powers, logits, 0.0, temperature)
        if not 0.5 <= total <= _LARGEST_TOTAL:
            total = _fill(powers, logits, float(logits.max()), temperature)
        powers *= 1.0 / total
    return result


def _fill(powers: Array, logits: Array, shift: float, temperature: float) -> float:
    """Write e**((z - shift)/T) block by block; return the sum, or stop when it is too large."""
    per_unit = 1.0 / temperature
    total = 0.0
    for part in blocks(logits.size):
        block, result = logits[part], powers[part]
        if shift != 0.0:
            block = np.subtract(block, shift, out=result)
        if temperature != 1.0:
            block = np.multiply(block, per_unit, out=result)
        np.exp(block, out=result)
        total += float(result.sum())
        if not total <= _LARGEST_TOTAL:
            break
    return total


def _rows(z: Array) -> Array:
    return z.reshape(-1, z.shape[-1])


def log_softmax(z: Array, temperature: float) -> Array:
    """Return log softmax along the last axis."""
    gaps = _gaps(z, temperature)
    gaps -= np.log(np.exp(gaps).sum(axis=-1, keepdims=True))
    return gaps


def log_total(z: Array) -> Array:
    """Return log sum_j e**(z_j - max z), shape (...)."""
    return np.asarray(np.log(np.exp(_gaps(z, 1.0)).sum(axis=-1)))


def entropy(z: Array, temperature: float) -> Array:
    """Return the entropy of softmax, shape (...)."""
    if is_ordinary(temperature):
        found = [EntropySums.of(logits, temperature).entropy for logits in _rows(z)]
        return np.reshape(found, z.shape[:-1])
    gaps = _gaps(z, temperature)
    powers = np.exp(gaps)
    total = powers.sum(axis=-1)
    powers *= np.maximum(gaps, -1000.0, out=gaps)  # e**gap is 0 there, and -inf * 0 is nan
    return np.asarray(np.log(total) - powers.sum(axis=-1) / total)


def sigmoid(z: Array, temperature: float) -> Array:
    """Return 1 / (1 + e**(-z/T)) of each entry."""
    if temperature == 0 or math.isinf(temperature):
        return np.asarray(1.0 / (1.0 + np.exp(-_scaled(z, temperature))))
    result = like(z)
    logits, shares = z.reshape(-1), result.reshape(-1)
    for part in blocks(z.size):
        share = np.divide(logits[part], -temperature, out=shares[part])
        np.exp(share, out=share)
        share += 1.0
        np.divide(1.0, share, out=share)
    return result


def log_sigmoid(z: Array, temperature: float) -> Array:
    """Return the log of the sigmoid of each entry."""
    scaled = _scaled(z, temperature)
    return np.asarray(np.minimum(scaled, 0.0) - np.log1p(np.exp(-np.abs(scaled))))


def _scaled(z: Array, temperature: float) -> Array:
    if temperature == 0:
        return np.where(z == 0, 0.0, z * np.inf)
    if math.isinf(temperature):
        return np.where(np.isfinite(z), 0.0, z)
    return np.divide(z, temperature)


def _gaps(z: Array, temperature: float) -> Array:
    if temperature == 0 or math.isinf(temperature):
        return scaled_gaps(z, temperature).hi
    # z - max z may overflow where the quotient does not
    half = 0.5 if temperature >= 1.0 else 1.0
    gaps = np.multiply(z, half)
    gaps -= gaps.max(axis=-1, keepdims=True)
    gaps /= temperature * half
    return gaps
