"""The two curves behind the functions: the sigmoid, and e**x, which is always above 0."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core import functions
from softmax_viz.core.logit_scale import reach_for
from softmax_viz.core.state import Vector
from softmax_viz.core.ticks import round_up

LEAST_REACH = 10.0
MOST_REACH = 1e300

_EVEN, _STEEP = 65, 41
_STEEP_HALF = 8.0

LARGEST_EXP = 1e300
SMALLEST_TOP = 2.0
WIDEST = 12.0


@dataclass(frozen=True)
class Curve:
    """Hold the points of a curve, both shape (M,), finite."""

    xs: Vector
    ys: Vector


def sigmoid_reach(logits: Vector) -> float:
    """Return the half-width of the axis of z: 10, or wider where a finite logit is."""
    return min(max(LEAST_REACH, reach_for(logits)), MOST_REACH)


def sigmoid_curve(reach: float, temperature: float = 1.0) -> Curve:
    """Return σ(z/T) on [−reach, reach], with more points where it is steep; T = 0 is a step."""
    if temperature == 0:
        return Curve(np.array([-reach, 0.0, 0.0, 0.0, reach]), np.array([0.0, 0.0, 0.5, 1.0, 1.0]))
    steep = min(_STEEP_HALF * temperature, reach)
    xs = np.union1d(np.linspace(-reach, reach, _EVEN), np.linspace(-steep, steep, _STEEP))
    return Curve(xs, functions.sigmoid(xs, temperature))


def slope_at_zero(temperature: float) -> float:
    """Return the derivative of σ(z/T) by z at 0, which is 1/(4T): ∞ at T = 0."""
    return math.inf if temperature == 0 else 0.25 / temperature


def decisions(sigmoids: Vector, threshold: float) -> NDArray[np.bool_]:
    """Tell for each class whether its sigmoid reaches the threshold; NaN does not."""
    return sigmoids >= threshold


def exponentials(scaled_logits: Vector) -> Vector:
    """Return e**(z/T), ∞ where it overflows, 0 where it underflows."""
    with np.errstate(all="ignore"):
        return np.exp(scaled_logits)


@dataclass(frozen=True)
class ExpView:
    """Hold the part of e**x that is shown: from low to high, and from 0 to top.

    above, left: how many classes are off the scale there, ∞ and −∞ included.
    vanished: how many are above 0, but too small for float64.
    masked: how many are −∞, the only place where e**x is 0; undefined: how many are NaN.
    """

    low: float
    high: float
    top: float
    above: int
    left: int
    vanished: int
    masked: int
    undefined: int

    def shows(self, x: float, value: float) -> bool:
        """Tell whether the dot of a class is in view."""
        return self.low <= x <= self.high and value <= self.top

    def curve(self) -> Curve:
        """Return e**x in this view."""
        xs = np.linspace(self.low, self.high, 81)
        return Curve(xs, np.exp(xs))


def exp_view(scaled_logits: Vector) -> ExpView:
    """Choose what to show of e**x for classes at z/T: up to the largest value that has a scale."""
    powers = exponentials(scaled_logits)
    on_scale = powers <= LARGEST_EXP
    peak = float(powers[on_scale].max(initial=0.0))
    top = round_up(max(peak * 1.05, SMALLEST_TOP))
    high = math.log(top)
    finite = scaled_logits[on_scale & np.isfinite(scaled_logits)]
    least = float(finite.min(initial=0.0))
    low = max(min(math.floor(least - 0.5), -2.0), high - WIDEST)
    return ExpView(
        low,
        high,
        top,
        above=int(np.count_nonzero(powers > LARGEST_EXP)),
        left=int(np.count_nonzero(scaled_logits < low)),
        vanished=int(np.count_nonzero((powers == 0) & np.isfinite(scaled_logits))),
        masked=int(np.count_nonzero(np.isneginf(scaled_logits))),
        undefined=int(np.count_nonzero(np.isnan(scaled_logits))),
    )
