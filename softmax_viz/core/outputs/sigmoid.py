"""The sigmoid of each logit: right for two classes, no distribution over more."""

from __future__ import annotations

import math

import numpy as np

from softmax_viz.core.functions import sigmoid
from softmax_viz.core.outputs.kind import OutputKind
from softmax_viz.core.state import State, Vector
from softmax_viz.core.verdicts import Slope, Verdict, moved_by_temperature
from softmax_viz.text import named, tr, tr_noop


def evaluate(state: State) -> Vector:
    """Return σ(z/T) per class."""
    return sigmoid(state.logits, state.temperature)


def trouble(state: State, values: Vector) -> tuple[str, str]:
    """Name the class whose logit is NaN."""
    nan = np.isnan(values)
    if nan.any():
        return tr("{label} is NaN").format(label=named(state.labels[int(np.argmax(nan))])), ""
    return "", ""


def slope(state: State, values: Vector) -> Slope:
    """Return the largest σ(z/T)·σ(−z/T)/T, the derivative of σ(z/T) with respect to z."""
    t = state.temperature
    known = state.logits[~np.isnan(state.logits)]
    if known.size == 0:
        return Slope(math.nan, tr("Where the output is undefined there is no slope."))
    if t == 0:
        if (known == 0).any():
            return Slope(math.nan, tr("At T = 0 the sigmoid is a step, and a logit stands on it."))
        return Slope(0.0, tr("At T = 0 the sigmoid is a step: flat on both sides."))
    if math.isinf(t):
        return Slope(0.0, tr("At T = ∞ every finite logit counts as 0: nudging one does nothing."))
    # The curve is steepest where |z| is least.
    steepest = known[np.argmin(np.abs(known))]
    with np.errstate(over="ignore", under="ignore"):
        largest = float(np.prod(sigmoid([steepest, -steepest], t)) / t)
    return Slope(largest, tr("Every logit is so far from 0 for this T that the curve is flat."))


def temperature(state: State) -> Verdict:
    """Note that T makes the curve steeper or flatter."""
    moved = bool(np.any(np.isfinite(state.logits) & (state.logits != 0)))
    detail = (
        tr("A smaller T makes the curve steeper, a larger T flatter: towards 0.5.")
        if moved
        else tr("0 divided by T is 0 and ±∞ stays ±∞, so T changes nothing here.")
    )
    return moved_by_temperature(moved, detail)


KIND = OutputKind(
    "sigmoid", tr_noop("Sigmoid"),
    tr_noop("Squeezes each logit on its own into (0, 1): right for yes or no, but over several "
            "classes the numbers are no distribution."),
    evaluate, trouble, slope, temperature, uses_temperature=True,
)  # fmt: skip
