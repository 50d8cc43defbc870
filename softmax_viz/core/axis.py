"""The vertical axis of a chart: fixed steps, so that bars stay comparable while one drags."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from softmax_viz.core.reductions import extent
from softmax_viz.core.state import Vector
from softmax_viz.core.ticks import ceiling

STEPS = (0.5, 1.0, 2.0, 5.0)
MOST_STEPS = 4

# Nothing smaller is told from 0 on an axis.
LEAST_SHOWN = 1e-300
REACH = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True)
class Axis:
    """Hold the range of an axis and where its lines are drawn."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def fraction(self, value: float) -> float:
        """Return where a value lies: 0 at the low end, 1 at the high end, clamped."""
        return (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)

    def shows(self, value: float) -> bool:
        """Tell whether a value is finite and on the scale."""
        return self.low <= value <= self.high


UNIT_AXIS = Axis(0.0, 1.0, (0.0, 0.5, 1.0))


def axis_for(values: Vector, ends: tuple[float, float] | None = None) -> Axis:
    """Choose the axis: 0 to 1 for probabilities, widened in steps up to ±10 where it must be.

    What lies beyond 10, infinities included, does not widen it: an arrow tells of it.
    ends: the least and the largest of the values, where they are known; NaN where any is.
    """
    low, high = extent(values) if ends is None else ends
    if math.isnan(low):
        low, high = float(np.fmin.reduce(values)), float(np.fmax.reduce(values))
    if math.isnan(low):
        return UNIT_AXIS
    if low >= 0 and high <= 1:
        return UNIT_AXIS
    bottom, top = -_reach(values, -low, -1), max(_reach(values, high, 1), 1.0)
    step = next(step for step in STEPS if top - bottom <= MOST_STEPS * step)
    first, last = int(np.ceil(bottom / step)), int(np.floor(top / step))
    return Axis(bottom, top, tuple(k * step for k in range(first, last + 1)))


def fitted_axis(values: Vector) -> Axis:
    """Choose the axis that holds 0 and all finite values, up to 1, 2 or 5 times a power of ten."""
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    bottom = -ceiling(-low) if low <= -LEAST_SHOWN else 0.0
    top = ceiling(high) if high >= LEAST_SHOWN else 0.0
    if bottom == top or math.isinf(top - bottom):
        return UNIT_AXIS
    return Axis(bottom, top, tuple(sorted({0.0, bottom, top})))


def _reach(values: Vector, largest: float, side: int) -> float:
    if largest <= 0:
        return 0.0
    if largest > REACH[-1]:
        on_scale = values[(side * values > 0) & (side * values <= REACH[-1])]
        largest = float(np.abs(on_scale).max()) if on_scale.size else 1.0
    return next(reach for reach in REACH if largest <= reach)
