"""The same functions in plain arithmetic, for very many classes.

Relative errors grow with the exponents: by about 2e-16 for each unit of (max z - z)/T, or of z/T.
"""

from __future__ import annotations

import math

import numpy as np

from softmax_viz.core.errorfree import Array
from softmax_viz.core.functions.gaps import scaled_gaps
from softmax_viz.core.recycled import like, scratch
from softmax_viz.core.reductions import BLOCK, blocks

# e**gap is 0 from here on, and -inf * 0 would be nan.
_DEEPEST = -1000.0


def is_ordinary(temperature: float) -> bool:
    """Tell whether neither T nor 1/T over- or underflows anything by itself."""
    return 1e-300 < temperature < 1e300


def softmax(z: Array, temperature: float) -> Array:
    """Return softmax along the last axis."""
    return softmax_and_entropy(z, temperature)[0]


def entropy(z: Array, temperature: float) -> Array:
    """Return the entropy of softmax, shape (...)."""
    return softmax_and_entropy(z, temperature)[1]


def softmax_and_entropy(z: Array, temperature: float) -> tuple[Array, Array]:
    """Return softmax along the last axis, and its entropy, shape (...)."""
    if not is_ordinary(temperature):
        gaps = _gaps(z, temperature)
        powers = np.exp(gaps)
        total = powers.sum(axis=-1, keepdims=True)
        terms = powers * np.maximum(gaps, _DEEPEST)
        entropies = np.log(total[..., 0]) - terms.sum(axis=-1) / total[..., 0]
        powers /= total
        return powers, np.asarray(entropies)
    shares, entropies = like(z), np.empty(z.shape[:-1])
    for row, (logits, powers) in enumerate(zip(_rows(z), _rows(shares), strict=True)):
        total, weighted = _fill(powers, logits, temperature)
        powers *= 1.0 / total
        entropies.flat[row] = math.log(total) - weighted / total
    return shares, entropies


def _fill(powers: Array, logits: Array, temperature: float) -> tuple[float, float]:
    """Write e**gap, gap = (z - max z)/T, block by block; return sum e**gap and sum e**gap * gap."""
    peak, per_unit = float(logits.max()), 1.0 / temperature
    gaps = scratch(min(logits.size, BLOCK))
    total = weighted = 0.0
    for part in blocks(logits.size):
        gap = np.subtract(logits[part], peak, out=gaps[: part.stop - part.start])
        gap *= per_unit
        power = np.exp(gap, out=powers[part])
        total += float(power.sum())
        np.maximum(gap, _DEEPEST, out=gap)
        gap *= power
        weighted += float(gap.sum())
    return total, weighted


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
