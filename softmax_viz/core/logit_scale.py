"""Where a logit lies on its slider, and how far keys and drags move it."""

from __future__ import annotations

import math

import numpy as np

from softmax_viz.core.reductions import blocks, extent
from softmax_viz.core.state import Vector

ARROW, FINE, PAGE = 0.05, 0.01, 0.25
STEPS_PER_REACH = 500
LEAST_REACH = 5.0


def reach_for(logits: Vector, ends: tuple[float, float] | None = None) -> float:
    """Return the half-width of the sliders: 5, 10, 20, 50, 100 …, the least that holds them all.

    ends: the least and the largest logit, where they are known; NaN where any is.
    """
    largest = max(map(abs, extent(logits) if ends is None else ends))
    if not math.isfinite(largest):
        parts = (logits[part] for part in blocks(logits.size))
        largest = max(float(np.where(np.isfinite(z), np.abs(z), 0.0).max()) for z in parts)
    if largest <= LEAST_REACH:
        return LEAST_REACH
    power = 10.0 ** math.floor(math.log10(largest))
    steps = (m * power for m in (1.0, 2.0, 5.0, 10.0))
    return next((reach for reach in steps if largest <= reach < math.inf), largest)


def position(value: float, reach: float) -> float:
    """Return where a logit lies: 0 at −reach, 1 at reach, clamped."""
    return (min(max(value / reach, -1.0), 1.0) + 1) / 2


def at(place: float, reach: float) -> float:
    """Return the logit at a position, in steps of a five-hundredth of the reach."""
    step = reach / STEPS_PER_REACH
    return tidy(round((2 * min(max(place, 0.0), 1.0) - 1) * STEPS_PER_REACH) * step)


def stepped(value: float, size: float) -> float:
    """Return a logit moved by a key; infinities and NaN start again from 0."""
    return tidy((value if math.isfinite(value) else 0.0) + size)


def tidy(value: float) -> float:
    """Return a value without the digits that binary addition leaves behind: 0.3, not 0.30…04."""
    if not math.isfinite(value):
        return value
    rounded = round(value, 10) + 0.0
    return rounded if abs(value - rounded) <= 1e-14 * max(1.0, abs(value)) else value
