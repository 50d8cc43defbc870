"""Softmax against the temperature: each class from argmax at T = 0 to uniform at T = ∞."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core import functions
from softmax_viz.core.functions import plain
from softmax_viz.core.largest import largest
from softmax_viz.core.state import Vector
from softmax_viz.core.temperature_scale import HIGHEST, LOWEST

MOST_CLASSES = 12
MOST_FOR_PEAKS = 4096
_POINTS, _STEPS = 161, (1, 2, 4, 8)
# So many entries in one array, and so many in all blocks, take a few milliseconds.
_MOST_ENTRIES, _AT_ONCE = 320_000, 16_000_000
_HALVINGS = 50
_BLOCK = 65_536  # as many entries stay in the cache of a core
_NEGLIGIBLE = 50.0


@dataclass(frozen=True)
class Peak:
    """Hold where the probability of a class is largest: neither at T = 0 nor at T = ∞."""

    index: int
    temperature: float
    probability: float


@dataclass(frozen=True)
class TemperatureSweep:
    """Hold softmax over T for the largest classes, in logits of M temperatures.

    classes: their indices, at most 12; temperatures: shape (M,), 0.01 to 100.
    probabilities: shape (M, classes); at_zero, at_infinity: shape (classes,), exact.
    entropies: of all N classes, in nats, shape (M,); entropy_at_zero, entropy_at_infinity: exact.
    every: of very many classes, every so manieth temperature from the first on is computed; what
    lies between is interpolated, to be drawn.
    count: N; peaks: of these classes, the highest first.
    """

    classes: tuple[int, ...]
    temperatures: Vector
    probabilities: NDArray[np.float64]
    at_zero: Vector
    at_infinity: Vector
    entropies: Vector
    entropy_at_zero: float
    entropy_at_infinity: float
    count: int
    every: int
    peaks: tuple[Peak, ...]

    @property
    def largest_entropy(self) -> float:
        """Return log N."""
        return math.log(self.count)


def sweep_temperature(logits: Vector) -> TemperatureSweep:
    """Compute softmax over T, to about 1e-13 between the ends; logits with a defined softmax.

    Where there are more than some 100,000 classes, see `every`.
    """
    classes = largest(logits, MOST_CLASSES)
    chosen = list(classes)
    temperatures = np.geomspace(LOWEST, HIGHEST, _POINTS)
    every = next((n for n in _STEPS if logits.size * _POINTS <= n * _AT_ONCE), _STEPS[-1])
    probabilities, entropies = _rows(logits, temperatures, chosen, every)
    top, finite = logits == logits.max(), np.isfinite(logits)
    tied, counted = np.count_nonzero(top), np.count_nonzero(finite)
    return TemperatureSweep(
        classes,
        temperatures,
        probabilities,
        at_zero=top[chosen] / tied,
        at_infinity=finite[chosen] / counted,
        entropies=entropies,
        entropy_at_zero=float(np.log(tied)),
        entropy_at_infinity=float(np.log(counted)),
        count=logits.size,
        every=every,
        peaks=find_peaks(logits, classes),
    )


def _rows(
    logits: Vector, temperatures: Vector, chosen: list[int], every: int
) -> tuple[NDArray[np.float64], Vector]:
    with np.errstate(all="ignore"):
        gaps = logits - logits.max()
        if logits.size * temperatures.size <= _MOST_ENTRIES:
            scaled = gaps / temperatures[:, None]
            probabilities, entropies = plain.softmax_and_entropy(scaled, 1.0)
            return probabilities[:, chosen], entropies
        totals, means = _totals(gaps, temperatures[::every])
        # d log Z / d log T = −E[gap]/T, and the entropy is log Z − E[gap]/T.
        log_totals, slopes = _between(
            np.log(totals), -means / temperatures[::every], math.log(HIGHEST / LOWEST), every
        )
        log_totals = np.maximum(log_totals, 0.0)
        scaled = gaps[chosen] / temperatures[:, None]
        entropies = np.clip(log_totals + slopes, 0.0, math.log(logits.size))
        return np.exp(scaled - log_totals[:, None]), entropies


def _between(values: Vector, slopes: Vector, width: float, every: int) -> tuple[Vector, Vector]:
    """Return cubics through M values with these slopes, and their slopes, both shape (K,).

    The M values lie evenly over the width, and are kept; K is every·(M − 1) + 1.
    """
    step = width / (values.size - 1)
    s = np.arange(every) / every
    a, b = values[:-1, None], values[1:, None]
    c, d = slopes[:-1, None] * step, slopes[1:, None] * step
    cubic, square = c + d + 2 * (a - b), 3 * (b - a) - 2 * c - d
    between = a + s * (c + s * (square + s * cubic))
    rising = (c + s * (2 * square + s * 3 * cubic)) / step
    return np.append(between, values[-1]), np.append(rising, slopes[-1])


def _totals(gaps: Vector, temperatures: Vector) -> tuple[Vector, Vector]:
    """Return Σ e**(gap/T) and the mean gap under softmax, both shape (M,), in blocks.

    What is e**-50 of the largest or less is left out: N of them are less than 1e-15 of the sum.
    """
    totals, weighted = np.zeros(temperatures.size), np.zeros(temperatures.size)
    powers = np.empty(_BLOCK)
    for start in range(0, gaps.size, _BLOCK):
        block = gaps[start : start + _BLOCK]
        least = float(block.min())
        # From the highest temperature on: what does not count any more never will again.
        for row in range(temperatures.size - 1, -1, -1):
            t = float(temperatures[row])
            if least < -_NEGLIGIBLE * t:
                block = block[block >= -_NEGLIGIBLE * t]
                least = float(block.min(initial=0.0))
            among = np.multiply(block, 1.0 / t, out=powers[: block.size])
            np.exp(among, out=among)
            totals[row] += among.sum()
            among *= block
            weighted[row] += among.sum()
    return totals, weighted / totals


def find_peaks(logits: Vector, classes: tuple[int, ...]) -> tuple[Peak, ...]:
    """Find where the probability of a class rises and falls again within 0.01 < T < 100.

    d log p_i / dT = (E[z] − z_i)/T², and E[z] under softmax only falls as T rises, from the largest
    logit to the mean: so p_i has one peak, where E[z] = z_i, or none. None beyond 4,096 classes.
    """
    finite = np.isfinite(logits)
    if logits.size > MOST_FOR_PEAKS:
        return ()
    top = float(logits.max())
    inner = np.array([i for i in classes if finite[i] and logits[i] < top], dtype=np.intp)
    if inner.size == 0:
        return ()
    with np.errstate(all="ignore"):
        gaps = (logits - top)[finite]
        sought = logits[inner] - top
        low = np.full(inner.size, math.log(LOWEST))
        high = np.full(inner.size, math.log(HIGHEST))
        peaked = (_mean_gap(gaps, low) > sought) & (_mean_gap(gaps, high) < sought)
        inner, sought, low, high = inner[peaked], sought[peaked], low[peaked], high[peaked]
        for _ in range(_HALVINGS if inner.size else 0):
            middle = (low + high) / 2
            rising = _mean_gap(gaps, middle) > sought
            low, high = np.where(rising, middle, low), np.where(rising, high, middle)
    found = [
        Peak(int(i), t, float(functions.softmax(logits, t)[i]))
        for i, t in zip(inner, np.exp((low + high) / 2).tolist(), strict=True)
    ]
    return tuple(sorted(found, key=lambda peak: -peak.probability))


def _mean_gap(gaps: Vector, log_temperatures: Vector) -> Vector:
    powers = np.exp(gaps / np.exp(log_temperatures)[:, None])
    return np.asarray((powers * gaps).sum(axis=-1) / powers.sum(axis=-1))
