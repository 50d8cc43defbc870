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
_POINTS, _LEAST_POINTS, _MOST_ENTRIES = 161, 17, 320_000
_HALVINGS = 50


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
    peaks: tuple[Peak, ...]

    @property
    def largest_entropy(self) -> float:
        """Return log N."""
        return math.log(self.count)


def sweep_temperature(logits: Vector) -> TemperatureSweep:
    """Compute softmax over T, to about 1e-13 between the ends; logits with a defined softmax."""
    classes = largest(logits, MOST_CLASSES)
    chosen = list(classes)
    points = min(_POINTS, max(_LEAST_POINTS, _MOST_ENTRIES // logits.size))
    temperatures = np.geomspace(LOWEST, HIGHEST, points)
    probabilities, entropies = _rows(logits, temperatures, chosen)
    return TemperatureSweep(
        classes,
        temperatures,
        probabilities,
        at_zero=functions.softmax(logits, 0.0)[chosen],
        at_infinity=functions.softmax(logits, math.inf)[chosen],
        entropies=entropies,
        entropy_at_zero=float(functions.entropy(logits, 0.0)),
        entropy_at_infinity=float(functions.entropy(logits, math.inf)),
        count=logits.size,
        peaks=find_peaks(logits, classes),
    )


def _rows(
    logits: Vector, temperatures: Vector, chosen: list[int]
) -> tuple[NDArray[np.float64], Vector]:
    with np.errstate(all="ignore"):
        gaps = logits - logits.max()
        if logits.size * temperatures.size <= _MOST_ENTRIES:
            scaled = gaps / temperatures[:, None]
            return plain.softmax(scaled, 1.0)[:, chosen], plain.entropy(scaled, 1.0)
        probabilities = np.empty((temperatures.size, len(chosen)))
        entropies = np.empty(temperatures.size)
        for row, t in enumerate(temperatures):
            probabilities[row] = plain.softmax(gaps, float(t))[chosen]
            entropies[row] = plain.entropy(gaps, float(t))
    return probabilities, entropies


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
