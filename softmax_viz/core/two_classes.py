"""Softmax of two classes: the sigmoid of the difference of their logits."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from softmax_viz.core import functions
from softmax_viz.core.curves import exponentials
from softmax_viz.core.errorfree import two_sum
from softmax_viz.core.largest import largest
from softmax_viz.core.logit_scale import tidy
from softmax_viz.core.numbers import brief
from softmax_viz.core.state import State
from softmax_viz.text import named, tr

REACH_STEPS = 400


@dataclass(frozen=True)
class TwoClasses:
    """Hold two classes compared: a, b are their logits.

    x: (a − b)/T; softmax: of (a, b) alone; sigmoid: σ(x) and 1 − σ(x), the latter as σ(−x), in
    which no digit is lost; difference: softmax − sigmoid.
    powers: e**(a/T), e**(b/T); power: e**(−x); reason: why there is no value, or "".
    """

    a: float
    b: float
    x: float
    softmax: tuple[float, float]
    sigmoid: tuple[float, float]
    difference: tuple[float, float]
    powers: tuple[float, float]
    power: float
    reason: str


def compare(state: State, first: int, second: int) -> TwoClasses:
    """Compare two classes of a state, as if there were no others."""
    a, b, t = float(state.logits[first]), float(state.logits[second]), state.temperature
    x = _quotient(a, b, t)
    p = functions.softmax([a, b], t)
    s = (_sigmoid_of_difference(a, b, t), _sigmoid_of_difference(b, a, t))
    powers = exponentials(np.array([_quotient(a, 0.0, t), _quotient(b, 0.0, t), -x]))
    return TwoClasses(
        a,
        b,
        x,
        softmax=(float(p[0]), float(p[1])),
        sigmoid=s,
        difference=(float(p[0]) - s[0], float(p[1]) - s[1]),
        powers=(float(powers[0]), float(powers[1])),
        power=float(powers[2]),
        reason=_why_undefined(state, first, second),
    )


def two_to_compare(state: State) -> tuple[int, int]:
    """Return the two classes to begin with: both of two, else the two largest; N >= 2."""
    if state.count == 2:
        return 0, 1
    first, second = largest(state.logits, 2)
    return first, second


def why_not_movable(state: State, second: int) -> str:
    """Say why no logit gives a chosen (a − b)/T, "" where one does."""
    if state.temperature == 0:
        return tr("At T = 0, (a − b)/T is −∞, 0 or ∞: raise T to move the point.")
    if math.isinf(state.temperature):
        return tr("At T = ∞, (a − b)/T is 0: lower T to move the point.")
    if not math.isfinite(state.logits[second]):
        return tr("The point moves once the logit of {label} is finite.").format(
            label=named(state.labels[second])
        )
    return ""


def overflow(compared: TwoClasses) -> str:
    """Say that e**(z/T) overflows where the sigmoid does not, "" elsewhere."""
    if compared.reason or not np.isinf(compared.powers).any():
        return ""
    return tr("exp overflows in the first line; the last one, of the difference, does not.")


def with_x(state: State, first: int, second: int, x: float) -> State:
    """Set the logit of the first class so that (a − b)/T is x: a = b + T x."""
    with np.errstate(all="ignore"):
        value = float(state.logits[second] + np.float64(state.temperature) * x)
    return _with(state, {first: tidy(value)})


def with_zero(state: State, second: int) -> State:
    """Set the logit of the second class to 0."""
    return _with(state, {second: 0.0})


def shifted(state: State, first: int, second: int, constant: float) -> State:
    """Add a constant to both logits."""
    return _with(state, {i: tidy(float(state.logits[i]) + constant) for i in (first, second)})


def what_moved(before: TwoClasses, after: TwoClasses) -> str:
    """Say what a shift of both logits changed: nothing, but for rounding."""
    if before.reason or after.reason:
        return ""
    if after.softmax == before.softmax:
        return tr("Both logits moved by 1. x did not, and softmax did not: nothing moves.")
    return tr("Both logits moved by 1; softmax moved only by rounding, {change}.").format(
        change=brief(abs(after.softmax[0] - before.softmax[0]))
    )


def snapped(x: float, reach: float) -> float:
    """Return an x as a drag sets it: in steps of a four-hundredth of the reach."""
    step = reach / REACH_STEPS
    return tidy(round(min(max(x, -reach), reach) / step) * step)


def _with(state: State, values: dict[int, float]) -> State:
    logits = state.logits.copy()
    for index, value in values.items():
        logits[index] = value
    return replace(state, logits=logits)


def _why_undefined(state: State, first: int, second: int) -> str:
    for index in (first, second):
        if math.isnan(state.logits[index]):
            return tr("{label} is NaN: there is no value.").format(label=named(state.labels[index]))
    a, b = state.logits[first], state.logits[second]
    if math.isinf(a) and a == b:
        return tr("Both logits are {value}: their difference is not a number.").format(
            value="∞" if a > 0 else "−∞"
        )
    if np.isposinf(a) or np.isposinf(b):
        return tr("A logit is ∞: σ has its limit, but softmax takes ∞ − ∞, which is no number.")
    return ""


def _quotient(a: float, b: float, t: float) -> float:
    with np.errstate(all="ignore"):
        difference = np.float64(a) - np.float64(b)
        if t == 0:
            return float(np.sign(difference) * np.inf) if difference != 0 else 0.0
        if math.isinf(t):
            return 0.0 if np.isfinite([a, b]).all() else float(difference)
        if np.isinf(difference) and np.isfinite([a, b]).all():
            return float((np.float64(a) / 2 - np.float64(b) / 2) / t * 2)
        return float(difference / t)


def _sigmoid_of_difference(a: float, b: float, t: float) -> float:
    """Return σ((a − b)/T), with what the rounding of a − b leaves out made good to first order."""
    with np.errstate(all="ignore"):
        difference = two_sum(np.array(a), np.array(-b))
        value = functions.sigmoid(difference.hi, t)
        correction = value * (1.0 - value) * (difference.lo / np.float64(t))
        return float(value + correction) if np.isfinite(correction) else float(value)
