"""The sigmoid of each logit: right for two classes, no distribution over more."""

from __future__ import annotations

import math

import numpy as np

from softmax_viz.core.functions import sigmoid
from softmax_viz.core.functions.sigmoid import sigmoid_after
from softmax_viz.core.outputs.kind import OutputKind
from softmax_viz.core.ranking import Ranking
from softmax_viz.core.reductions import blocks
from softmax_viz.core.state import State, Vector
from softmax_viz.core.verdicts import Slope, Verdict, moved_by_temperature
from softmax_viz.text import named, tr, tr_noop


def evaluate(state: State) -> Vector:
    """Return σ(z/T) per class."""
    return sigmoid(state.logits, state.temperature)


def update(state: State, values: Vector, index: int) -> Vector:
    """Compute one entry: the others stay."""
    return sigmoid_after(values, state.logits, index, state.temperature)


def trouble(state: State, values: Vector) -> tuple[str, str]:
    """Name the class whose logit is NaN."""
    if math.isnan(state.extent[1]):
        label = named(state.labels[int(np.argmax(state.logits))])
        return tr("{label} is NaN").format(label=label), ""
    return "", ""


def slope(state: State, values: Vector, ranking: Ranking) -> Slope:
    """Return the largest σ(z/T)·σ(−z/T)/T, the derivative of σ(z/T) with respect to z."""
    t = state.temperature
    # The curve is steepest where |z| is least.
    steepest = ranking.least_size
    if math.isnan(steepest):
        return Slope(math.nan, tr("Where the output is undefined there is no slope."))
    if t == 0:
        if steepest == 0:
            return Slope(math.nan, tr("At T = 0 the sigmoid is a step, and a logit stands on it."))
        return Slope(0.0, tr("At T = 0 the sigmoid is a step: flat on both sides."))
    if math.isinf(t):
        return Slope(0.0, tr("At T = ∞ every finite logit counts as 0: nudging one does nothing."))
    power = math.exp(-steepest / t)
    largest = power / (1.0 + power) ** 2 / t
    return Slope(largest, tr("Every logit is so far from 0 for this T that the curve is flat."))


def temperature(state: State) -> Verdict:
    """Note that T makes the curve steeper or flatter."""
    low, high = state.extent
    if math.isfinite(low) and math.isfinite(high):
        moved = not low == high == 0
    else:
        parts = (state.logits[part] for part in blocks(state.count))
        moved = any(bool(np.any(np.isfinite(z) & (z != 0))) for z in parts)
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
    evaluate, trouble, slope, temperature, uses_temperature=True, update=update,
)  # fmt: skip
