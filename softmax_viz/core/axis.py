"""The vertical axis of a chart: fixed steps, so that bars stay comparable while one drags."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from softmax_viz.core.state import Vector

STEPS = (0.5, 1.0, 2.0, 5.0)
MOST_STEPS = 4

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


def axis_for(values: Vector) -> Axis:
    """Choose the axis: 0 to 1 for probabilities, widened in steps up to ±10 where it must be.

    What lies beyond 10, infinities included, does not widen it: an arrow tells of it.
    """
    seen = values[~np.isnan(values)]
    if seen.size == 0 or (seen.min() >= 0 and seen.max() <= 1):
        return UNIT_AXIS
    low = -_reach(-seen[seen < 0])
    high = max(_reach(seen[seen > 0]), 1.0)
    step = next(step for step in STEPS if high - low <= MOST_STEPS * step)
    first, last = int(np.ceil(low / step)), int(np.floor(high / step))
    return Axis(low, high, tuple(k * step for k in range(first, last + 1)))


def _reach(sizes: Vector) -> float:
    if sizes.size == 0:
        return 0.0
    on_scale = sizes[sizes <= REACH[-1]]
    largest = float(on_scale.max()) if on_scale.size else 1.0
    return next(reach for reach in REACH if largest <= reach)
